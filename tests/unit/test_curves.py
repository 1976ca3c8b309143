"""A measure over time: every dot inside the drawing, round values on its axis, differences as large as they are."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from assistant.maintenance.evaluations import Figure, Measured
from ui.administration.curves import BOTTOM, HEIGHT, LEAST_SPAN, LEFT, RIGHT, TOP, WIDTH, Curve, curve

DAY = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
SHARES = st.floats(0, 1)
ANY = st.one_of(SHARES, st.floats(-1, 1), st.floats(0, 1e4))


def drawn(*values: float, floor: float | None = None, around: float | None = None) -> Curve:
    """The line of some runs; each with an interval of so much on both sides."""
    figures = [
        Figure(v, 10, None if around is None else v - around, None if around is None else v + around) for v in values
    ]
    runs = [Measured(DAY + dt.timedelta(days=n), "dev", "g", {"m": figure}) for n, figure in enumerate(figures)]
    return curve("m", runs, floor)


@given(st.lists(ANY, min_size=1, max_size=40), st.none() | SHARES, st.none() | st.floats(0, 0.2))
def test_all_of_it_is_inside_the_drawing(values: list[float], floor: float | None, around: float | None) -> None:
    """Dots, intervals, floor and ticks, from left to right in the order of the runs."""
    found = drawn(*values, floor=floor, around=around)
    heights = [y for dot in found.dots for y in (dot.y, dot.top, dot.bottom)] + [tick.y for tick in found.ticks]
    heights += [] if floor is None else [found.floor_y]
    assert all(TOP - 0.1 <= y <= HEIGHT - BOTTOM + 0.1 for y in heights)
    across = [dot.x for dot in found.dots]
    assert across == sorted(across)
    assert LEFT <= across[0] <= across[-1] <= WIDTH - RIGHT
    assert 2 <= len(found.ticks) <= 7
    assert [tick.value for tick in found.ticks] == sorted(tick.value for tick in found.ticks)


@given(st.lists(SHARES, min_size=1, max_size=9))
def test_a_share_is_drawn_between_none_and_all(values: list[float]) -> None:
    """And a hundredth does not look like a cliff."""
    ticks = [tick.value for tick in drawn(*values).ticks]
    assert 0 <= ticks[0] < ticks[-1] <= 1
    assert ticks[-1] - ticks[0] >= LEAST_SPAN - 1e-9


def test_higher_is_better_drawn_higher() -> None:
    """Whatever is below its floor is told."""
    found = drawn(0.7, 0.9, 0.8, floor=0.85)
    assert found.dots[1].y < found.floor_y < found.dots[2].y < found.dots[0].y
    assert found.broken
    assert not drawn(0.7, 0.9, floor=0.85).broken
    assert not drawn(0.7).broken
    assert found.path.count(",") == 3
    assert (found.last.at, found.dots[0].top) == (DAY + dt.timedelta(days=2), found.dots[0].y)
