"""How a solicitation loses all that tells of people, and how what is erased leaves the database for good.

What stays is what the activity report counts: category, kind of requester, themes, région, month, delay, and which of
our own publications were sent. The commune goes: with a month and a function it may be somebody.

On SQLite, freed space is overwritten (`secure_delete`) and the index of words, which keeps erased words until its parts
are merged (its own `secure-delete` came with SQLite 3.42), is made again. On PostgreSQL, erased rows go at the next
`VACUUM`, which it runs by itself; backups of either are the operator's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.solicitations.editing import note_change
from assistant.solicitations.filing import holding, set_place
from assistant.solicitations.kept import Status
from indexer.errors import InvalidFilter
from indexer.territories import Level, territories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from assistant.solicitations.tables import Solicitation

TEXTS = ("summary", "event_place", "draft_subject", "draft", "sent", "searched", "levelled")
NOTHING = (
    *("message", "triaged", "vector", "assignee"),
    *("due", "deadline", "event", "event_until", "sent_on", "relayed_on", "answered_at"),
)


def anonymise(row: Solicitation, author: str, at: dt.datetime, told: str) -> None:
    """Leaves of a solicitation what counts in figures.

    Args:
        row: Of the solicitation.
        author: Who asked for it; empty for the software.
        at: When.
        told: What its history says of it, alone: `purged` or `erased`.
    """
    for name in TEXTS:
        setattr(row, name, "")
    for name in NOTHING:
        setattr(row, name, None)
    row.reasons, row.secondary, row.length, row.confidence = [], [], 0, 0.0
    row.notes, row.changes, row.corrections, row.references = [], [], [], []
    if row.message_key:
        row.digest = ""  # without a Message-ID, it alone tells that a folder still holds the same mail
    if row.status != Status.ANSWERED:
        row.status = Status.ARCHIVED.value
    set_place(row, region_of(row.territory_code))
    row.territory = territories().by_code(row.territory_code).name if row.territory_code else ""
    row.received = row.received.replace(day=1)
    row.added_at = dt.datetime.combine(row.received, dt.time(), dt.UTC)
    row.purged_at = at
    row.version += 1
    note_change(row, author, at, told)


def region_of(code: str) -> str:
    """The région of a place, the country where it is wider; empty for what the tables of places do not know."""
    for each in holding(code):
        try:
            level = territories().by_code(each).level
        except InvalidFilter:
            return ""
        if level in (Level.REGION, Level.COUNTRY):
            return each
    return ""


def forget_words(session: Session) -> None:
    """Makes the index of words again, so that erased ones are nowhere; PostgreSQL's holds none of them."""
    if session.get_bind().dialect.name == "sqlite":
        session.flush()
        session.execute(sa.text("INSERT INTO solicitation_words(solicitation_words) VALUES ('rebuild')"))
