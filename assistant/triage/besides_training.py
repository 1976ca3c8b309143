"""Learns what messages ask besides the first thing (`assistant.triage.besides`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.triage.besides import NO_SECOND, told_besides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.triage.training import Example

WORDS_C: Final = 10.0
MEANING_C: Final = 0.003
BOTH_C: Final = 1.0
"""Inverse strengths of the ridges: half and a third of those of the first category, as there is less to learn from."""
GRID: Final = tuple(float(t) for t in np.round(np.arange(0.05, 0.5, 0.01), 2))
PARTS: Final = 2
"""By words and by meaning."""


def asked(examples: Sequence[Example], codes: Sequence[str]) -> NDArray[np.bool_]:
    """`(examples, categories)`: everything that each asks, first or besides."""
    return np.array([[code == e.category or code in e.secondary for code in codes] for e in examples])


def weigh(
    examples: Sequence[Example], odds: NDArray[np.float64], first: NDArray[np.intp], codes: Sequence[str]
) -> LogisticRegression:
    """What makes a category worth telling besides the first one, learnt over all pairs of a message and a category.

    Args:
        examples: To learn from.
        odds: `(examples, categories, PARTS)` of models that had not read them.
        first: `(examples,)` rows of the categories that such models put first.
        codes: Of the categories.
    """
    inputs, wanted = [], []
    for example, of, top in zip(examples, odds, first, strict=True):
        rows = [at for at, code in enumerate(codes) if at != top and code not in NO_SECOND]
        inputs.append(_pairs(of, int(top))[rows])
        wanted += [codes[at] in example.secondary for at in rows]
    return LogisticRegression(C=BOTH_C, max_iter=4000).fit(np.vstack(inputs), wanted)


def judged(
    examples: Sequence[Example], odds: NDArray[np.float64], first: NDArray[np.intp], codes: Sequence[str]
) -> NDArray[np.float64]:
    """`(examples, categories)` chances, each example judged by weights learnt on the other half."""
    chances = np.zeros(odds.shape[:2])
    rows = np.arange(len(examples))
    for part in range(2):
        learnt = rows[rows % 2 != part]
        model = weigh([examples[row] for row in learnt], odds[learnt], first[learnt], codes)
        for row in rows[rows % 2 == part]:
            chances[row] = model.predict_proba(_pairs(odds[row], int(first[row])))[:, 1]
    return chances


def best_threshold(
    examples: Sequence[Example], chances: NDArray[np.float64], first: NDArray[np.intp], codes: Sequence[str]
) -> float:
    """The chance from which a further category is told: the best F1 of the secondary ones."""
    return max(GRID, key=lambda threshold: secondary_f1(examples, chances, first, codes, threshold))


def secondary_f1(
    examples: Sequence[Example],
    chances: NDArray[np.float64],
    first: NDArray[np.intp],
    codes: Sequence[str],
    threshold: float,
) -> float:
    """Micro-averaged F1 of the secondary categories."""
    right = found = wanted = 0
    for example, row, top in zip(examples, chances, first, strict=True):
        others = set(told_besides(row, int(top), codes, threshold))
        right += len(others & set(example.secondary))
        found += len(others)
        wanted += len(example.secondary)
    return 2 * right / max(1, found + wanted)


def _pairs(odds: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """`(categories, PARTS + 2 × categories)`: both parts, which category it is, and which comes first."""
    count = len(odds)
    after = np.zeros((count, count))
    after[:, first] = 1
    return np.hstack([odds, np.eye(count), after])
