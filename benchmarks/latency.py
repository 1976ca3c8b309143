"""Whole answers over many passages, in bare embeddings of the same run, with the selector and without.

What is real: the questions, the service (understanding, retrieval, selector, refusal, answer), the lexical index, the
sentences and their windows, the vector store, the embedding of each question. What is made: the passages are those of
the corpus, repeated with one word in seven replaced by another of the corpus; their vectors are not computed (hours, at
10,000 passages) but those of some passages of the corpus, each shifted at random by its text. Ranks mean nothing here;
times hardly depend on them.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.selecting import load_selector
from assistant.service import Assistant
from benchmarks.measures import WARMING, Silent
from indexer.build import build_index
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.questions import Question
    from indexer.embedder import Embedder
    from indexer.index import Index
    from indexer.settings import Settings

WORD = re.compile(r"\w+")
REPLACED = 1 / 7
EMBEDDED = 128
"""Passages of the corpus that the model embeds: the vectors that the others' are near."""
SHIFT = 0.5
"""Length of what is added to a vector of length 1: the cosine with the original is then about 0.9."""
SEED = 6


@dataclass(frozen=True, slots=True)
class Latency:
    """Times of the same questions.

    Attributes:
        selector: Whether sentences were read by it.
        passages: Of the index.
        questions: Asked, each once.
        p50, p95: Of a whole answer, in medians of a bare embedding of the same questions, taken in between.
    """

    selector: bool
    passages: int
    questions: int
    p50: float
    p95: float


@dataclass(frozen=True)
class Near:
    """Passages get a vector near one that the model gave; under its name, so that it can serve the index.

    Attributes:
        name, dimension: The model's.
        given: `(n, dimension)` float32, L2-normalised.
    """

    name: str
    dimension: int
    given: NDArray[np.float32]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, dimension)` float32, L2-normalised; the same text has the same vector."""
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """`(dimension,)` float32, L2-normalised."""
        draw = np.random.default_rng(zlib.crc32(text.encode()))
        added = draw.standard_normal(self.dimension, dtype=np.float32)
        near = self.given[draw.integers(len(self.given))] + SHIFT * added / np.linalg.norm(added)
        return np.asarray(near / np.linalg.norm(near), dtype=np.float32)


def latency(size: int, settings: Settings, embedder: Embedder, asked: Sequence[Question]) -> list[Latency]:
    """Asks the questions of an index of so many passages, built in a temporary folder.

    Args:
        size: Passages, about: publications are added until they hold so many, and are then cut anew.
        settings: Whose index gives the passages.
        embedder: Its model.
        asked: Questions; the first few are asked once more, before the clock is started.

    Returns:
        Without the selector, then with it where there is one.

    Raises:
        ReperesError: The index cannot be used.
    """
    corpus = open_index(settings)
    given = embedder.embed_passages([passage.embedded_text for passage in corpus.passages[:EMBEDDED]])
    with tempfile.TemporaryDirectory() as folder:
        placed = settings.model_copy(update={"data_dir": Path(folder) / "data"})
        repeat(corpus, Path(folder) / "corpus", size)
        near = Near(embedder.name, embedder.dimension, given)
        build_index([Path(folder) / "corpus"], placed, lambda: near, Silent())
        index = open_index(placed)
        ways = [False, True] if load_selector(embedder) else [False]
        return [_timed(index, embedder, placed.model_copy(update={"selector": on}), asked) for on in ways]


def repeat(corpus: Index, target: Path, size: int) -> None:
    """Writes the publications again and again, words replaced, until they hold so many passages."""
    draw = random.Random(SEED)  # noqa: S311 — no secret is drawn
    words = sorted({word for passage in corpus.passages for word in WORD.findall(passage.text)})
    written = copy = 0
    while written < size:
        for number, rows in enumerate(corpus.rows_by_document.values()):
            if written >= size:
                break
            parts = [f"## {row}.\n\n{_altered(corpus.passages[row].text, words, draw)}" for row in rows]
            path = target / str(copy) / f"{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join([f"# Publication {copy}.{number}", *parts]) + "\n", encoding="utf-8")
            written += len(rows)
        copy += 1


def _altered(text: str, words: Sequence[str], draw: random.Random) -> str:
    return WORD.sub(lambda found: draw.choice(words) if draw.random() < REPLACED else found[0], text)


def _timed(index: Index, embedder: Embedder, settings: Settings, asked: Sequence[Question]) -> Latency:
    assistant = Assistant(index, embedder, settings)
    bare: list[float] = []
    whole: list[float] = []
    for question in [*asked[:WARMING], *asked]:
        began = time.perf_counter()
        embedder.embed_question(question.text)
        between = time.perf_counter()
        assistant.ask(question)
        bare.append(between - began)
        whole.append(time.perf_counter() - between)
    once = float(np.median(bare[-len(asked) :]))
    p50, p95 = (float(np.percentile(whole[-len(asked) :], percent)) / once for percent in (50, 95))
    return Latency(settings.selector, len(index.passages), len(asked), p50, p95)
