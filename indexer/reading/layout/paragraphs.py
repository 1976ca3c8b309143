"""Printed lines gathered into headings, paragraphs and list items."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import BULLET, ORDINAL, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SENTENCE_END = re.compile(r"[.!?:…»]\W*$")
_USUAL_STEP = 1.3
_PARAGRAPH_STEP = 1.22
_INDENT = (0.8, 4.0)
_SHORT_LINE = 0.25
_SAME_SIZE = 0.4


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together.

    Attributes:
        rows: Top first.
        item: Whether a bullet or a number begins it.
    """

    rows: tuple[Row, ...]
    item: bool = False

    @property
    def size(self) -> float:
        """Size of the type of most of its characters."""
        return max(self.rows, key=lambda row: len(row.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(row.bold for row in self.rows)

    @property
    def lines(self) -> list[str]:
        """Printed lines."""
        return [row.text for row in self.rows]

    @property
    def item_lines(self) -> list[str]:
        """Printed lines, without the bullet or the number that opens an item."""
        first, *rest = self.lines
        return [ORDINAL.sub("", BULLET.sub("", first, count=1).strip(), count=1).strip(), *rest]


def usual_steps(rows: Iterable[Sequence[Row]]) -> dict[float, float]:
    """For each size of type (rounded to half a point), the usual distance between two baselines."""
    steps: dict[float, list[float]] = defaultdict(list)
    for column in rows:
        for above, below in pairwise(column):
            step = above.y - below.y
            if abs(above.size - below.size) <= _SAME_SIZE and 0.9 * above.size <= step <= 2 * above.size:
                steps[_half_points(above.size)].append(step)
    # The lower half: distances between paragraphs and items are in the upper one.
    return {size: median(sorted(found)[: len(found) // 2 + 1]) for size, found in steps.items()}


def _half_points(size: float) -> float:
    return round(size * 2) / 2


def group(rows: Sequence[Row], steps: dict[float, float], edges: tuple[float, float]) -> list[Group]:
    """Gather rows that follow each other in one column.

    Args:
        rows: Top first, without tables.
        steps: From `usual_steps`.
        edges: Left and right edge of the column.
    """
    groups: list[Group] = []
    for row in rows:
        if groups and not _breaks(groups[-1], row, steps, edges):
            groups[-1] = replace(groups[-1], rows=(*groups[-1].rows, row))
        else:
            groups.append(Group((row,), item=_opens_item(row)))
    return groups


def _opens_item(row: Row) -> bool:
    return bool(BULLET.match(row.text) or ORDINAL.match(row.text))


def _breaks(current: Group, row: Row, steps: dict[float, float], edges: tuple[float, float]) -> bool:
    """Whether `row` begins something new rather than going on with `current`."""
    above = current.rows[-1]
    step = above.y - row.y
    usual = steps.get(_half_points(row.size), _USUAL_STEP * row.size)
    if step <= 0 or step > _PARAGRAPH_STEP * usual or abs(above.size - row.size) > _SAME_SIZE:
        return True
    width = edges[1] - edges[0]
    above_is_short = above.x1 < edges[1] - _SHORT_LINE * width
    ends = bool(_SENTENCE_END.search(above.text))
    if above.bold != row.bold and (above_is_short or ends):
        return True
    if _opens_item(row) and (current.item or ends or BULLET.match(row.text)):
        return True
    return _indents(current, row, edges[0]) or (above_is_short and ends and row.text[:1].isupper())


def _indents(current: Group, row: Row, left: float) -> bool:
    """Whether the left edge of `row` begins a paragraph: set in after a full line, or set out after an item."""
    above = current.rows[-1]
    if current.item:
        return len(current.rows) > 1 and row.x0 < above.x0 - _INDENT[0] * row.size
    low, high = (factor * row.size for factor in _INDENT)
    set_in = low < row.x0 - above.x0 < high and above.x0 - left < low
    set_out = len(current.rows) > 1 and row.x0 < above.x0 - low
    return set_in or set_out
