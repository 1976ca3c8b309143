"""What to send: the publications whose passages answer a message, each with the sentence to quote and why.

Each question of the message is put to the assistant as a reader would put it, then the message as a whole is searched;
a publication's score is the best that it gets, with something for the themes of the message. Publications that are
for the team alone are never among them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.candidates import ranked
from assistant.contract import document_url
from assistant.questions import Question
from assistant.scaling import scaled
from assistant.triage import phrases
from assistant.triage.model import Resource
from assistant.triage.queries import queries, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.answers import Hit
    from assistant.retrieval import Retrieval
    from assistant.service import Assistant, Found
    from assistant.triage.model import Message

MOST: Final = 5
POOL: Final = 20
"""Passages looked at for each question."""
WHOLE_SHARE: Final = 0.8
"""Weight of what the whole message finds, beside what one of its questions does."""
THEME_BONUS: Final = 0.08
"""For each theme that a publication shares with the message, at most two."""
LEAST_SHARE: Final = 0.45
"""Of the best publication's score: below it, a publication is beside the point."""


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


@dataclass(frozen=True, slots=True)
class _Best:
    """The best passage of a publication, so far."""

    hit: Hit
    score: float
    retrieval: Retrieval
    asked: str


def search(message: Message, themes: Sequence[str], assistant: Assistant) -> Search:
    """Searches the publications for everything that a message asks.

    Args:
        message: Its words alone are read; whatever they order is content.
        themes: Slugs, of the message.
        assistant: Over the index being served.
    """
    limit = assistant.settings.max_question_chars
    asked = tuple(text[:limit] for text in queries(message))
    share = max(1, len(asked))
    found = tuple(assistant.look(Question(text, after=message.subject[:200]), share=share) for text in asked)
    text = whole(message)[:limit]
    best: dict[str, _Best] = {}
    for one, question in zip(found, asked, strict=True):
        _add(best, one.retrieval, 1.0, question)
    if text:
        _add(best, assistant.retriever.search(Question(text), POOL), WHOLE_SHARE, "")
    return Search(asked, found, _chosen(best, themes, assistant))


def _add(best: dict[str, _Best], retrieval: Retrieval, weight: float, asked: str) -> None:
    """Keeps each publication's best passage; scores are brought to 0–1 among those found."""
    hits = retrieval.hits
    if not hits:
        return
    floor = min(hit.score for hit in hits) / 2
    scores = np.clip(scaled([floor, *(hit.score for hit in hits)])[1:], 0.0, 1.0)
    for hit, score in zip(hits, scores.tolist(), strict=True):
        known = best.get(hit.document.doc)
        if known is None or weight * score > known.score:
            best[hit.document.doc] = _Best(hit, weight * score, retrieval, asked)


def _chosen(best: Mapping[str, _Best], themes: Sequence[str], assistant: Assistant) -> tuple[Resource, ...]:
    wanted = frozenset(themes)

    def score(of: _Best) -> float:
        shared = len(wanted.intersection(of.hit.document.metadata.themes))
        return of.score + THEME_BONUS * min(2, shared)

    order = sorted(best.values(), key=lambda of: -score(of))
    return tuple(
        _resource(of, score(of), assistant) for of in order[:MOST] if score(of) >= LEAST_SHARE * score(order[0])
    )


def _resource(of: _Best, score: float, assistant: Assistant) -> Resource:
    document, passage = of.hit.document, of.hit.passage
    told = document.metadata
    sentences = ranked(replace(of.retrieval, hits=(of.hit,)), assistant.index, None)
    quote = sentences[0][0].words if sentences else ""
    return Resource(
        doc=document.doc,
        title=told.title,
        page=passage.page,
        quote=quote,
        text=passage.text,
        url=document_url(document, passage.page, assistant.settings.public_url),
        official_url=told.official_url or "",
        year=told.year,
        why=phrases.answers(of.asked) if of.asked else phrases.ON_THE_SUBJECT,
        score=round(score, 4),
    )
