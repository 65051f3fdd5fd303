"""Since which drawing a class has had its task."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; of the classes that go on all that hangs counts as written for the task."""
    since = sa.Column("since", sa.Integer(), nullable=False, server_default="0")
    op.add_column("classrooms", since)


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("classrooms", "since")
