"""What the admin chose in the pages rather than in the configuration."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from webapp.errors import HitofudeError
from webapp.records.database import db, insert

COLLECTING = "collecting"


class NotCollecting(HitofudeError):
    """The admin switched it off that drawings are kept."""


class Choice(db.Model):
    """A choice by its name; what was never chosen has a default."""

    __tablename__ = "choices"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)

    @classmethod
    def is_collecting(cls) -> bool:
        """Tell whether drawings are kept that people send."""
        return cls._read(COLLECTING, True)

    @classmethod
    def check_collecting(cls) -> None:
        """Raise ``NotCollecting`` where they are not."""
        if not cls.is_collecting():
            raise NotCollecting("Drawings are not collected here: nothing was kept.")

    @classmethod
    def collect(cls, collecting: bool) -> None:
        """Begin or stop to keep drawings; those that are kept stay."""
        cls._write(COLLECTING, collecting)

    @classmethod
    def _read(cls, name: str, default: Any) -> Any:
        choice = db.session.get(cls, name)
        return default if choice is None else choice.value

    @classmethod
    def _write(cls, name: str, value: Any) -> None:
        inserted = insert(cls).values(name=name, value=value)
        changed = inserted.on_conflict_do_update(index_elements=["name"], set_={"value": value})
        db.session.execute(changed)
        db.session.commit()
