"""Public French sets, through our own indexing and retrieval: what our questions cannot tell, since we wrote them.

A folder holds a set: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv`, `answers.jsonl`. Whole documents, text only: every
document becomes a file that is indexed as any publication is; a document is ranked by its best passage.
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ir_measures

from assistant.candidates import ranked
from assistant.questions import Question
from assistant.service import Assistant
from evals.measures import per_question
from evals.messages import INDEXING_PUBLIC, NO_PUBLIC_SETS
from evals.tallies import Tally
from indexer.build import build_index
from indexer.embedder import indexing_threads, load_embedder
from indexer.french import words
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.candidates import Candidate
    from evals.tallies import Tallies
    from indexer.embedder import Embedder
    from indexer.settings import Settings

DEFAULT = Path("../shared/bench")
CACHE = "public-sets"
"""Folder of the model cache where the sets' indexes are kept: they are built once, and again for another model."""
PASSAGES = 50
"""Passages asked of the retrieval, so that ten documents come out of them."""
FIRST = 3


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set, read.

    Attributes:
        name: As the measures tell it.
        documents: Identifier → text.
        questions: Identifier → text.
        gold: Question → documents that answer it.
        answers: Question → short answers, verbatim in the document; empty for a set that is only searched.
    """

    name: str
    documents: Mapping[str, str]
    questions: Mapping[str, str]
    gold: Mapping[str, frozenset[str]]
    answers: Mapping[str, tuple[str, ...]]


class Quiet:
    """A progress that tells nothing."""

    def start(self, step: str, total: int) -> None:
        """Nothing."""

    def advance(self, count: int, pages: int = 0) -> None:
        """Nothing."""


def load_sets(folder: Path) -> list[PublicSet]:
    """The sets that a folder holds: all of the CNIL's questions, and the test part of PIAF, with its sentences."""
    found = []
    if (folder / "cnil-besoindaide").is_dir():
        found.append(read_set("cnil", folder / "cnil-besoindaide", split="", with_answers=False))
    if (folder / "piaf-v1.0").is_dir():
        found.append(read_set("piaf test", folder / "piaf-v1.0", split="test", with_answers=True))
    return found


def read_set(name: str, folder: Path, *, split: str, with_answers: bool) -> PublicSet:
    """Reads a set.

    Args:
        name: As the measures tell it.
        folder: Its four files.
        split: Only the questions of this part; empty for all.
        with_answers: Whether sentences are measured too.
    """
    kept = {q["_id"]: q["text"] for q in _lines(folder / "queries.jsonl") if not split or q.get("split") == split}
    gold: dict[str, set[str]] = {name: set() for name in kept}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as stream:
        for question, document, score in csv.reader(stream, delimiter="\t"):
            if question in kept and float(score) > 0:
                gold[question].add(document)
    answers = {a["_id"]: tuple(a["answers"]) for a in _lines(folder / "answers.jsonl")} if with_answers else {}
    return PublicSet(
        name,
        {d["_id"]: d["text"] for d in _lines(folder / "corpus.jsonl")},
        kept,
        {question: frozenset(documents) for question, documents in gold.items()},
        {question: answers[question] for question in kept if answers.get(question)},
    )


def public(folder: Path, settings: Settings) -> tuple[Tallies, str]:
    """Runs every set that a folder holds.

    Returns:
        The measures, and what is to be said when there is nothing to run (else empty).

    Raises:
        ReperesError: The model cannot be used, or a set cannot be indexed.
    """
    sets = load_sets(folder) if folder.is_dir() else []
    if not sets:
        return {}, NO_PUBLIC_SETS.format(folder=folder)
    embedder = load_embedder(settings, threads=indexing_threads(settings))
    found: dict[str, Mapping[str, Tally]] = {}
    for one in sets:
        print(INDEXING_PUBLIC.format(name=one.name, count=len(one.documents)), file=sys.stderr, flush=True)
        placed = settings.model_copy(update={"data_dir": settings.model_cache / CACHE / one.name.replace(" ", "-")})
        found |= measured(one, placed, embedder)
    return found, ""


def measured(one: PublicSet, settings: Settings, embedder: Embedder) -> dict[str, Mapping[str, Tally]]:
    """Indexes a set's documents under `settings.data_dir` and asks its questions."""
    corpus = settings.data_dir / "documents"
    corpus.mkdir(parents=True, exist_ok=True)
    for name, text in one.documents.items():
        _write(corpus / f"{name}.txt", text)
    build_index([corpus], settings, lambda: embedder, Quiet())
    index = open_index(settings)
    assistant = Assistant(index, embedder, settings)
    qrels = [ir_measures.Qrel(q, document, 1) for q, documents in one.gold.items() for document in documents]
    scored: list[ir_measures.ScoredDoc] = []
    first: dict[str, Tally] = {}
    among: dict[str, Tally] = {}
    for name, text in one.questions.items():
        retrieval, judgement = assistant.find(Question(text), PASSAGES)
        documents = list(dict.fromkeys(Path(hit.document.doc).stem for hit in retrieval.hits))
        scored.extend(ir_measures.ScoredDoc(name, document, float(-rank)) for rank, document in enumerate(documents))
        if name in one.answers:
            sentences = [candidate for candidate, _ in ranked(retrieval, index, judgement)[:FIRST]]
            right = _right(sentences, one.gold[name], one.answers[name])
            first[name], among[name] = Tally(any(right[:1])), Tally(any(right[:FIRST]))
    found = {f"public, {one.name}: {m}": of for m, of in per_question(qrels, scored, list(one.questions)).items()}
    if first:
        found |= {
            f"public, {one.name}: right sentence first": first,
            f"public, {one.name}: right sentence among three": among,
        }
    return found


def _right(candidates: Sequence[Candidate], documents: frozenset[str], answers: Sequence[str]) -> list[bool]:
    """For each sentence, best first, whether it holds a short answer and comes from a document that answers."""
    wanted = [f" {' '.join(words(answer))} " for answer in answers]
    return [
        Path(c.hit.document.doc).stem in documents
        and any(answer in f" {' '.join(words(c.words))} " for answer in wanted)
        for c in candidates
    ]


def _write(path: Path, text: str) -> None:
    """An unchanged file is left alone, so that indexing again costs nothing."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]
