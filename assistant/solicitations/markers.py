"""How far something was read, kept with what was read: the last message taken from a mailbox."""

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
    """Notes how far something was read."""
    with solicitations.database.writing() as session:
        session.merge(Marker(name=name, value=value))
