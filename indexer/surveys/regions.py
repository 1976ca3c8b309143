"""Where the tables of a sheet are: each with the lines above it, which name it, and those below, which comment it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.surveys.figures import find_base, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.surveys.grids import Cell, Grid, Row

_NOTES = ("source", "note", "lecture", "champ", "population", "remarque", "nb ", "nb:", "n.b.", "*")
_LONGEST_BASE_LINE = 15
"""Words that a line may hold beside a base and still be a line about the base."""


@dataclass(slots=True)
class Region:
    """A table.

    Attributes:
        above: Lines before it, the nearest last: titles, wording, base.
        rows: At least two filled cells each.
        below: Notes that follow it.
    """

    above: list[Cell]
    rows: list[Row]
    below: list[Cell] = field(default_factory=list)


def regions(grid: Grid) -> Iterator[Region]:
    """The tables of a sheet, from top to bottom, then from left to right."""
    found: list[Region] = []
    pending: list[Cell] = []
    for filled, band in groupby(grid.rows, key=lambda row: any(cell.text for cell in row)):
        if filled:
            for part in _side_by_side(list(band)):
                _read_part(part, found, pending)
    yield from found


def _read_part(part: list[Row], found: list[Region], pending: list[Cell]) -> None:
    """One block of touching cells: lines of one cell, and tables between them."""
    table: Region | None = None
    for row in part:
        cells = [cell for cell in row if cell.text]
        if len(cells) > 1:
            if table is None:
                table = Region(_lines_for(row, pending), [])
                found.append(table)
            table.rows.append(row)
        elif cells:
            if table is not None and _belongs_below(cells[0].text, table):
                table.below.append(cells[0])
            else:
                pending.append(cells[0])
                table = None


def _belongs_below(text: str, table: Region) -> bool:
    """Whether a line right under a table speaks of it: a note, or its base when nothing above told it."""
    words = plain(text)
    if words.startswith(_NOTES):
        return True
    base = find_base(text)
    told = any(find_base(cell.text) for cell in (*table.above, *table.below))
    return base is not None and not told and "?" not in base.rest and len(base.rest.split()) <= _LONGEST_BASE_LINE


def _lines_for(row: Row, pending: list[Cell]) -> list[Cell]:
    """Takes the lines that stand over a row's columns; all of them when none does."""
    own = [cell for cell in pending if row[0].column <= cell.column <= row[-1].column] or list(pending)
    pending[:] = [cell for cell in pending if cell not in own]
    return own


def _side_by_side(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Blocks that stand beside each other, an empty column between them."""
    used = [any(row[column].text for row in rows) for column in range(len(rows[0]))]
    for filled, columns in groupby(range(len(used)), key=lambda column: used[column]):
        if filled:
            kept = list(columns)
            part = [row[kept[0] : kept[-1] + 1] for row in rows]
            yield [row for row in part if any(cell.text for cell in row)]
