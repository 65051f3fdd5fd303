-- What a release before the first migration made of a fresh database, and what was then put in.
CREATE TABLE accounts (
	id INTEGER NOT NULL,
	password_hash VARCHAR,
	link_hash VARCHAR,
	generation INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE events (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	data JSON NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE
);
CREATE TABLE failed_logins (
	id INTEGER NOT NULL,
	address VARCHAR NOT NULL,
	at DATETIME NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE notes (
	model_id VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	note VARCHAR NOT NULL,
	PRIMARY KEY (model_id)
);
CREATE TABLE presences (
	trainer VARCHAR NOT NULL,
	seen_at DATETIME NOT NULL,
	PRIMARY KEY (trainer)
);
CREATE TABLE runs (
	id INTEGER NOT NULL,
	state VARCHAR NOT NULL,
	spec JSON NOT NULL,
	model_id VARCHAR NOT NULL,
	promote BOOLEAN NOT NULL,
	cancel BOOLEAN NOT NULL,
	reason VARCHAR,
	trainer VARCHAR,
	hardware VARCHAR,
	created_at DATETIME NOT NULL,
	started_at DATETIME,
	seen_at DATETIME,
	ended_at DATETIME,
	PRIMARY KEY (id),
	UNIQUE (model_id)
);
CREATE TABLE tokens (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	digest VARCHAR NOT NULL,
	created_at DATETIME NOT NULL,
	used_at DATETIME,
	PRIMARY KEY (id),
	UNIQUE (digest)
);
CREATE INDEX ix_failed_logins_address ON failed_logins (address);
CREATE INDEX ix_runs_state ON runs (state);
CREATE INDEX ix_events_run_id ON events (run_id);
INSERT INTO accounts VALUES (1, 'scrypt:a', NULL, 3);
INSERT INTO tokens VALUES (4, 'a script', 'digest', '2026-01-01 00:00:00.000000', NULL);
INSERT INTO notes VALUES ('best-1', '一号', 'reads sevens');
INSERT INTO failed_logins VALUES (2, '::1', '2026-01-01 00:00:00.000000');
INSERT INTO presences VALUES ('here:1', '2026-01-01 00:00:00.000000');
INSERT INTO runs VALUES
	(7, 'failed', '{"network": "dense"}', 'dense-1', 1, 0, 'why', 'here:1', 'a machine',
	'2026-01-01 00:00:00.000000', NULL, NULL, '2026-01-01 00:01:00.000000');
INSERT INTO events VALUES (9, 7, 'log', '{"line": "x"}', '2026-01-01 00:00:01.000000');
