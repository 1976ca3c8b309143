"""The answers of a survey as bars, made here as SVG; the same figures are in the table under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.contract import SentenceOut
    from assistant.figure_contract import FigureOut

WIDTH: Final = 100.0
"""Of the longest bar, in the units of the drawing (per cent of its width)."""
LEAST: Final = 2
"""Answers of a question that are worth a chart."""
LONGEST: Final = 56
"""Characters of a label that fit."""
MOST: Final = 14
"""Bars; the table has all answers."""


@dataclass(frozen=True, slots=True)
class Bar:
    """An answer: its share as printed, and the length of its bar in [0, 100]; `told` when the answer quotes it."""

    label: str
    printed: str
    count: int | None
    length: float
    told: bool

    @property
    def short(self) -> str:
        """The label, cut where it would not fit above its bar."""
        return self.label if len(self.label) <= LONGEST else f"{self.label[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Chart:
    """The answers to a question of a survey."""

    figure: FigureOut
    bars: tuple[Bar, ...]

    @property
    def shown(self) -> tuple[Bar, ...]:
        """Those that are drawn."""
        return self.bars[:MOST]

    @property
    def counted(self) -> bool:
        """Whether the numbers of answers are known."""
        return any(bar.count is not None for bar in self.bars)


def charts(sentences: Sequence[SentenceOut]) -> dict[int, Chart]:
    """A chart for each question of a survey that an answer quotes, by the first citation of its last sentence."""
    groups: dict[tuple[str, str], list[SentenceOut]] = {}
    for sentence in sentences:
        if sentence.figure is not None and sentence.citations:
            groups.setdefault((sentence.figure.doc, sentence.figure.question), []).append(sentence)
    drawn = (
        (group[-1].citations[0], _chart([said.figure for said in group if said.figure])) for group in groups.values()
    )
    return {number: chart for number, chart in drawn if chart is not None}


def _chart(figures: Sequence[FigureOut]) -> Chart | None:
    """Of one question; none where its answers are no shares of a whole that can be compared."""
    first = figures[0]
    shares = [modality.share for modality in first.modalities]
    known = [share for share in shares if share is not None]
    if len(known) < LEAST or len(known) != len(shares) or max(known) <= 0:
        return None
    told = {answer.label for figure in figures for answer in figure.answers}
    # A share is drawn against the whole: a bar of 50 % fills half of the width, whatever the others are.
    whole = max(1.0, *known)
    bars = tuple(
        Bar(m.label, m.printed, m.count, round(WIDTH * (m.share or 0.0) / whole, 2), m.label in told)
        for m in first.modalities
    )
    return Chart(first, bars)
