"""Running headers, running footers and page numbers: what is printed on pages and belongs to none.

They are known by coming back: the same words (digits aside) on the same baseline at the top or bottom of several
pages. A line of the body is never taken for one because it must stand apart, by its size or by white space.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import Row, Run, Segment, Sheet, rows_of, sheet_of
from indexer.reading.pieces import clean, comparable

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_MARGIN = 0.15
"""Share of a page's height, at the top and at the bottom, where running lines are looked for."""
_ROWS_A_MARGIN = 3
_BASELINE_STEP = 4.0
"""Points within which two pages have the same baseline (a booklet's inner and outer margins differ)."""
_APART = 1.6
"""White space between a running line and the text, in sizes of the larger type."""
_LONG_DOCUMENT = 6
"""From so many pages on, a line without a page number must come back on three of them, in a shorter one on two."""
_SAME_SIZE = 0.5
_FEWEST_LETTERS = 5
_WATERMARK, _FEWEST_WATERMARKS = 1.8, 3
"""In sizes of ordinary type, and on so many pages at least."""
_ALIKE = 0.85
"""Share of letters that two recognised running lines have in common."""
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^(page|p\.)?\s*[-–—|]?\s*(\d{1,4})\s*([-–—|]|(/|sur|de)\s*\d{1,4})?$", re.IGNORECASE)
_ROMAN = re.compile(r"^[ivxl]{1,6}$")
_NOTE = re.compile(r"^[\[(]?\d{1,3}[\])]?[.:]?\s+\S")
"""How a footnote begins: one that several pages share is no running line."""


@dataclass(frozen=True, slots=True)
class Page:
    """The segments of one page, before or after the running lines are taken out.

    Attributes:
        number: 1-based.
        height: In points.
        segments: Top first.
        recognised: Whether the words were recognised from the page's image.
    """

    number: int
    height: float
    segments: tuple[Segment, ...]
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row in a margin: the outermost has depth 0; `read` when it was recognised, its letters and figures unsure."""

    page: int
    row: Row
    top: bool
    depth: int
    apart: bool
    read: bool


def without_watermarks(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets without the large words that stand at the same place on most of them (« PROJET »).

    Args:
        sheets: All pages of the document, in order.
    """
    letters: Counter[float] = Counter()
    for run in (run for sheet in sheets for run in sheet.runs):
        letters[run.size] += len(run.text)
    large = _WATERMARK * max(letters, key=letters.__getitem__, default=0.0)
    places = Counter(place for sheet in sheets for place in {_place(run) for run in sheet.runs if run.size >= large})
    fewest = max(_FEWEST_WATERMARKS, len(sheets) / 2)
    marks = {place for place, count in places.items() if count >= fewest}
    return [_unmarked(sheet, marks) if marks else sheet for sheet in sheets]


def _unmarked(sheet: Sheet, marks: Container[object]) -> Sheet:
    runs = [run for run in sheet.runs if _place(run) not in marks]
    return sheet_of(sheet.number, (sheet.width, sheet.height), runs, sheet.rules)


def _place(run: Run) -> tuple[str, int, int, float]:
    return run.text, round(run.x0), round(run.y), run.size


def without_running_lines(pages: Sequence[Page], title: str, body_size: float) -> list[Page]:
    """Pages without what is repeated at their top and bottom.

    Args:
        pages: All pages of the document, in order.
        title: Of the document: its beginning in small type above a later page is a running line even if it comes once.
        body_size: Size of the type of ordinary text, in points.
    """
    wanted = comparable(title)
    margins = [margin for page in pages for margin in _margins(page)]
    groups: dict[tuple[bool, str], list[_Candidate]] = defaultdict(list)
    keys = _Keys()
    for candidate in (candidate for margin in margins for candidate in margin):
        groups[candidate.top, keys.of(candidate)].append(candidate)
    running: dict[int, set[Segment]] = defaultdict(set)
    for margin in margins:
        groups_of = [groups[candidate.top, keys.of(candidate)] for candidate in margin]
        for candidate in _running(margin, groups_of, len(pages)) or _short_title(margin, wanted, body_size):
            running[candidate.page].update(candidate.row.segments)
    return [_without(page, running) for page in pages]


