"""From a message and its triage to a row of the database, and from a row to what leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from assistant.solicitations.kept import Relation, SentResource, Source, Status, Stored
from assistant.solicitations.tables import Counter, Solicitation, SolicitationPlace, SolicitationTheme
from assistant.triage.stored import message_of, storable, triaged_data, triaged_of
from indexer.errors import InvalidFilter
from indexer.territories import territories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from assistant.triage.model import Message, Triaged


def next_reference(session: Session, year: int) -> str:
    """The next public reference of a year: « S-2026-0042 »."""
    name = f"S-{year:04d}"
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    first = (postgresql if on_postgresql else sqlite).insert(Counter).values(name=name, value=1)
    counted = first.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    number = session.execute(counted.returning(Counter.value)).scalar_one()
    return f"{name}-{number:04d}"


def file_triage(row: Solicitation, triaged: Triaged, vector: NDArray[np.floating] | None) -> None:
    """Writes what was understood of a message; what the staff corrected is the caller's to put back.

    Args:
        row: Where.
        triaged: What was understood.
        vector: Of the message, any dimension; `None` when there is none.
    """
    sorted_, days = triaged.sorted, triaged.days
    row.triaged = triaged_data(triaged)
    row.category, row.requester = triaged.category, triaged.requester
    row.confidence, row.abstained = float(sorted_.categories[0].confidence), sorted_.abstains
    row.secondary = list(sorted_.secondary)
    set_themes(row, (theme.code for theme in sorted_.themes))
    row.territory = storable(triaged.place.label)
    set_place(row, triaged.place.code)
    row.deadline = days.deadline.day if days.deadline else None
    row.event = days.event.day if days.event else None
    row.event_until = days.event.until if days.event else None
    row.needs_human, row.reasons = triaged.needs_human, [storable(reason) for reason in triaged.reasons]
    row.urgency, row.due = triaged.urgency.value, triaged.due
    row.summary = storable(triaged.summary)
    row.draft_subject, row.draft = storable(triaged.draft.subject), storable(triaged.draft.text)
    if vector is not None:
        row.vector = np.asarray(vector, dtype=np.float16).tobytes()
    if row.status == Status.RECEIVED:
        row.status = Status.TRIAGED


def set_themes(row: Solicitation, codes: Iterable[str]) -> None:
    """Its themes, most central first. Rows that stay are kept: a database sees no two of them."""
    wanted = list(dict.fromkeys(codes))
    there = {theme.theme: theme for theme in row.themes}
    row.themes = [there.get(code) or SolicitationTheme(theme=code) for code in wanted]
    for rank, theme in enumerate(row.themes):
        theme.rank = rank


def set_place(row: Solicitation, code: str) -> None:
    """Its territory, and those that hold it; a code that the tables of places do not know is kept alone."""
    row.territory_code = code
    there = {place.code: place for place in row.places}
    row.places = [there.get(each) or SolicitationPlace(code=each) for each in holding(code)]


def holding(code: str) -> tuple[str, ...]:
    """A territory's code and those of the territories that hold it; nothing for no code."""
    if not code:
        return ()
    try:
        return (code, *territories().by_code(code).parents)
    except InvalidFilter:
        return (code,)


def stored(row: Solicitation) -> Stored:
    """A row as it leaves the database."""
    message = message_of(row.message) if row.message else None
    return Stored(
        reference=row.reference,
        version=row.version,
        received=row.received,
        added_at=row.added_at,
        source=Source(row.source),
        status=Status(row.status),
        message=message,
        triaged=_triaged(row, message),
        thread=row.thread,
        relation=Relation(row.relation),
        assignee=row.assignee or "",
        due=row.due,
        category=row.category,
        confidence=row.confidence,
        abstained=row.abstained,
        secondary=tuple(row.secondary),
        requester=row.requester,
        themes=tuple(theme.theme for theme in row.themes),
        territory=row.territory,
        territory_code=row.territory_code,
        deadline=row.deadline,
        event=row.event,
        event_until=row.event_until,
        event_place=row.event_place,
        needs_human=row.needs_human,
        reasons=tuple(row.reasons),
        urgency=row.urgency,
        summary=row.summary,
        draft_subject=row.draft_subject,
        draft=row.draft,
        sent=row.sent,
        sent_on=row.sent_on,
        resources_sent=tuple(SentResource(sent.doc, sent.title) for sent in row.resources_sent),
        answered_at=row.answered_at,
        delay_days=row.delay_days,
        relayed_on=row.relayed_on,
        purged=row.purged_at is not None,
    )


def _triaged(row: Solicitation, message: Message | None) -> Triaged | None:
    return triaged_of(row.triaged, message) if row.triaged and message else None


def found(session: Session, reference: str, *, held: bool) -> Solicitation | None:
    """The row of a reference; `held`: nobody else changes it until the end of the transaction (PostgreSQL)."""
    wanted = sa.select(Solicitation).where(Solicitation.reference == reference)
    return session.scalars(wanted.with_for_update(of=Solicitation) if held else wanted).one_or_none()
