"""Chances told beside shares met."""

from __future__ import annotations

from evals.certainty import Certainties, classes


def test_questions_of_like_certainty_go_together() -> None:
    """Ten classes of equal size, the least certain first; no more classes than questions."""
    found = classes([(i / 20, i > 9) for i in range(20)])
    assert found[0] == Certainties(0.025, 0.0, 2)
    assert [of.met for of in found] == [0.0] * 5 + [1.0] * 5
    assert classes([(0.5, True)]) == [Certainties(0.5, 1.0, 1)]
    assert classes([]) == []
