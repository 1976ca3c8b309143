"""Letters set apart one by one, as titles are in design software: « S O M M A I R E »."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST, _SHARE, _GAP = 5, 0.8, 1.6
"""From so many strings, of which such a share are single letters, words are parted by so many usual gaps."""
_FEWEST_LETTERS, _LONGEST_WORD = 6, 20
_WORD_SPACES = re.compile(r"\s{2,}")


def wide_gap(strings: Sequence[tuple[str, float, float]], usual: float = 0.0) -> float:
    """The gap that parts two words.

    Args:
        strings: Of one line, from left to right: words, left and right edge.
        usual: The gap where letters are not set apart, in the same unit.
    """
    single = sum(len(text) == 1 for text, _, _ in strings)
    if len(strings) < _FEWEST or single < _SHARE * len(strings):
        return usual
    return max(usual, _GAP * median(after[1] - before[2] for before, after in pairwise(strings)))


def closed(text: str) -> str:
    """A line whose letters are parted by a space, and its words by two or more, as the words that it is."""
    letters = text.split()
    if len(letters) < _FEWEST_LETTERS or not all(len(letter) == 1 and letter.isalpha() for letter in letters):
        return text
    words = ["".join(word.split()) for word in _WORD_SPACES.split(text)]
    return " ".join(words) if max(map(len, words)) <= _LONGEST_WORD else text
