"""Counts with the bars that are drawn of them, in the table that tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.solicitations.statistics import Count

WIDTH: Final = 100
"""Of the longest bar, in the units of the drawing (per cent of its width)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a table of counts; `length` in [0, 100], against the greatest."""

    count: Count
    label: str
    length: float


def bars(counts: Sequence[Count], labels: Sequence[str]) -> list[Bar]:
    """Counts in their order, a label for each."""
    greatest = max((count.n for count in counts), default=0)
    return [
        Bar(count, label, round(WIDTH * count.n / greatest, 1) if greatest else 0.0)
        for count, label in zip(counts, labels, strict=True)
    ]
