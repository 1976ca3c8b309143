"""No masked cell of a crosstab can be worked out from what is shown, checked by trying every other table."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.surveys.disclosure import masked_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Table = NDArray[np.int_]

SMALL = 5


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Two or three rows and columns, most cells small."""
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    cell = st.one_of(st.integers(0, 4), st.integers(0, 8))
    return np.array([[draw(cell) for _ in range(columns)] for _ in range(rows)])


def others(counts: Table, masked: NDArray[np.bool_]) -> Iterator[Table]:
    """Every table with the same totals and the same told cells: what a reader cannot tell from the real one."""
    places = [tuple(place) for place in np.argwhere(masked).tolist()]
    table = np.where(masked, 0, counts)
    rows, columns = counts.sum(axis=1) - table.sum(axis=1), counts.sum(axis=0) - table.sum(axis=0)

    def fill(position: int) -> Iterator[Table]:
        if position == len(places):
            if not rows.any() and not columns.any():
                yield table.copy()
            return
        row, column = places[position]
        last = not any(place[0] == row for place in places[position + 1 :])
        most = int(min(rows[row], columns[column]))
        for value in [int(rows[row])] if last else range(most + 1):
            if value > most:
                continue
            table[row, column] += value
            rows[row] -= value
            columns[column] -= value
            yield from fill(position + 1)
            table[row, column] -= value
            rows[row] += value
            columns[column] += value

    yield from fill(0)


@settings(max_examples=80, deadline=None)
@given(tables())
def test_a_small_cell_keeps_two_possible_values(counts: Table) -> None:
    """Unless the totals alone give it away: then it would be known if every cell were masked."""
    masked = masked_cells(counts, rows_add_up=True, columns_add_up=True)
    assert masked[counts < SMALL].all()
    at_stake = masked & (counts > 0) & (counts < SMALL)
    if not _unsure(counts, masked, at_stake)[at_stake].all():
        hidden = np.ones_like(masked)
        assert (_unsure(counts, masked, at_stake) == _unsure(counts, hidden, at_stake))[at_stake].all()


def _unsure(counts: Table, masked: NDArray[np.bool_], at_stake: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The cells that hold something else in some other table."""
    unsure = np.zeros_like(masked)
    for other in others(counts, masked):
        unsure |= other != counts
        if unsure[at_stake].all():
            break
    return unsure


@settings(max_examples=50, deadline=None)
@given(tables())
def test_where_only_columns_add_up_a_small_cell_is_never_alone_in_its_column(counts: Table) -> None:
    """Several answers by one: nothing can be subtracted along a row, everything along a column."""
    masked = masked_cells(counts, rows_add_up=False, columns_add_up=True)
    for column in range(counts.shape[1]):
        small = (counts[:, column] > 0) & (counts[:, column] < SMALL)
        assert not small.any() or masked[:, column].sum() > 1


@given(tables())
def test_where_nothing_adds_up_only_small_cells_are_masked(counts: Table) -> None:
    """Several answers by several: no total gives a cell back."""
    masked = masked_cells(counts, rows_add_up=False, columns_add_up=False)
    assert (masked == (counts < SMALL)).all()


@pytest.mark.parametrize(
    ("counts", "masked"),
    [
        ([[20, 30], [40, 50]], "..|.."),
        ([[20, 3], [40, 50]], "##|##"),
        ([[20, 3, 30], [40, 50, 60], [70, 80, 90]], "##.|##.|..."),
        ([[20, 3, 30], [40, 2, 60], [70, 80, 90]], "##.|##.|..."),
        ([[20, 0], [40, 50]], ".#|.."),
    ],
)
def test_as_few_others_as_needed_are_masked(counts: list[list[int]], masked: str) -> None:
    """A rectangle of four hides one small cell; nobody is in an empty one, nothing has to hide it."""
    found = masked_cells(np.array(counts), rows_add_up=True, columns_add_up=True)
    assert "|".join("".join(".#"[cell] for cell in row) for row in found.astype(int).tolist()) == masked


def test_a_table_of_the_greatest_size_is_masked_in_a_moment() -> None:
    """Thirty by thirty, all small: linear enough."""
    counts = np.array([[(r * c) % 5 for c, r in product(range(30), [row])] for row in range(30)])
    assert masked_cells(counts, rows_add_up=True, columns_add_up=True).all()
