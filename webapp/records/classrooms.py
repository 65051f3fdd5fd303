"""Classes: a teacher opens one, pupils join it by its code and draw; nothing of it stays."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    UniqueConstraint,
    bindparam,
    column,
    delete,
    func,
    select,
    table,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.errors import HitofudeError
from webapp.records.database import db, erase, insert, now

CODE_DIGITS = 6
"""Of a class's code: enough that nobody finds a class by chance, few enough to be typed."""

MOST_PUPILS = 100

IDLE = timedelta(hours=12)
"""A class that nobody has drawn in for so long is over: its teacher forgot to end it."""

FREE, MIXED = "free", "mixed"
TASKS = (FREE, MIXED, *"0123456789")
"""What a class is asked to write: whatever it likes, each pupil another digit, all the same."""


class UnknownClass(HitofudeError):
    """There is no such class, or it is over."""


class ClassFull(HitofudeError):
    """As many pupils as a class can have have joined it."""


class Classroom(db.Model):
    """A class that goes on; one that ended is deleted, with its pupils and what they drew.

    ``code`` is what pupils join by. ``revision`` grows with every change of the class or of a sheet
    in it: who looks on asks for what is newer. ``cleared`` is the revision at which the wall was
    last emptied. ``since`` is the id of the newest sheet when the task was set: what is written for
    it is newer. ``versions`` are the ids of those that read beside the one in service; ``run`` is
    the training that was started from here last.
    """

    __tablename__ = "classrooms"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(db.String(CODE_DIGITS), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    task: Mapped[str] = mapped_column(default=FREE)
    paused: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    cleared: Mapped[int] = mapped_column(default=0)
    since: Mapped[int] = mapped_column(default=0, server_default="0")
    versions: Mapped[list[str]] = mapped_column(JSON)
    run: Mapped[int | None]

    @classmethod
    def open(cls, versions: list[str]) -> "Classroom":
        """Open a class; codes are random, so that none is guessed from another.

        Those that were forgotten end with that: what was drawn in them goes, and their codes.
        """
        cls.end_forgotten()
        first = {"created_at": now(), "seen_at": now(), "revision": 0, "cleared": 0, "since": 0}
        values = {**first, "task": FREE, "paused": False, "versions": versions, "run": None}
        while True:
            code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
            row = insert(cls).values(**values, code=code).on_conflict_do_nothing()
            opened = db.session.scalar(row.returning(cls))
            db.session.commit()
            if opened is not None:
                return opened

    @classmethod
    def find(cls, code: str) -> "Classroom":
        """Return a class; raise ``UnknownClass``."""
        found = db.session.scalar(CLASS, {"code": code})
        if found is not None and found.seen_at < now() - IDLE:
            cls.end_forgotten()
            found = None
        if found is None:
            raise UnknownClass(f"There is no class {code}, or it is over.")
        return found

    @classmethod
    def all(cls) -> list["Classroom"]:
        """Return the classes that go on, the newest first."""
        wanted = select(cls).where(cls.goes_on()).order_by(cls.id.desc())
        return list(db.session.scalars(wanted))

    @classmethod
    def goes_on(cls) -> ColumnElement[bool]:
        """Return the condition for a class that is not over."""
        return cls.seen_at >= now() - IDLE

    @classmethod
    def end_forgotten(cls) -> int:
        """Delete the classes that are over though nobody ended them; return how many."""
        return erase(delete(cls).where(~cls.goes_on()))

    @property
    def pupils(self) -> int:
        """Return how many have joined."""
        return db.session.scalar(select(func.count()).where(Pupil.classroom_id == self.id))

    def advance(self) -> int:
        """Begin a change of the class in the transaction that goes on; return its new revision.

        Until the transaction ends no other can: revisions come in the order of their changes.
        Raises ``UnknownClass`` where it was ended meanwhile.
        """
        revision = db.session.scalar(ADVANCE, {"room": self.id, "now": now()})
        if revision is None:
            over = UnknownClass(f"The class {self.code} is over.")
            db.session.rollback()  # after which nothing can be asked of what is gone
            raise over
        return revision

    def change(self, **values: Any) -> None:
        """Give the class another task, pause it, let it go on."""
        self.advance()  # from here on nobody else changes it, or hangs up something in it
        db.session.refresh(self)
        if values.get("task", self.task) != self.task:
            self.since = db.session.scalar(NEWEST_SHEET, {"room": self.id}) or 0
        for name, value in values.items():
            setattr(self, name, value)
        db.session.commit()

    def end(self) -> None:
        """Delete the class, its pupils and all that they drew in it."""
        erase(delete(Classroom).where(Classroom.id == self.id))


class Pupil(db.Model):
    """Who has joined a class: ``writer`` as drawings have it, and a number that all can see.

    What a ``muted`` one draws is read on that phone and shown nowhere else.
    """

    __tablename__ = "pupils"
    __table_args__ = (
        UniqueConstraint("classroom_id", "writer", name="uq_pupils_classroom_writer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey("classrooms.id", ondelete="CASCADE"))
    writer: Mapped[str] = mapped_column(db.String(64), index=True)
    number: Mapped[int]
    muted: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def find(cls, room: Classroom, writer: str) -> "Pupil | None":
        """Return who has joined as this writer."""
        return db.session.scalar(PUPIL, {"room": room.id, "writer": writer})

    @classmethod
    def join(cls, room: Classroom, writer: str) -> "Pupil":
        """Return the pupil, who joins now or did before; raise ``ClassFull``."""
        if (known := cls.find(room, writer)) is not None:
            return known
        room.advance()
        known = cls.find(room, writer)  # joined in another tab a moment ago
        if known is None:
            known = cls(classroom_id=room.id, writer=writer, number=room.pupils + 1, muted=False)
            if known.number > MOST_PUPILS:
                db.session.rollback()
                raise ClassFull(f"{MOST_PUPILS} pupils have joined this class: it is full.")
            db.session.add(known)
        db.session.commit()
        return known

    @classmethod
    def muted_in(cls, room: Classroom) -> list[int]:
        """Return the numbers of those whose drawings are not shown."""
        wanted = select(cls.number).filter_by(classroom_id=room.id, muted=True)
        return list(db.session.scalars(wanted.order_by(cls.number)))


# Made once: a class that draws asks them a hundred times a second.
CLASS = select(Classroom).where(Classroom.code == bindparam("code"))
PUPIL = select(Pupil).where(
    Pupil.classroom_id == bindparam("room"), Pupil.writer == bindparam("writer")
)
_sheets = table("sheets", column("id"), column("classroom_id"))  # of a module that needs this one
NEWEST_SHEET = select(func.max(_sheets.c.id)).where(_sheets.c.classroom_id == bindparam("room"))
_table = Classroom.__table__
ADVANCE = (
    update(_table)
    .where(_table.c.id == bindparam("room"))
    .values(revision=_table.c.revision + 1, seen_at=bindparam("now"))
    .returning(_table.c.revision)
)
