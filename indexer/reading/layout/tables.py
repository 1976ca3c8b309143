"""Tables: cells that share rows and columns, whether or not lines are drawn between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import Row, Rule, Run, Segment, Sheet, rows_of, segments_of
from indexer.reading.pieces import is_caption

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELL_GAP = 0.35
"""Gap between two runs, in sizes of the type, that parts two cells where lines are drawn around them."""
_SAME_EDGE = 4.0
_TALLEST_ROW = 220.0
_TALLEST_HEADER = 6.0
"""In sizes of the type: a header stands above the first rule where only the rows below it are ruled."""
_NEXT_LINE = 1.6
_FEWEST_RULES = 3
_TALLEST_SINGLE_ROW = 100.0
_SAME_HEIGHT = 2.0
_FEWEST_COLUMNS = 2
_FEWEST_BANDS = 2
_MOST = 0.6
_FULL_WIDTH = 0.85
_ROW_STEP = 1.25
_CONTINUES = 1.7


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, each with its printed lines.

    Attributes:
        cells: Row by row, top first; in a cell, its lines from top to bottom.
        x0: Left edge.
        x1: Right edge.
        y: First baseline.
        bottom: Last baseline.
        size: Of the type.
    """

    cells: tuple[tuple[tuple[str, ...], ...], ...]
    x0: float
    x1: float
    y: float
    bottom: float
    size: float


def ruled_tables(sheet: Sheet) -> tuple[list[Table], list[Segment]]:
    """Tables with lines drawn between their rows, and the segments that are in none of them."""
    tables: list[Table] = []
    rest = list(sheet.runs)
    stacks = (part for stack in _stacks(_joined(sheet.rules)) for part in _parted(stack, sheet.segments))
    for stack in stacks:
        inside = [run for run in rest if _within(run, stack)]
        table = _from_rules(inside, stack)
        if table is not None:
            tables.append(table)
            taken = {id(run) for run in inside if table.bottom - 1 <= run.y <= table.y + run.size}
            rest = [run for run in rest if id(run) not in taken]
    return tables, segments_of(rest) if tables else list(sheet.segments)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Strokes drawn cell by cell, as one rule a line; top first."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (-round(rule.y / _SAME_HEIGHT), rule.x0)):
        last = joined[-1] if joined else None
        if last and abs(last.y - rule.y) <= _SAME_HEIGHT and rule.x0 <= last.x1 + _SAME_EDGE:
            joined[-1] = Rule(min(last.x0, rule.x0), max(last.x1, rule.x1), last.y)
        else:
            joined.append(rule)
    return joined


