"""All sheets of a document to its pieces, in reading order: the steps, one after the other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.documents import BlockKind
from indexer.reading.layout.columns import Gutter, Item, gutter_of, streams, usual_gutter
from indexer.reading.layout.contents import without_contents
from indexer.reading.layout.continued import with_headers
from indexer.reading.layout.footnotes import split_notes
from indexer.reading.layout.furniture import Page, without_running_lines
from indexer.reading.layout.headings import HeadingJudge, Placed
from indexer.reading.layout.hyphens import LineJoiner
from indexer.reading.layout.paragraphs import Group, group, usual_steps
from indexer.reading.layout.runs import Row, Rule, Segment, Sheet, rows_of
from indexer.reading.layout.tables import Table, find_tables, ruled_tables
from indexer.reading.pieces import Piece, is_caption, table_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_LONE_CALL_SIZE = 0.72
_SAME_SIZE = 0.5
_ENDS = re.compile(r"[.!?:…]\W*$")


@dataclass(frozen=True, slots=True)
class _Flow:
    """A page in reading order: its columns, then its notes."""

    page: int
    columns: tuple[tuple[Row | Table, ...], ...]
    notes: tuple[tuple[str, ...], ...]


def read_sheets(sheets: Sequence[Sheet], outline: Mapping[str, int], title: str = "") -> list[Piece]:
    """Everything that is said on the sheets, in reading order.

    Args:
        sheets: All pages of a document.
        outline: Comparable titles of the file's bookmarks and their levels, 1 outermost.
        title: As the file's properties tell it; empty when they do not.

    Returns:
        Pieces with their pages; no running line, page number or table of contents among them.
    """
    tables: dict[int, list[Table]] = {}
    pages: list[Page] = []
    for sheet in sheets:
        tables[sheet.number], segments = ruled_tables(sheet)
        pages.append(Page(sheet.number, sheet.height, tuple(segments), sheet.recognised))
    body_size = _body_size(pages)
    pages = without_contents(without_running_lines(pages, title, body_size))
    pages = [_without_lone_calls(page, body_size) for page in pages]
    gutter = usual_gutter([page.segments for page in pages])
    rules = {sheet.number: sheet.rules for sheet in sheets}
    flows = [_flow(page, tables[page.number], rules[page.number], body_size, gutter) for page in pages]
    return _pieces(flows, outline, body_size)


def _body_size(pages: Iterable[Page]) -> float:
    """The size of type that most characters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            sizes[round(segment.size * 2) / 2] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _without_lone_calls(page: Page, body_size: float) -> Page:
    """A page without the footnote numbers that a line's end parted from their word."""
    kept = (s for s in page.segments if s.size > _LONE_CALL_SIZE * body_size or not s.text.isdigit())
    return replace(page, segments=tuple(kept))


def _flow(page: Page, tables: Sequence[Table], rules: Sequence[Rule], body_size: float, gutter: Gutter | None) -> _Flow:
    segments, notes = split_notes(page.segments, body_size, rules)
    if _are_in_columns(set(page.segments) - set(segments), gutter_of(page.segments, gutter)):
        segments, notes = list(page.segments), []
    lowest = min((table.bottom for table in tables), default=page.height)
    if notes and tables and lowest < min((s.y for s in page.segments), default=0.0):
        segments, notes = list(page.segments), []
    items: list[Item] = [*segments, *tables]
    columns: list[tuple[Row | Table, ...]] = []
    for stream in streams(items, gutter):
        column, more = split_notes([item for item in stream if isinstance(item, Segment)], body_size, rules)
        notes += more
        kept: list[Item] = [*column, *(item for item in stream if isinstance(item, Table))]
        columns.append(tuple(_in_column(kept)))
    return _Flow(page.number, tuple(columns), tuple(map(tuple, notes)))


def _are_in_columns(notes: Collection[Segment], gutter: Gutter | None) -> bool:
    """Whether each column has notes of its own at its foot, rather than the page."""
    if gutter is None or any(gutter.crossed_by(segment) for segment in notes):
        return False
    return any(segment.x0 >= gutter.right - 1 for segment in notes)


def _in_column(items: Sequence[Item]) -> list[Row | Table]:
    """Rows and tables of one column from top to bottom, tables without drawn lines found."""
    parts: list[Row | Table] = []
    waiting: list[Segment] = []
    for item in sorted(items, key=lambda item: -item.y):
        if isinstance(item, Table):
            parts += [*_rows_and_tables(waiting), item]
            waiting = []
        else:
            waiting.append(item)
    return parts + _rows_and_tables(waiting)


