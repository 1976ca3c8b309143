"""Where the tables of a sheet are, as names of columns and lines under them: what is judged, and then counted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_HEADERS = 3
"""First lines that may hold the names of the columns: titles of groups may stand above them."""
_FULL = 0.5
"""Share of the columns that a line fills when it goes on with the table above the empty line."""

_JOINED = 8
"""Parts of a sheet, from the top, that may go on below an empty line."""

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet.

    Attributes:
        header: Names of its columns, those without one left out.
        rows: As many cells each as there are names; at least one is filled.
    """

    header: tuple[str, ...]
    rows: Rows

    def column(self, position: int) -> list[str]:
        """What the lines hold in one column, empty cells left out."""
        return [row[position] for row in self.rows if row[position]]


def tables_of(rows: Sequence[Sequence[str]]) -> Iterator[Table]:
    """Every way to read the lines of a sheet as tables, the likeliest first.

    Empty lines and empty columns part tables. The names of the columns are in the first line of a part, or under
    lines of fewer cells, that title groups of columns. A part takes in the parts below it that fill as many columns:
    an empty line does not end a list of people.
    """
    width = max(map(len, rows), default=0)
    whole = [tuple(row) + ("",) * (width - len(row)) for row in rows]
    bands = [list(band) for filled, band in groupby(whole, key=any) if filled]
    for number, band in enumerate(bands):
        below = [row for other in bands[number + 1 :] for row in other] if number < _JOINED else []
        for first, last in _parts(band):
            part = [row[first:last] for row in band]
            yield from _headed(part, [row[first:last] for row in below])
        yield from _headed(band, below)


def table_with(rows: Sequence[Sequence[str]], names: Collection[str]) -> Table | None:
    """The first table of a sheet that has all these columns; `None` when there is none."""
    return next((table for table in tables_of(rows) if set(names) <= set(table.header)), None)


def table_under(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table of the columns that have a name, two of one name told apart by a number."""
    named = [position for position, name in enumerate(header) if name]
    names: list[str] = []
    for position in named:
        name, number = header[position], 2
        while name in names:
            name, number = f"{header[position]} ({number})", number + 1
        names.append(name)
    kept = (tuple(row[position] if position < len(row) else "" for position in named) for row in rows)
    return Table(tuple(names), tuple(row for row in kept if any(row)))


def _headed(part: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> Iterator[Table]:
    start = next((n for n, row in enumerate(part) if sum(map(bool, row)) > 1), len(part))
    widest = 0
    for top in range(start, min(start + _HEADERS, len(part) - 1)):
        wide = sum(map(bool, part[top]))
        if wide > widest:
            more = [row for row in below if sum(map(bool, row)) >= max(_FULL * wide, 2)]
            yield table_under(part[top], [*part[top + 1 :], *more])
        widest = max(widest, wide)


def _parts(band: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """First and one past the last column of the tables that stand beside each other; none when there is one table."""
    used = [any(row[column] for row in band) for column in range(len(band[0]))]
    runs = [list(run) for filled, run in groupby(range(len(used)), key=used.__getitem__) if filled]
    return [(run[0], run[-1] + 1) for run in runs] if len(runs) > 1 else []
