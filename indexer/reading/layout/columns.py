"""The order in which a page is read: across, or down one column and then the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import Segment
from indexer.reading.layout.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = Segment | Table

_FEWEST_LINES = 4
_FILL = 0.6
"""Share of a column's width that its median line fills; cells of a table are shorter."""
_WIDTHS = 0.6
"""A column is at least this wide for each unit of its neighbour."""
_NARROW, _FEWEST_STEPS, _EVEN, _UNEVEN, _FEWEST_WORDS = 0.2, 5, 0.8, 0.12, 2
"""A box beside the text may be narrower, when it is text: so many lines at an even distance, so many words a line."""
_STEP = 2.0
_INDENT = 16.0
_NEXT_LINE = 1.5
_SAME_LINE = 0.3
_SAME_SIZE = 0.3


@dataclass(frozen=True, slots=True)
class Gutter:
    """The white strip between two columns.

    Attributes:
        left: Where the longest line of the left column ends.
        right: Where the lines of the right column begin.
    """

    left: float
    right: float

    def crossed_by(self, item: Item) -> bool:
        """Whether something lies across both columns."""
        return item.x0 < self.left - _STEP and item.x1 > self.right + _STEP


def usual_gutter(pages: Sequence[Sequence[Segment]]) -> Gutter | None:
    """The strip that most pages in columns share: it tells how to read a page too short to show it by itself."""
    found = [gutter for segments in pages if (gutter := _gutter(segments)) is not None]
    if not found:
        return None
    start = Counter(round(gutter.right) for gutter in found).most_common(1)[0][0]
    same = [gutter for gutter in found if abs(gutter.right - start) <= _STEP]
    return Gutter(max(gutter.left for gutter in same), min(gutter.right for gutter in same))


def gutter_of(segments: Sequence[Segment], usual: Gutter | None = None) -> Gutter | None:
    """The gutter of a page's lines: their own, else the usual one when they keep to it, else `None`."""
    return _gutter(segments) or (usual if usual and _fits(segments, usual) else None)


def streams(items: Sequence[Item], usual: Gutter | None = None) -> list[list[Item]]:
    """A page's lines and tables, column by column.

    Args:
        items: What is on the page, without running lines and footnotes.
        usual: From `usual_gutter`.

    Returns:
        Lists to be read one after the other, each from top to bottom. What lies across two columns (a title, a wide
        table) is a list of its own between what is above and what is below.
    """
    ordered = sorted(items, key=lambda item: (-item.y, item.x0))
    segments = [item for item in ordered if isinstance(item, Segment)]
    gutter = gutter_of(segments, usual)
    if gutter is None:
        return [ordered] if ordered else []
    found: list[list[Item]] = []
    band: list[Item] = []
    across: list[Item] = []
    for item in ordered:
        if gutter.crossed_by(item) or (not band and across and _ends(across[-1], item, segments, item)):
            begun = [band.pop()] if band and _ends(band[-1], item, segments, band[-1]) else []
            found += _columns(band, gutter)
            band = []
            across += [*begun, item]
        else:
            found += [across] if across else []
            across = []
            band.append(item)
    return [*found, *([across] if across else []), *_columns(band, gutter)]


def _ends(above: Item, item: Item, segments: Sequence[Segment], short: Item) -> bool:
    """Whether a short line, alone on its baseline, is of the paragraph across the columns above or below it."""
    if not isinstance(above, Segment) or not isinstance(item, Segment):
        return False
    alone = all(other is short or abs(other.y - short.y) > _SAME_LINE * item.size for other in segments)
    close = above.y - item.y <= _NEXT_LINE * item.size and abs(above.size - item.size) < _SAME_SIZE
    return alone and close and abs(above.x0 - item.x0) <= _STEP


def _fits(segments: Sequence[Segment], gutter: Gutter) -> bool:
    """Whether a page's lines keep to columns that other pages have."""
    right = [segment for segment in segments if segment.x0 >= gutter.right - _STEP]
    across = [segment for segment in segments if gutter.crossed_by(segment)]
    at_edge = [segment for segment in right if segment.x0 <= gutter.right + _INDENT]
    return len(at_edge) > 0.5 * len(right) and len(across) < 0.5 * len(segments)


def _columns(band: Sequence[Item], gutter: Gutter) -> list[list[Item]]:
    left = [item for item in band if item.x0 < gutter.left - _STEP]
    right = [item for item in band if item.x0 >= gutter.left - _STEP]
    return [*(streams(left) if left else []), *(streams(right) if right else [])]


def _gutter(segments: Sequence[Segment]) -> Gutter | None:
    """The white strip between two columns of running text, or `None` when lines go across the page.

    The widest one: the bullets of a list stand in a column of their own beside its items, close to them.
    """
    starts = Counter(round(segment.x0) for segment in segments)
    found: list[Gutter] = []
    for start in starts:
        right = [segment for segment in segments if abs(segment.x0 - start) <= _STEP]
        gutter = _strip_before(start, right, segments) if len(right) >= _FEWEST_LINES else None
        if gutter is not None:
            found.append(gutter)
    return max(found, key=lambda gutter: (gutter.right - gutter.left, gutter.left), default=None)


def _strip_before(start: float, right: Sequence[Segment], segments: Sequence[Segment]) -> Gutter | None:
    """The strip at the left of lines that begin at `start`, if a column as wide lies beyond it."""
    top, bottom = max(segment.y for segment in right), min(segment.y for segment in right)
    beside = [
        segment
        for segment in segments
        if segment.x0 < start - _STEP and bottom - _STEP <= segment.y <= top + 3 * segment.size
    ]
    before = [segment for segment in beside if segment.x1 < start]
    if len(before) < _FEWEST_LINES or len(before) < 0.6 * len(beside):
        return None
    left_edge = Counter(round(segment.x0) for segment in before).most_common(1)[0][0]
    left = [segment for segment in before if abs(segment.x0 - left_edge) <= _STEP]
    if len(left) < _FEWEST_LINES:
        return None
    widths = max(s.x1 for s in left) - left_edge, max(s.x1 for s in right) - start
    narrow = left if widths[0] < widths[1] else right
    if min(widths) < _WIDTHS * max(widths) and not (min(widths) >= _NARROW * max(widths) and _is_text(narrow)):
        return None
    if any(
        median(s.x1 - s.x0 for s in lines) < _FILL * width for lines, width in zip((left, right), widths, strict=True)
    ):
        return None
    return Gutter(max(s.x1 for s in before), start)


def _is_text(lines: Sequence[Segment]) -> bool:
    """Whether lines are a paragraph's: words enough, at one even distance (the cells of a table are at several)."""
    steps = [above.y - below.y for above, below in pairwise(sorted(lines, key=lambda line: -line.y))]
    if len(steps) < _FEWEST_STEPS:
        return False
    usual = median(steps)
    even = sum(abs(step - usual) <= _UNEVEN * usual for step in steps) >= _EVEN * len(steps)
    words = median(len(line.text.split()) for line in lines)
    return even and usual <= _NEXT_LINE * lines[0].size and words >= _FEWEST_WORDS
