"""A change to a solicitation: the row it is made to, what it does, and what follows from any change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from assistant.solicitations.editing import apply, note_change, note_correction
from assistant.solicitations.filing import found, stored
from assistant.solicitations.searching import refresh
from assistant.solicitations.treating import Reply, move
from assistant.triage.stored import storable
from indexer.errors import SolicitationConflict, SolicitationNotFound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from assistant.solicitations.editing import Value
    from assistant.solicitations.kept import Status, Stored
    from assistant.solicitations.tables import Solicitation

LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody changes.

    Attributes:
        author, at: Who and when.
        edits: Field → its new value.
        corrections: Fields whose change teaches the next training.
        status: To move on to; `None` to stay.
        reply: What was sent, when it is answered.
    """

    author: str
    at: dt.datetime
    edits: Mapping[str, Value]
    corrections: Collection[str] = ()
    status: Status | None = None
    reply: Reply = field(default_factory=Reply)

    def make(self, session: Session, row: Solicitation) -> None:
        """Makes it, and tells it in the history.

        Raises:
            SolicitationFieldInvalid: An unknown field, or a value that it does not take.
        """
        for name, pair in apply(session, row, self.edits).items():
            note_change(row, self.author, self.at, name, pair)
            if name in self.corrections:
                note_correction(row, self.author, self.at, name, pair)
        if self.status is not None:
            move(session, row, self.status, self.author, self.at, self.reply)


def row_of(session: Session, reference: str, version: int | None = None, *, held: bool = True) -> Solicitation:
    """The row of a reference; see `found` for `held`.

    Raises:
        SolicitationNotFound: There is none.
        SolicitationConflict: It is not of this version any more.
    """
    row = found(session, reference, held=held)
    if row is None:
        raise SolicitationNotFound(reference=storable(reference)[:LONGEST_NAME])
    if version is not None and version != row.version:
        raise SolicitationConflict(reference=reference, read=version, current=row.version)
    return row


def done(session: Session, row: Solicitation) -> Stored:
    """After a change: found by its new words, one version further."""
    refresh(row)
    row.version = (row.version or 0) + 1
    session.flush()
    return stored(row)
