"""Measures are ratios over questions: their values, their intervals, and whether one really fell."""

from __future__ import annotations

import pytest

from evals.tallies import Fall, Measure, Tally, fall, measure


def tallies(*parts: float, whole: float = 1.0) -> dict[str, Tally]:
    """A tally a question, named by its rank."""
    return {str(rank): Tally(part, whole) for rank, part in enumerate(parts)}


def test_a_measure_is_the_sum_above_over_the_sum_below() -> None:
    """A question with four points weighs four times one with a single point."""
    assert measure({"a": Tally(0, 4), "b": Tally(1, 1)}).value == 0.2
    assert measure({"a": Tally(0, 4), "b": Tally(1, 1)}).n == 5


def test_nothing_counted_is_zero() -> None:
    """No refusal at all has no precision; it is told as the worst."""
    assert measure(tallies(0, 0, whole=0)).value == 0


def test_the_interval_holds_the_value_and_narrows_with_questions() -> None:
    """About 0.87 ± 0.10 for 40 questions of 46."""
    few, many = measure(tallies(*[1] * 13, *[0] * 2)), measure(tallies(*[1] * 130, *[0] * 20))
    for found in (few, many):
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.value <= found.high
    assert width(many) < width(few)


def width(found: Measure) -> float:
    """Of its interval."""
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def test_the_same_run_is_no_fall() -> None:
    """P is 1: nothing changed."""
    run = tallies(*[1, 0] * 20)
    assert fall(run, run) == Fall(0.5, 0.5, 1.0, 40)


def test_a_great_fall_is_told_from_chance() -> None:
    """Twenty questions lost of a hundred are a fall; one of a hundred is not; a gain is none."""
    before = tallies(*[1] * 100)
    assert probability(before, tallies(*[0] * 20, *[1] * 80)) < 0.01
    assert probability(before, tallies(0, *[1] * 99)) > 0.05
    assert probability(tallies(*[0] * 20, *[1] * 80), before) > 0.9


def probability(before: dict[str, Tally], after: dict[str, Tally]) -> float:
    """That of so great a fall by chance."""
    compared = fall(before, after)
    assert compared is not None
    return compared.p


def test_runs_are_compared_on_the_questions_they_share() -> None:
    """Questions added since do not count; without any in common there is nothing to say."""
    compared = fall(tallies(1, 1), tallies(1, 0, 0, 0))
    assert compared is not None
    assert (compared.before, compared.after, compared.n) == (1.0, 0.5, 2)
    assert fall({}, tallies(1)) is None


def test_denominators_may_differ_between_runs() -> None:
    """An answer may cite one sentence, then three."""
    compared = fall({"a": Tally(1, 1), "b": Tally(1, 1)}, {"a": Tally(1, 3), "b": Tally(1, 1)})
    assert compared is not None
    assert compared.after == pytest.approx(0.5)