def _rows_and_tables(segments: Sequence[Segment]) -> list[Row | Table]:
    return find_tables(rows_of(segments))


def _pieces(flows: Sequence[_Flow], outline: Mapping[str, int], body_size: float) -> list[Piece]:
    columns = [[part for part in column if isinstance(part, Row)] for flow in flows for column in flow.columns]
    steps = usual_steps(columns)
    joiner = LineJoiner(_all_lines(flows))
    parts: list[Placed | Piece] = []
    for flow in flows:
        for column in flow.columns:
            parts += _with_captions(_column_parts(column, flow.page, steps, joiner))
        parts += [Piece(BlockKind.FOOTNOTE, text, page=flow.page) for note in flow.notes if (text := joiner.join(note))]
    parts = _across_columns(parts, joiner)
    judge = HeadingJudge([part for part in parts if isinstance(part, Placed)], outline, body_size)
    return with_headers([part if isinstance(part, Piece) else _piece(part, judge, joiner) for part in parts])


def _all_lines(flows: Iterable[_Flow]) -> Iterable[str]:
    for flow in flows:
        for column in flow.columns:
            for part in column:
                if isinstance(part, Row):
                    yield part.text
                else:
                    yield from (line for row in part.cells for cell in row for line in cell)
        for note in flow.notes:
            yield from note


def _column_parts(
    column: Sequence[Row | Table], page: int, steps: dict[float, float], joiner: LineJoiner
) -> list[Placed | Piece]:
    """A column's groups, with their words joined, and its tables."""
    rows = [part for part in column if isinstance(part, Row)]
    edges = min((row.x0 for row in rows), default=0.0), max((row.x1 for row in rows), default=0.0)
    parts: list[Placed | Piece] = []
    waiting: list[Row] = []

    def flush() -> None:
        groups: list[Group] = group(waiting, steps, edges)
        parts.extend(Placed(each, page, text) for each in groups if (text := joiner.join(each.lines)))
        waiting.clear()

    for part in column:
        if isinstance(part, Row):
            waiting.append(part)
        else:
            flush()
            cells = [[joiner.join(cell) for cell in row] for row in part.cells]
            parts.append(Piece(BlockKind.TABLE, table_text(cells), page=page))
    flush()
    return parts


def _across_columns(parts: Sequence[Placed | Piece], joiner: LineJoiner) -> list[Placed | Piece]:
    """Parts where a paragraph cut by the end of a column goes on in the next column of the same page."""
    found: list[Placed | Piece] = []
    for part in parts:
        above = found[-1] if found else None
        if isinstance(part, Placed) and isinstance(above, Placed) and _goes_on(above, part):
            whole = Group((*above.group.rows, *part.group.rows), item=above.group.item)
            found[-1] = Placed(whole, above.page, joiner.join(whole.lines))
        else:
            found.append(part)
    return found


def _goes_on(above: Placed, part: Placed) -> bool:
    """Whether `part`, higher on the page than the text before it, ends its sentence."""
    last, first = above.group.rows[-1], part.group.rows[0]
    return (
        above.page == part.page
        and first.y > last.y
        and not part.group.item
        and abs(last.size - first.size) < _SAME_SIZE
        and not (last.bold or first.bold)
        and not _ENDS.search(above.text)
    )


def _with_captions(parts: Sequence[Placed | Piece]) -> list[Placed | Piece]:
    """Each table with the « Tableau … » that stands just above it as its caption."""
    found: list[Placed | Piece] = []
    for part in parts:
        above = found[-1] if found else None
        if isinstance(part, Piece) and isinstance(above, Placed) and is_caption(above.text):
            found[-1] = Piece(part.kind, part.text, page=part.page, caption=above.text)
        else:
            found.append(part)
    return found


def _piece(placed: Placed, judge: HeadingJudge, joiner: LineJoiner) -> Piece:
    level = judge.level(placed)
    if level is not None:
        return Piece(BlockKind.HEADING, placed.text, level, placed.page)
    if placed.group.item:
        return Piece(BlockKind.LIST_ITEM, joiner.join(placed.group.item_lines), page=placed.page)
    return Piece(BlockKind.PARAGRAPH, placed.text, page=placed.page)
