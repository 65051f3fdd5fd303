"""Whether the database has the tables of this release; bringing it there is ``migrating``'s."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

NEWEST = "0006"
"""The revision that this release needs: the latest of ``migrations/versions``.

Written down, so that a start costs one query and no look at the files, which Alembic would need.
"""


def is_newest(engine: Engine) -> bool:
    """Tell whether the database is stamped with the newest revision."""
    with engine.connect() as connection:
        try:
            return connection.scalar(text("SELECT version_num FROM alembic_version")) == NEWEST
        except DBAPIError:  # no such table: a fresh database, or one from before there were stamps
            return False
