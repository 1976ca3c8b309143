"""A message that comes in, and what is understood of it, once or again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.solicitations.editing import CONFIRMED, CORRECTED, apply, note_change
from assistant.solicitations.filing import file_triage, next_reference, stored
from assistant.solicitations.kept import Relation, Status
from assistant.solicitations.tables import Solicitation
from assistant.solicitations.threads import Marks, join, references_of, same_mail
from assistant.triage.stored import message_data

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy.orm import Session

    from assistant.solicitations.kept import Source
    from assistant.triage.model import Message, Triaged


def file_message(session: Session, message: Message, source: Source, at: dt.datetime) -> tuple[Solicitation, bool]:
    """The row of a message, and whether the very same mail had one already: it then notes that it came again."""
    marks = Marks.of(message)
    same = same_mail(session, marks)
    if same is not None:
        note_change(same, "", at, "again", ("", source.value))
        return same, True
    thread, relation = join(session, marks)
    reference = next_reference(session, message.received.year)
    row = Solicitation(
        reference=reference,
        received=message.received,
        added_at=at,
        source=source.value,
        message=message_data(message),
        message_key=marks.key,
        digest=marks.digest,
        levelled=marks.words,
        length=len(marks.words),
        thread=thread or reference,
        relation=relation.value if thread else Relation.FIRST.value,
        status=Status.RECEIVED.value,
        references=references_of(marks.references),
        **{empty: [] for empty in NEW},  # told to be empty, or each would be asked of the database
    )
    session.add(row)
    session.flush()
    note_change(row, "", at, "added", ("", source.value))
    return row, False


def understand(
    session: Session, row: Solicitation, triaged: Triaged, vector: NDArray[np.floating] | None, at: dt.datetime
) -> None:
    """Writes a triage; what the staff corrected, assigned a day to or wrote itself stays theirs."""
    theirs = {change.field for change in row.changes if change.author}
    if CONFIRMED in theirs:
        theirs |= set(CORRECTED)
    held = {field: getattr(stored(row), field) for field in (*CORRECTED, *KEPT) if field in theirs}
    file_triage(row, triaged, vector)
    apply(session, row, held)
    note_change(row, "", at, "triaged", ("", row.category))


NEW = ("themes", "places", "resources_sent", "notes", "changes", "corrections")
KEPT = ("draft_subject", "draft", "summary", "due")
"""Fields that a triage fills in, and that stay as the staff left them."""
