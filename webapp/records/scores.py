"""How many of people's held-out drawings each version reads, counted once for each set of them."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.records.database import db, insert


class Score(db.Model):
    """How many drawings a version reads right; ``fingerprint``: of those drawings and its file.

    One row a version: when a drawing is added, it takes the place of the one before.
    """

    __tablename__ = "scores"

    model_id: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(db.String(64))
    hits: Mapped[int]

    @classmethod
    def known(cls, fingerprints: Mapping[str, str]) -> dict[str, int]:
        """Return what was counted, by version, of those whose fingerprint is still the same."""
        rows = db.session.execute(select(cls.model_id, cls.fingerprint, cls.hits))
        return {
            model_id: hits
            for model_id, fingerprint, hits in rows
            if fingerprints.get(model_id) == fingerprint
        }

    @classmethod
    def keep(cls, model_id: str, fingerprint: str, hits: int) -> None:
        """Keep what was counted; what another process counted meanwhile is replaced."""
        values = {"fingerprint": fingerprint, "hits": hits}
        row = insert(cls).values(model_id=model_id, **values)
        db.session.execute(row.on_conflict_do_update(index_elements=["model_id"], set_=values))
        db.session.commit()

    @classmethod
    def forget(cls, model_id: str) -> None:
        """Drop what was counted of a version."""
        db.session.execute(delete(cls).where(cls.model_id == model_id))
        db.session.commit()
