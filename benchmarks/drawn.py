"""An index of any size whose texts and vectors are drawn: reading, cutting and embedding a million passages takes days.

What is real: the files of a generation and what writes and opens them (manifest, passages, BM25, Chroma's graph), the
words, their frequencies and the lengths of passages, learnt from the corpus. What is drawn: sentences, which mean
nothing (`benchmarks.synthetic`), and vectors. Each vector is one that the model gave for the corpus, moved by a part of
the difference between two others: so they stand in clusters, as close to each other and to questions as real ones, and
in directions that the model uses. Ranks mean nothing; times hardly depend on them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.synthetic import Writer
from indexer.documents import Document, Metadata
from indexer.embedder import model_identity
from indexer.index import GENERATIONS, save_passages
from indexer.lexical import LexicalIndex
from indexer.manifest import FORMAT, Manifest, corpus_digest
from indexer.passages import SPLITTING, Passage, Sentence, SentenceKind
from indexer.publishing import publish, told
from indexer.surveys import save_surveys
from indexer.vector_cache import READ_BATCH
from indexer.vectors import VectorKey, VectorStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from indexer.index import Index
    from indexer.settings import Settings

PER_DOCUMENT = 50
"""Passages of a publication."""
SENTENCES = 5
"""At most, of a passage, and at least one: 2.2 windows on average, where the corpus has 2.1."""
LEAST_MOVED, MOST_MOVED = 0.2, 0.6
"""Share of the difference of two vectors that a third is moved by: cosines of 0.9 to 0.99 with where it was."""
SEED = 7


def draw_index(
    size: int, settings: Settings, given: NDArray[np.float32], *, windows: bool, tell: Callable[[str], None]
) -> None:
    """Publishes a generation of so many drawn passages.

    Args:
        size: Passages; a whole number of publications of 50.
        settings: Where, and which model the vectors are told to be of.
        given: `(n, dimension)` float32, L2-normalised: vectors of the model.
        windows: Whether each pair of sentences has its vector, as in a real index; else each passage has one.
        tell: Told of each step.
    """
    passages, documents = drawn_passages(size)
    digest = corpus_digest(documents)
    generation = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{digest[:8]}-0"
    folder = settings.data_dir / GENERATIONS / generation
    folder.mkdir(parents=True)
    passages_digest = save_passages(folder, passages)
    tell("passages")
    LexicalIndex.build([passage.embedded_text for passage in passages]).save(folder)
    tell("words")
    keys = list(_keys(passages, windows=windows))
    del passages  # a million of them and Chroma's graph together would be the most that this ever holds
    store = VectorStore.create(folder, generation, settings.chroma_url)
    written = 0

    def advance(count: int) -> None:
        nonlocal written
        written += count
        if written % (50 * READ_BATCH) < count:
            tell(f"{written} vectors of {len(keys)}")

    store.add(keys, drawn_vectors(len(keys), given), advance)
    save_surveys(folder, ())
    Manifest(
        format=FORMAT,
        generation=generation,
        built_at=told(dt.datetime.now(dt.UTC)),
        embedding_model=model_identity(settings),
        dimension=given.shape[1],
        splitting=SPLITTING,
        corpus_digest=digest,
        passages_digest=passages_digest,
        passages=size,
        vectors=len(keys),
        sources=("drawn",),
        documents=documents,
    ).save(folder)
    publish(generation, settings.data_dir)


def drawn_passages(size: int) -> tuple[list[Passage], tuple[Document, ...]]:
    """Passages, in the order of their publications, and these."""
    writer = Writer(SEED)
    draw = np.random.default_rng(SEED)
    passages: list[Passage] = []
    documents: list[Document] = []
    for number in range(size // PER_DOCUMENT):
        doc, title = f"drawn/{number:06}.md", writer.sentence()[:80]
        digest = hashlib.sha256(doc.encode()).hexdigest()
        documents.append(Document(doc, "drawn", digest, Metadata(title)))
        for rank, count in enumerate(draw.integers(1, SENTENCES, size=PER_DOCUMENT, endpoint=True)):
            text, sentences = _text([writer.sentence() for _ in range(count)])
            passages.append(Passage(doc, rank, None, title, (writer.sentence()[:60],), text, sentences))
    return passages, tuple(documents)


def drawn_vectors(count: int, given: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """`(n, dimension)` float32, L2-normalised, some at once, near those that are given."""
    draw = np.random.default_rng(SEED)
    for start in range(0, count, READ_BATCH):
        first, second, third = draw.integers(len(given), size=(3, min(READ_BATCH, count - start)))
        share = draw.uniform(LEAST_MOVED, MOST_MOVED, size=(len(first), 1)).astype(np.float32)
        moved = given[first] + share * (given[second] - given[third])
        yield moved / np.linalg.norm(moved, axis=1, keepdims=True)


def given_vectors(index: Index) -> NDArray[np.float32]:
    """`(n, dimension)`: all those of an index, passages and windows."""
    keys = list(_keys(index.passages, windows=True))
    parts = [
        index.vectors.vectors(keys[start : start + READ_BATCH]).values() for start in range(0, len(keys), READ_BATCH)
    ]
    return np.stack([vector for part in parts for vector in part])


def _text(written: Sequence[str]) -> tuple[str, tuple[Sentence, ...]]:
    text = " ".join(written)
    sentences, start = [], 0
    for each in written:
        sentences.append(Sentence(start, start + len(each), SentenceKind.PROSE))
        start += len(each) + 1
    return text, tuple(sentences)


def _keys(passages: Sequence[Passage], *, windows: bool) -> Iterator[VectorKey]:
    for row, passage in enumerate(passages):
        yield VectorKey(row)
        if windows:
            yield from (VectorKey(row, sentence) for sentence, _ in passage.windows())
