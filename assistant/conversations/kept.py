"""What leaves the database: frozen values, alike whatever the database."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import datetime as dt

    from assistant.conversations.answered import Answered

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """A stretch of a list.

    Attributes:
        items: In order.
        total: Of the whole list.
    """

    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation, as a list shows it.

    Attributes:
        id: Random, in its address.
        title: Made from its first question, or given by its owner.
        exchanges: How many questions it has.
    """

    id: str
    title: str
    created_at: dt.datetime
    updated_at: dt.datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation, whole: its questions and answers, oldest first."""

    heading: Heading
    exchanges: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """An answer shared by a link, as it was.

    Attributes:
        id: 128 bits at random, in hexadecimal: its address cannot be guessed.
        answered: What was asked and answered.
        account: Who shared it; `None` when nobody was signed in.
        shared_at: When, in universal time.
    """

    id: str
    answered: Answered
    account: int | None
    shared_at: dt.datetime


class Why(enum.StrEnum):
    """What is wrong with an answer, for whoever read it. The French words are in `conversations.messages`."""

    WRONG = "wrong"
    BESIDE = "beside"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    MISPLACED = "misplaced"
    REFUSED = "refused"
    ANSWERED = "answered"
    OTHER = "other"


class ReviewStatus(enum.StrEnum):
    """What became of a feedback."""

    NEW = "new"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader thought of an answer, and what became of it.

    Attributes:
        number: Its own.
        useful: 👍 or 👎.
        reason: Why not; `None` when it was not said.
        comment: With personal data masked.
        answered: The question is empty, and the answer reduced to its sources, where it may speak of somebody.
        day: Day on which it was given, the machine's.
        note: Of whoever reviewed it.
        item: The evaluation question that it became.
    """

    number: int
    useful: bool
    reason: Why | None
    comment: str
    answered: Answered
    day: dt.date
    status: ReviewStatus
    note: str
    item: dict[str, object] | None
    reviewed_by: str
    reviewed_at: dt.datetime | None
