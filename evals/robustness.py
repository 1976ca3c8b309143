"""Do answers hold when the question is typed another way? Each answerable question, in six generated variants."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scipy.stats import binomtest

from evals.tallies import Measure, Tally, measure
from evals.variants import SEED, Way, variant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evals.questions import EvalQuestion
    from evals.runs import Run, Session
    from evals.tallies import Tallies

SAMPLE = 24
"""Questions looked at in each way when the suite is not run whole: some 150 answers, a minute on two cores."""
LEAST = 20
"""Questions that a way must change to be called the worst: below, one question is more than five points."""
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
        whole: All of them; else, in each way, the first `SAMPLE` of `stratified` that it changes.
    """
    ordered = stratified([question for question in asked if question.answerable])
    count = len(ordered) if whole else SAMPLE
    return {way: [_pair(question, way, session) for question in _changed(ordered, way)[:count]] for way in Way}


def stratified(asked: Sequence[EvalQuestion]) -> list[EvalQuestion]:
    """The questions in an order of which any beginning holds each sort in proportion; seeded.

    Each sort is shuffled, then its questions are spread evenly from the first to the last.
    """
    draw = random.Random(SEED)
    of_sort: dict[str, list[EvalQuestion]] = {}
    for question in asked:
        of_sort.setdefault(question.sort, []).append(question)
    placed: list[tuple[float, str, EvalQuestion]] = []
    for sort, questions in sorted(of_sort.items()):
        draw.shuffle(questions)
        placed += [((rank + 0.5) / len(questions), sort, question) for rank, question in enumerate(questions)]
    return [question for _, _, question in sorted(placed, key=lambda of: of[:2])]


def _changed(asked: Sequence[EvalQuestion], way: Way) -> list[EvalQuestion]:
    return [question for question in asked if _changes(question, way)]


def _changes(asked: EvalQuestion, way: Way) -> bool:
    return variant(asked.question.text, way) != asked.question.text


def _pair(asked: EvalQuestion, way: Way, session: Session) -> Pair:
    typed = replace(asked.question, text=variant(asked.question.text, way))
    return Pair(session.ask(asked), session.ask(replace(asked, question=typed)))


@dataclass(frozen=True, slots=True)
class Worst:
    """The way that falls farthest below the clean questions, on the very questions that it changes.

    Attributes:
        name: What is compared.
        way: Which.
        gain: Mean of varied less clean, at most 0 unless every way does better; with its paired interval and n.
        lost, won: Questions right as they stand and wrong typed that way; the reverse.
        p: Chance of so many lost among those that change were the two alike (exact one-sided test of McNemar, 1947);
            it does not count that the worst of several ways was taken.
    """

    name: str
    way: Way
    gain: Measure
    lost: int
    won: int
    p: float


def robustness(pairs: Mapping[Way, Sequence[Pair]]) -> tuple[Tallies, dict[str, Worst]]:
    """recall@5, accuracy and false refusals of each way; and the worst way by measure."""
    found: dict[str, dict[str, Tally]] = {}
    worst: dict[str, Worst] = {}
    for name, worth in _MEASURES.items():
        for way, of_way in pairs.items():
            found[f"robustness: {way}, {name}"] = {p.clean.asked.id: Tally(worth(p.varied)) for p in of_way}
        found[ALL.format(name=name)] = _pooled(pairs, worth)
        worst[WORST.format(name=name)] = _worst(name, pairs, worth)
    for way, of_way in pairs.items():
        found[f"robustness: {way}, false refusals"] = {p.clean.asked.id: Tally(p.varied.abstained) for p in of_way}
    return found, worst


def _worst(name: str, pairs: Mapping[Way, Sequence[Pair]], worth: Callable[[Run], bool]) -> Worst:
    """Among the ways that change `LEAST` questions; among all when none does."""
    counted = {way: of_way for way, of_way in pairs.items() if len(of_way) >= LEAST} or pairs
    gains = {
        way: {p.clean.asked.id: Tally(worth(p.varied) - worth(p.clean)) for p in of_way}
        for way, of_way in counted.items()
    }
    way = min(gains, key=lambda of: measure(gains[of]).value)
    parts = [tally.part for tally in gains[way].values()]
    lost, won = sum(part < 0 for part in parts), sum(part > 0 for part in parts)
    p = float(binomtest(lost, lost + won, alternative="greater").pvalue) if lost + won else 1.0
    return Worst(name, way, measure(gains[way]), lost, won, p)


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
