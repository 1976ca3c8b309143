"""How well models do on messages that they had not read, in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.triage import besides_training
from assistant.triage.themes_training import theme_f1
from assistant.triage.theming import described
from assistant.triage.typology import categories, requesters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.triage.training import Example, Judged


def figures(examples: Sequence[Example], judged: Judged, theme_threshold: float) -> dict[str, float]:
    """How the models did on messages that they had not read."""
    codes, kinds = tuple(categories()), tuple(requesters())
    truth = np.array([codes.index(e.category) for e in examples])
    guessed = judged.categories.argmax(axis=1)
    order = np.argsort(-judged.categories, axis=1)
    confident = judged.categories.max(axis=1)
    return {
        "n": float(len(examples)),
        "category accuracy": float((guessed == truth).mean()),
        "category macro-F1": _macro_f1(truth, guessed, len(codes)),
        "category top-2": float((order[:, :2] == truth[:, None]).any(axis=1).mean()),
        "category ECE": expected_calibration_error(confident, guessed == truth),
        "requester accuracy": float(
            np.mean(
                [kinds[int(row.argmax())] == e.requester for row, e in zip(judged.requesters, examples, strict=True)]
            )
        ),
        "secondary F1": max(
            besides_training.secondary_f1(examples, judged.besides, guessed, codes, t) for t in besides_training.GRID
        ),
        "themes F1": theme_f1(examples, judged.themes, tuple(described()), theme_threshold),
    }


def _macro_f1(truth: NDArray[np.intp], guessed: NDArray[np.intp], count: int) -> float:
    """Mean over the classes that are there of 2 TP / (2 TP + FP + FN)."""
    scores = []
    for label in range(count):
        if (truth == label).any():
            right = ((truth == label) & (guessed == label)).sum()
            scores.append(2 * right / ((truth == label).sum() + (guessed == label).sum()))
    return float(np.mean(scores))


def expected_calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean gap between how sure and how often right, over bins of confidence (Naeini et al., 2015)."""
    edges = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        (edges == at).mean() * abs(confidence[edges == at].mean() - right[edges == at].mean())
        for at in range(bins)
        if (edges == at).any()
    ]
    return float(sum(gaps))
