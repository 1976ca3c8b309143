"""Scores of different kinds brought to one scale, so that they can be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def scaled(values: ArrayLike) -> NDArray[np.float64]:
    """Min–max: the lowest 0, the highest 1; all 1 when they are the same.

    Args:
        values: `(n,)`, possibly empty.

    Returns:
        `(n,)` float64.
    """
    numbers = np.asarray(values, dtype=np.float64)
    spread = float(np.ptp(numbers)) if numbers.size else 0.0
    return (numbers - numbers.min()) / spread if spread > 0 else np.ones_like(numbers)
