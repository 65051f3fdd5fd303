"""Networks that come from elsewhere: their files wait here until the run that imports them ends.

Web worker and trainer may be on different machines; what they share is the database.
"""

from sqlalchemy import ForeignKey, create_engine, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.errors import HitofudeError
from webapp.records.database import db

MOST_BYTES = 16 * 1024**2
"""Longest file that is kept: four million weights, more than any convolutional network has that a
spec can describe. A larger fully connected one comes in at the terminal."""

MOST_WAITING = 8
"""Files that are kept at a time."""

MOST_NAME = 120
"""Characters of the name of a file."""


class TooManyImports(HitofudeError):
    """So many files wait already that no more is kept."""


class NoFile(HitofudeError):
    """The file of a run is not there any more."""


class Import(db.Model):
    """The network that a run brings in: by which ``file`` it came, and the ``note`` in that.

    ``data``: the file itself; ``None`` once the run has ended.
    """

    __tablename__ = "imports"

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    file: Mapped[str] = mapped_column(db.String(MOST_NAME))
    note: Mapped[str]
    data: Mapped[bytes | None] = mapped_column(deferred=True)

    @classmethod
    def check_room(cls) -> None:
        """Raise ``TooManyImports`` where no further file may be kept."""
        if db.session.scalar(select(func.count()).where(cls.data.is_not(None))) >= MOST_WAITING:
            raise TooManyImports(
                f"{MOST_WAITING} files wait to be imported already: cancel a run, or wait for one."
            )

    @classmethod
    def let_go(cls, run_id: int) -> None:
        """Drop the file of a run, within the transaction that ends the run."""
        db.session.execute(update(cls).where(cls.run_id == run_id).values(data=None))


def file_at(url: str, run_id: int) -> tuple[str, bytes]:
    """Return name and file of a run from a database that no application is connected to.

    Raises ``NoFile`` where the run has ended meanwhile.
    """
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            found = session.execute(
                select(Import.file, Import.data).where(Import.run_id == run_id)
            ).one_or_none()
    finally:
        engine.dispose()
    if found is None or found.data is None:
        raise NoFile("The file to import is not there any more: send it again.")
    return found.file, found.data
