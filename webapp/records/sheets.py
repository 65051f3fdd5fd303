"""Sheets of paper: what the pupils of a class draw, as it stands this moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.drawing import from_bytes, to_unit
from webapp.drawing.strokes import Stroke
from webapp.errors import HitofudeError
from webapp.models import Reading
from webapp.records.arrivals import Arrival, DrawingState, Source
from webapp.records.classrooms import Classroom, Pupil
from webapp.records.database import db, empty_log, erase, in_turn
from webapp.records.drawings import Drawing
from webapp.records.suspicions import contradicts

MOST_SHEETS = 200
"""Of one pupil, those taken away among them."""

MOST_POINTS = 2000
"""Of the strokes of one sheet: a board draws them again with every line that a hundred add."""

BARE = {"gone": True, "image": b"", "strokes": None, "label": None, "readings": []}
"""What is left of a sheet that was taken away: that it was, so that who looks on learns of it."""


class NothingToLearn(HitofudeError):
    """No drawing of a class says anything that can be learnt."""


@dataclass(frozen=True)
class Page:
    """What a pupil sends: a drawing, what was read in it, and its label where it has one.

    ``image``: ``uint8`` ``(28, 28)``; ``readings``: by the version in service first, as JSON.
    """

    key: str
    image: np.ndarray
    strokes: list[Stroke] | None
    labelled: bool
    label: int | None
    readings: list[dict[str, Any]]

    @property
    def lines(self) -> list[Stroke] | None:
        """Return the strokes, ``None`` where they are so many that the image must do."""
        strokes = self.strokes or []
        return self.strokes if sum(map(len, strokes)) <= MOST_POINTS else None


class Sheet(db.Model):
    """One drawing of a pupil; as long as it is drawn on, it is replaced under its ``key``.

    ``label`` counts where ``labelled``: 0…9, or null, not a digit. ``revision``: that of the class
    when the sheet last changed.
    """

    __tablename__ = "sheets"
    __table_args__ = (
        UniqueConstraint("pupil_id", "key", name="uq_sheets_pupil_key"),
        Index("ix_sheets_classroom_revision", "classroom_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(ForeignKey("classrooms.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(db.String(64))
    revision: Mapped[int]
    image: Mapped[bytes]
    strokes: Mapped[list | None] = mapped_column(JSON(none_as_null=True))
    labelled: Mapped[bool]
    label: Mapped[int | None]
    readings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    gone: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def put(cls, room: Classroom, pupil: Pupil, page: Page) -> bool:
        """Lay a pupil's drawing on the wall; tell whether it hangs there."""
        which = {"of": pupil.id, "under": page.key}
        values = {
            "image": page.image.tobytes(),
            "strokes": page.lines,
            "labelled": page.labelled,
            "label": page.label,
            "readings": page.readings,
        }
        with in_turn():  # and with nothing in it that need not be
            values["revision"] = room.advance()
            if not db.session.execute(REPLACE, {**which, **values}).rowcount:
                if not cls._has_room(pupil, page.key):
                    db.session.rollback()
                    return False
                db.session.add(
                    cls(classroom_id=room.id, pupil_id=pupil.id, key=page.key, gone=False, **values)
                )
            db.session.commit()
        return True

    @classmethod
    def take_away(cls, room: Classroom, *which: Any) -> int:
        """Take sheets away for good, those for which all conditions hold; return how many."""
        revision = room.advance()
        wanted = update(cls).where(cls.classroom_id == room.id, ~cls.gone, *which)
        taken = db.session.execute(
            wanted.values(revision=revision, **BARE),
            execution_options={"synchronize_session": False},
        ).rowcount
        db.session.commit()
        return taken

    @classmethod
    def mute(cls, room: Classroom, number: int) -> bool:
        """Take away all of a pupil, and show nothing more of them; tell whether there is one."""
        pupil = db.session.scalar(select(Pupil).filter_by(classroom_id=room.id, number=number))
        if pupil is None:
            return False
        pupil.muted = True
        cls.take_away(room, cls.pupil_id == pupil.id)
        return True

    @classmethod
    def clear(cls, room: Classroom) -> None:
        """Empty the wall; what was taken away and is perhaps still drawn on stays away."""
        revision = room.advance()
        anew = {"cleared": revision, "since": 0}  # ids of those that are deleted may be given again
        db.session.execute(update(Classroom).where(Classroom.id == room.id).values(**anew))
        latest = select(func.max(cls.id)).where(cls.classroom_id == room.id).group_by(cls.pupil_id)
        erase(delete(cls).where(cls.classroom_id == room.id, ~(cls.gone & cls.id.in_(latest))))

    @classmethod
    def count_of(cls, writer: str) -> int:
        """Return how many drawings of a writer hang on walls and are nowhere else.

        Those that a class was trained with are kept as a ``Drawing`` besides.
        """
        own = select(Pupil.id).join(Classroom).where(Pupil.writer == writer, Classroom.goes_on())
        learnt = select(Drawing.id).where(
            Drawing.writer == writer, Drawing.source == Source.CLASS, Drawing.image == cls.image
        )
        hanging = select(func.count()).where(cls.pupil_id.in_(own), ~cls.gone, ~learnt.exists())
        return db.session.scalar(hanging)

    @classmethod
    def forget_writer(cls, writer: str) -> int:
        """Take away all that a writer drew in any class; return how many sheets."""
        Classroom.end_forgotten()  # to take something away would make it one that goes on
        rooms = select(Classroom).join(Pupil).where(Pupil.writer == writer)
        own = cls.pupil_id.in_(select(Pupil.id).where(Pupil.writer == writer))
        taken = sum(cls.take_away(room, own) for room in db.session.scalars(rooms).all())
        if taken:
            empty_log()
        return taken

    @classmethod
    def after(cls, room: Classroom, revision: int) -> list[tuple["Sheet", int]]:
        """Return what has changed since a revision with the pupils' numbers, in order."""
        wanted = select(cls, Pupil.number).join(Pupil).where(cls.classroom_id == room.id)
        changed = wanted.where(cls.revision > revision).order_by(cls.revision, cls.id)
        return [(sheet, number) for sheet, number in db.session.execute(changed)]

    @classmethod
    def read_again(cls, room: Classroom, read: Callable[[np.ndarray], list[dict]]) -> None:
        """Have every sheet read anew: another version serves now.

        That takes a while, in which pupils write: what they draw on is read by that version anyway.
        """
        wanted = select(cls).where(cls.classroom_id == room.id, ~cls.gone)
        anew = [
            {"sheet": sheet.id, "seen": sheet.revision, "read": read(sheet.pixels)}
            for sheet in db.session.scalars(wanted)
        ]
        with in_turn():
            revision = room.advance()
            if anew:
                db.session.execute(REREAD, [{**each, "now": revision} for each in anew])
            db.session.commit()

    @classmethod
    def arrivals(
        cls, room: Classroom, read: Callable[[np.ndarray], Reading], model_id: str
    ) -> Iterator[Arrival]:
        """Give what the class has labelled, as drawings to learn from.

        A teacher has seen them, so they are accepted; but where the version that reads is sure of
        another digit, a moderator shall look.
        """
        for sheet, writer in db.session.execute(
            select(cls, Pupil.writer)
            .join(Pupil)
            .where(cls.classroom_id == room.id, cls.labelled, ~cls.gone)
            .order_by(cls.id)
        ):
            reading = read(sheet.pixels)
            doubtful = contradicts(sheet.label, [reading])
            yield Arrival(
                writer=writer,
                image=from_bytes(sheet.image),
                label=sheet.label,
                reading=reading,
                model_id=model_id,
                strokes=sheet.strokes,
                source=Source.CLASS,
                state=DrawingState.NEW if doubtful else DrawingState.ACCEPTED,
                flags=("contradicts",) if doubtful else (),
            )

    @property
    def pixels(self) -> np.ndarray:
        """Return the image as a network takes it, ``float32`` ``(28, 28)`` in 0…1."""
        return to_unit(from_bytes(self.image))

    @classmethod
    def _has_room(cls, pupil: Pupil, key: str) -> bool:
        """Tell whether a pupil may hang up one more: not what was taken away, and not too many."""
        if db.session.scalar(select(Pupil.muted).where(Pupil.id == pupil.id)):  # a moment ago
            return False
        known = db.session.scalars(select(cls.key == key).where(cls.pupil_id == pupil.id)).all()
        return not any(known) and len(known) < MOST_SHEETS


_table = Sheet.__table__.c
_replaced = ("revision", "image", "strokes", "labelled", "label", "readings")
REPLACE = (
    update(Sheet.__table__)
    .where(_table.pupil_id == bindparam("of"), _table.key == bindparam("under"), ~_table.gone)
    .values({name: bindparam(name) for name in _replaced})
)
"""Made once: a class that draws says it a hundred times a second."""

REREAD = (
    update(Sheet.__table__)
    .where(_table.id == bindparam("sheet"), _table.revision == bindparam("seen"))
    .values(readings=bindparam("read"), revision=bindparam("now"))
)
