"""The three things measured: speed beside the bare model, cost of a second indexing, growth with the size."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.questions import Question
from assistant.retrieval import Retriever
from benchmarks.memory import peak
from benchmarks.synthetic import Writer
from indexer.build import build_index
from indexer.embedder import BATCH, QUESTION_THREADS, indexing_threads, load_embedder
from indexer.index import open_index
from indexer.publishing import vector_texts
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from indexer.embedder import Embedder

DIMENSION = 384
WARMING = 4
"""Questions asked before the clock is started: the first ones load what the others find loaded."""
QUESTIONS = (
    "Qui signe un contrat local de santé ?",
    "Comment financer un poste de coordination ?",
    "À quoi sert un conseil local de santé mentale ?",
    "Combien de personnes vivent en quartier prioritaire ?",
)


class Silent:
    """A progress that tells nothing."""

    def start(self, step: str, total: int) -> None:
        """Nothing."""

    def advance(self, count: int, pages: int = 0) -> None:
        """Nothing."""


class RandomVectors:
    """In place of the model where its time is known and would hide the rest: a vector drawn from the text's hash."""

    name = "random-384"
    dimension = DIMENSION

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, 384)` float32, L2-normalised."""
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """`(384,)` float32, L2-normalised."""
        drawn = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(DIMENSION, dtype=np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


def speed(source: Path, count: int = 3) -> dict[str, float]:
    """Passages a second of a whole indexing, as a share of the bare model's on the same passages.

    Args:
        source: Folder of publications.
        count: Rounds.

    Returns:
        `share_of_passages`: beside the model embedding the passages alone; `share_of_texts`: beside the model
        embedding all that an indexing embeds (passages and their windows); each the median of the rounds, the
        model alone measured right after the indexing of its round.
    """
    settings = Settings()
    embedder = load_embedder(settings, threads=indexing_threads(settings))
    embedder.embed_passages(["un texte pour rien"] * BATCH)
    rounds = []
    for _ in range(count):
        with tempfile.TemporaryDirectory() as folder:
            placed = settings.model_copy(update={"data_dir": Path(folder)})
            began = time.perf_counter()
            report = build_index([source], placed, lambda: embedder, Silent())
            whole = time.perf_counter() - began
            passages = open_index(placed).passages
        alone = _bare(embedder, [passage.embedded_text for passage in passages])
        texts = _bare(embedder, list(dict.fromkeys(vector_texts(passages)[1])))
        rounds.append((alone / whole, texts / whole, report.passages, whole, report.embedded))
    return {
        "share_of_passages": statistics.median(r[0] for r in rounds),
        "share_of_texts": statistics.median(r[1] for r in rounds),
        "passages": rounds[0][2],
        "texts": rounds[0][4],
        "seconds": statistics.median(r[3] for r in rounds),
    }


def _bare(embedder: Embedder, texts: list[str]) -> float:
    """Seconds that the model takes, texts of like length together as an indexing has them."""
    ordered = sorted(texts, key=len)
    began = time.perf_counter()
    for start in range(0, len(ordered), BATCH):
        embedder.embed_passages(ordered[start : start + BATCH])
    return time.perf_counter() - began


def incremental(files: int) -> dict[str, float]:
    """What a second indexing costs, as a share of the first: nothing changed, then one file of all.

    Args:
        files: Size of the corpus; two passages a file.
    """
    settings = Settings()
    embedder = load_embedder(settings, threads=indexing_threads(settings))
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        Writer(1).folder(corpus, files, 2)
        placed = settings.model_copy(update={"data_dir": Path(folder) / "data"})
        times, embedded = [], []
        for step in range(3):
            if step == 2:  # noqa: PLR2004 — the third indexing
                (corpus / "000000.md").write_text(Writer(2).publication(2), encoding="utf-8")
            began = time.perf_counter()
            report = build_index([corpus], placed, lambda: embedder, Silent())
            times.append(time.perf_counter() - began)
            embedded.append(report.embedded)
    return {
        "unchanged_share": times[1] / times[0],
        "one_changed_share": times[2] / times[0],
        "full_seconds": times[0],
        "embedded_full": embedded[0],
        "embedded_unchanged": embedded[1],
        "embedded_one_changed": embedded[2],
    }


def scale(sizes: Sequence[int]) -> list[dict[str, float]]:
    """Build time, peak memory and query latency for so many passages each, in processes of their own."""
    return [_in_a_process("one-size", str(size)) for size in sizes]


def one_size(size: int) -> dict[str, float]:
    """What `scale` measures, for one size. Vectors are drawn: the model's time grows with the texts alone.

    The model is loaded all the same, and embeds a few texts, so that its memory counts; the workers that read the
    files are processes of their own, bounded by a setting, and do not.
    """
    settings = Settings()
    load_embedder(settings, threads=indexing_threads(settings)).embed_passages(["mot " * 300] * BATCH)
    per_file = 50
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        Writer(1).folder(corpus, max(1, size // per_file), per_file)
        placed = settings.model_copy(update={"data_dir": Path(folder) / "data", "embedding_model": RandomVectors.name})
        began = time.perf_counter()
        report = build_index([corpus], placed, RandomVectors, Silent())
        built = time.perf_counter() - began
        disk = sum(path.stat().st_size for path in placed.data_dir.rglob("*") if path.is_file())
        return {
            "passages": report.passages,
            "texts": report.embedded,
            "build_seconds": built,
            "build_megabytes": peak(),
            "disk_megabytes": disk / 1024**2,
            **_in_a_process("queries", str(placed.data_dir)),
        }


def queries(data_dir: Path) -> dict[str, float]:
    """Latency of the retrieval in an index of drawn vectors, and the memory of a process that serves it.

    Returns:
        `query_over_question`: p50 of a retrieval, its question already embedded, beside the p50 of embedding it.
    """
    settings = Settings().model_copy(update={"data_dir": data_dir, "embedding_model": RandomVectors.name})
    model = load_embedder(Settings(), threads=QUESTION_THREADS)
    began = time.perf_counter()
    index = open_index(settings)
    opened = time.perf_counter() - began
    retriever = Retriever(index, RandomVectors())
    asked: list[float] = []
    embedded: list[float] = []
    for number in range(40 + WARMING):
        question = QUESTIONS[number % len(QUESTIONS)]
        began = time.perf_counter()
        model.embed_question(question)
        between = time.perf_counter()
        retriever.search(Question(question), 10)
        asked.append(time.perf_counter() - between)
        embedded.append(between - began)
    asked, embedded = asked[WARMING:], embedded[WARMING:]
    return {
        "open_seconds": opened,
        "query_p50_ms": 1000 * statistics.median(asked),
        "query_p95_ms": 1000 * statistics.quantiles(asked, n=20)[-1],
        "query_over_question": statistics.median(asked) / statistics.median(embedded),
        "serving_megabytes": peak(),
    }


def _in_a_process(*arguments: str) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 — ourselves
        [sys.executable, "-m", "benchmarks", *arguments], capture_output=True, text=True, check=True
    )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured
