"""Measures of a reading against what its source says."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from evals.fidelity.expected import Expected, SourceTable, levelled
from indexer.documents import Block, BlockKind, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FOUND = 80.0
"""A unit is found when this share (in %) of its characters is, in one place."""
_SAME_CELL = 90.0
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Counts, which add up over files.

    Attributes:
        pages: Pages read.
        units: Headings, paragraphs and list items expected.
        lost: Units that are nowhere in the reading.
        characters: Of the expected units.
        errors: Characters to change, add or take away in the units found, and all of those lost.
        disordered: Units that would have to be moved for all to be in order.
        running: Running lines (header, footer, page number) printed.
        leaked: Running lines found among the blocks.
        tables: Expected.
        intact: Tables with all their cells in their rows, their header first on each page, and their caption.
        notes: Footnotes expected.
        kept: Footnotes found as blocks of that kind.
    """

    pages: int = 0
    units: int = 0
    lost: int = 0
    characters: int = 0
    errors: int = 0
    disordered: int = 0
    running: int = 0
    leaked: int = 0
    tables: int = 0
    intact: int = 0
    notes: int = 0
    kept: int = 0

    def __add__(self, other: Fidelity) -> Fidelity:
        return Fidelity(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def character_error_rate(self) -> float:
        """Errors a character, a fraction from 0; 0 when nothing was expected."""
        return self.errors / self.characters if self.characters else 0.0


def measure(reading: Reading, source: Expected, running: Sequence[str]) -> Fidelity:
    """Compare a reading with its source.

    Args:
        reading: Of the whole file.
        source: What its pages should give.
        running: The lines that are repeated on its pages, page numbers aside.
    """
    # The title is no block: readers give it apart.
    stream = levelled(" ".join([reading.title, *(block.text for block in reading.blocks if _is_body(block))]))
    places: list[int] = []
    lost = errors = 0
    for unit in source.units:
        place, distance = _locate(unit, stream)
        errors += distance
        if place is None:
            lost += 1
        else:
            places.append(place)
    notes = [levelled(block.text) for block in reading.blocks if block.kind is BlockKind.FOOTNOTE]
    pages = reading.pages or 0
    return Fidelity(
        pages=pages,
        units=len(source.units),
        lost=lost,
        characters=sum(map(len, source.units)),
        errors=errors,
        disordered=len(places) - _longest_rise(places),
        running=pages * (len(running) + 1),
        leaked=_leaked(reading.blocks, running, pages),
        tables=len(source.tables),
        intact=sum(_is_intact(table, reading.blocks) for table in source.tables),
        notes=len(source.notes),
        kept=sum(any(fuzz.ratio(note, found) >= _SAME_CELL for found in notes) for note in source.notes),
    )


def on_pages(source: Expected, reading: Reading, pages: Iterable[int]) -> Expected:
    """The part of a source that is wholly on some pages of its file, as a reading of its text layer tells.

    Args:
        source: Of the whole file.
        reading: Of the whole file, from its text layer.
        pages: 1-based.
    """
    chosen = set(pages)
    blocks = [block for block in reading.blocks if block.page in chosen]
    stream = levelled(" ".join(block.text for block in blocks if _is_body(block)))
    notes = [levelled(block.text) for block in blocks if block.kind is BlockKind.FOOTNOTE]
    return Expected(
        tuple(unit for unit in source.units if len(unit) > _FEWEST and unit in stream),
        tuple(table for table in source.tables if _is_intact(table, blocks)),
        tuple(note for note in source.notes if note in notes),
    )


def _is_body(block: Block) -> bool:
    return block.kind not in {BlockKind.FOOTNOTE, BlockKind.TABLE}


def _locate(unit: str, stream: str) -> tuple[int | None, int]:
    """Where a unit begins in a stream (`None`: nowhere), and how many of its characters are wrong."""
    exact = stream.find(unit)
    if exact >= 0:
        return exact, 0
    found = fuzz.partial_ratio_alignment(unit, stream, score_cutoff=_FOUND) if len(stream) >= len(unit) else None
    if found is None:
        return None, len(unit)
    # The window is as long as the unit; a little more or less of the stream may fit better.
    ends = range(max(found.dest_start, found.dest_end - 12), min(len(stream), found.dest_end + 12) + 1)
    return found.dest_start, min(Levenshtein.distance(unit, stream[found.dest_start : end]) for end in ends)


def _longest_rise(places: Sequence[int]) -> int:
    """Length of the longest rising subsequence."""
    tails: list[int] = []
    for place in places:
        position = bisect_left(tails, place)
        tails[position : position + 1] = [place]
    return len(tails)


def _leaked(blocks: Iterable[Block], running: Sequence[str], pages: int) -> int:
    """Running lines that are blocks, or stand inside one, after the first page."""
    number = re.compile(rf"^\W*\d{{1,3}} ?/ ?{pages}\W*$|^\d{{1,3}}$")
    texts = [levelled(block.text) for block in blocks if (block.page or 0) > 1]
    wanted = [levelled(line) for line in running]
    return sum(
        bool(number.match(text)) + sum(fuzz.ratio(line, text) >= _SAME_CELL for line in wanted) for text in texts
    )


def _is_intact(table: SourceTable, blocks: Sequence[Block]) -> bool:
    """Whether a table is there with its caption, and all its rows under its header, possibly over several pages."""
    tables = [block for block in blocks if block.kind is BlockKind.TABLE]
    start = next((n for n, block in enumerate(tables) if _same([levelled(block.caption)], [table.caption])), None)
    if start is None:
        return False
    header, *rows = table.rows
    found: list[list[str]] = []
    for block in tables[start:]:
        first, *rest = ([levelled(cell) for cell in row.split("\t")] for row in block.text.split("\n"))
        if not _same(first, header) or (found and block.caption):
            break
        found += rest
    return len(found) == len(rows) and all(_same(one, other) for one, other in zip(found, rows, strict=True))


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two rows have the same cells, but for white space, empty last cells and a tenth of the characters."""
    one, other = (["".join(cell.split()) for cell in row] for row in (one, other))
    while one and not one[-1]:
        one = one[:-1]
    while other and not other[-1]:
        other = other[:-1]
    return len(one) == len(other) and all(fuzz.ratio(a, b) >= _SAME_CELL for a, b in zip(one, other, strict=True))
