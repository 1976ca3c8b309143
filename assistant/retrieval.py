"""Question → ranked passages: dense and lexical scores, fused.

Fusing scores beats fusing ranks, and windows of two sentences help (measured, November 2026: docs/qualite.md). A
passage's dense score is the mean of its own cosine, which sees its headings and subject, and of its best window's,
which sees one fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.answers import Hit
from assistant.hearing import Hearing, fitness
from assistant.observing.steps import Step, step
from assistant.shapes import Shape, acronyms_compared, shape_of
from assistant.spelling import Speller
from assistant.understanding import Query, understand
from assistant.variety import folded, spread
from indexer.french import term_set
from indexer.passages import header
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assistant.questions import Filters, Question
    from indexer.documents import Document
    from indexer.embedder import Embedder
    from indexer.index import Index

DENSE_WEIGHT = 0.5
"""Share of the dense score in the fusion; the rest is lexical."""
CANDIDATES = 400
"""Vectors asked of the store: several per passage, so some 100 to 200 passages."""
NOTE_FACTOR = 0.8
"""Footnotes name sources; they answer rarely, and their many proper names attract the lexical side."""
SUPERSEDED_FACTOR = 0.9
"""A publication that another replaces comes after it when both say the same."""

KIND_FACTORS = {
    "enquete": 1.03,
    "avis-cnv": 1.03,
    "note-de-synthese": 1.02,
    "dossier-ressources": 1.02,
    "compte-rendu": 0.98,
}
"""Of two publications that say the same, the one that speaks with more authority. Mild by design; on the 190 tuning
questions (November 2026) no recall changes and MRR@10 goes from 0.8995 to 0.9001. The year of publication as a prior
lost one first place out of 190 even at 0.2 % a year, and is left out."""
POOL = 2
"""How many times more passages are ranked than given back, for those that are folded or put after others."""
HEARD_BONUS = 0.1
"""A publication that a question hints at gains this share of its score, half of it for the region around a place."""


COMPARING_FACTOR = 1.5
"""A table with a column for each of the acronyms that a question compares is what it asks for."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Every passage's scores for a question, each `(passages,)` float32.

    Attributes:
        fused: What they are ranked by; none at 0 or below is given.
        dense: Cosines; NaN where no vector was among the nearest.
        lexical: BM25.
    """

    fused: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    dense: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    lexical: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found.

    Attributes:
        query: What the indexes were asked.
        vector: Of the query, `(dimension,)` float32.
        hits: Best first.
        windows: Cosine of each window met, by key; sentence -1 is the whole passage.
        background: Median cosine of the candidates: what "unrelated" looks like for this question.
        scored: What a longer list is taken from.
    """

    query: Query
    vector: NDArray[np.float32]
    hits: tuple[Hit, ...]
    windows: Mapping[VectorKey, float]
    background: float
    scored: Scored = field(default_factory=Scored, repr=False)


@dataclass(frozen=True, slots=True)
class Reach:
    """The publications that a question may find, and what is known of them: nothing of the others is told.

    Attributes:
        documents: In the order of their paths.
        hearing: Hears filters by them.
        speller: Knows their words.
        allowed: `(passages,)`; `None` where they are all those of the index.
    """

    documents: tuple[Document, ...]
    hearing: Hearing
    speller: Speller
    allowed: NDArray[np.bool_] | None

    @classmethod
    def of(cls, documents: tuple[Document, ...], index: Index) -> Reach:
        """That of some documents of an index."""
        held = {document.doc for document in documents}
        allowed = np.array([passage.doc in held for passage in index.passages], dtype=np.bool_)
        speller = Speller(p.embedded_text for p, inside in zip(index.passages, allowed, strict=True) if inside)
        whole = len(documents) == len(index.manifest.documents)
        return cls(documents, Hearing(documents), speller, None if whole else allowed)


