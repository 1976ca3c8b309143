"""BM25 over French stems: scores, rarity, and an index that is checked when it is read back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from indexer.errors import IndexCorrupt
from indexer.french import terms
from indexer.lexical import FOLDER, LexicalIndex

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["Le contrat local de santé.", "Les coordonnateur·rices de santé.", "Un quartier prioritaire."]


def scores(index: LexicalIndex, text: str) -> list[float]:
    """Scores of the words of a text, all of weight 1."""
    return [float(score) for score in index.scores(dict.fromkeys(terms(text), 1.0))]


def test_the_passage_that_holds_the_word_scores() -> None:
    """However it is written, and the others are at zero."""
    found = scores(LexicalIndex.build(TEXTS), "coordonnatrices")
    assert found[1] > 0
    assert found[0] == found[2] == 0


def test_weights_multiply() -> None:
    """A word of half the weight scores half."""
    index = LexicalIndex.build(TEXTS)
    (term,) = terms("quartier")
    assert index.scores({term: 0.5})[2] == pytest.approx(index.scores({term: 1.0})[2] / 2)


def test_a_rarer_word_is_rarer() -> None:
    """A word of two passages of three, of one, of none."""
    index = LexicalIndex.build(TEXTS)
    common, rare, unknown = (index.rarity(terms(word)[0]) for word in ("santé", "quartier", "zèbre"))
    assert 0 <= common < rare < unknown
    counted = [math.log(1 + (3 - count + 0.5) / (count + 0.5)) for count in (2, 1, 0)]  # Lucene's formula
    assert [common, rare, unknown] == pytest.approx(counted)
    assert [index.holds(terms(word)[0]) for word in ("santé", "zèbre")] == [True, False]


@pytest.mark.parametrize("texts", [TEXTS, ["… !"], []])
def test_an_index_comes_back_as_it_was_saved(texts: list[str], tmp_path: Path) -> None:
    """Also one without a word, or without a passage."""
    LexicalIndex.build(texts).save(tmp_path)
    back = LexicalIndex.load(tmp_path, len(texts))
    assert scores(back, "santé quartier") == scores(LexicalIndex.build(texts), "santé quartier")
    assert len(scores(back, "santé")) == len(texts)


def test_an_index_of_another_size_is_refused(tmp_path: Path) -> None:
    """Rows would not be those of the passages."""
    LexicalIndex.build(TEXTS).save(tmp_path)
    with pytest.raises(IndexCorrupt):
        LexicalIndex.load(tmp_path, 2)


@pytest.mark.parametrize("share", [0, 0.5])
def test_every_damaged_file_is_noticed(share: float, tmp_path: Path) -> None:
    """Emptied or cut in half, one after the other."""
    LexicalIndex.build(TEXTS).save(tmp_path)
    for path in sorted((tmp_path / FOLDER).iterdir()):
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(IndexCorrupt):
            LexicalIndex.load(tmp_path, 3)
        path.write_bytes(whole)
