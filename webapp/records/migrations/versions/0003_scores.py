"""How many of people's held-out drawings each version reads, and a quick way to find those."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INDEX = "ix_drawings_held_out_state"


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "scores",
        sa.Column("model_id", sa.String(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
    )
    op.create_index(INDEX, "drawings", ["held_out", "state"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index(INDEX, "drawings")
    op.drop_table("scores")
