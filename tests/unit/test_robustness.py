"""Questions typed another way: which ones are asked, and which way is the worst."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from assistant.answers import Reason, Unanswered
from assistant.questions import Question
from evals.messages import worst_way
from evals.questions import EvalQuestion, load_split
from evals.robustness import LEAST, Pair, robustness, stratified
from evals.runs import Run
from evals.variants import Way


def asked(name: str, sort: str = "chiffre") -> EvalQuestion:
    """A question that has an answer."""
    return EvalQuestion(name, Question(f"Combien de {name} ?"), True, ("p",), ((),), "", sort)


def run(of: EvalQuestion, *, right: bool) -> Run:
    """What came back: its passage among the first, or nothing."""
    refused = Unanswered(Reason.NOT_DOCUMENTED, (), ())
    return Run(of, refused, (7,) if right else (), (frozenset({7}),), (right,), False, (), (), 0.1, 0.1)


def pairs(right: int, lost: int, won: int = 0) -> list[Pair]:
    """So many questions right both ways, right as they stand only, right typed otherwise only."""
    found = [(True, True)] * right + [(True, False)] * lost + [(False, True)] * won
    questions = [asked(f"q{rank}") for rank in range(len(found))]
    return [
        Pair(run(of, right=clean), run(replace(of, question=Question("?")), right=varied))
        for of, (clean, varied) in zip(questions, found, strict=True)
    ]


def test_any_beginning_of_the_questions_holds_each_sort_in_proportion() -> None:
    """And is the same at each run, whatever order the file has."""
    questions = [asked(f"a{n}", "chiffre") for n in range(40)] + [asked(f"b{n}", "liste") for n in range(20)]
    ordered = stratified(questions)
    assert Counter(of.sort for of in ordered[:12]) == {"chiffre": 8, "liste": 4}
    assert ordered == stratified(questions)
    assert sorted(of.id for of in ordered) == sorted(of.id for of in questions)


def test_the_sample_of_the_dev_split_has_every_frequent_sort() -> None:
    """Those of five questions of a hundred, or more."""
    ordered = stratified([of for of in load_split("dev") if of.answerable])
    frequent = {sort for sort, n in Counter(of.sort for of in ordered).items() if n / len(ordered) >= 0.05}
    assert frequent <= {of.sort for of in ordered[:24]}


def test_the_worst_way_is_told_with_its_n_its_interval_and_its_chance() -> None:
    """Paired: the questions lost against those won, none of the others."""
    found, worst = robustness({Way.TYPOS: pairs(20, 5, 1), Way.SPOKEN: pairs(30, 1)})
    of = worst["robustness: worst variant against clean, recall@5"]
    assert (of.way, of.gain.n, of.lost, of.won) == (Way.TYPOS, 26, 5, 1)
    assert of.gain.low is not None
    assert of.gain.low < of.gain.value < 0
    assert round(of.p, 3) == round(7 / 64, 3)
    assert "fautes de frappe, -0,154 [" in worst_way(of)
    assert len(found["robustness: typos, recall@5"]) == 26


def test_a_way_that_changes_few_questions_is_not_called_the_worst() -> None:
    """One question lost of three says little; it is in the tables with its n."""
    given = {Way.INCLUSIVE: pairs(2, 1), Way.SPOKEN: pairs(LEAST, 0)}
    assert {of.way for of in robustness(given)[1].values()} == {Way.SPOKEN}
    assert {of.way for of in robustness({Way.INCLUSIVE: pairs(2, 1)})[1].values()} == {Way.INCLUSIVE}
    assert {of.p for of in robustness({Way.SPOKEN: pairs(3, 0)})[1].values()} == {1.0}
