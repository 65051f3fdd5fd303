"""What Alembic runs for each of its commands: connect, then let it work."""

from typing import Any

from alembic import context
from flask import current_app

from webapp.records import db
from webapp.records.migrating import alone


def run() -> None:
    """Run what the command asks for, in one transaction."""
    settings = current_app.extensions["migrate"].configure_args
    with alone(db.engine) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            process_revision_directives=_drop_empty,
            **settings,
        )
        context.run_migrations()


def _drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no script where the models have not changed."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


run()
