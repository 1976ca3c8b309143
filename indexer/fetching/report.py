"""What a fetch did, source by source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.fetching.errands import Meter

if TYPE_CHECKING:
    from pathlib import Path

Tell = Callable[[str, str, str], None]
"""Told of each document as it is dealt with: identifier of the source, name of the list, name of the document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document.

    Attributes:
        name: Its address; a relative path in a watched folder.
        file: Its copy, relative to the source's folder; empty when there is none.
        reason: Why, in French; empty when there is nothing to say.
    """

    name: str
    file: str = ""
    reason: str = ""


@dataclass(slots=True)
class SourceReport:
    """What was done for one source: every document is in exactly one list.

    Attributes:
        id: Of the source.
        kind: Of the source.
        folder: Where its copies are.
        new, changed, unchanged, removed: Copies made, made again, good as they are, taken away.
        refused: Not taken, by our rules or the site's; a copy made before is kept.
        failed: Not had; a copy made before is kept.
        waiting: Still being written, or beyond `max_items`; taken another time.
        meter: Requests and bytes.
        seconds: Duration.
        listed: Whether the source said what it holds.
    """

    id: str
    kind: str
    folder: Path
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    removed: list[Entry] = field(default_factory=list)
    refused: list[Entry] = field(default_factory=list)
    failed: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    meter: Meter = field(default_factory=Meter)
    seconds: float = 0.0
    listed: bool = True

    def entries(self, state: str) -> list[Entry]:
        """One of the lists, by its name."""
        found: list[Entry] = getattr(self, state)
        return found


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a fetch did, in the order of the sources; `seconds` in all."""

    sources: tuple[SourceReport, ...]
    seconds: float

    @property
    def some_failed(self) -> bool:
        """Whether something could not be had, or a source gave nothing but what our rules refuse."""
        return any(s.failed or (s.refused and not (s.new or s.changed or s.unchanged)) for s in self.sources)

    @property
    def nothing_listed(self) -> bool:
        """Whether no source at all said what it holds."""
        return bool(self.sources) and not any(source.listed for source in self.sources)
