"""The tables of conversations: those of people who signed in, answers shared by a link, what readers thought."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — SQLAlchemy reads the types of columns

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assistant.database.base import CASCADE, Base


class Conversation(Base):
    """A conversation of an account; `searched` holds its levelled words. `id` is drawn at random."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete=CASCADE), index=True)
    title: Mapped[str] = mapped_column(String(200))
    searched: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime]
    updated_at: Mapped[dt.datetime] = mapped_column(index=True)

    exchanges: Mapped[list[Exchange]] = relationship(order_by="Exchange.position", cascade="all, delete-orphan")


class Recent(Base):
    """An answer of the last hours, sealed: its key is the identifier that only whoever asked was given.

    `digest` is of that identifier: neither it nor the answer can be read from the table.
    """

    __tablename__ = "recent_answers"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[bytes]
    at: Mapped[dt.datetime] = mapped_column(index=True)


class Exchange(Base):
    """A question and what was answered, as `AnswerOut`; `asked` holds the filters set and those taken back."""

    __tablename__ = "exchanges"

    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete=CASCADE), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    asked: Mapped[dict[str, object]] = mapped_column(default=dict)
    outcome: Mapped[dict[str, object]]
    generation: Mapped[str] = mapped_column(String(80))
    at: Mapped[dt.datetime]


class SharedAnswer(Base):
    """An answer kept as it was, for whoever has its link. `account` is empty when nobody was signed in.

    `digest` is of the answer: the same one shared again has the same link.
    """

    __tablename__ = "shared_answers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete=CASCADE), index=True)
    question: Mapped[str]
    asked: Mapped[dict[str, object]] = mapped_column(default=dict)
    outcome: Mapped[dict[str, object]]
    generation: Mapped[str] = mapped_column(String(80))
    at: Mapped[dt.datetime]
    shared_at: Mapped[dt.datetime]
    digest: Mapped[str] = mapped_column(String(64), index=True)


class Feedback(Base):
    """What a reader thought of an answer. Of who it was, nothing is kept; of when, the day.

    `answer` is a digest by which a second thought takes the place of the first, until it is reviewed. `status` is
    `new`, `accepted` (it became the evaluation question `item`) or `dismissed`.
    """

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(64), unique=True)
    day: Mapped[dt.date]
    useful: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(40), default="")
    comment: Mapped[str] = mapped_column(default="")
    question: Mapped[str]
    asked: Mapped[dict[str, object]] = mapped_column(default=dict)
    outcome: Mapped[dict[str, object]]
    generation: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(20), index=True, default="new")
    note: Mapped[str] = mapped_column(default="")
    item: Mapped[dict[str, object] | None]
    reviewed_by: Mapped[str] = mapped_column(String(254), default="")
    reviewed_at: Mapped[dt.datetime | None]


class Used(Base):
    """How many times something was done on a day: no more of anybody."""

    __tablename__ = "usage"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int]