class _Keys:
    """The words of rows, whatever their numbers; for recognised rows, those of a row that is nearly the same."""

    def __init__(self) -> None:
        self._read: dict[str, str] = {}

    def of(self, candidate: _Candidate) -> str:
        """The key of a row."""
        if not candidate.read:
            return _NUMBER.sub("#", clean(candidate.row.text)).casefold()
        letters = "".join(filter(str.isalpha, candidate.row.text.casefold()))
        if letters not in self._read:
            alike = (known for known in self._read if SequenceMatcher(None, known, letters).ratio() >= _ALIKE)
            known = next(alike, None) if len(letters) >= _FEWEST_LETTERS else None
            self._read[letters] = letters if known is None else self._read[known]
        return self._read[letters] or _NUMBER.sub("#", clean(candidate.row.text))


def _without(page: Page, running: Mapping[int, set[Segment]]) -> Page:
    gone = running.get(page.number, set())
    return replace(page, segments=tuple(segment for segment in page.segments if segment not in gone))


def _margins(page: Page) -> list[list[_Candidate]]:
    """The first and the last rows of a page, from the edge inwards, as far as its margins go."""
    rows = rows_of(page.segments)
    margins: list[list[_Candidate]] = []
    for order, top in ((rows, True), (rows[::-1], False)):
        margin: list[_Candidate] = []
        for depth, row in enumerate(order[:_ROWS_A_MARGIN]):
            if (page.height - row.y if top else row.y) > _MARGIN * page.height:
                break
            inner = order[depth + 1] if depth + 1 < len(order) else None
            apart = inner is None or abs(row.y - inner.y) > _APART * max(row.size, inner.size)
            margin.append(_Candidate(page.number, row, top, depth, apart, page.recognised))
        margins.append(margin)
    return margins


def _running(margin: Sequence[_Candidate], groups: Sequence[Sequence[_Candidate]], pages: int) -> list[_Candidate]:
    """The outermost rows that come back, up to a white space: the rest, even repeated, is text."""
    running: list[_Candidate] = []
    for candidate, group in zip(margin, groups, strict=True):
        if not (_comes_back(candidate, group, pages) or _is_page_number(candidate, group)):
            break
        running.append(candidate)
    while running and not running[-1].apart:
        running.pop()
    return running


def _short_title(margin: Sequence[_Candidate], title: str, body_size: float) -> list[_Candidate]:
    """The outermost row of a later page, when it is the title in small type."""
    first = margin[0] if margin else None
    if first is None or first.page == 1 or not first.apart or first.row.size > body_size + _SAME_SIZE / 2:
        return []
    words = comparable(first.row.text)
    return [first] if len(words) > _FEWEST_LETTERS and title.startswith(words) else []


def _comes_back(candidate: _Candidate, group: Sequence[_Candidate], pages: int) -> bool:
    """Whether other pages have it on the same baseline, its numbers unchanged or counting the pages."""
    same = [
        other
        for other in group
        if other.page != candidate.page
        and abs(other.row.y - candidate.row.y) <= _BASELINE_STEP
        and abs(other.row.size - candidate.row.size) < _SAME_SIZE
        and _agree(candidate, other)
    ]
    if _NOTE.match(clean(candidate.row.text)) and all(_numbers(other)[:1] == _numbers(candidate)[:1] for other in same):
        return False
    counts = any(_numbers(other) != _numbers(candidate) for other in same)
    return len(same) >= (2 if pages >= _LONG_DOCUMENT and not counts else 1)


def _agree(one: _Candidate, other: _Candidate) -> bool:
    """Whether all numbers are the same, but for those that grow with the page; recognised ones are not trusted."""
    if one.read or other.read:
        return True
    pairs = zip(_numbers(one), _numbers(other), strict=True)
    return all(a == b or a - one.page == b - other.page for a, b in pairs)


def _numbers(candidate: _Candidate) -> list[int]:
    return [int(number) for number in _NUMBER.findall(clean(candidate.row.text))]


def _is_page_number(candidate: _Candidate, group: Sequence[_Candidate]) -> bool:
    """Whether the row is nothing but the number of its page, by its own value or by that of other pages."""
    if not candidate.apart:
        return False
    if _ROMAN.match(clean(candidate.row.text)):
        return True
    match = _PAGE_NUMBER.match(clean(candidate.row.text))
    if match is None:
        return False
    offset = int(match[2]) - candidate.page
    return offset == 0 or any(
        other.page != candidate.page and _numbers(other)[:1] == [other.page + offset] for other in group
    )
