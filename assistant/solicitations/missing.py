"""Publications to write: what was asked, in the chat and by mail, and no publication answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.discretion import may_be_kept
from assistant.gaps import noted
from assistant.solicitations.kept import Filters
from assistant.solicitations.store import MOST_ON_A_PAGE
from indexer.french import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.solicitations.kept import Stored
    from assistant.solicitations.store import Solicitations


@dataclass(frozen=True, slots=True)
class Missing:
    """A question that no publication answers.

    Attributes:
        question: As first met; none that seems to speak of somebody.
        chat, mail: Times that it was asked, by each way.
        themes: Of the mails that asked it.
        last: The last day.
        references: Solicitations that ask it.
    """

    question: str
    chat: int
    mail: int
    themes: tuple[str, ...]
    last: dt.date
    references: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Times that it was asked."""
        return self.chat + self.mail


def missing(solicitations: Solicitations, data_dir: Path) -> tuple[Missing, ...]:
    """Questions without an answer, most often asked first, then the latest.

    Raises:
        GapsUnreadable: The file of the chat's is damaged.
    """
    found: dict[str, Missing] = {}
    for gap in noted(data_dir):
        found[_levelled(gap.question)] = Missing(gap.question, gap.count, 0, (), gap.last)
    for stored in _all(solicitations):
        asked = stored.triaged.unanswered if stored.triaged else ()
        for question in filter(may_be_kept, asked):
            key = _levelled(question)
            known = found.get(key, Missing(question, 0, 0, (), stored.received))
            found[key] = replace(
                known,
                mail=known.mail + 1,
                themes=tuple(dict.fromkeys((*known.themes, *stored.themes))),
                last=max(known.last, stored.received),
                references=(*known.references, stored.reference),
            )
    return tuple(sorted(found.values(), key=lambda each: (-each.count, -each.last.toordinal(), each.question)))


def _levelled(question: str) -> str:
    return " ".join(words(question))


def _all(solicitations: Solicitations) -> Iterator[Stored]:
    page = 1
    while True:
        listing = solicitations.list(Filters(), page=page, size=MOST_ON_A_PAGE)
        yield from listing.items
        if page * listing.size >= listing.total:
            return
        page += 1
