"""The tables of accounts: who may do what, their sessions, their keys, and what was done in their name."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — SQLAlchemy reads the types of columns

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assistant.database.base import CASCADE, Base


class Account(Base):
    """Somebody who may sign in. `login` is an e-mail address in lower case; `password` an Argon2 hash, or empty.

    `issuer` and `subject` tell who it is for the single sign-on that made or adopted the account; empty without one.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    rights: Mapped[list[str]] = mapped_column(default=list)
    password: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(String(500), default="")
    subject: Mapped[str] = mapped_column(String(255), default="")
    created_at: Mapped[dt.datetime]
    disabled_at: Mapped[dt.datetime | None]
    seen_on: Mapped[dt.date | None]

    __table_args__ = (Index("ix_accounts_subject", "issuer", "subject"),)


class SignedIn(Base):
    """A session. `digest` is the SHA-256 of what its cookie holds: reading the table signs nobody in.

    `hint` is what the single sign-on gave and wants back when the session ends; empty without one.
    """

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete=CASCADE), index=True)
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    hint: Mapped[str] = mapped_column(default="")


class Invitation(Base):
    """A one-time link: the first administrator's, somebody invited, or a password to be chosen again (`account`)."""

    __tablename__ = "invitations"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete=CASCADE), index=True)
    login: Mapped[str] = mapped_column(String(254), default="")
    rights: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class ApiKey(Base):
    """A key of the API. Its SHA-256 is kept (it is drawn with 192 bits), and its first characters to tell it by."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    start: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete=CASCADE), index=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    used_on: Mapped[dt.date | None]


class Deed(Base):
    """A line of the audit log: who did what to what, never rewritten. No words of a question or of a mail in it."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(254), index=True)
    action: Mapped[str] = mapped_column(String(40), index=True)
    target: Mapped[str] = mapped_column(String(500), default="")
    detail: Mapped[dict[str, object]] = mapped_column(default=dict)
