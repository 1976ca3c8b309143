"""Do answers hold when the question is typed another way? Each answerable question, in six generated variants."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evals.tallies import Measure, Tally, measure
from evals.variants import SEED, Way, variant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evals.questions import EvalQuestion
    from evals.runs import Run, Session
    from evals.tallies import Tallies

SAMPLE = 24
"""Questions looked at when the suite is not run whole: some 150 answers, a minute on two cores."""
ALL = "robustness: all variants, {name}"
WORST = "robustness: worst variant against clean, {name}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question as it stands and typed another way, both asked."""

    clean: Run
    varied: Run


def ask_variants(asked: Sequence[EvalQuestion], session: Session, *, whole: bool) -> dict[Way, list[Pair]]:
    """Asks the answerable questions in every way that changes them.

    Args:
        asked: Of a split.
        session: Whom to ask.
        whole: All of them, not a seeded sample of `SAMPLE`.
    """
    kept = [question for question in asked if question.answerable]
    if not whole and len(kept) > SAMPLE:
        kept = random.Random(SEED).sample(kept, SAMPLE)
    return {way: [_pair(question, way, session) for question in kept if _changes(question, way)] for way in Way}


def _changes(asked: EvalQuestion, way: Way) -> bool:
    return variant(asked.question.text, way) != asked.question.text


def _pair(asked: EvalQuestion, way: Way, session: Session) -> Pair:
    typed = replace(asked.question, text=variant(asked.question.text, way))
    return Pair(session.ask(asked), session.ask(replace(asked, question=typed)))


def robustness(pairs: Mapping[Way, Sequence[Pair]]) -> tuple[Tallies, dict[str, Measure]]:
    """recall@5, accuracy and false refusals of each way; and how far the worst way falls below the clean questions.

    The comparison is made on the very questions that a way changes; its value is at most 0 unless every way does
    better than the clean questions.
    """
    found: dict[str, dict[str, Tally]] = {}
    worst: dict[str, Measure] = {}
    for name, worth in _MEASURES.items():
        gains = {}
        for way, of_way in pairs.items():
            found[f"robustness: {way}, {name}"] = {p.clean.asked.id: Tally(worth(p.varied)) for p in of_way}
            gains[way] = measure({p.clean.asked.id: Tally(worth(p.varied) - worth(p.clean)) for p in of_way})
        found[ALL.format(name=name)] = _pooled(pairs, worth)
        worst[WORST.format(name=name)] = min(gains.values(), key=lambda gain: gain.value)
    for way, of_way in pairs.items():
        found[f"robustness: {way}, false refusals"] = {p.clean.asked.id: Tally(p.varied.abstained) for p in of_way}
    return found, worst


def _pooled(pairs: Mapping[Way, Sequence[Pair]], worth: Callable[[Run], bool]) -> dict[str, Tally]:
    """A question's variants together: they are no independent draws, the question is."""
    of_question: dict[str, list[bool]] = {}
    for pair in (pair for of_way in pairs.values() for pair in of_way):
        of_question.setdefault(pair.clean.asked.id, []).append(worth(pair.varied))
    return {question: Tally(sum(right), len(right)) for question, right in of_question.items()}


def _recalled(run: Run) -> bool:
    return not run.gold_rows.isdisjoint(run.rows[:5])


def _answered(run: Run) -> bool:
    return any(run.covered)


_MEASURES = {"recall@5": _recalled, "questions with a point": _answered}
