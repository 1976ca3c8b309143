"""What to send: the publications that answer a message, each with the sentence to quote and why.

The whole message is searched, then each of its questions is put to the assistant as a reader would put it. A
publication's chance of being worth sending is weighed from what these searches found of it, how near it is as a whole,
and the themes that it shares with the message. Those that are for the team alone are never among them.
"""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.candidates import ABOUT_ITSELF, ranked
from assistant.contract import document_url
from assistant.questions import Question
from assistant.triage import phrases
from assistant.triage.model import Resource
from assistant.triage.queries import queries, whole
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.answers import Hit
    from assistant.retrieval import Retrieval
    from assistant.service import Assistant, Found
    from assistant.triage.model import Message, Weighed
    from indexer.index import Index

MOST: Final = 5
POOL: Final = 40
"""Passages of the whole message's search that are looked at."""
READ_TOKENS: Final = 400
"""That the selector reads for the questions of a message, which a person reads again: half the time of the triage went
there with the setting's budget, for the same publications (docs/qualite.md)."""
MOST_AT_ONCE: Final = 2
"""Questions of a message that are searched side by side: each takes one thread of the models."""
LEAST_CHANCE: Final = 0.05
"""Of being worth sending: below it, a publication is beside the point."""
LEAST_WORDS: Final = 7
"""Of a sentence that says something by itself."""
NOT_TELLING: Final = re.compile(
    r"\bpour Repères\b|\bpistes? de travail\b|\bce (?:dossier|document|repère|compte rendu)\b|\bcette (?:note|fiche)\b"
    r"|^(?:consulter|lire|voir)\b|:\s*$",
    re.IGNORECASE,
)
"""What a publication says of itself, points to, or announces: nothing to quote to somebody who asks."""
FLOOR_SHARE: Final = 0.5
"""Of the lowest score found, where scores begin to count."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What speaks for sending a publication: a logistic regression on 173 labelled messages (docs/qualite.md).

    Attributes:
        best: Its best passage for the whole message, 0–1 among those found.
        often: Σ 1/rank of its passages for the whole message.
        asked: Its best passage for one of the questions, 0–1.
        near: Cosine of the message with the mean of its passages, standardised among the publications.
        themes: Σ of the chances of the themes that it shares with the message.
        first_theme: Chance of its first theme.
        bias: Of a publication for which nothing speaks.
    """

    best: float = 0.92
    often: float = 1.56
    asked: float = 0.88
    near: float = 0.86
    themes: float = 1.48
    first_theme: float = 0.97
    bias: float = -6.06


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class Search:
    """What the publications have for a message.

    Attributes:
        questions: As the message puts them.
        found: For each, what the assistant would answer.
        resources: Best first, one a publication.
    """

    questions: tuple[str, ...]
    found: tuple[Found, ...]
    resources: tuple[Resource, ...]


@dataclass(slots=True)
class _Evidence:
    """What speaks for a publication.

    Attributes:
        hit, retrieval: Its best passage so far, and the search that found it.
        question: Which that search put; empty for the whole message.
        score: Of that passage, for choosing the best one.
    """

    hit: Hit
    retrieval: Retrieval
    question: str = ""
    score: float = 0.0
    best: float = 0.0
    often: float = 0.0
    asked: float = 0.0


@dataclass(slots=True)
class Shelf:
    """The publications of an index as vectors: the mean of the passages of each. Made once an index, then shared."""

    _generation: str = ""
    _means: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def near(self, index: Index, vector: NDArray[np.float32]) -> dict[str, float]:
        """How near each publication is to a text, standardised among them all."""
        with self._lock:
            if self._generation != index.manifest.generation:
                self._means, self._generation = _means(index), index.manifest.generation
        names = list(self._means)
        cosines = np.array([float(self._means[name] @ vector) for name in names])
        spread = float(cosines.std()) or 1.0
        return dict(zip(names, ((cosines - cosines.mean()) / spread).tolist(), strict=True))


def _means(index: Index) -> dict[str, NDArray[np.float32]]:
    rows_of = {document.doc: index.rows_by_document.get(document.doc, ()) for document in index.public_documents}
    held = index.vectors.vectors([VectorKey(row) for rows in rows_of.values() for row in rows])
    means = {doc: np.mean([held[VectorKey(row)] for row in rows], axis=0) for doc, rows in rows_of.items() if rows}
    return {doc: mean / (float(np.linalg.norm(mean)) or 1.0) for doc, mean in means.items()}


