"""Drawings, and what the admin chose."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SEARCHED = {
    "ix_drawings_created_at": ["created_at"],
    "ix_drawings_doubt": ["doubt"],
    "ix_drawings_label": ["label"],
    "ix_drawings_model_id": ["model_id"],
    "ix_drawings_state_doubt": ["state", "doubt"],
    "ix_drawings_writer_created_at": ["writer", "created_at"],
}


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "choices",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.JSON(), nullable=False),
    )
    op.create_table(
        "drawings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("writer", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("strokes", sa.JSON()),
        sa.Column("label", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("held_out", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("model_id", sa.String(), nullable=False),
        sa.Column("digit", sa.Integer(), nullable=False),
        sa.Column("is_digit", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("digitness", sa.Double(), nullable=False),
        sa.Column("probabilities", sa.JSON(), nullable=False),
        sa.Column("doubt", sa.Double(), nullable=False),
        sa.UniqueConstraint("writer", "digest", name="uq_drawings_writer_digest"),
        sqlite_autoincrement=True,
    )
    for name, columns in SEARCHED.items():
        op.create_index(name, "drawings", columns)


def downgrade() -> None:
    """Drop the two tables."""
    op.drop_table("drawings")
    op.drop_table("choices")
