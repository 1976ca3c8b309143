"""What a message asks besides the first thing: which categories to tell « aussi ».

A message's first category wins over the others, so its chances say little of them. Each category has therefore a
yes-or-no regression of its own, learnt from all that messages ask, first or besides; a last one weighs both parts with
how often a category comes besides, and after which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.triage.linear import Linear

MOST_SECONDARY: Final = 2
NO_SECOND: Final = frozenset({"C3", "C4"})
"""Selling and fraud are all that a message is, or nothing of it."""


@dataclass(frozen=True, slots=True)
class Besides:
    """Whether a message asks for a thing of each category, whatever it asks first.

    Attributes:
        words: `(categories, names)` log-odds by words.
        meaning: `(categories, dimension)` log-odds by meaning.
        weights: `(2,)` of both.
        second: `(categories,)` how often each comes besides another; `first` how often something comes besides it.
        threshold: A category is told from this chance on.
    """

    words: Linear
    meaning: Linear
    weights: NDArray[np.float32]
    second: NDArray[np.float32]
    first: NDArray[np.float32]
    threshold: float

    def chances(
        self, first: int, words: NDArray[np.float32], meaning: NDArray[np.float32] | None
    ) -> NDArray[np.float64]:
        """`(categories,)` that each is asked for as well.

        Args:
            first: Row of the message's first category.
            words: `(names,)` as the classifier reads them.
            meaning: `(dimension,)` standardised; `None` with another embedding model: words then speak for it.
        """
        by_words = self.words.odds(words)
        by_meaning = by_words if meaning is None else self.meaning.odds(meaning)
        odds = self.weights[0] * by_words + self.weights[1] * by_meaning + self.second + self.first[first]
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-odds.astype(np.float64)))
        return chances


def told_besides(chances: NDArray[np.float64], first: int, codes: Sequence[str], threshold: float) -> tuple[str, ...]:
    """The categories that are told besides the first one, likeliest first.

    Args:
        chances: `(categories,)`.
        first: Row of the first category.
        codes: Of the categories.
        threshold: Least chance.
    """
    if codes[first] in NO_SECOND:
        return ()
    likely = [at for at in np.argsort(-chances, kind="stable") if chances[at] >= threshold and at != first]
    return tuple(codes[at] for at in likely if codes[at] not in NO_SECOND)[:MOST_SECONDARY]
