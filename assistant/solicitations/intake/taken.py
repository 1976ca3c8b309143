"""What an intake took: new solicitations, those that were there already, and what could not be read, with why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.solicitations.messages_fr import UNREADABLE_MESSAGES
from indexer.messages import sentence

if TYPE_CHECKING:
    from assistant.solicitations.kept import Added
    from indexer.errors import SourceError


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken.

    Attributes:
        name: Of the file, or number of the message in the mailbox.
        reason: Why, in French.
    """

    name: str
    reason: str


@dataclass(slots=True)
class Taken:
    """What an intake did, filled in as it goes.

    Attributes:
        added: References of the new solicitations.
        known: References of those that were there already.
        refused: What could not be read; it stays where it was, or where the folder puts it.
        left: Messages that wait for the next time.
    """

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left: int = 0

    def note(self, added: Added) -> None:
        """Notes what became of a message."""
        (self.known if added.known else self.added).append(added.stored.reference)


def reason(error: SourceError) -> str:
    """Why a message cannot be read, in French: as for a publication, less what is said there of indexing."""
    return UNREADABLE_MESSAGES.get(type(error), sentence(error)).format(**error.values)
