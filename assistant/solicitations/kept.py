"""What leaves the database: frozen values, alike whatever the database."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from assistant.triage.model import Message, Triaged


class Status(enum.StrEnum):
    """How far a solicitation is."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    ARCHIVED = "archived"


OPEN = (Status.RECEIVED, Status.TRIAGED, Status.IN_PROGRESS)
"""What is still to be treated."""


class Source(enum.StrEnum):
    """By which way a message came."""

    UPLOAD = "upload"
    PASTE = "paste"
    API = "api"
    FOLDER = "folder"
    IMAP = "imap"
    CLI = "cli"


class Relation(enum.StrEnum):
    """What a solicitation is to the earlier ones of its thread."""

    FIRST = ""
    FOLLOW_UP = "follow_up"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class SentResource:
    """A publication that the staff says it sent."""

    doc: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A solicitation as it stands now.

    Attributes:
        reference: Public and short: « S-2026-0042 ».
        version: Goes up by one at each change; handed back with a change, it tells whether somebody else came first.
        received: Day of the mail; the first of its month once purged.
        added_at: When it came into the database, in universal time.
        message: `None` once purged.
        triaged: What the software understood, staff's corrections not included; `None` before triage, once purged, or
            when it was kept in a form that is no longer read.
        thread: Reference of the first solicitation of its thread; its own when it stands alone.
        category, requester, themes, territory, territory_code, deadline, event, needs_human, urgency, summary: As they
            are held to be now, corrections included. Empty or `None` where unknown.
        event_place: As the staff enters it; relays otherwise tell their territory.
        sent: What the staff says it sent; `sent_on` when.
        delay_days: Working days from reception to answer; `None` until answered.
        relayed_on: Day on which a relay was published.
        purged: Whether only what counts in figures is left.
    """

    reference: str
    version: int
    received: dt.date
    added_at: dt.datetime
    source: Source
    status: Status
    message: Message | None
    triaged: Triaged | None
    thread: str
    relation: Relation
    assignee: str
    due: dt.date | None
    category: str
    confidence: float
    abstained: bool
    secondary: tuple[str, ...]
    requester: str
    themes: tuple[str, ...]
    territory: str
    territory_code: str
    deadline: dt.date | None
    event: dt.date | None
    event_until: dt.date | None
    event_place: str
    needs_human: bool
    reasons: tuple[str, ...]
    urgency: str
    summary: str
    draft_subject: str
    draft: str
    sent: str
    sent_on: dt.date | None
    resources_sent: tuple[SentResource, ...]
    answered_at: dt.datetime | None
    delay_days: int | None
    relayed_on: dt.date | None
    purged: bool


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a message that was filed.

    Attributes:
        stored: It, or the one that was there already.
        known: Whether the very same mail was there already: nothing was added.
    """

    stored: Stored
    known: bool = False


@dataclass(frozen=True, slots=True)
class StaffNote:
    """What a member of the staff wrote about a solicitation."""

    author: str
    at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a solicitation's history.

    Attributes:
        author: Who changed it, as they say; empty for the software.
        field: A field of `Stored`, or `added`, `again` (the same mail came once more), `note`, `purged`, `erased`.
        before, after: As text: days in ISO form, several values parted by « , », `true` or `false`.
    """

    author: str
    at: dt.datetime
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the staff put right of a triage, with the message, for training."""

    reference: str
    message: Message
    author: str
    at: dt.datetime
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which solicitations are wanted; what is left empty does not filter.

    Attributes:
        status, category, requester, theme, urgency: Any of these codes.
        territory_code: This place and those within it.
        assignee: Name of a member; « - » for nobody.
        due_before: Due that day or before.
        received_from, received_to: Days, both included.
        text: French words, all of which it must have.
        purged: Whether those of which only figures are left are wanted too.
    """

    status: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    requester: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    territory_code: str = ""
    assignee: str = ""
    due_before: dt.date | None = None
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    needs_human: bool | None = None
    abstained: bool | None = None
    text: str = ""
    purged: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    Attributes:
        items: In order.
        total: Of all pages.
        page: 1-based.
        size: Most on a page.
    """

    items: tuple[Stored, ...]
    total: int
    page: int
    size: int
