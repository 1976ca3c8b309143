"""The answer-sentence selector: how it is put together, with a head made here, and what the shipped one is worth."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from fakes import HashingEmbedder
from safetensors.torch import load_file

from assistant.judging import Judgement, rerank
from assistant.questions import Question
from assistant.selecting import UNREAD, Reading, load_selector
from assistant.selector import ARTEFACT, LAYERS, SentenceSelector, apply_changes
from assistant.service import Assistant
from evals.selector.export import export
from evals.selector.material import spans
from indexer.embedded_weights import ensure_converted
from indexer.index import open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from places import Place

    from indexer.embedder import SentenceTransformerEmbedder


def reading(text: str, head: str = "") -> Reading:
    """A passage."""
    return Reading(head, text, spans(text))


GARDEN = reading("Le jardin a ouvert en 2019. Il ferme à midi. La commune prête le terrain.", "Jardins du quartier")
LIBRARY = reading("La bibliothèque prête des livres à toute personne inscrite.")
ASKED = "Qui prête le terrain ?"


LIMIT_MB = 25
"""Of the artefact, in the repository."""


def head(width: int) -> dict[str, torch.Tensor]:
    """Some head, the same at each run."""
    made = torch.Generator().manual_seed(0)
    return {
        "head.0.weight": torch.randn(width, width, generator=made) / width**0.5,
        "head.0.bias": torch.zeros(width),
        "head.2.weight": torch.randn(1, width, generator=made),
        "head.2.bias": torch.zeros(1),
    }


@pytest.fixture(scope="module")
def selector(embedder: SentenceTransformerEmbedder) -> SentenceSelector:
    """e5's own layers under that head."""
    return SentenceSelector.over(embedder, head(embedder.dimension))


def test_each_sentence_of_each_passage_gets_a_score(selector: SentenceSelector) -> None:
    """In the order of the passages, whatever the order in which they are read."""
    scores = selector.scores(ASKED, [GARDEN, LIBRARY, GARDEN], tokens=1000)
    assert [len(found) for found in scores] == [3, 1, 3]
    assert np.allclose(scores[0], scores[2], atol=0.1)
    assert len(np.unique(scores[0])) == 3
    (alone,) = selector.scores(ASKED, [GARDEN], tokens=1000)
    assert np.allclose(alone, scores[0], atol=0.1)  # bfloat16 where the processor computes in it


def test_a_sentence_is_read_in_its_context(selector: SentenceSelector) -> None:
    """The same words score otherwise elsewhere, and for another question."""
    elsewhere = reading("La piscine est rue du Port. Il ferme à midi.")
    here, there = selector.scores(ASKED, [GARDEN, elsewhere], tokens=1000)
    assert abs(here[1] - there[1]) > 0.01
    (other,) = selector.scores("À quelle heure ferme-t-il ?", [GARDEN], tokens=1000)
    assert abs(here[1] - other[1]) > 0.01


def test_reading_stops_at_the_budget_but_for_the_first_passage(selector: SentenceSelector) -> None:
    """Its time goes with the tokens read."""
    assert len(selector.scores(ASKED, [GARDEN] * 5, tokens=1)) == 1
    assert len(selector.scores(ASKED, [GARDEN] * 5, tokens=120)) < 5


def test_sentences_beyond_the_length_that_is_read_are_told_unread(selector: SentenceSelector) -> None:
    """A very long sentence is cut; nothing is said of what follows."""
    (scores,) = selector.scores(ASKED, [reading(f"Mot {'mot ' * 600}.\nLa commune prête.")], tokens=10_000)
    assert scores[0] > UNREAD == scores[1]


def test_the_embedding_model_is_left_as_it_was(embedder: SentenceTransformerEmbedder) -> None:
    """Changes go to a copy of the layers; the word embeddings are shared, not copied."""
    before = embedder.embed_question(ASKED)
    name = "body.encoder.layer.7.output.dense.weight"
    change = {
        f"{name}.change": torch.full((384, 1536), 100, dtype=torch.int8),
        f"{name}.step": torch.full((384,), 0.01),
    }
    changed = SentenceSelector.over(embedder, head(384) | change)
    plain = SentenceSelector.over(embedder, head(384))
    assert not np.allclose(*(s.scores(ASKED, [GARDEN], tokens=1000)[0] for s in (changed, plain)), atol=0.01)
    assert np.array_equal(before, embedder.embed_question(ASKED))
    own = changed._scorer.get_parameter("body.embeddings.word_embeddings.weight")
    assert own.data_ptr() == embedder.model[0].auto_model.embeddings.word_embeddings.weight.data_ptr()


