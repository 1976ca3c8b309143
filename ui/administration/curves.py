"""A measure over time as a line: placed here, drawn as SVG by its template, the same figures in a table under it.

Drawn by ourselves: matplotlib is only there with the extra `evals`, writes styles that the pages' policy refuses, and
knows neither theme. What is here is where each thing stands; `theme.css` says how it looks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.maintenance.evaluations import Figure, Measured

WIDTH: Final = 320
HEIGHT: Final = 180
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 14, 28
"""Room around the drawing, for the words of its axes."""
LEAST_SPAN: Final = 0.1
"""Of the axis: differences of a hundredth are not to look like cliffs."""
STEPS: Final = (1.0, 2.0, 5.0, 10.0)
MOST_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of the axis, and its height in the drawing."""

    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A measure of one run: where it stands, and the ends of its 95 % interval (its own height where there is none)."""

    at: dt.datetime
    generation: str
    figure: Figure
    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure over the runs of a suite, the first run first; one run after the other, at the same distance.

    Attributes:
        name: Of the measure, as it is kept.
        floor: That it is held to; `None` for most.
        floor_y: Its height.
        dots: One for each run that has this measure.
        ticks: Of the axis, from below.
    """

    name: str
    floor: float | None
    floor_y: float
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]

    @property
    def last(self) -> Dot:
        """The last run."""
        return self.dots[-1]

    @property
    def broken(self) -> bool:
        """Whether the last run is below the floor."""
        return self.floor is not None and self.last.figure.value < self.floor

    @property
    def path(self) -> str:
        """The line, for `points` of SVG."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


def curve(name: str, runs: Sequence[Measured], floor: float | None = None) -> Curve:
    """The line of a measure.

    Args:
        name: Of the measure.
        runs: That have it, the first run first; one at least.
        floor: That it is held to.
    """
    figures = [run.figures[name] for run in runs]
    least, most = _range(figures, floor)
    ticks = _ticks(least, most)
    bottom, top = min(least, ticks[0]), max(most, ticks[-1])

    def height(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - bottom) / (top - bottom) * (HEIGHT - TOP - BOTTOM), 1)

    dots = tuple(
        Dot(
            at=run.at,
            generation=run.generation,
            figure=figure,
            x=_across(place, len(runs)),
            y=height(figure.value),
            top=height(figure.value if figure.high is None else figure.high),
            bottom=height(figure.value if figure.low is None else figure.low),
        )
        for place, (run, figure) in enumerate(zip(runs, figures, strict=True))
    )
    return Curve(
        name=name,
        floor=floor,
        floor_y=height(floor) if floor is not None else 0.0,
        dots=dots,
        ticks=tuple(Tick(value, height(value)) for value in ticks),
    )


def _across(place: int, count: int) -> float:
    room = WIDTH - LEFT - RIGHT - 16
    return round(LEFT + 8 + (room * place / (count - 1) if count > 1 else room / 2), 1)


def _range(figures: Sequence[Figure], floor: float | None) -> tuple[float, float]:
    """What the axis must show; within [0, 1] as long as the measures are."""
    values = [
        value for of in figures for value in (of.value, of.low, of.high) if value is not None and math.isfinite(value)
    ]
    values += [] if floor is None else [floor]
    least, most = min(values, default=0.0), max(values, default=1.0)
    share = least >= 0 and most <= 1
    wider = max(0.0, LEAST_SPAN - (most - least)) / 2
    least, most = least - wider, most + wider
    if not share:
        return least, most
    moved = max(0.0, -least) - max(0.0, most - 1)
    return max(0.0, least + moved), min(1.0, most + moved)


def _ticks(least: float, most: float) -> list[float]:
    """Round values around a range: their step is 1, 2 or 5 times a power of ten."""
    rough = (most - least) / (MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * of for of in STEPS if power * of >= rough * (1 - 1e-9))
    first, last = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]