def _stacks(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of the same width one under the other."""
    stacks: list[list[Rule]] = []
    for rule in rules:
        for stack in stacks:
            last = stack[-1]
            aligned = abs(last.x0 - rule.x0) <= _SAME_EDGE and abs(last.x1 - rule.x1) <= _SAME_EDGE
            if aligned and last.y - rule.y <= _TALLEST_ROW:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return stacks


def _parted(stack: Sequence[Rule], segments: Sequence[Segment]) -> list[list[Rule]]:
    """A stack of rules cut where text between two of them, a paragraph or a caption, shows that they are two tables."""
    parts: list[list[Rule]] = [[stack[0]]]
    for above, below in pairwise(stack):
        between = [
            segment
            for segment in segments
            if below.y < segment.y < above.y and above.x0 < segment.x1 and segment.x0 < above.x1
        ]
        if any(_is_text(segment, above) for segment in between):
            parts.append([])
        parts[-1].append(below)
    return [part for part in parts if len(part) >= _FEWEST_RULES or _is_one_row(part)]


def _is_one_row(stack: Sequence[Rule]) -> bool:
    """Whether two rules can be those of a header and of the only row below it, on a page where a table goes on."""
    return len(stack) == _FEWEST_RULES - 1 and stack[0].y - stack[1].y <= _TALLEST_SINGLE_ROW


def _is_text(segment: Segment, rule: Rule) -> bool:
    """Whether a line between two rules belongs to no cell."""
    width = rule.x1 - rule.x0
    return is_caption(segment.text) or (
        segment.x0 <= rule.x0 + _SAME_EDGE and segment.x1 - segment.x0 > _FULL_WIDTH * width
    )


def _within(run: Run, stack: Sequence[Rule]) -> bool:
    return (
        stack[0].x0 - _SAME_EDGE <= run.x0
        and run.x1 <= stack[0].x1 + _SAME_EDGE
        and stack[-1].y < run.y + 0.3 * run.size
        and run.y < stack[0].y + _TALLEST_HEADER * run.size
    )


def _from_rules(runs: Sequence[Run], stack: Sequence[Rule]) -> Table | None:
    """The table of a stack of rules; `None` when they part no cells (titles underlined, boxes)."""
    segments = segments_of(runs, gap=_CELL_GAP)
    edges = [rule.y for rule in stack]
    bands = [
        [segment for segment in segments if low < segment.y + 0.3 * segment.size <= high]
        for high, low in zip([edges[0] + 1000, *edges], edges, strict=False)
    ]
    columns = _columns([segment for band in bands[1:] for segment in band])
    if len(columns) < _FEWEST_COLUMNS:
        return None
    bands[0] = _header(rows_of(bands[0]), columns)
    columns = _columns([segment for band in bands for segment in band])
    counts = [len({_column(segment, columns) for segment in band}) for band in bands]
    inside = [position for position, count in enumerate(counts) if count > 1]
    filled = sum(1 for count in counts if count)
    if len(columns) < _FEWEST_COLUMNS or len(inside) < _FEWEST_BANDS or len(inside) < _MOST * filled:
        return None
    bands = [band for band in bands[inside[0] : inside[-1] + 1] if band]
    # The first band is the header, one row. Where rules part nothing below it, white space or the first column does.
    below = [row for band in bands[1:] for row in _rows(band, columns, alone=len(bands) == _FEWEST_BANDS)]
    rows = [rows_of(bands[0]), *below]
    return _table(rows, columns)


def _rows(band: Sequence[Segment], columns: Sequence[tuple[float, float]], *, alone: bool) -> list[list[Row]]:
    """What stands between two rules: one row, or all those of a table that has rules around it only."""
    return _split_rows(rows_of(band), columns) if alone else [rows_of(band)]


def _header(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[Segment]:
    """Cells that stand above the first rule: the lines just above it that keep to the columns."""
    found: list[Segment] = []
    for row in reversed(rows):
        fits = all(sum(s.x0 <= right and s.x1 >= left for left, right in columns) <= 1 for s in row.segments)
        if not fits or (found and row.y - found[-1].y > _NEXT_LINE * row.size):
            break
        found += row.segments
    return found if len({_column(segment, columns) for segment in found}) > 1 else []


def find_tables(rows: Sequence[Row]) -> list[Row | Table]:
    """Rows of a column, those that form a table without drawn lines replaced by it."""
    found: list[Row | Table] = []
    position = 0
    while position < len(rows):
        end, columns = _grow(rows, position)
        table = _table(_split_rows(rows[position:end], columns), columns) if end > position else None
        if table is not None and len(table.cells) > 1:
            found.append(table)
            position = end
        else:
            found.append(rows[position])
            position += 1
    return found


def _grow(rows: Sequence[Row], start: int) -> tuple[int, list[tuple[float, float]]]:
    """How far the rows from `start` on keep to the same columns: the end, and the columns."""
    columns: list[tuple[float, float]] = []
    segments: list[Segment] = []
    end, several = start, 0
    for position in range(start, len(rows)):
        row = rows[position]
        if position > start and rows[position - 1].y - row.y > 3 * _CONTINUES * row.size:
            break
        grown = _columns([*segments, *row.segments])
        if len(row.segments) > 1:
            if len(grown) < max(2, len(columns)) and columns:
                break
            several += 1
        elif not columns or not _continues(row, rows[position - 1], columns):
            break
        segments += row.segments
        columns, end = _columns(segments), position + 1
    return (end, columns) if several > 1 and len(columns) > 1 else (start, [])


def _continues(row: Row, above: Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line with one segment is the next line of a cell."""
    inside = [left - 1 <= row.x0 and row.x1 <= right + 1 for left, right in columns]
    return (
        above.y - row.y <= _CONTINUES * row.size
        and any(inside)
        and row.x1 - row.x0 < 0.7 * (columns[-1][1] - columns[0][0])
    )


def _columns(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """Horizontal extents of the columns: those that cells overlap, cells across several aside."""
    columns: list[tuple[float, float]] = []
    fewest = max((len(row.segments) for row in rows_of(segments)), default=0)
    full = [s for row in rows_of(segments) if len(row.segments) >= max(2, fewest) for s in row.segments]
    for segment in sorted(full, key=lambda segment: segment.x0):
        if columns and segment.x0 <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], segment.x1)
        else:
            columns.append((segment.x0, segment.x1))
    for segment in segments:
        touched = [i for i, (left, right) in enumerate(columns) if segment.x0 <= right and segment.x1 >= left]
        if len(touched) == 1:
            left, right = columns[touched[0]]
            columns[touched[0]] = min(left, segment.x0), max(right, segment.x1)
    return columns


def _column(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a cell begins in: the one it overlaps first, else the nearest."""
    for position, (left, right) in enumerate(columns):
        if segment.x0 <= right and segment.x1 >= left:
            return position
    return min(range(len(columns)), key=lambda position: abs(columns[position][0] - segment.x0))


def _split_rows(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[list[Row]]:
    """Printed lines grouped in rows of the table, where no drawn line parts them."""
    if not rows:
        return []
    if all(len(row.segments) == len(columns) for row in rows):
        return [[row] for row in rows]
    steps = [above.y - below.y for above, below in pairwise(rows)]
    usual = min(steps, default=0.0)
    spaced = any(step > _ROW_STEP * usual for step in steps)
    groups = [[rows[0]]]
    for row, step in zip(rows[1:], steps, strict=True):
        first = any(_column(segment, columns) == 0 for segment in row.segments)
        if step > _ROW_STEP * usual if spaced else first and len(row.segments) > 1 and not _goes_on(row):
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _goes_on(row: Row) -> bool:
    """Whether every cell of a line begins in lower case: the next line of wrapped cells, not a row."""
    return all(segment.text[:1].islower() for segment in row.segments)


def _table(groups: Sequence[Sequence[Row]], columns: Sequence[tuple[float, float]]) -> Table | None:
    cells: list[tuple[tuple[str, ...], ...]] = []
    for group in groups:
        lines: list[list[str]] = [[] for _ in columns]
        for row in group:
            for segment in row.segments:
                lines[_column(segment, columns)].append(segment.text)
        cells.append(tuple(tuple(cell) for cell in lines))
    every = [row for group in groups for row in group]
    if not every:
        return None
    return Table(
        tuple(cells),
        x0=columns[0][0],
        x1=columns[-1][1],
        y=every[0].y,
        bottom=every[-1].y,
        size=every[0].size,
    )
