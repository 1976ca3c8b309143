"""What each question weighs in each measure, so that one measure can be averaged, bounded and compared with another's.

A measure here is a ratio of sums over questions: Σ part / Σ whole. recall@5 has a whole of 1 for each question; the
validity of citations has as many as the question has citations; F1 = Σ 2·right refusals / Σ (refused + to be refused).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, permutation_test

Numbers = NDArray[np.float64]
RESAMPLES = 2000
"""Of the bootstrap and of the permutation test: a p of 0.05 is then known within 0.01."""
SEED = 20261122
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Tally:
    """One question's share in one measure: what it adds above and below the line, both finite."""

    part: float
    whole: float = 1.0


Tallies = Mapping[str, Mapping[str, Tally]]
"""Measure → question → tally, in the order measures are printed."""
Key = tuple[str, str]
"""Suite and measure: two suites run together take measures of the same name."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A value, the number of things it is a mean over (`n`), and the bounds of its 95 % confidence interval.

    Bounds are `None` where none is computed (latencies), or where fewer than two questions count.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Fall:
    """How a measure compares with an earlier run, on the questions of both.

    Attributes:
        before, after: Values on these questions.
        p: Chance of so great a fall were the two runs alike (one-sided paired permutation test).
        n: Number of questions.
    """

    before: float
    after: float
    p: float
    n: int


def ratio(parts: Numbers, wholes: Numbers, axis: int = -1) -> Numbers:
    """Σ part / Σ whole along an axis; 0 where nothing counts."""
    total = wholes.sum(axis=axis)
    divided: Numbers = np.divide(
        parts.sum(axis=axis), total, out=np.zeros_like(total, dtype=float), where=np.asarray(total) != 0
    )
    return divided


def measure(of_questions: Mapping[str, Tally]) -> Measure:
    """Value and percentile bootstrap interval over the questions (Efron and Tibshirani, 1993), seeded."""
    parts, wholes = _columns(list(of_questions.values()))
    value, n = float(ratio(parts, wholes)), round(float(wholes.sum()))
    if len(parts) < 2:
        return Measure(value, n)
    found = bootstrap(
        (parts, wholes),
        ratio,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Measure(value, n, float(found.low), float(found.high))


def fall(before: Mapping[str, Tally], after: Mapping[str, Tally]) -> Fall | None:
    """Compares two runs on the questions they share; `None` when they share none.

    The permutation swaps the two runs' tallies within each question, at random and seeded.
    """
    shared = [name for name in after if name in before]
    if not shared:
        return None
    parts, wholes = _columns([before[name] for name in shared] + [after[name] for name in shared])
    first, second = np.arange(len(shared)), np.arange(len(shared)) + len(shared)

    def gain(old: NDArray[np.int64], new: NDArray[np.int64], axis: int = -1) -> Numbers:
        gained: Numbers = ratio(parts[new], wholes[new], axis) - ratio(parts[old], wholes[old], axis)
        return gained

    # The accepted run is kept to six decimals.
    same = np.allclose(parts[first], parts[second], atol=1e-5) and np.array_equal(wholes[first], wholes[second])
    p = 1.0
    if not same:
        tested = permutation_test(
            (first, second),
            gain,
            permutation_type="samples",
            vectorized=True,
            n_resamples=RESAMPLES,
            alternative="less",
            rng=np.random.default_rng(SEED),
        )
        p = float(tested.pvalue)
    values = [float(ratio(parts[rows], wholes[rows])) for rows in (first, second)]
    return Fall(values[0], values[1], p, len(shared))


def _columns(tallies: list[Tally]) -> tuple[Numbers, Numbers]:
    return np.array([t.part for t in tallies], dtype=float), np.array([t.whole for t in tallies], dtype=float)
