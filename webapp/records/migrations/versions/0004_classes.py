"""Classes, their pupils and what these draw."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "classrooms",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(6), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cleared", sa.Integer(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("run", sa.Integer()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pupils",
        sa.Column("id", sa.Integer(), primary_key=True),
        _classroom(),
        sa.Column("writer", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("classroom_id", "writer", name="uq_pupils_classroom_writer"),
    )
    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer(), primary_key=True),
        _classroom(),
        sa.Column(
            "pupil_id", sa.Integer(), sa.ForeignKey("pupils.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("strokes", sa.JSON()),
        sa.Column("labelled", sa.Boolean(), nullable=False),
        sa.Column("label", sa.Integer()),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("pupil_id", "key", name="uq_sheets_pupil_key"),
    )
    op.create_index("ix_pupils_writer", "pupils", ["writer"])
    op.create_index("ix_sheets_classroom_revision", "sheets", ["classroom_id", "revision"])


def downgrade() -> None:
    """Drop the three tables."""
    for table in ("sheets", "pupils", "classrooms"):
        op.drop_table(table)


def _classroom() -> sa.Column:
    pointed_to = sa.ForeignKey("classrooms.id", ondelete="CASCADE")
    return sa.Column("classroom_id", sa.Integer(), pointed_to, nullable=False)
