"""Publishing an index or refusing it, on what its answers are worth."""

from __future__ import annotations

import pytest

from evals.publishing import TOLERANCE, falls
from indexer.report import MeasureDelta

FLOOR = 0.90


def delta(before: float, after: float) -> MeasureDelta:
    """Of one measure."""
    return MeasureDelta("recall@5", before, after, 100)


@pytest.mark.parametrize(
    ("before", "after", "refused"),
    [
        (0.95, 0.945, False),
        (0.95, 0.92, True),
        (0.905, 0.899, True),
        (0.85, 0.86, False),
        (0.85, 0.845, True),
        (FLOOR, 0.899, True),
        (FLOOR, FLOOR, False),
    ],
)
def test_an_index_is_refused_for_a_fall_or_below_the_floor(before: float, after: float, *, refused: bool) -> None:
    """One served below the floor already may be replaced by a better one, not by one that is worse by a hair."""
    assert falls(delta(before, after), FLOOR) is refused


def test_small_falls_do_not_add_up_below_the_floor() -> None:
    """Each is let through by itself; the one that would pass under the floor is not."""
    value, step = 0.95, TOLERANCE * 0.9
    while not falls(delta(value, value - step), FLOOR):
        value -= step
    assert value >= FLOOR
