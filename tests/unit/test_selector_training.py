"""What the selector is trained on, step by step: drawn with a seed, told right from wrong, and never misread."""

from __future__ import annotations

import random

import pytest
import torch

from assistant.selecting import Reading
from evals.selector.material import Example, Material, spans
from evals.selector.piaf import Asked, answering_sentence
from evals.selector.sampling import draw, vary
from evals.selector.training import NEITHER, _listwise

PASSAGES = tuple(Reading("", f"Première phrase {n}. Seconde phrase {n}.", ((0, 18), (19, 36))) for n in range(6))


def test_the_same_seed_draws_the_same_groups() -> None:
    """So that training can be done again."""
    material = Material("m", PASSAGES, ())
    known = Example("Qui finance un CLS ?", {0: frozenset({1})}, (1, 2, 3, 4, 5))
    one, other = ([draw(material, known, rng) for _ in range(20)] for rng in (random.Random(7), random.Random(7)))
    assert one == other
    assert len({group.question for group in one}) > 1
    answered = [group for group in one if any(passage.gold for passage in group.passages)]
    assert all(group.passages[0].gold == {1} for group in answered)
    assert all(not passage.gold for group in one for passage in group.passages if passage.reading != PASSAGES[0])


def test_any_sentence_may_answer_when_only_the_passage_is_known() -> None:
    """All of the right passage's, none of the others'."""
    loose = Example("Qui ?", {0: frozenset()}, (1, 2), loose=True)
    groups = [draw(Material("m", PASSAGES, ()), loose, random.Random(n)) for n in range(10)]
    assert {len(p.gold) for g in groups for p in g.passages if p.reading.text == PASSAGES[0].text} == {2}
    assert not any(p.gold for g in groups for p in g.passages if p.reading.text != PASSAGES[0].text)


@pytest.mark.parametrize("seed", range(30))
def test_a_varied_question_keeps_a_word(seed: int) -> None:
    """Whatever the manner, short questions and bare acronyms included."""
    for question in ("CLS ?", "Où ?", "Quelle est la durée d’un contrat local de santé ?"):
        assert any(c.isalnum() for c in vary(question, random.Random(seed)))


def test_the_loss_falls_as_the_right_sentence_rises() -> None:
    """And, without any right one, as all of them sink under « nothing here answers »; spare ones count for nothing."""
    marks = torch.tensor([[1, 0, NEITHER]])
    low, high = (_listwise(torch.tensor([[score, 0.0, 99.0]]), marks) for score in (-1.0, 3.0))
    assert high < low
    none = torch.tensor([[0, 0]])
    assert _listwise(torch.tensor([[-5.0, -5.0]]), none) < _listwise(torch.tensor([[5.0, -5.0]]), none)


def test_the_sentence_that_answers_is_the_one_with_the_question_s_words() -> None:
    """A year stands in several sentences; an answer may run over the end of one."""
    text = "Le CLS est signé en 2015. La revue paraît en 2015. Le comité réunit Lyon. Villeurbanne aussi."
    read = Reading("", text, spans(text))
    assert answering_sentence(read, Asked("Quand paraît la revue ?", 0, ("2015",))) == 1
    assert answering_sentence(read, Asked("Quelles villes ?", 0, ("Lyon. Villeurbanne",))) == 2
    assert answering_sentence(read, Asked("Qui ?", 0, ("Marseille",))) is None
