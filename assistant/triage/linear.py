"""Linear models as numbers: what a regression has learnt, without the library that it was learnt with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression over one sort of input.

    Attributes:
        weights: `(classes, inputs)`.
        bias: `(classes,)`.
    """

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def odds(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """`(classes,)` logits of `(inputs,)`."""
        told: NDArray[np.float32] = self.weights @ values + self.bias
        return told


def softmax(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Chances from logits, summing to 1."""
    exponentials = np.exp((values - values.max()).astype(np.float64))
    chances: NDArray[np.float64] = exponentials / exponentials.sum()
    return chances
