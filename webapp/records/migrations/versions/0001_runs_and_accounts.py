"""Runs and their events, the admin, notes: the tables that releases without stamps made, too.

What is there already stays as it is, and a table that an even earlier release lacked is made.
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

create_table = partial(op.create_table, if_not_exists=True)
create_index = partial(op.create_index, if_not_exists=True)


def upgrade() -> None:
    """Make the tables that are missing."""
    _runs()
    _accounts()
    create_table(
        "notes",
        sa.Column("model_id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    create_table(
        "presences",
        sa.Column("trainer", sa.String(), primary_key=True),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    """Drop all tables."""
    for name in ("presences", "notes", "failed_logins", "tokens", "accounts", "events", "runs"):
        op.drop_table(name)


def _runs() -> None:
    create_table(
        "runs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("model_id", sa.String(), nullable=False, unique=True),
        sa.Column("promote", sa.Boolean(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("trainer", sa.String()),
        sa.Column("hardware", sa.String()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("seen_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
    )
    create_index("ix_runs_state", "runs", ["state"])
    create_table(
        "events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "run_id", sa.Integer(), sa.ForeignKey("runs.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    create_index("ix_events_run_id", "events", ["run_id"])


def _accounts() -> None:
    create_table(
        "accounts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("password_hash", sa.String()),
        sa.Column("link_hash", sa.String()),
        sa.Column("generation", sa.Integer(), nullable=False),
    )
    create_table(
        "tokens",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime()),
    )
    create_table(
        "failed_logins",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    create_index("ix_failed_logins_address", "failed_logins", ["address"])
