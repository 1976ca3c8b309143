"""Notes in small type at the foot of a page or of a column."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import Row, Rule, Segment, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALLER = 0.92
_HARDLY_SMALLER = 0.97
_UNDER_RULE = 3.0
_WHITE_ABOVE = 2.0
_SAME_SIZE = 0.6
_NEXT_LINE = 1.7
_MARK_AND_WORDS = 2
_MARK = re.compile(r"^[\[(]?(\d{1,3}|\*{1,3})[\])]?[.:]?\s*(?=\S)")
_PUNCTUATED = re.compile(r"^(?:[\[(]\d{1,3}[\])]|\d{1,3}\.)\s")
_SPACED_MARK = re.compile(r"^(?:[\[(]\d{1,3}[\])]|\d{1,3}\.?|\*{1,3})\s")


def split_notes(
    segments: Sequence[Segment], body_size: float, rules: Sequence[Rule] = ()
) -> tuple[list[Segment], list[list[str]]]:
    """Part the notes at the foot from the text above them.

    Args:
        segments: Of a page or a column.
        body_size: Size of the type of ordinary text, in points.
        rules: Strokes, one of which may part the notes from text in type that is hardly larger.

    Returns:
        The segments that are in no note, and for each note its printed lines, its number left out.
    """
    rows = rows_of(segments)
    start = len(rows)
    while start > 0 and rows[start - 1].size <= _SMALLER * body_size and _follows(rows, start):
        start -= 1
    start = min(start, _set_apart(rows, rules, body_size))
    starts = _starts(rows, start)
    if not starts:
        return list(segments), []
    first = _with_continuation(rows, start, starts[0])
    begins = sorted({first, *starts})
    notes = [
        [_words(row) if row is rows[begin] else row.text for row in rows[begin:end]]
        for begin, end in zip(begins, [*begins[1:], len(rows)], strict=True)
    ]
    return [segment for row in rows[:first] for segment in row.segments], notes


def _follows(rows: Sequence[Row], start: int) -> bool:
    """Whether the row above `start` has the type of the last row."""
    return abs(rows[start - 1].size - rows[-1].size) <= _SAME_SIZE


def _set_apart(rows: Sequence[Row], rules: Sequence[Rule], body_size: float) -> int:
    """The first row of notes in hardly smaller type: a number begins it, a stroke or white space is above it."""
    start = len(rows)
    while start > 0 and rows[start - 1].size <= _HARDLY_SMALLER * body_size and _follows(rows, start):
        start -= 1
    for position in range(start, len(rows)):
        row = rows[position]
        above = rows[position - 1].y if position else math.inf
        ruled = any(row.y < rule.y < min(above, row.y + _UNDER_RULE * row.size) for rule in rules)
        if _number(row) and (ruled or above - row.y > _WHITE_ABOVE * row.size):
            return position
    return len(rows)


def _number(row: Row) -> str:
    """The number that a note begins with, or an empty string."""
    first = row.segments[0]
    if first.call:
        return first.call
    text = row.text
    if len(row.segments) > _MARK_AND_WORDS or not _SPACED_MARK.match(text + " "):
        return ""
    match = _MARK.match(text + " ")
    return match[1] if match else ""


def _starts(rows: Sequence[Row], start: int) -> list[int]:
    """Rows that begin a note; a bare number does only when it counts up (a wrapped line may begin with a figure)."""
    found: list[int] = []
    expected = 0
    for position in range(start, len(rows)):
        number = _number(rows[position])
        marked = bool(rows[position].segments[0].call) or bool(_PUNCTUATED.match(rows[position].text))
        if not number or (number.isdigit() and found and not marked and int(number) != expected):
            continue
        expected = int(number) + 1 if number.isdigit() else 0
        found.append(position)
    return found


def _with_continuation(rows: Sequence[Row], start: int, first: int) -> int:
    """Where the notes begin when the first of them goes on from the page before."""
    begin = first
    while begin > start and rows[begin - 1].y - rows[begin].y <= _NEXT_LINE * rows[begin].size:
        begin -= 1
    apart = begin == 0 or rows[begin - 1].y - rows[begin].y > _NEXT_LINE * rows[begin].size
    return begin if apart else first


def _words(row: Row) -> str:
    """A note's first line without its number."""
    if row.segments[0].call or not _number(row):
        return row.text
    return _MARK.sub("", row.text, count=1)
