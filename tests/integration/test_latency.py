"""The benchmark of whole answers, on a tiny size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.questions import Question
from assistant.selecting import load_selector
from benchmarks.latency import Near, latency

if TYPE_CHECKING:
    from places import Place

ASKED = [Question("Qui signe un contrat local de santé ?"), Question("Combien de QPV en métropole ?")]


def test_answers_are_timed_in_bare_embeddings(served: Place) -> None:
    """With the selector where there is one; over about as many passages as were asked for."""
    found = latency(40, served.settings, served.embedder, ASKED)
    assert [of.selector for of in found] == ([False, True] if load_selector(served.embedder) else [False])
    assert all(of.passages >= 20 and of.questions == 2 and 0 < of.p50 <= of.p95 for of in found)


def test_vectors_are_near_those_given_and_always_the_same() -> None:
    """So that two runs search alike."""
    near = Near("n", 384, np.eye(4, 384, dtype=np.float32))
    first, again, other = near.embed_passages(["un", "un", "deux"])
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert float((near.given @ first).max()) == pytest.approx(0.9, abs=0.1)
