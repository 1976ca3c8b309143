"""A sheet's cells become tables: what empty rows and columns part is read apart, each with its title and header."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from indexer.documents import BlockKind
from indexer.errors import ArchiveRefused
from indexer.messages import TOO_MANY_CELLS, TOO_MANY_CHARACTERS
from indexer.reading.cells import EMPTY, Cell, header_depth, header_line, is_figure_cell
from indexer.reading.pieces import Piece, table_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

LONGEST_TABLE = 40
"""Rows in one block; a longer table becomes several, each under the same header."""
WIDEST_TABLE = 60
"""Columns in one block; a wider table becomes several, each with the first column."""
MOST_CELLS = 1_000_000
"""Cells in a sheet, those left empty between others included; its text would be some 10 MB."""
MOST_CHARACTERS = 50_000_000
"""Characters in a workbook; one string of it can stand in every cell, and one sheet under many names."""
_NOTE = re.compile(
    r"^(?:sources?|notes?|n\.?b\.?|lecture|champ|base|légende|avertissement|\*|†|\(\d|¹|²|³)\b|^[*(†¹²³]|.*[.!]$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
"""Characters of what names a row; a longer line is a note."""
_DEEPEST_CUT = 50


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of a sheet that show something.

    Attributes:
        cells: By row and column.
        hidden_rows, hidden_columns: Numbers of those that are folded away: what is on both sides of them touches.
    """

    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()


def grid(sheet: SheetCells, path: Path) -> list[list[Cell]]:
    """Rows of a sheet of which only some cells are known; any run of empty rows or columns counts as one.

    Args:
        sheet: What it shows.
        path: Named in the error.

    Raises:
        ArchiveRefused: More than `MOST_CELLS`.
    """
    cells = sheet.cells
    rows = _squeezed({row for row, _ in cells}, sheet.hidden_rows)
    columns = _squeezed({column for _, column in cells}, sheet.hidden_columns)
    lengths = [0] * (max(rows.values(), default=-1) + 1)
    for row, column in cells:
        lengths[rows[row]] = max(lengths[rows[row]], columns[column] + 1)
    check_size(sum(lengths), path)
    found = [[EMPTY] * length for length in lengths]
    for (row, column), cell in cells.items():
        found[rows[row]][columns[column]] = cell
    return found


def check_size(count: int, path: Path) -> None:
    """Refuse more cells than may be read.

    Raises:
        ArchiveRefused: More than `MOST_CELLS`.
    """
    if count > MOST_CELLS:
        limit = f"{MOST_CELLS:,}".replace(",", "\u202f")
        raise ArchiveRefused(path=str(path), detail=TOO_MANY_CELLS.format(limit=limit))


