"""The answer-sentence selector, with its shipped weights: it reads in context, within its budget, and can be left out."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from fakes import HashingEmbedder

from assistant.questions import Question
from assistant.selecting import UNREAD, Reading
from assistant.selector import ARTEFACT, SentenceSelector, apply_changes
from assistant.service import Assistant
from indexer.index import open_index

if TYPE_CHECKING:
    from places import Place

    from indexer.embedder import SentenceTransformerEmbedder

LIMIT_MB = 25


def reading(*sentences: str, head: str = "") -> Reading:
    """A passage of these sentences."""
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return Reading(head, " ".join(sentences), tuple(spans))


GARDEN = reading(
    "Le jardin partagé de la rue des Lilas a ouvert en 2019.",
    "Il est ouvert du mardi au samedi, de neuf heures à midi.",
    "La commune prête le terrain à l’association par une convention de cinq ans.",
    "Les outils ont coûté 1 200 euros, payés par une collecte.",
    head="Jardins du quartier",
)
ELSEWHERE = reading(
    "La bibliothèque prête des livres à toute personne inscrite.",
    "Son règlement a été revu par le conseil municipal.",
    head="Bibliothèque",
)


@pytest.fixture(scope="module")
def selector(embedder: SentenceTransformerEmbedder) -> SentenceSelector:
    """As the service has it."""
    made = SentenceSelector.beside(embedder)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("À quels horaires peut-on y aller ?", 1),
        ("Qui met le terrain à disposition ?", 2),
        ("Combien a-t-on dépensé pour le matériel ?", 3),
        ("Depuis quand le jardin existe-t-il ?", 0),
    ],
)
def test_the_sentence_that_answers_comes_first(selector: SentenceSelector, question: str, right: int) -> None:
    """Without a word in common, and with « il » for what the sentence before named."""
    scores, others = selector.scores(question, [GARDEN, ELSEWHERE], tokens=1000)
    assert int(scores.argmax()) == right
    assert scores.max() > others.max()


def test_a_passage_scores_the_same_alone_or_among_others(selector: SentenceSelector) -> None:
    """Padding and company change nothing that matters."""
    (alone,) = selector.scores("Qui prête le terrain ?", [GARDEN], tokens=1000)
    among = selector.scores("Qui prête le terrain ?", [ELSEWHERE, GARDEN, ELSEWHERE], tokens=1000)[1]
    assert np.allclose(alone, among, atol=0.3)  # bfloat16 where the processor computes in it


def test_reading_stops_at_the_budget_but_for_the_first_passage(selector: SentenceSelector) -> None:
    """Its time goes with the tokens read."""
    assert len(selector.scores("Qui prête le terrain ?", [GARDEN] * 5, tokens=1)) == 1
    assert len(selector.scores("Qui prête le terrain ?", [GARDEN] * 5, tokens=300)) < 5


def test_sentences_beyond_the_length_that_is_read_are_told_unread(selector: SentenceSelector) -> None:
    """A very long row is cut; nothing is said of what follows."""
    long = reading("mot " * 600, "La commune prête le terrain à l’association.")
    (scores,) = selector.scores("Qui prête le terrain ?", [long], tokens=10_000)
    assert scores[1] == UNREAD


def test_the_embedding_model_is_left_as_it_was(embedder: SentenceTransformerEmbedder) -> None:
    """The word embeddings are shared with the selector, the layers are not changed under the embedder."""
    before = embedder.embed_question("Qui prête le terrain ?")
    made = SentenceSelector.beside(embedder)
    assert made is not None
    made.scores("Qui prête le terrain ?", [GARDEN], tokens=1000)
    assert np.array_equal(before, embedder.embed_question("Qui prête le terrain ?"))


def test_there_is_none_beside_another_model() -> None:
    """Its changes only fit the layers that they were trained on."""
    assert SentenceSelector.beside(HashingEmbedder()) is None


def test_weights_of_another_network_are_refused(selector: SentenceSelector) -> None:
    """Rather than half applied."""
    with pytest.raises(KeyError):
        apply_changes(selector._scorer, {"body.other.weight": torch.zeros(2)})


def test_the_artefact_is_the_one_that_its_card_tells_of() -> None:
    """Its size is bounded, and the card gives its digest."""
    content = files("assistant").joinpath(ARTEFACT).read_bytes()
    card = files("assistant").joinpath("selector_card.md").read_text(encoding="utf-8")
    assert len(content) <= LIMIT_MB * 1_000_000
    assert re.search(r"\b[0-9a-f]{64}\b", card)
    assert hashlib.sha256(content).hexdigest() in card


def test_everything_works_without_it(served: Place) -> None:
    """By setting: no sentence is judged, and the passages come in the order of the retrieval."""
    settings = served.settings.model_copy(update={"selector": False})
    without = Assistant(open_index(settings), served.embedder, settings)
    asked = Question("Quelle part des QPV dispose d’un ASV ?")
    retrieval, judgement = without.find(asked)
    assert judgement is None
    assert [hit.row for hit in retrieval.hits] == [hit.row for hit in without.retriever.search(asked, 20).hits[:10]]
    assert without.ask(asked).hits == retrieval.hits
