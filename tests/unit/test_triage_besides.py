"""What a message asks besides the first thing: what is told, and how it is learnt."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from assistant.triage.besides import Besides, told_besides
from assistant.triage.besides_training import asked, best_threshold, judged, secondary_f1
from assistant.triage.linear import Linear
from assistant.triage.model import Correspondent, Message
from assistant.triage.training import Example

CODES = ("A1", "B1", "B2", "C3")


def example(category: str, *secondary: str) -> Example:
    """A labelled message, whose words do not matter."""
    message = Message("", Correspondent(), dt.date(2026, 3, 2), "")
    return Example(message, category, "inconnu", (), secondary)


@pytest.mark.parametrize(
    ("chances", "first", "told"),
    [
        ((0.1, 0.6, 0.9, 0.0), 2, ("B1",)),
        ((0.6, 0.7, 0.9, 0.0), 2, ("B1", "A1")),
        ((0.1, 0.2, 0.9, 0.0), 2, ()),
        ((0.1, 0.2, 0.9, 0.9), 1, ("B2",)),
        ((0.9, 0.9, 0.9, 0.9), 3, ()),
    ],
)
def test_the_likely_others_are_told(chances: tuple[float, ...], first: int, told: tuple[str, ...]) -> None:
    """Likeliest first; never the first category again, nor selling, nor anything besides selling."""
    assert told_besides(np.array(chances), first, CODES, 0.5) == told


def test_words_speak_for_a_meaning_that_is_not_understood() -> None:
    """With another embedding model than the one learnt with."""
    ones = np.ones((2, 1), dtype=np.float32)
    words, meaning = Linear(ones, np.array([0, 2], dtype=np.float32)), Linear(-ones, np.zeros(2, dtype=np.float32))
    zeros = np.zeros(2, dtype=np.float32)
    besides = Besides(words, meaning, np.array([1, 1], dtype=np.float32), zeros, zeros, 0.5)
    read = np.array([1], dtype=np.float32)
    known = besides.chances(0, read, read)
    assert known == pytest.approx([0.5, 1 / (1 + np.exp(-2))])
    assert besides.chances(0, read, None) == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(-6))])


def test_what_comes_besides_is_learnt() -> None:
    """Messages whose odds say a second thing are told so, the others are not."""
    examples = [example("B2", "B1") if row % 3 == 0 else example("B2") for row in range(60)]
    wanted = asked(examples, CODES)
    assert wanted[0].tolist() == [False, True, True, False]
    odds = np.repeat(np.where(wanted, 2.0, -2.0)[:, :, None], 2, axis=2)
    first = np.full(len(examples), CODES.index("B2"))
    chances = judged(examples, odds, first, CODES)
    threshold = best_threshold(examples, chances, first, CODES)
    assert secondary_f1(examples, chances, first, CODES, threshold) == 1.0
    assert secondary_f1(examples, chances, first, CODES, 1.1) == 0.0
