"""The admin's account: what is kept is never the secret itself."""

import hashlib
import os
import stat
from base64 import b64encode
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask

from webapp import records
from webapp.records import Account, FailedLogin, Token, accounts, db

PASSWORD = "naïve 一筆 battery"
HERE = "192.0.2.1"

pytestmark = pytest.mark.usefixtures("opened")


def test_there_is_no_password_by_default():
    account = Account.admin()
    assert account.password_hash is None
    for guess in ("", "admin", "password", "None"):
        assert not account.check_password(guess)


def test_the_password_is_kept_as_scrypt():
    Account.admin().set_password(PASSWORD)
    method, salt, digest = Account.admin().password_hash.split("$")
    assert method == "scrypt:32768:8:1"
    cost = {"n": 32768, "r": 8, "p": 1, "maxmem": 2**26}
    assert digest == hashlib.scrypt(PASSWORD.encode(), salt=salt.encode(), **cost).hex()
    assert Account.admin().check_password(PASSWORD)
    for guess in ("", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1]):
        assert not Account.admin().check_password(guess)


def test_the_same_password_gives_another_hash():
    hashes = set()
    for _ in range(2):
        Account.admin().set_password(PASSWORD)
        hashes.add(Account.admin().password_hash)
    assert len(hashes) == 2


@pytest.mark.parametrize("password", ["", "123456789"])
def test_a_short_password_is_refused(password):
    with pytest.raises(ValueError, match="at least 10"):
        Account.admin().set_password(password)
    assert Account.admin().password_hash is None


def test_each_password_begins_a_generation():
    generations = [Account.admin().generation]
    for number in range(2):
        Account.admin().set_password(f"password {number}")
        generations.append(Account.admin().generation)
    assert generations == sorted(set(generations))


def test_there_is_one_admin(together):
    assert set(together(lambda _: Account.admin().id, *range(4))) == {1}
    assert db.session.query(Account).count() == 1


def test_a_link_opens_once():
    account = Account.admin()
    assert not account.check_link("")
    assert not account.check_link("None")
    old, secret = account.new_link(), account.new_link()
    assert not account.check_link(old)
    assert not account.check_link(secret[:-1])
    assert account.check_link(secret)
    assert secret not in account.link_hash
    account.set_password(PASSWORD)
    assert not account.check_link(secret)


def test_a_token_is_kept_as_a_hash():
    token, secret = Token.issue("  a program ")
    assert token.name == "a program"
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert len(secret) > 40
    assert token.used_at is None
    assert Token.find(secret).id == token.id
    assert Token.find(secret).used_at >= token.created_at


def test_other_secrets_open_nothing():
    token, secret = Token.issue("a")
    for guess in ("", secret[:-1], secret.upper(), secret + " ", token.digest, "hf_"):
        assert Token.find(guess) is None


def test_a_revoked_token_is_worthless_and_the_others_stay():
    (one, first), (_, second) = Token.issue("one"), Token.issue(" " * 90)
    assert [token.name for token in Token.all()] == ["one", "token"]
    one.revoke()
    assert Token.find(first) is None
    assert Token.find(second) is not None
    assert len(Token.issue("x" * 99)[0].name) == 60


def test_the_door_is_closed_to_guessing_for_a_minute(monkeypatch):
    start = accounts.now()

    def guess(second: float) -> bool:
        moment = start + timedelta(seconds=second)
        monkeypatch.setattr(accounts, "now", lambda: moment)
        attempt = FailedLogin.begin(HERE)
        if attempt is not None:
            attempt.at = moment
            db.session.commit()
        return attempt is not None

    assert [guess(second) for second in (0, 10, 20, 30, 40)] == [True] * 5
    assert [guess(second) for second in (41, 50, 59)] == [False] * 3
    assert [guess(second) for second in (61, 62, 69, 71, 72)] == [True, False, False, True, False]


def test_each_address_counts_for_itself():
    assert all(FailedLogin.begin(HERE) for _ in range(5))
    assert FailedLogin.begin(HERE) is None
    assert FailedLogin.begin("2001:db8::1")


def test_who_knows_the_password_is_not_counted():
    for _ in range(9):
        FailedLogin.begin(HERE).forgive()


def test_many_guesses_at_once_are_no_way_around_it(together):
    passed = together(lambda _: FailedLogin.begin(HERE) is not None, *range(12))
    assert passed.count(True) <= 5


def test_a_clock_that_is_set_back_locks_nobody_out(monkeypatch):
    for _ in range(5):
        FailedLogin.begin(HERE)
    assert FailedLogin.begin(HERE) is None
    before = accounts.now() - timedelta(hours=3)
    monkeypatch.setattr(accounts, "now", lambda: before)
    assert FailedLogin.begin(HERE)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_only_the_owner_may_read_any_of_it(app, database):
    Account.admin().set_password(PASSWORD)
    files = list(database.parent.iterdir())
    assert {"records.sqlite3", "records.sqlite3-wal"} <= {path.name for path in files}
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_file_that_others_could_read_is_closed_to_them(app, database):
    db.session.remove()
    database.chmod(0o644)
    again = Flask(__name__)
    again.config["DATABASE_URL"] = f"sqlite:///{database}"
    records.init_app(again)
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_no_secret_is_in_the_file(app, database):
    _, token = Token.issue("a program")
    link = Account.admin().new_link()
    Account.admin().set_password(PASSWORD)
    with closing(db.engine.raw_connection()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert b"scrypt:" in kept
    for secret in (token, link, PASSWORD):
        assert secret.encode() not in kept
        assert b64encode(secret.encode()) not in kept
