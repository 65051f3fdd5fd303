"""The one admin: the password's hash, the one-time link, and tokens for programs."""

import hashlib
import hmac
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

from webapp.records.database import db, now

ADMIN = 1
WINDOW_S = 60
LOGINS_A_WINDOW = 5
SKEW_S = 5
"""What lies farther in the future was written before the clock was set back."""
MIN_PASSWORD = 10
"""Fewest characters of a password."""

SCRYPT = "scrypt:32768:8:1"
"""N = 2^15, r = 8, p = 1: 32 MiB and about 60 ms a guess (OWASP Password Storage Cheat Sheet
asks for N = 2^17 or, with less memory, N = 2^15 and more rounds)."""


class Account(db.Model):
    """The admin. There is one row, and no default password in it.

    ``generation`` grows with each new password: sessions that were opened before it end.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str | None]
    link_hash: Mapped[str | None]
    generation: Mapped[int] = mapped_column(default=0)

    @classmethod
    def admin(cls) -> "Account":
        """Return the admin's row, made at the first call."""
        account = db.session.get(cls, ADMIN)
        if account is None:
            db.session.add(cls(id=ADMIN, generation=0))
            with suppress(IntegrityError):  # another worker was first: its row counts
                db.session.commit()
            db.session.rollback()
            account = db.session.get(cls, ADMIN)
        return account

    def set_password(self, password: str) -> None:
        """Set the password, end all sessions and spend the one-time link."""
        if len(password) < MIN_PASSWORD:
            raise ValueError(f"The password needs at least {MIN_PASSWORD} characters.")
        self.password_hash = generate_password_hash(password, SCRYPT)
        self.link_hash = None
        self.generation += 1
        db.session.commit()

    def end_sessions(self) -> None:
        """Make every session worthless, copies of their cookies included."""
        self.generation += 1
        db.session.commit()

    def check_password(self, password: str) -> bool:
        """Compare a password; takes as long where none is set."""
        if self.password_hash is None:
            generate_password_hash(password, SCRYPT)
            return False
        return check_password_hash(self.password_hash, password)

    def forget_link(self) -> None:
        """Make a one-time link worthless that nobody needs any more."""
        if self.link_hash is not None:
            self.link_hash = None
            db.session.commit()

    def new_link(self) -> str:
        """Return a fresh secret that opens the door once, for setting the first password."""
        secret = secrets.token_urlsafe(24)
        self.link_hash = _digest(secret)
        db.session.commit()
        return secret

    def check_link(self, secret: str) -> bool:
        """Compare a one-time secret; ``set_password`` spends it."""
        return self.link_hash is not None and hmac.compare_digest(self.link_hash, _digest(secret))


class Token(db.Model):
    """A bearer token for programs: shown once, kept as a hash, revocable.

    A plain hash is enough: unlike a password, 32 random bytes cannot be guessed.
    """

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]

    @classmethod
    def issue(cls, name: str) -> tuple["Token", str]:
        """Make a token; return its row and the secret, which nothing can show again."""
        secret = "hf_" + secrets.token_urlsafe(32)
        token = cls(name=name.strip()[:60] or "token", digest=_digest(secret))
        db.session.add(token)
        db.session.commit()
        return token, secret

    @classmethod
    def find(cls, secret: str) -> "Token | None":
        """Return the token of a secret and note that it was used; ``None`` where it is none."""
        token = db.session.scalar(select(cls).where(cls.digest == _digest(secret)))
        # To the minute: a program that asks often shall not make the database write each time.
        if token and (token.used_at is None or now() - token.used_at > timedelta(minutes=1)):
            token.used_at = now()
            db.session.commit()
        return token

    @classmethod
    def all(cls) -> list["Token"]:
        """Return all tokens, the oldest first."""
        return list(db.session.scalars(select(cls).order_by(cls.id)))

    def revoke(self) -> None:
        """Make the token worthless."""
        db.session.delete(self)
        db.session.commit()


class FailedLogin(db.Model):
    """A wrong password, remembered for a minute so that all workers count alike."""

    __tablename__ = "failed_logins"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(default=now)

    @classmethod
    def begin(cls, address: str) -> "FailedLogin | None":
        """Count a login as failed before its password is looked at; ``None``: too many already.

        Counted first, so that many at once are no way around the limit. A failure in the future is
        forgotten, too: the clock was set back.
        """
        moment = now()
        late, early = timedelta(seconds=WINDOW_S), timedelta(seconds=SKEW_S)
        outside = or_(cls.at < moment - late, cls.at > moment + early)
        db.session.execute(delete(cls).where(outside))
        attempt = cls(address=address, at=now())
        db.session.add(attempt)
        db.session.commit()
        count = db.session.scalar(select(func.count()).where(cls.address == address))
        if count > LOGINS_A_WINDOW:
            attempt.forgive()  # refused ones do not count: the door opens again after a minute
            return None
        return attempt

    def forgive(self) -> None:
        """Take the failure back: the password was right."""
        db.session.delete(self)
        db.session.commit()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
