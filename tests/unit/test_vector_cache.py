"""Vectors are kept by content: nothing is embedded twice, and a damaged cache costs time only."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import HashingEmbedder, Interrupting

from indexer.embedder import BATCH
from indexer.errors import NotWritable
from indexer.vector_cache import VectorCache

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [f"texte numéro {n}" for n in range(2 * BATCH + 3)]


def embed(path: Path, embedder: HashingEmbedder | Interrupting, texts: list[str]) -> int:
    """Embeds texts through a cache at a path; how many were really embedded."""
    with VectorCache(path) as cache:
        return cache.fill(embedder, texts, lambda _: None)


def test_vectors_come_in_the_order_asked_and_once_each(tmp_path: Path) -> None:
    """A text that comes twice is embedded once; progress counts both."""
    embedder = HashingEmbedder()
    texts = ["un contrat", "deux", "un contrat"]
    with VectorCache(tmp_path / "v.sqlite") as cache:
        count = cache.fill(embedder, texts, lambda _: None)
        (vectors,) = cache.batches(embedder.name, texts)
    assert count == len(embedder.embedded) == 2
    assert np.array_equal(vectors[0], vectors[2])
    assert np.array_equal(vectors[1], embedder.embed_question("deux"))


def test_progress_ends_at_the_number_of_texts(tmp_path: Path) -> None:
    """Twins included, so that the bar always fills."""
    done: list[int] = []
    with VectorCache(tmp_path / "v.sqlite") as cache:
        cache.fill(HashingEmbedder(), ["un", "deux", "un"], done.append)
    assert sum(done) == 3


def test_a_second_time_embeds_nothing(tmp_path: Path) -> None:
    """The same texts, the same model."""
    assert embed(tmp_path / "v", HashingEmbedder(), TEXTS) == len(TEXTS)
    assert embed(tmp_path / "v", HashingEmbedder(), TEXTS) == 0


def test_another_model_shares_nothing(tmp_path: Path) -> None:
    """Vectors of two models never meet."""
    embed(tmp_path / "v", HashingEmbedder(), TEXTS)
    assert embed(tmp_path / "v", HashingEmbedder(name="autre"), TEXTS) == len(TEXTS)


def test_an_interruption_loses_one_batch(tmp_path: Path) -> None:
    """What was embedded before it is not embedded again."""
    with pytest.raises(KeyboardInterrupt):
        embed(tmp_path / "v", Interrupting(HashingEmbedder(), batches=1), TEXTS)
    assert embed(tmp_path / "v", HashingEmbedder(), TEXTS) == len(TEXTS) - BATCH


def test_what_the_last_generations_did_not_use_is_forgotten(tmp_path: Path) -> None:
    """And only that: going back to one of them embeds nothing."""
    name = HashingEmbedder().name
    with VectorCache(tmp_path / "v") as cache:
        cache.fill(HashingEmbedder(), TEXTS, lambda _: None)
        for texts in (TEXTS, TEXTS[:5], TEXTS[:5]):
            cache.keep(name, texts, generations=2)
        assert cache.fill(HashingEmbedder(), TEXTS[:5], lambda _: None) == 0
        assert cache.fill(HashingEmbedder(), TEXTS, lambda _: None) == len(TEXTS) - 5


def test_vectors_are_read_some_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order asked, whatever the size of the pieces."""
    monkeypatch.setattr("indexer.vector_cache.READ_BATCH", 10)
    embedder = HashingEmbedder()
    with VectorCache(tmp_path / "v") as cache:
        cache.fill(embedder, TEXTS, lambda _: None)
        pieces = list(cache.batches(embedder.name, TEXTS))
    assert [len(piece) for piece in pieces] == [10] * 6 + [7]
    assert np.array_equal(np.concatenate(pieces), np.stack([embedder.embed_question(text) for text in TEXTS]))


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_damaged_cache_is_made_anew(share: float, tmp_path: Path) -> None:
    """Junk, or half a file: everything is embedded again, nothing stops."""
    path = tmp_path / "v.sqlite"
    embed(path, HashingEmbedder(), TEXTS)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)] or b"junk" * 1000)
    assert embed(path, HashingEmbedder(), TEXTS) == len(TEXTS)


def test_a_cache_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A folder stands in its place, or another program holds it."""
    (tmp_path / "v").mkdir()
    with pytest.raises(NotWritable):
        VectorCache(tmp_path / "v")


def test_a_cache_held_by_another_program_is_not_thrown_away(tmp_path: Path) -> None:
    """Locked is not damaged."""
    path = tmp_path / "v.sqlite"
    embed(path, HashingEmbedder(), TEXTS)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(NotWritable):
        VectorCache(path)
    holder.rollback()
    holder.close()
    assert embed(path, HashingEmbedder(), TEXTS) == 0
