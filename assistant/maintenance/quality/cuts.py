"""Passages that are too long to be quoted from, or too short to say anything: how a file was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.maintenance.quality import messages
from assistant.maintenance.quality.model import Check
from indexer.passages import TABLE_LIMIT_CHARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.maintenance.quality.model import Finding, Shelf
    from indexer.passages import Passage

LONG_CHARS: Final = 2 * TABLE_LIMIT_CHARS
"""A passage is cut before half of it, unless a single sentence or row is longer."""
SHORT_WORDS: Final = 5


def cut_checks(shelf: Shelf) -> Iterator[Check]:
    """Publications with passages of more than `LONG_CHARS` characters, or of less than `SHORT_WORDS` words."""
    yield Check("long_passages", tuple(_told(shelf, lambda passage: len(passage.text) > LONG_CHARS)))
    yield Check("short_passages", tuple(_told(shelf, lambda passage: len(passage.text.split()) < SHORT_WORDS)))


def _told(shelf: Shelf, wanted: Callable[[Passage], bool]) -> Iterator[Finding]:
    for doc, passages in shelf.passages.items():
        found = [passage for passage in passages if wanted(passage)]
        if found:
            excerpt = messages.excerpt(found[0].text)
            yield shelf.finding(doc, excerpt, page=found[0].page, count=len(found))
