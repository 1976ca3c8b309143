"""Dense and lexical scores become one: a pure function."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval import DENSE_WEIGHT, fuse, leading

NAN = float("nan")


def fused(dense: list[float], lexical: list[float]) -> list[float]:
    """The fusion of two lists."""
    found: list[float] = fuse(np.array(dense, np.float32), np.array(lexical, np.float32)).tolist()
    return found


def test_the_best_of_both_is_one_and_the_worst_zero() -> None:
    """Whatever the scales of the two."""
    assert fused([0.9, 0.85, 0.8], [12, 6, 0]) == pytest.approx([1, 0.5, 0])


def test_what_the_dense_side_did_not_return_counts_as_its_lowest() -> None:
    """It can still come up by its words."""
    assert fused([0.9, 0.8, NAN], [0, 0, 5]) == pytest.approx([DENSE_WEIGHT, 0, 1 - DENSE_WEIGHT])


def test_without_any_word_in_common_the_dense_side_decides() -> None:
    """No division by a maximum of zero."""
    assert fused([0.9, 0.8], [0, 0]) == pytest.approx([DENSE_WEIGHT, 0])


def test_without_any_vector_the_words_decide() -> None:
    """Filters can leave the dense side empty."""
    assert fused([NAN, NAN], [2, 1]) == pytest.approx([1 - DENSE_WEIGHT, (1 - DENSE_WEIGHT) / 2])


def test_equal_cosines_are_all_the_best() -> None:
    """A single candidate is not the worst of one."""
    assert fused([0.8, NAN], [0, 0]) == pytest.approx([DENSE_WEIGHT, 0])


def test_nothing_fuses_into_nothing() -> None:
    """An index without a passage."""
    assert fused([], []) == []


def test_scores_stay_between_zero_and_one() -> None:
    """On any input; and raising one score never lowers the passage's own rank."""
    random = np.random.default_rng(1)
    for _ in range(50):
        dense = random.uniform(-1, 1, 20).astype(np.float32)
        dense[random.uniform(size=20) < 0.3] = np.nan
        lexical = random.exponential(3, 20).astype(np.float32)
        found = fuse(dense, lexical)
        assert found.dtype == np.float32
        assert np.all((found >= 0) & (found <= 1 + 1e-6))


@given(st.lists(st.sampled_from([-1.0, 0.0, 0.25, 0.5, 0.5000001, 1.0]), max_size=40), st.integers(1, 50))
def test_the_first_are_those_of_the_whole_list_sorted(scores: list[float], count: int) -> None:
    """Of equals those that come first; nothing at 0 or below."""
    given_scores = np.array(scores, np.float32)
    every = [int(place) for place in np.argsort(-given_scores, kind="stable") if given_scores[place] > 0]
    assert leading(given_scores, count) == every[:count]
