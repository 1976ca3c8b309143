"""Learns which themes of a message are central (`assistant.triage.theming`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.triage.classifier import MOST_THEMES, NO_THEME
from assistant.triage.theming import described, theme_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.triage.folds import Numbers
    from assistant.triage.training import Example

SUBJECTS_C: Final = 1.0
"""Inverse strength of the ridge, the best of a few out of fold (docs/qualite.md)."""
THEME_GRID: Final = tuple(float(t) for t in np.round(np.arange(0.1, 0.7, 0.02), 2))


def subjects(examples: Sequence[Example], read: Numbers, odds: NDArray[np.float64]) -> LogisticRegression:
    """What makes a theme central, learnt over all pairs of a message and a theme; a bias for each theme besides.

    Args:
        examples: To learn from.
        read: Of these.
        odds: `(examples, themes)` by words, of models that had not read them.
    """
    rows = [row for row, example in enumerate(examples) if example.category not in NO_THEME]
    count = len(described())
    inputs = np.vstack([_pairs(examples[row], read.near[row], odds[row]) for row in rows])
    wanted = np.concatenate([[slug in examples[row].themes for slug in described()] for row in rows])
    model = LogisticRegression(C=SUBJECTS_C, max_iter=4000)
    return model.fit(np.hstack([inputs, np.tile(np.eye(count), (len(rows), 1))]), wanted)


def _pairs(example: Example, near: NDArray[np.float32], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return theme_inputs(example.message, near, odds)


def judged(examples: Sequence[Example], read: Numbers, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """`(examples, themes)` chances out of fold: the few weights of `subjects` learnt without what they judge."""
    count, chances = len(described()), np.zeros((len(examples), len(described())))
    rows = np.arange(len(examples))
    for part in range(2):
        learnt = [int(row) for row in rows if row % 2 != part]
        model = subjects([examples[r] for r in learnt], replace(read, near=read.near[learnt]), odds[learnt])
        for row in (int(row) for row in rows if row % 2 == part):
            inputs = np.hstack([_pairs(examples[row], read.near[row], odds[row]), np.eye(count)])
            chances[row] = model.predict_proba(inputs)[:, 1]
    return chances


def kept_themes(chances: NDArray[np.float64], slugs: Sequence[str], threshold: float) -> list[str]:
    """The themes that are kept of their chances, as `Classifier` does."""
    order = np.argsort(-chances, kind="stable")[:MOST_THEMES]
    least = (threshold / 2, *[threshold] * MOST_THEMES)
    return [slugs[at] for at, enough in zip(order, least, strict=False) if chances[at] >= enough]


def best_threshold(examples: Sequence[Example], chances: NDArray[np.float64], slugs: Sequence[str]) -> float:
    """The chance from which themes are kept, for the best F1."""
    return max(THEME_GRID, key=lambda t: theme_f1(examples, chances, slugs, t))


def theme_f1(
    examples: Sequence[Example], chances: NDArray[np.float64], slugs: Sequence[str], threshold: float
) -> float:
    """Micro-averaged F1 of the themes kept."""
    right = found = wanted = 0
    for example, row in zip(examples, chances, strict=True):
        kept = set() if example.category in NO_THEME else set(kept_themes(row, slugs, threshold))
        right += len(kept & set(example.themes))
        found += len(kept)
        wanted += len(example.themes)
    return 2 * right / max(1, found + wanted)
