"""`python -m benchmarks.ranking`: the first of many scores, by `assistant.retrieval.leading` and by sorting them all.

Half of the scores are 0, as where words and neighbours reach half of the passages. Ratios are of medians taken in turn,
in one run; both give the same places.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.retrieval import leading

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
FIRST: Final = 200
ROUNDS: Final = 15


def sorted_whole(scores: NDArray[np.float32], count: int) -> list[int]:
    """The same places, from all of them sorted."""
    return [int(place) for place in np.argsort(-scores, kind="stable")[:count] if scores[place] > 0]


def main() -> None:
    """Prints a line for each size."""
    random = np.random.default_rng(0)
    print("| passages | all sorted | the first alone | ratio |\n|---|---|---|---|")
    for size in SIZES:
        scores = np.where(random.random(size) < 0.5, 0, random.random(size)).astype(np.float32)  # noqa: PLR2004 — half
        assert leading(scores, FIRST) == sorted_whole(scores, FIRST)
        whole, first = zip(*(_taken(scores) for _ in range(ROUNDS)), strict=True)
        took, less = median(whole), median(first)
        print(f"| {size} | {took * 1e3:.2f} ms | {less * 1e3:.2f} ms | {took / less:.1f} |", flush=True)


def _taken(scores: NDArray[np.float32]) -> tuple[float, float]:
    def seconds(rank: Callable[[NDArray[np.float32], int], list[int]]) -> float:
        began = time.perf_counter()
        rank(scores, FIRST)
        return time.perf_counter() - began

    return seconds(sorted_whole), seconds(leading)


if __name__ == "__main__":
    main()