def test_what_training_changed_is_exported_and_added_back(selector: SentenceSelector, tmp_path: Path) -> None:
    """Within the precision of eight bits of the change, not of the weight."""
    folder = ensure_converted(Settings().model_cache)
    base = load_file(folder / "model.safetensors")
    key = next(k for k in base if k.endswith("encoder.layer.7.output.dense.weight"))
    change = torch.randn(base[key].shape, generator=torch.Generator().manual_seed(1)) * 1e-3
    name = "body.encoder.layer.7.output.dense.weight"
    export({name: base[key].float() + change, **head(384)}, folder, tmp_path / "a.safetensors")
    artefact = load_file(tmp_path / "a.safetensors")
    back = artefact[f"{name}.change"].float() * artefact[f"{name}.step"].unsqueeze(1)
    assert float((back - change).norm() / change.norm()) < 0.02
    with pytest.raises(KeyError):
        apply_changes(selector._scorer, {"body.other.weight": torch.zeros(2)})


def test_there_is_none_beside_another_model() -> None:
    """Its changes only fit the layers that they were trained on."""
    assert load_selector(HashingEmbedder()) is None


def test_passages_are_reordered_by_both_scores(served: Place) -> None:
    """A passage whose sentence surely answers comes before its neighbours; one that was not read stays behind."""
    index = open_index(served.settings)
    retrieval = Assistant(index, served.embedder, served.settings).retriever.search(Question("Qui finance un ASV ?"), 6)
    sure = retrieval.hits[1].row
    scores = {
        hit.row: np.full(len(hit.passage.sentences), 9.0 if hit.row == sure else -9.0, dtype=np.float32)
        for hit in retrieval.hits[:4]
    }
    ordered = rerank(retrieval, Judgement(scores), 6).hits
    assert sure in [hit.row for hit in ordered[:2]]
    assert {hit.row for hit in ordered[:4]} == set(scores)


def test_everything_works_without_it(served: Place) -> None:
    """By setting: no sentence is judged, and the passages come in the order of the retrieval."""
    settings = served.settings.model_copy(update={"selector": False})
    without = Assistant(open_index(settings), served.embedder, settings)
    asked = Question("Quelle part des QPV dispose d’un ASV ?")
    retrieval, judgement = without.find(asked)
    assert judgement is None
    assert [hit.row for hit in retrieval.hits] == [hit.row for hit in without.retriever.search(asked, 20).hits[:10]]
    assert without.ask(asked).hits == retrieval.hits


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("À quelle heure ferme-t-il ?", 1),
        ("Qui met le terrain à disposition ?", 2),
        ("Depuis quand le jardin existe-t-il ?", 0),
    ],
)
def test_the_shipped_selector_finds_the_sentence_that_answers(
    embedder: SentenceTransformerEmbedder, question: str, right: int
) -> None:
    """Among those of a passage, and before those of another; with few words in common."""
    shipped = SentenceSelector.beside(embedder)
    assert shipped is not None
    scores, others = shipped.scores(question, [GARDEN, LIBRARY], tokens=1000)
    assert int(scores.argmax()) == right
    assert scores.max() > others.max()


def test_it_reads_fewer_layers_and_leaves_the_embedding_model_whole(embedder: SentenceTransformerEmbedder) -> None:
    """The selector's are its own."""
    shipped = SentenceSelector.beside(embedder)
    assert shipped is not None
    assert len(shipped._scorer.body.encoder.layer) == LAYERS
    assert len(embedder.model[0].auto_model.encoder.layer) == 12


def test_the_artefact_is_the_one_that_its_card_tells_of() -> None:
    """Its size is bounded, and the card gives its digest."""
    content = files("assistant").joinpath(ARTEFACT).read_bytes()
    card = files("assistant").joinpath("selector_card.md").read_text(encoding="utf-8")
    assert len(content) <= LIMIT_MB * 1_000_000
    assert re.findall(r"\b[0-9a-f]{64}\b", card) == [hashlib.sha256(content).hexdigest()]
