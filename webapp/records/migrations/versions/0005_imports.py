"""Files of networks that wait to be imported."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    run = sa.ForeignKey("runs.id", ondelete="CASCADE")
    op.create_table(
        "imports",
        sa.Column("run_id", sa.Integer(), run, primary_key=True),
        sa.Column("file", sa.String(120), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary()),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("imports")
