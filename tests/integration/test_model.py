"""The embedded model is converted once, whoever asks first, and knows French."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded_weights import FOLDER_NAME, ensure_converted
from indexer.embedder import load_embedder
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.embedder import SentenceTransformerEmbedder


def test_two_conversions_at_once_make_one_folder(tmp_path: Path) -> None:
    """Both end well, with the same complete folder, its licence in it, for all to read, and leave nothing beside it."""
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(ensure_converted, [tmp_path, tmp_path]))
    assert made == [tmp_path / FOLDER_NAME] * 2
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER_NAME]
    assert {"model.safetensors", "tokenizer.json", "config.json", "NOTICE.txt"} <= {p.name for p in made[0].iterdir()}
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in made[0].rglob("*"))
    written = (made[0] / "model.safetensors").stat().st_mtime_ns
    assert ensure_converted(tmp_path) == made[0]
    assert (made[0] / "model.safetensors").stat().st_mtime_ns == written
    shutil.rmtree(made[0])  # some 250 MB that pytest would keep


def test_a_model_that_is_held_is_not_loaded_again(embedder: SentenceTransformerEmbedder) -> None:
    """A program that answers and indexes has it once in memory."""
    assert load_embedder(Settings(), threads=2).model is embedder.model


def test_vectors_are_unit_length_and_near_when_the_meaning_is(embedder: SentenceTransformerEmbedder) -> None:
    """A question is nearer to the passage that answers it than to another of the field."""
    question = embedder.embed_question("Qui finance les postes de coordination ?")
    near, far = embedder.embed_passages(
        ["L’agence régionale de santé cofinance le poste.", "La chaleur en ville touche d’abord les plus âgés."]
    )
    assert question.shape == (embedder.dimension,) == (384,)
    assert np.allclose([np.linalg.norm(v) for v in (question, near, far)], 1, atol=1e-2)
    assert question @ near > question @ far
