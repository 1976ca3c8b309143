"""Bars, as SVG made here: no script, no style of its own, and the same figures in the table below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from assistant.solicitations.reporting import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.solicitations.statistics import Count

WIDTH: Final = 420
EDGE: Final = 12
NUMBERS: Final = 50
"""Width left for the numbers, right of the bars."""
LINE: Final = 42
LONGEST: Final = 58
"""Characters of a label that fit."""
MOST: Final = 12
"""Bars; the table has them all."""

_BAR: Final = Markup(
    '<text x="{left}" y="{above}">{label}</text>'
    '<rect class="bar" x="{left}" y="{top}" width="{length}" height="14" rx="2"></rect>'
    '<text x="{after}" y="{beside}">{n}</text>'
)
_CHART: Final = Markup(
    '<svg class="chart" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">{bars}</svg>'
)


def bars(counts: Sequence[Count], labels: Sequence[str]) -> Markup:
    """A chart of counts, in their order; hidden from screen readers, who have the table.

    Args:
        counts: The longest bar is the greatest.
        labels: One for each.
    """
    shown = list(zip(counts, labels, strict=True))[:MOST]
    greatest = max((count.n for count, _ in shown), default=0)
    room = WIDTH - 2 * EDGE - NUMBERS
    drawn = []
    for position, (count, label) in enumerate(shown):
        top, length = position * LINE, round(room * count.n / greatest, 1) if greatest else 0.0
        drawn.append(
            _BAR.format(
                left=EDGE,
                above=top + 22,
                top=top + 28,
                beside=top + 40,
                length=length,
                after=EDGE + length + 8,
                label=label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…",
                n=number(count.n),
            )
        )
    return _CHART.format(width=WIDTH, height=len(shown) * LINE + EDGE, bars=Markup().join(drawn))
