"""The tables of solicitations: what the database keeps of each message, of who treats it, and of organisations.

Only this package knows them: what leaves it are the frozen values of `assistant.solicitations.kept`. A change here
wants a migration (`assistant/database/migrations/versions`), and a test compares the two.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — SQLAlchemy reads the types of columns

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.database.base import CASCADE, Base


class Solicitation(Base):
    """A message, what was understood of it, what became of it. Purged, only what counts in figures is left."""

    __tablename__ = "solicitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    version: Mapped[int] = mapped_column(default=0)
    received: Mapped[dt.date] = mapped_column(index=True)
    added_at: Mapped[dt.datetime]
    source: Mapped[str] = mapped_column(String(20))
    message: Mapped[dict[str, object] | None]
    message_key: Mapped[str] = mapped_column(String(64), index=True, default="")
    digest: Mapped[str] = mapped_column(String(64), index=True, default="")
    levelled: Mapped[str] = mapped_column(default="")
    length: Mapped[int] = mapped_column(default=0)
    thread: Mapped[str] = mapped_column(String(20), index=True)
    relation: Mapped[str] = mapped_column(String(20), default="")

    status: Mapped[str] = mapped_column(String(20), index=True)
    assignee: Mapped[str | None] = mapped_column(ForeignKey("members.name", onupdate=CASCADE, ondelete="SET NULL"))
    due: Mapped[dt.date | None]
    triaged: Mapped[dict[str, object] | None]
    category: Mapped[str] = mapped_column(String(2), index=True, default="")
    confidence: Mapped[float] = mapped_column(default=0.0)
    abstained: Mapped[bool] = mapped_column(default=False)
    secondary: Mapped[list[str]] = mapped_column(default=list)
    requester: Mapped[str] = mapped_column(String(40), default="")
    territory: Mapped[str] = mapped_column(default="")
    territory_code: Mapped[str] = mapped_column(String(20), default="")
    deadline: Mapped[dt.date | None]
    event: Mapped[dt.date | None]
    event_until: Mapped[dt.date | None]
    event_place: Mapped[str] = mapped_column(default="")
    needs_human: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    urgency: Mapped[str] = mapped_column(String(1), default="N")
    summary: Mapped[str] = mapped_column(default="")

    draft_subject: Mapped[str] = mapped_column(default="")
    draft: Mapped[str] = mapped_column(default="")
    sent: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[dt.date | None]
    answered_at: Mapped[dt.datetime | None]
    delay_days: Mapped[int | None]
    relayed_on: Mapped[dt.date | None]

    searched: Mapped[str] = mapped_column(default="")
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    purged_at: Mapped[dt.datetime | None]

    themes: Mapped[list[SolicitationTheme]] = relationship(
        order_by="SolicitationTheme.rank", cascade="all, delete-orphan", lazy="selectin"
    )
    places: Mapped[list[SolicitationPlace]] = relationship(cascade="all, delete-orphan")
    references: Mapped[list[ThreadReference]] = relationship(cascade="all, delete-orphan")
    resources_sent: Mapped[list[ResourceSent]] = relationship(
        order_by="ResourceSent.rank", cascade="all, delete-orphan", lazy="selectin"
    )
    notes: Mapped[list[Note]] = relationship(order_by="Note.id", cascade="all, delete-orphan")
    changes: Mapped[list[Change]] = relationship(order_by="Change.id", cascade="all, delete-orphan")
    corrections: Mapped[list[Correction]] = relationship(order_by="Correction.id", cascade="all, delete-orphan")

    __table_args__ = (Index("ix_solicitations_queue", "status", "urgency", "due"),)


class SolicitationTheme(Base):
    """A theme of a solicitation; `rank` 0 for the most central."""

    __tablename__ = "solicitation_themes"

    solicitation: Mapped[int] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    rank: Mapped[int] = mapped_column(default=0)


class SolicitationPlace(Base):
    """The territory of a solicitation and each of those that hold it, so that a région finds its communes."""

    __tablename__ = "solicitation_places"

    solicitation: Mapped[int] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)


class ThreadReference(Base):
    """A message that a solicitation answers or follows, by the digest of its Message-ID."""

    __tablename__ = "thread_references"

    solicitation: Mapped[int] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class ResourceSent(Base):
    """A publication that the staff says it sent."""

    __tablename__ = "resources_sent"

    solicitation: Mapped[int] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), primary_key=True)
    doc: Mapped[str] = mapped_column(String(500), primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    rank: Mapped[int] = mapped_column(default=0)


class Note(Base):
    """What a member of the staff wrote about a solicitation, for the others."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    solicitation: Mapped[int] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), index=True)
    author: Mapped[str]
    at: Mapped[dt.datetime]
    text: Mapped[str]


class Change(Base):
    """A line of the history, never rewritten save when a person's data is erased. Without a solicitation: of all."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    solicitation: Mapped[int | None] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), index=True)
    author: Mapped[str]
    at: Mapped[dt.datetime]
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")


class Correction(Base):
    """What the staff put right of a triage: the next training learns from it."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    solicitation: Mapped[int] = mapped_column(ForeignKey("solicitations.id", ondelete=CASCADE), index=True)
    author: Mapped[str]
    at: Mapped[dt.datetime]
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")


class Member(Base):
    """Somebody of the staff, to whom a solicitation may be given."""

    __tablename__ = "members"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)


class Organisation(Base):
    """A body that may help whoever writes. `key` is its levelled name."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(300), unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    kinds: Mapped[list[str]] = mapped_column(default=list)
    themes: Mapped[list[str]] = mapped_column(default=list)
    territories: Mapped[list[str]] = mapped_column(default=list)
    page: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")


class Contact(Base):
    """A person who agreed to be in the directory, entered by the staff, with when and how they agreed."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete=CASCADE), index=True)
    name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    consent_on: Mapped[dt.date]
    consent_how: Mapped[str]
    author: Mapped[str]


class Marker(Base):
    """How far something was read: the last message taken from a mailbox."""

    __tablename__ = "markers"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[str]


class Counter(Base):
    """A number that only goes up: the last reference of a year."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]
