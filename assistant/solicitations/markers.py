"""Notes kept with the queue: the last message taken from a mailbox, the day of the next newsletter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.solicitations.tables import Marker

if TYPE_CHECKING:
    from assistant.solicitations.store import Solicitations


def marker(solicitations: Solicitations, name: str) -> str:
    """What was noted under a name of at most 80 characters; empty when nothing was."""
    with solicitations.database.reading() as session:
        row = session.get(Marker, name)
        return row.value if row else ""


def mark(solicitations: Solicitations, name: str, value: str) -> None:
    """Notes a value under a name."""
    with solicitations.database.writing() as session:
        session.merge(Marker(name=name, value=value))