def check_length(count: int, path: Path) -> None:
    """Refuse more characters than may be read.

    Raises:
        ArchiveRefused: More than `MOST_CHARACTERS`.
    """
    if count > MOST_CHARACTERS:
        raise ArchiveRefused(path=str(path), detail=TOO_MANY_CHARACTERS.format(limit=MOST_CHARACTERS // 1_000_000))


def _squeezed(numbers: set[int], hidden: Collection[int]) -> dict[int, int]:
    """New numbers for rows or columns, gaps closed to one, those of hidden ones altogether."""
    new: dict[int, int] = {}
    folded = sorted(hidden)
    position, before = -1, -1
    for number in sorted(numbers):
        empty = number - before - 1 - (bisect_left(folded, number) - bisect_right(folded, before))
        position += 2 if new and empty else 1
        new[number] = position
        before = number
    return new


def sheet_pieces(rows: Sequence[Sequence[Cell]], name: str, *, side_by_side: bool = True) -> list[Piece]:
    """Tables of one sheet, and as paragraphs the lines that are in no table.

    Args:
        rows: Of any lengths.
        name: Caption of the tables that have no title.
        side_by_side: Whether an empty column parts two tables (in a CSV file it is a column without values).
    """
    width = max(map(len, rows), default=0)
    whole = [[*row, *[EMPTY] * (width - len(row))] for row in rows]
    sheet = _Sheet(name)
    regions = _cut(whole, _DEEPEST_CUT if side_by_side else 0)
    return [*(piece for left, region in regions for piece in sheet.region(left, region)), *sheet.rest()]


@dataclass(slots=True)
class _Sheet:
    """Reads one sheet.

    Attributes:
        name: Caption of the tables that have no title.
        title: Lines met above a table that has not come yet.
        above: Left column, header and caption of the tables so far.
    """

    name: str
    title: tuple[str, ...] = ()
    above: list[tuple[int, list[str], str]] = field(default_factory=list)

    def region(self, left: int, region: list[list[Cell]]) -> Iterator[Piece]:
        """What one region says: lines above, a table, lines below."""
        top = _titles(region)
        bottom = _notes(region[::-1]) if top < len(region) else 0
        body = region[top : len(region) - bottom]
        self.title += tuple(map(_only, region[:top]))
        if body:
            above, self.title = self.title, ()
            yield from self._table(left, body, " ".join(above))
            yield from self._lines(tuple(map(_only, region[len(region) - bottom :])))
        elif len(self.title) > 1:
            above, self.title = self.title, ()
            yield from self._lines(above)

    def rest(self) -> Iterator[Piece]:
        """Lines that no table followed."""
        yield from self._lines(self.title)

    def _lines(self, texts: Sequence[str]) -> Iterator[Piece]:
        for text in texts:
            yield Piece(BlockKind.PARAGRAPH, text)

    def _table(self, left: int, rows: list[list[Cell]], title: str) -> Iterator[Piece]:
        depth = header_depth(rows)
        header, caption = (header_line(rows[:depth]), "") if depth else self._carried(left, rows)
        caption = title or caption or self.name
        if depth:
            self.above.append((left, header, caption))
        yield from table_pieces(header, [[cell.text for cell in row] for row in rows[depth:]], caption)

    def _carried(self, left: int, rows: list[list[Cell]]) -> tuple[list[str], str]:
        """Header and caption of the table above, for figures that only an empty row parts from it."""
        if any(map(is_figure_cell, rows[0])):
            for first, header, caption in reversed(self.above):
                start = left - first
                if 0 <= start <= len(header) - len(rows[0]):
                    return header[start : start + len(rows[0])], caption
        return [], ""


def table_pieces(header: list[str], body: Sequence[list[str]], caption: str) -> Iterator[Piece]:
    """A table as blocks of at most `LONGEST_TABLE` rows and `WIDEST_TABLE` columns, each with its header.

    Args:
        header: Empty when the table has none.
        body: Rows of cells.
        caption: Of each block.
    """
    rows = [header, *body] if header else body
    width = max(map(len, rows), default=0)
    for columns in _column_groups(width):
        head = [[header[column] for column in columns]] if header else []
        for start in range(0, len(body) or 1, LONGEST_TABLE):
            part = body[start : start + LONGEST_TABLE]
            text = table_text([*head, *([row[column] for column in columns] for row in part)])
            if text:
                yield Piece(BlockKind.TABLE, text, caption=caption)


def _column_groups(width: int) -> Iterator[list[int]]:
    if width <= WIDEST_TABLE:
        yield list(range(width))
        return
    for start in range(1, width, WIDEST_TABLE - 1):
        yield [0, *range(start, min(start + WIDEST_TABLE - 1, width))]


def _cut(rows: list[list[Cell]], depth: int, left: int = 0) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Regions of a sheet with their left column, from top to bottom and from left to right.

    Args:
        rows: Of one length.
        depth: How many more times an empty column may part what is found.
        left: Number of their first column.
    """
    for filled, group in groupby(rows, key=lambda row: any(cell.own and cell.text for cell in row)):
        if not filled:
            continue
        found = list(group)
        kept = _used(found)
        region = [row[kept[0] : kept[-1] + 1] for row in found]
        titles = _titles(region)
        parts = _columns(region[titles:]) if depth else []
        if len(parts) <= 1:
            yield left + kept[0], region
            continue
        if titles:
            yield left + kept[0], region[:titles]
        for first, last in parts:
            yield from _cut([row[first:last] for row in region[titles:]], depth - 1, left + kept[0] + first)


def _used(region: Sequence[Sequence[Cell]]) -> list[int]:
    return [column for column in range(len(region[0])) if any(row[column].label or row[column].text for row in region)]


def _columns(region: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    """First and one past the last column of each table that stands beside others, an empty column between them."""
    if not region:
        return []
    used = set(_used(region))
    parts: list[tuple[int, int]] = []
    for filled, group in groupby(range(len(region[0])), key=used.__contains__):
        columns = list(group)
        if filled:
            parts.append((columns[0], columns[-1] + 1))
    return parts


def _titles(region: Sequence[Sequence[Cell]]) -> int:
    """How many of the first rows have one filled cell only: a title above a table, or notes (reversed) below."""
    count = 0
    for row in region:
        own = [column for column, cell in enumerate(row) if cell.own and cell.text]
        covered = [column for column, cell in enumerate(row) if not cell.own and cell.label]
        # A label merged over some columns but not the first is the upper line of a header.
        if len(own) > 1 or (own and own[0] > 0 and covered and len(covered) + 1 < len(row)) or (not own and covered):
            break
        count += 1
    return count


def _notes(region: Sequence[Sequence[Cell]]) -> int:
    """How many of the last rows (the last one first) are notes rather than rows whose figures are missing."""
    singles = map(_only, region[: _titles(region)])
    return len(list(takewhile(lambda text: bool(_NOTE.match(text)) or len(text) > _LONGEST_LABEL, singles)))


def _only(row: Sequence[Cell]) -> str:
    return next(cell.text for cell in row if cell.own and cell.text)
