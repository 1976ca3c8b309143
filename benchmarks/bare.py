"""What the parts of a search take alone: the least that a search of an index of this size could take."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.retrieval import CANDIDATES
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.french import term_set
from indexer.index import current_manifest, generation_folder
from indexer.lexical import LexicalIndex
from indexer.vectors import VectorStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.settings import Settings

WARMING = 10
ASKED = 100
"""Times each part is done."""
COPIED = 2**28
"""Bytes copied to see how fast memory is: more than any cache holds."""
BYTES = 4
"""Of a number of a vector."""


@dataclass(frozen=True, slots=True)
class Bare:
    """Medians, in milliseconds.

    Attributes:
        passages, vectors: Of the index.
        embedding: Of a question's vector, by the model.
        neighbours: Of Chroma, embedded, asked for as many neighbours as a search asks.
        words: Of BM25, for the words of a question.
        scan: Of reading all vectors once at the speed of memory, as a search without a graph would: calculated.
        gigabytes_a_second: That speed: bytes read by a copy, those written not counted.
    """

    passages: int
    vectors: int
    embedding: float
    neighbours: float
    words: float
    scan: float
    gigabytes_a_second: float


def bare(settings: Settings, texts: Sequence[str]) -> Bare:
    """Times the parts over one index."""
    manifest = current_manifest(settings.data_dir)
    folder = generation_folder(settings.data_dir)
    embedder = load_embedder(settings, threads=QUESTION_THREADS)
    vectors = [embedder.embed_question(texts[number % len(texts)]) for number in range(ASKED)]
    store = VectorStore.open(folder, manifest.generation, "", size=manifest.vectors)
    lexical = LexicalIndex.load(folder, manifest.passages)
    speed = bandwidth()
    found = Bare(
        manifest.passages,
        manifest.vectors,
        _median(lambda number: embedder.embed_question(texts[number % len(texts)])),
        _median(lambda number: store.nearest(vectors[number], min(CANDIDATES, manifest.vectors))),
        _median(lambda number: lexical.scores(dict.fromkeys(term_set(texts[number % len(texts)]), 1.0))),
        manifest.vectors * manifest.dimension * BYTES / speed * 1000,
        speed / 1e9,
    )
    print(found, flush=True)
    return found


def bandwidth() -> float:
    """Bytes read a second, by the best of some copies of a large array, one thread."""
    source = np.ones(COPIED, dtype=np.uint8)
    target = np.empty_like(source)
    times = []
    for _ in range(WARMING):
        began = time.perf_counter()
        np.copyto(target, source)
        times.append(time.perf_counter() - began)
    return COPIED / min(times)


def _median(done: Callable[[int], object]) -> float:
    for number in range(WARMING):
        done(number)
    times = []
    for number in range(ASKED):
        began = time.perf_counter()
        done(number)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
