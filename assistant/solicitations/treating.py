"""What becomes of a solicitation: its status, what was sent, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.solicitations.editing import apply, note_change, shown
from assistant.solicitations.kept import Change, Corrected, SentResource, StaffNote, Status
from assistant.solicitations.tables import Correction, ResourceSent, Solicitation
from assistant.triage.dates.calendar import working_days
from assistant.triage.stored import message_of, storable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from assistant.solicitations.editing import Value


@dataclass(frozen=True, slots=True)
class Reply:
    """What the staff says it sent; the software sends nothing.

    Attributes:
        text: Of the answer; `None` leaves what is kept as it is.
        day: On which it was sent; `None`: today.
        resources: Publications that went with it; `None` leaves those that are kept.
        relayed: Whether it was published for others rather than answered.
    """

    text: str | None = None
    day: dt.date | None = None
    resources: tuple[SentResource, ...] | None = None
    relayed: bool = False


def move(session: Session, row: Solicitation, status: Status, author: str, at: dt.datetime, reply: Reply) -> None:
    """Gives a solicitation a status; answered, with what was sent, when, and after how many working days."""
    was = row.status
    if status is Status.ANSWERED:
        _answer(session, row, author, at, reply)
    elif status is not Status.ARCHIVED:  # archived keeps its answer; taken up again, it has none any more
        row.answered_at = row.delay_days = row.sent_on = None
    row.status = status.value
    if was != row.status:
        note_change(row, author, at, "status", (was, row.status))


def history(row: Solicitation) -> tuple[Change, ...]:
    """What happened to it, oldest first."""
    return tuple(Change(line.author, line.at, line.field, line.before, line.after) for line in row.changes)


def staff_notes(row: Solicitation) -> tuple[StaffNote, ...]:
    """What the staff wrote about it, oldest first."""
    return tuple(StaffNote(note.author, note.at, note.text) for note in row.notes)


def corrected(session: Session) -> tuple[Corrected, ...]:
    """All corrections whose message is still kept, oldest first."""
    wanted = (
        sa.select(Correction, Solicitation.reference, Solicitation.message)
        .join(Solicitation, Solicitation.id == Correction.solicitation)
        .where(Solicitation.purged_at.is_(None))
        .order_by(Correction.id)
    )
    rows = session.execute(wanted).all()
    read = [(line, reference, message_of(data) if data else None) for line, reference, data in rows]
    return tuple(
        Corrected(reference, message, line.author, line.at, line.field, line.before, line.after)
        for line, reference, message in read
        if message is not None
    )


def _answer(session: Session, row: Solicitation, author: str, at: dt.datetime, reply: Reply) -> None:
    day = reply.day or at.astimezone().date()
    edits: dict[str, Value] = {"sent_on": day}
    if reply.relayed:
        edits["relayed_on"] = day
    if reply.text is not None:
        edits["sent"] = reply.text
    for field, pair in apply(session, row, edits).items():
        note_change(row, author, at, field, pair)
    if reply.resources is not None:
        before = shown([sent.doc for sent in row.resources_sent])
        _set_resources(row, reply.resources)
        after = shown([sent.doc for sent in row.resources_sent])
        if before != after:
            note_change(row, author, at, "resources_sent", (before, after))
    row.answered_at = at
    row.delay_days = working_days(row.received, day)


def _set_resources(row: Solicitation, resources: Iterable[SentResource]) -> None:
    titles = {storable(sent.doc): storable(sent.title) for sent in resources}
    there = {sent.doc: sent for sent in row.resources_sent}
    row.resources_sent = [there.get(doc) or ResourceSent(doc=doc) for doc in titles]
    for rank, sent in enumerate(row.resources_sent):
        sent.rank, sent.title = rank, titles[sent.doc]
