"""Names and notes that people give to versions; the versions themselves never change."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.records.database import db

MAX_NAME = 60
MAX_NOTE = 1000


class Note(db.Model):
    """A version's name for people and a remark."""

    __tablename__ = "notes"

    model_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def all(cls) -> dict[str, "Note"]:
        """Return all notes by version id."""
        return {note.model_id: note for note in db.session.scalars(select(cls))}

    @classmethod
    def read(cls, model_id: str) -> tuple[str, str]:
        """Return a version's name and note; empty ones where nothing was written."""
        entry = db.session.get(cls, model_id)
        return (entry.name, entry.note) if entry is not None else ("", "")

    @classmethod
    def write(cls, model_id: str, name: str, note: str) -> "Note":
        """Set a version's name and note, cut to what fits a table and a page."""
        entry = cls(model_id=model_id, name=name.strip()[:MAX_NAME], note=note.strip()[:MAX_NOTE])
        entry = db.session.merge(entry)
        db.session.commit()
        return entry

    @classmethod
    def forget(cls, model_id: str) -> None:
        """Drop what was written about a version."""
        entry = db.session.get(cls, model_id)
        if entry is not None:
            db.session.delete(entry)
            db.session.commit()
