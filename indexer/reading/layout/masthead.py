"""What the first page says of the publication: its title, its date, who published it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.reading.dates import PrintedDate, printed_date
from indexer.reading.layout.hyphens import LineJoiner
from indexer.reading.layout.runs import Row, Segment, Sheet, rows_of
from indexer.reading.pieces import clean, comparable, names_a_part

if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGER = 1.25
"""A title is set in type larger than the text by so much."""
_SAME_TYPE = 0.06
_NEXT_LINE = 2.2
_LONGEST_TITLE = 250
_FEWEST_LETTERS = 4
_FEWEST_WORDS = 2
_LONGEST_IMPRINT_LINE = 12
"""Words; longer lines are text, whose dates are those of what it tells."""
_LAST_PAGES = 1
_NEIGHBOURS = 8
_SAME_BLOCK, _SHORT_BLOCK = 1.7, 3
_IMPRINT = re.compile(r"dépôt légal|achevé d|publi[ée]e? (?:le|en)|directeur|directrice|mise? à jour|©", re.IGNORECASE)
_AUTHOR = (
    re.compile(r"^(?:publié par|édité par|éditeur|édition)\s*:?\s+(?P<name>[^\d:]{3,80})$", re.IGNORECASE),
    re.compile(
        r"^(?:©|copyright)\s*(?:\d{4}\s*[,–-]?\s*)?(?P<name>[^\W\d][^\d:]{2,80}?)\s*[,–-]?\s*(?:\d{4})?$", re.IGNORECASE
    ),
    re.compile(
        r"^(?:auteur·?e?·?s?|auteure?s?|autrices?|rédaction|rédigée? par|réalisée? par)\s*:?\s+(?P<name>[^\d:]{3,80})$",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the pages say of the publication; empty or `None` where they say nothing clear."""

    title: str
    author: str
    printed: PrintedDate


def masthead(sheets: Sequence[Sheet]) -> Masthead:
    """Read the title page and the imprint.

    Args:
        sheets: All pages.
    """
    written = [sheet for sheet in sheets if sheet.segments]
    if not written:
        return Masthead("", "", PrintedDate(None, ""))
    first = rows_of(written[0].segments)
    title = _title(first, _body_size(written))
    lines = [line for line in _short_lines(written[0]) if len(line.split()) <= _LONGEST_IMPRINT_LINE]
    others = [line for sheet in _imprints(written) for line in _short_lines(sheet)]
    marked = [line for line in others if _IMPRINT.match(line)]
    own = comparable(title)
    dated = [line for line in lines if comparable(line) not in own]
    return Masthead(title, _author([*lines, *marked]), printed_date([*dated, *marked]))


def _short_lines(sheet: Sheet) -> list[str]:
    """The lines of a page that are in no paragraph: alone, or with one or two others."""
    blocks: list[list[Segment]] = []
    for segment in sheet.segments:
        for block in reversed(blocks[-_NEIGHBOURS:]):
            above = block[-1]
            over = above.x0 <= segment.x1 and segment.x0 <= above.x1
            if over and 0 < above.y - segment.y <= _SAME_BLOCK * segment.size and _is_same_type(above, segment):
                block.append(segment)
                break
        else:
            blocks.append([segment])
    return [clean(segment.text) for block in blocks if len(block) <= _SHORT_BLOCK for segment in block]


def _is_same_type(one: Segment | Row, other: Segment | Row) -> bool:
    return abs(one.size - other.size) <= _SAME_TYPE * other.size


def _imprints(written: Sequence[Sheet]) -> list[Sheet]:
    """The pages, besides the first, that may hold an imprint: the second and the last."""
    return [*written[1:2], *(written[-_LAST_PAGES:] if len(written) > 1 + _LAST_PAGES else [])]


def _body_size(sheets: Sequence[Sheet]) -> float:
    letters: dict[float, int] = {}
    for sheet in sheets:
        for segment in sheet.segments:
            letters[segment.size] = letters.get(segment.size, 0) + len(segment.text)
    return max(letters, key=lambda size: letters[size])


def _title(rows: Sequence[Row], body_size: float) -> str:
    """The largest lines of a page, joined; those that are a single word or a figure give way to the next largest."""
    candidates: list[list[Row]] = []
    for row in rows:
        last = candidates[-1][-1] if candidates else None
        if last is not None and _is_same_type(last, row) and last.y - row.y <= _NEXT_LINE * row.size:
            candidates[-1].append(row)
        else:
            candidates.append([row])
    large = [rows for rows in candidates if rows[0].size >= _LARGER * body_size]
    texts = [LineJoiner([]).join([row.text for row in rows]) for rows in sorted(large, key=lambda rows: -rows[0].size)]
    fit = [text for text in texts if sum(map(str.isalpha, text)) >= _FEWEST_LETTERS and len(text) <= _LONGEST_TITLE]
    fit = [text for text in fit if not names_a_part(text)]
    return next((text for text in fit if len(text.split()) >= _FEWEST_WORDS), fit[0] if fit else "")


def _author(lines: Sequence[str]) -> str:
    """Who published or wrote it, where a line is marked as saying so."""
    for pattern in _AUTHOR:
        for line in lines:
            match = pattern.match(line)
            if match is not None:
                return match["name"].strip(" .,;–-")
    return ""