class Retriever:
    """Searches one index with one model. What is for the team alone is found by questions marked so, and no other."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder
        self._public = Reach.of(index.public_documents, index)
        self._columns = [frozenset(map(term_set, header(passage)[1])) for passage in index.passages]
        self._priors = np.array([self._prior(row) for row in range(len(index.passages))], dtype=np.float32)

    @property
    def public(self) -> Reach:
        """What everybody may find."""
        return self._public

    @cached_property
    def _whole(self) -> Reach:
        """Everything; made when the team first asks, if something is theirs alone."""
        if self._public.allowed is None:
            return self._public
        return Reach.of(self.index.manifest.documents, self.index)

    def search(self, question: Question, count: int = 10, vector: NDArray[np.float32] | None = None) -> Retrieval:
        """The best passages for a question.

        Args:
            question: Checked; its filters restrict the documents, and `internal` opens those of the team.
            count: At most so many hits.
            vector: `(dimension,)` of its words, where they have been embedded already.
        """
        reach = self._whole if question.internal else self._public
        with step(Step.UNDERSTAND):
            query = understand(question, reach.speller, reach.hearing)
            query, filters = _restricted(query, question.filters, reach)
        with step(Step.RETRIEVE):
            return self._found(query, filters, reach, count, vector)

    def _found(
        self, query: Query, filters: Filters, reach: Reach, count: int, vector: NDArray[np.float32] | None
    ) -> Retrieval:
        """The best passages for what was understood."""
        vector = self._embedder.embed_question(query.text) if vector is None else vector
        allowed = self._allowed(filters, reach)
        rows = None if allowed is None else np.flatnonzero(allowed).tolist()
        wanted = min(CANDIDATES, self.index.manifest.vectors)
        near = dict(self.index.vectors.nearest(vector, wanted, rows)) if rows is None or rows else {}
        lexical = self.index.lexical.scores(query.weights)
        if reach.allowed is not None:
            lexical = np.where(reach.allowed, lexical, np.float32(0))  # what is not reached weighs on nothing
        dense = self._dense(near, vector)
        fused = fuse(dense, lexical) * self._priors * self._preferred(query)
        if allowed is not None:
            fused[~allowed] = -1.0
        scored = Scored(fused, dense, lexical)
        background = float(np.median(list(near.values()))) if near else 0.0
        return Retrieval(query, vector, self._best(scored, count), near, background, scored)

    def further(self, retrieval: Retrieval, count: int) -> tuple[Hit, ...]:
        """The longer list of what was found, as `search` would have given it, without searching again.

        Args:
            retrieval: Found by this retriever.
            count: At most so many hits, best first.
        """
        return self._best(retrieval.scored, count)

    def _best(self, scored: Scored, count: int) -> tuple[Hit, ...]:
        twins = folded(leading(scored.fused, POOL * count), self.index.passages)
        rows = spread(twins, self.index.passages)[:count]
        return tuple(self._hit(row, scored, twins[row]) for row in rows)

    def _dense(self, near: Mapping[VectorKey, float], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Dense score of each passage that has a vector among the nearest; NaN for the others.

        A window that is not among them counts as the lowest seen, which its cosine cannot exceed; the passage's own
        vector is fetched, one call for all.
        """
        floor = min(near.values(), default=0.0)
        windows: dict[int, float] = {}
        for key, cosine in near.items():
            windows.setdefault(key.passage, floor)
            if key.sentence >= 0:
                windows[key.passage] = max(windows[key.passage], cosine)
        whole = {key.passage: cosine for key, cosine in near.items() if key.sentence < 0}
        fetched = self.index.vectors.vectors([VectorKey(row) for row in windows if row not in whole])
        whole |= {key.passage: float(vector @ stored) for key, stored in fetched.items()}
        dense = np.full(len(self.index.passages), np.nan, dtype=np.float32)
        for row, best in windows.items():
            dense[row] = (whole.get(row, floor) + best) / 2
        return dense

    def _hit(self, row: int, scored: Scored, twins: tuple[int, ...]) -> Hit:
        passage = self.index.passages[row]
        score, cosine = float(scored.fused[row]), float(np.nan_to_num(scored.dense[row]))
        same = tuple(self.index.passages[twin] for twin in twins)
        return Hit(passage, self.index.documents[passage.doc], row, score, cosine, float(scored.lexical[row]), same)

    def _preferred(self, query: Query) -> NDArray[np.float32]:
        """`(passages,)` float32 ≥ 1: what the question says brings some passages before others.

        What was heard in it without restricting, and the tables that compare what it compares.
        """
        factors = np.ones(len(self.index.passages), dtype=np.float32)
        compared = acronyms_compared(query.text) if shape_of(query.text) is Shape.COMPARISON else ()
        if compared:
            factors[[row for row, columns in enumerate(self._columns) if columns.issuperset(compared)]] = (
                COMPARING_FACTOR
            )
        for each in query.understood.filters:
            for document in self.index.manifest.documents:
                fits = 0.0 if each.hard else fitness(each, document)
                if fits:
                    factors[list(self.index.rows_by_document.get(document.doc, ()))] *= 1 + HEARD_BONUS * fits
        return factors

    def _allowed(self, filters: Filters, reach: Reach) -> NDArray[np.bool_] | None:
        if not filters:
            return reach.allowed
        allowed = np.zeros(len(self.index.passages), dtype=np.bool_)
        for document in reach.documents:
            if filters.accepts(document):
                allowed[list(self.index.rows_by_document.get(document.doc, ()))] = True
        return allowed

    def _prior(self, row: int) -> float:
        passage = self.index.passages[row]
        notes_only = all(s.kind == "note" for s in passage.sentences)
        told = self.index.documents[passage.doc].metadata
        factor = KIND_FACTORS.get(told.kind, 1.0)
        return factor * (NOTE_FACTOR if notes_only else 1.0) * (SUPERSEDED_FACTOR if told.replaced_by else 1.0)


