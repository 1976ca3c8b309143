"""Is a chance told a chance met? The classes of the calibration curve, and its expected error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evals.tallies import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.runs import Run

CLASSES = 10
"""Of the calibration curve, of equal size."""
ERROR = "expected calibration error"


@dataclass(frozen=True, slots=True)
class Certainties:
    """Questions of like certainty.

    Attributes:
        told: Mean chance of an answer, as the assistant saw it, fraction 0–1.
        met: Share of the questions that have one, fraction 0–1.
        n: Number of questions.
    """

    told: float
    met: float
    n: int


def pairs(runs: Sequence[Run]) -> list[tuple[float, bool]]:
    """Chance told and whether there is an answer; empty unless there are questions of both sorts to tell apart."""
    found = [(run.certainty, run.asked.answerable) for run in runs]
    return found if len({answerable for _, answerable in found}) > 1 else []


def classes(told: Sequence[tuple[float, bool]]) -> list[Certainties]:
    """The questions in ten classes of equal size, the least certain first; fewer when there are fewer questions."""
    ordered = sorted(told)
    groups = [
        ordered[group[0] : group[-1] + 1] for group in np.array_split(np.arange(len(ordered)), CLASSES) if len(group)
    ]
    return [
        Certainties(float(np.mean([p for p, _ in group])), float(np.mean([y for _, y in group])), len(group))
        for group in groups
    ]


def calibration(runs: Sequence[Run]) -> dict[str, Measure]:
    """Mean distance between chance told and share met, over the classes by their size (Naeini et al., 2015).

    Empty unless there are questions of both sorts.
    """
    of_classes = classes(pairs(runs))
    n = sum(of.n for of in of_classes)
    return {ERROR: Measure(sum(of.n * abs(of.told - of.met) for of in of_classes) / n, n)} if n else {}
