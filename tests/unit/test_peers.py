"""The comparison with other pipelines: what counts as found, and how rankings are fused."""

from __future__ import annotations

import importlib.util

import pytest

from assistant.questions import Question
from benchmarks.peers import MINILM, Missing, Piece, gold_pieces, judged, minilm, rrf
from evals.questions import EvalQuestion, GoldPlace

QUOTE = "Le contrat local de santé est signé pour cinq ans par la commune et par l’agence régionale de santé."
ASKED = EvalQuestion("q", Question("Pour combien de temps ?"), True, ("cinq ans",), ((GoldPlace("cls", QUOTE),),), "")


def test_what_both_rank_well_comes_first() -> None:
    """Second for both beats first for one."""
    assert rrf([1, 2, 3], [4, 2]) == [2, 1, 4, 3]


def test_a_piece_counts_when_it_holds_the_gold_quote() -> None:
    """Whole, or its beginning when a cut goes through it; not the same words in another publication."""
    pieces = [Piece("cls.pdf", f"Avant. {QUOTE}"), Piece("cls.pdf", QUOTE[:70]), Piece("b.pdf", QUOTE)]
    assert gold_pieces([ASKED], pieces, {"cls": "cls.pdf"}) == {"q": frozenset({0, 1})}


def test_a_question_without_any_result_counts_zero() -> None:
    """Rather than vanishing from the mean."""
    found = judged({"q": [7, 0], "r": []}, {"q": frozenset({0}), "r": frozenset({1})})
    assert [t.part for t in found["MRR@10"].values()] == [0.5, 0.0]


def test_the_weights_are_the_published_ones_or_told_missing() -> None:
    """The command prints what to install, and ends well."""
    if importlib.util.find_spec(MINILM) is None:
        with pytest.raises(Missing, match="minilm"):
            minilm()
    else:
        assert (minilm() / "model.safetensors").is_file()
