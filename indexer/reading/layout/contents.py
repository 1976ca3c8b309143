"""Tables of contents: lines that repeat a title and point elsewhere, useless as an answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import Row, rows_of
from indexer.reading.pieces import clean, comparable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.reading.layout.furniture import Page

_LEADER = re.compile(r"(\.\s?){4,}|(…\s?){2,}|(·\s?){4,}|(_\s?){4,}")
_ENTRY = re.compile(r"^\D.*?(?:(?:\.\s?){3,}|…+|(?:·\s?){3,}|_{3,}|\s)\s*\d{1,4}$")
_TITLES = frozenset({"sommaire", "tabledesmatières", "tabledesmatieres", "contents", "tableofcontents"})
_FEWEST_ENTRIES = 3
_FEWEST_TITLED = 2
_LONGEST_ENTRY = 3
_LONG_LINE = 10
"""Words without a wide gap."""


def without_contents(pages: Sequence[Page]) -> list[Page]:
    """Pages without the lines of a table of contents and its title; the rest of such a page stays."""
    kept: list[Page] = []
    under_way = False
    for page in pages:
        rows = rows_of(page.segments)
        gone = _recognised_contents(rows) if page.recognised else []
        if not gone:
            gone, under_way = _contents(rows, under_way, len(pages))
        segments = {segment for row in gone for segment in row.segments}
        kept.append(replace(page, segments=tuple(segment for segment in page.segments if segment not in segments)))
    return kept


def _recognised_contents(rows: Sequence[Row]) -> list[Row]:
    """Rows of a table of contents on a page read from its image, where leaders and numbers come out as anything.

    From its title down to the first two long lines in a row, which are text.
    """
    start = next((position for position, row in enumerate(rows) if comparable(row.text) in _TITLES), None)
    if start is None:
        return []
    words = [max(len(segment.text.split()) for segment in row.segments) for row in rows]
    long = [most >= _LONG_LINE and not _LEADER.search(row.text) for most, row in zip(words, rows, strict=True)]
    text = (position for position in range(start, len(rows) - 1) if long[position] and long[position + 1])
    return list(rows[start : next(text, len(rows))])


def _contents(rows: Sequence[Row], under_way: bool, pages: int) -> tuple[list[Row], bool]:
    """Rows of a page that belong to a table of contents, and whether it may go on to the next page."""
    start = next((position for position, row in enumerate(rows) if comparable(row.text) in _TITLES), None)
    with_leader = [position for position, row in enumerate(rows) if _is_entry(row) and _LEADER.search(row.text)]
    if start is not None:
        entries = [position for position, row in enumerate(rows) if position > start and _is_entry(row, pages)]
        enough = len(entries) >= _FEWEST_TITLED
    elif under_way and with_leader:
        entries, start, enough = with_leader, 0, with_leader[0] <= 1
    else:
        entries, enough = with_leader, len(with_leader) >= _FEWEST_ENTRIES
        start = entries[0] if entries else 0
    if not enough:
        return [], False
    last = _last_in_sequence(entries)
    return list(rows[start : last + 1]), last == len(rows) - 1


def _is_entry(row: Row, pages: int = 0) -> bool:
    """Whether a row ends in a page number, after a leader or, in a document of so many pages, set apart."""
    text = clean(row.text)
    if not _ENTRY.match(text):
        return False
    last = row.segments[-1].text.strip()
    return bool(_LEADER.search(text)) or (len(row.segments) > 1 and last.isdigit() and 0 < int(last) <= pages + 10)


def _last_in_sequence(entries: Sequence[int]) -> int:
    """The last entry before a stretch of ordinary lines (an entry may run over three lines)."""
    last = entries[0]
    for position in entries[1:]:
        if position - last > _LONGEST_ENTRY:
            break
        last = position
    return last