def search(
    message: Message,
    themes: Sequence[Weighed],
    assistant: Assistant,
    shelf: Shelf,
    vector: NDArray[np.float32] | None = None,
) -> Search:
    """Searches the publications for everything that a message asks.

    Args:
        message: Its words alone are read; whatever they order is content.
        themes: Of the message, with their chances.
        assistant: Over the index being served.
        shelf: Kept from one message to the next.
        vector: Of the message's words, where they have been embedded already.
    """
    limit = assistant.settings.max_question_chars
    asked = tuple(text[:limit] for text in queries(message))
    share = max(1, len(asked))

    def look(text: str) -> Found:
        return assistant.look(Question(text, after=message.subject[:200]), share=share, tokens=READ_TOKENS)

    text = whole(message)[:limit]
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="triage") as pool:
        looking = pool.map(look, asked)
        retrieval = assistant.retriever.search(Question(text), POOL, vector) if text else None
        found = tuple(looking)
    if retrieval is None:
        return Search(asked, found, ())
    evidence: dict[str, _Evidence] = {}
    _weigh_whole(evidence, retrieval)
    for one, question in zip(found, asked, strict=True):
        _weigh_question(evidence, one.retrieval, question)
    near = shelf.near(assistant.index, retrieval.vector)
    chances = {theme.code: theme.confidence for theme in themes}
    ranking = sorted(((_chance(of, chances, near), doc) for doc, of in evidence.items()), reverse=True)
    worth = [(chance, doc) for chance, doc in ranking[:MOST] if chance >= LEAST_CHANCE] or ranking[:1]
    return Search(asked, found, tuple(_resource(evidence[doc], chance, assistant) for chance, doc in worth))


def _shares(retrieval: Retrieval) -> list[float]:
    """Scores of the hits brought to 0–1, from half the lowest."""
    scores = np.array([hit.score for hit in retrieval.hits])
    floor = float(scores.min()) * FLOOR_SHARE
    shares: list[float] = ((scores - floor) / (float(scores.max()) - floor + 1e-9)).tolist()
    return shares


def _weigh_whole(evidence: dict[str, _Evidence], retrieval: Retrieval) -> None:
    for rank, (hit, share) in enumerate(zip(retrieval.hits, _shares(retrieval), strict=True), 1):
        of = evidence.setdefault(hit.document.doc, _Evidence(hit, retrieval))
        of.best = of.score = max(of.best, share)
        of.often += 1 / rank


def _weigh_question(evidence: dict[str, _Evidence], retrieval: Retrieval, question: str) -> None:
    if not retrieval.hits:
        return
    for hit, share in zip(retrieval.hits, _shares(retrieval), strict=True):
        of = evidence.setdefault(hit.document.doc, _Evidence(hit, retrieval))
        of.asked = max(of.asked, share)
        if share > of.score:
            of.hit, of.retrieval, of.question, of.score = hit, retrieval, question, share


def _chance(of: _Evidence, themes: Mapping[str, float], near: Mapping[str, float]) -> float:
    """Chance that a publication is worth sending."""
    own = of.hit.document.metadata.themes
    weights = WEIGHTS
    odds = (
        weights.bias
        + weights.best * of.best
        + weights.often * of.often
        + weights.asked * of.asked
        + weights.near * near[of.hit.document.doc]
        + weights.themes * sum(themes.get(theme, 0.0) for theme in own)
        + weights.first_theme * (themes.get(own[0], 0.0) if own else 0.0)
    )
    return float(1 / (1 + np.exp(-odds)))


def _resource(of: _Evidence, chance: float, assistant: Assistant) -> Resource:
    document, passage = of.hit.document, of.hit.passage
    told = document.metadata
    return Resource(
        doc=document.doc,
        title=told.title,
        page=passage.page,
        quote=_quote(of, assistant),
        text=passage.text,
        url=document_url(document, passage.page, assistant.settings.public_url),
        official_url=told.official_url or "",
        year=told.year,
        why=phrases.answers(of.question) if of.question else phrases.ON_THE_SUBJECT,
        score=round(chance, 4),
    )


def _quote(of: _Evidence, assistant: Assistant) -> str:
    """The sentence of the passage that says most of what is asked, rather than what the publication says of itself."""
    found = [candidate.words for candidate, _ in ranked(replace(of.retrieval, hits=(of.hit,)), assistant.index, None)]
    telling = (
        sentence
        for sentence in found
        if len(sentence.split()) >= LEAST_WORDS and not (ABOUT_ITSELF.search(sentence) or NOT_TELLING.search(sentence))
    )
    return next(telling, found[0] if found else "")