def _restricted(query: Query, filters: Filters, reach: Reach) -> tuple[Query, Filters]:
    """The filters, and the hard ones that were heard; those that together leave nothing to cite become soft."""
    narrowed = filters
    for heard in query.understood.filters:
        narrowed = narrowed.narrowed(heard) if heard.hard else narrowed
    if narrowed == filters or any(map(narrowed.accepts, reach.documents)):
        return query, narrowed
    soft = tuple(replace(heard, hard=False) for heard in query.understood.filters)
    return replace(query, understood=replace(query.understood, filters=soft)), filters


def leading(scores: NDArray[np.float32], count: int) -> list[int]:
    """Places of the highest scores above 0, best first; of equals, the first.

    The same as sorting them all, which at a million passages was most of a search: only those that may be among the
    first are sorted.

    Args:
        scores: `(n,)`.
        count: At most so many, 1 or more.
    """
    least = float(np.partition(scores, -count)[-count]) if count < len(scores) else 0.0
    places = np.flatnonzero(scores >= least if least > 0 else scores > 0)
    return [int(place) for place in places[np.argsort(-scores[places], kind="stable")][:count]]


def fuse(dense: NDArray[np.float32], lexical: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted sum of the min–max cosine and of BM25 over its maximum.

    Args:
        dense: `(n,)` cosines; NaN where the dense side returned nothing, which counts as its lowest.
        lexical: `(n,)` BM25 scores ≥ 0.

    Returns:
        `(n,)` float32, fractions 0–1.
    """
    known = dense[~np.isnan(dense)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    spread = high - low
    scaled = np.nan_to_num((dense - low) / spread, nan=0.0) if spread > 0 else (~np.isnan(dense)).astype(np.float32)
    top = float(lexical.max()) if lexical.size else 0.0
    share = lexical / top if top > 0 else np.zeros_like(lexical)
    fused: NDArray[np.float32] = (DENSE_WEIGHT * scaled + (1 - DENSE_WEIGHT) * share).astype(np.float32)
    return fused
