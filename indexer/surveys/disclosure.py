"""Which cells of a crosstab are masked, so that nobody can be found in it.

A respondent who is alone, or nearly, with a pair of answers can be recognised by whoever knows one of them, and
the other is then learnt. Two rules of statistical disclosure control (Hundepool, Domingo-Ferrer, Franconi,
Giessing, Schulte Nordholt, Spicer & de Wolf, *Statistical Disclosure Control*, Wiley, 2012, ch. 4) answer that:

- **threshold** (primary suppression): a cell of fewer than five answers is masked;
- **secondary suppression**: where the other cells and the totals would give a masked one back by subtraction,
  others are masked with it. All are told alike, since telling which is which would say that a cell is small.

The totals are taken as known to the reader (those of one question are told with it, and are no secret).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.surveys.microdata import DISCLOSURE_THRESHOLD

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Place = tuple[int, int]
_Node = tuple[str, int]


def masked_cells(
    counts: NDArray[np.int_], *, rows_add_up: bool, columns_add_up: bool, threshold: int = DISCLOSURE_THRESHOLD
) -> NDArray[np.bool_]:
    """The cells to mask.

    Args:
        counts: `(rows, columns)` int, answers in each cell.
        rows_add_up: Whether the cells of a row add up to its total (each respondent is in one column only).
        columns_add_up: Likewise for columns.
        threshold: Fewest answers that may be told.

    Returns:
        `(rows, columns)` bool: every cell under the threshold, and the others that it takes for each of those that
        holds somebody to keep at least two possible values; where the totals alone give one away, none helps.
    """
    masked = counts < threshold
    small = [(int(row), int(column)) for row, column in np.argwhere(masked & (counts > 0))]
    if rows_add_up and columns_add_up:
        for place in small:
            if not _moves(place, counts, masked):
                for other in _rectangle(place, counts, masked):
                    masked[other] = True
    elif rows_add_up or columns_add_up:
        for row, column in small:
            # Where one way only adds up, any other masked cell of the same total is enough.
            line = (counts[row], masked[row]) if rows_add_up else (counts[:, column], masked[:, column])
            if line[1].sum() == 1 and line[1].size > 1:
                line[1][np.argmin(np.where(line[1], np.iinfo(np.int64).max, line[0]))] = True
    return masked


def _rectangle(place: _Place, counts: NDArray[np.int_], masked: NDArray[np.bool_]) -> tuple[_Place, ...]:
    """The three cells that make a rectangle with a cell, hide it, and hold the fewest answers that are still told.

    An answer more in two opposite corners is one fewer in the two others, which must hold some.
    """
    row, column = place
    told = np.where(masked, 0, counts)
    best: tuple[int, tuple[_Place, ...]] | None = None
    for r in range(counts.shape[0]):
        for c in range(counts.shape[1]):
            hides = counts[r, c] > 0 or (counts[row, c] > 0 and counts[r, column] > 0)
            if r != row and c != column and hides:
                cost = int(told[r, c] + told[row, c] + told[r, column])
                if best is None or cost < best[0]:
                    best = (cost, ((r, c), (row, c), (r, column)))
    return best[1] if best else ()


def _moves(place: _Place, counts: NDArray[np.int_], masked: NDArray[np.bool_]) -> bool:
    """Whether a masked cell may hold another value, all totals and all told cells being what they are.

    It may when answers can be moved round a loop of masked cells, one more here, one fewer there, without a cell
    falling below zero. Rows and columns are nodes; a masked cell leads from its row to its column (one more) and,
    when it holds somebody, back (one fewer).
    """
    row, column = ("row", place[0]), ("column", place[1])
    return _leads(column, row, place, counts, masked) or _leads(row, column, place, counts, masked)


def _leads(start: _Node, end: _Node, without: _Place, counts: NDArray[np.int_], masked: NDArray[np.bool_]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        kind, number = waiting.pop()
        if kind == "row":
            cells = [(number, int(column)) for column in np.flatnonzero(masked[number])]
            reached: list[_Node] = [("column", cell[1]) for cell in cells if cell != without]
        else:
            cells = [(int(row), number) for row in np.flatnonzero(masked[:, number] & (counts[:, number] > 0))]
            reached = [("row", cell[0]) for cell in cells if cell != without]
        if end in reached:
            return True
        waiting += [node for node in reached if node not in seen]
        seen |= set(reached)
    return False
