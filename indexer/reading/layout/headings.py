"""Which groups are headings, and how deep: by the file's bookmarks where it has them, else by the type."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.reading.pieces import comparable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.reading.layout.paragraphs import Group

_LARGER = 1.08
_LONGEST = 200
_FEWEST_LETTERS = 3
_SENTENCE = re.compile(r"[.;,]$")
_OPENING = re.compile(r"^[«“\"(]?\s*[^\W_]")
_CAPTION = re.compile(r"^(tableau|figure|graphique|carte|source|lecture|encadré)\b", re.IGNORECASE)
_BELIEVED = 0.6
"""Share of the bookmarks that must be found as lines of text for them to be the judge."""
TITLE_LEVEL = 0

Style = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """A group and the page that it is on (1-based), with its words joined."""

    group: Group
    page: int
    text: str


def style_of(group: Group) -> Style:
    """Size of the type in half points, and whether it is bold."""
    return round(group.size * 2) / 2, group.bold


class HeadingJudge:
    """Tells headings and their levels in one document.

    Args:
        placed: All groups of the document, in reading order, without tables and notes.
        outline: Comparable bookmark titles and their levels, 1 outermost; empty when the file has none.
        body_size: Size of the type of ordinary text, in points.
    """

    def __init__(self, placed: Sequence[Placed], outline: Mapping[str, int], body_size: float) -> None:
        self._body_size = body_size
        self._title = _title(placed, body_size)
        matched = [each for each in placed if self._may_be(each) and comparable(each.text) in outline]
        found = {comparable(each.text) for each in matched}
        self._outline = outline if outline and len(found) >= _BELIEVED * len(outline) else {}
        candidates = Counter(style_of(each.group) for each in placed if self._looks(each))
        styles: list[Style] = sorted(candidates, reverse=True)
        deepest = 0
        if self._outline:
            bookmarked = [style_of(each.group) for each in matched]
            styles = [s for s in styles if candidates[s] > 1 and s < min(bookmarked)]
            deepest = max(outline.values())
        self._levels = {style: deepest + rank for rank, style in enumerate(styles, start=1)}

    def level(self, each: Placed) -> int | None:
        """The level of a heading (`TITLE_LEVEL` for the document's title), or `None` for anything else."""
        if each == self._title:
            return TITLE_LEVEL
        known = self._outline.get(comparable(each.text)) if self._may_be(each) else None
        if known is not None:
            return known
        return self._levels.get(style_of(each.group)) if self._looks(each) else None

    def _may_be(self, each: Placed) -> bool:
        """Whether a bookmark of the same words means this line: any short line in a type of its own."""
        plain = not each.group.bold and each.group.size < _LARGER * self._body_size
        return len(each.text) <= _LONGEST and not (plain and _SENTENCE.search(each.text))

    def _looks(self, each: Placed) -> bool:
        """Whether it looks like a heading: short, and larger or bolder than ordinary text."""
        larger = each.group.size >= _LARGER * self._body_size
        bolder = each.group.bold and each.group.size >= 0.98 * self._body_size
        return (
            (larger or bolder)
            and len(each.text) <= _LONGEST
            and sum(map(str.isalpha, each.text)) >= _FEWEST_LETTERS
            and not (each.group.item and each.text[:1].islower())
            and not _SENTENCE.search(each.text)
            and bool(_OPENING.match(each.text))
            and not _CAPTION.match(each.text)
        )


def _title(placed: Sequence[Placed], body_size: float) -> Placed | None:
    """The largest words of the first two pages that have any, when they are larger than all that follows."""
    if not placed:
        return None
    first = [each for each in placed if each.page <= placed[0].page + 1 and any(map(str.isalpha, each.text))]
    largest = max(first, key=lambda each: each.group.size, default=None)
    if largest is None or largest.group.size < _LARGER * body_size or len(largest.text) > _LONGEST:
        return None
    rivals = [each for each in placed if each.group.size >= largest.group.size - 0.25 and each is not largest]
    return None if rivals else largest
