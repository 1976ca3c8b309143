"""A small shelf for the tests of drafts: two publications, what was found in them, messages of nobody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from assistant.answers import Citation, Hit, Reason, Role, Statement
from assistant.questions import Question
from assistant.retrieval import Retrieval
from assistant.service import Found
from assistant.triage.drafting.composing import draft_context
from assistant.triage.model import (
    Alarm,
    Alert,
    Correspondent,
    Dated,
    DateRole,
    Days,
    Message,
    Part,
    Place,
    Resource,
    Seen,
)
from assistant.triage.resources import Search
from assistant.understanding import understand
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.passages import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.triage.drafting.context import DraftContext
    from indexer.passages import Passage

RECEIVED = dt.date(2026, 3, 2)
COORDINATION = "Une seule coordination peut animer les deux démarches."
ANIMATED = "Le conseil local de santé mentale a sa propre assemblée."
DOCUMENT = Document(
    "notes/cls-clsm.pdf",
    "/corpus",
    "0" * 64,
    Metadata("CLS et CLSM : qui fait quoi ?", year=2025, official_url="https://exemple.fr/cls-clsm"),
    5,
)
OTHER = Resource(
    doc="notes/diagnostic.html",
    title="Le diagnostic local de santé",
    page=None,
    quote="Le diagnostic croise des données et la parole des habitant·es.",
    text="Le diagnostic croise des données et la parole des habitant·es.",
    url="/api/v1/documents/notes/diagnostic.html/file",
    year=2024,
)


def passage() -> Passage:
    """The passage that answers, on page 4."""
    block = Block(BlockKind.PARAGRAPH, f"{COORDINATION} {ANIMATED}", 4)
    (made,) = split(DOCUMENT.doc, DOCUMENT.metadata.title, [block])
    return made


def found(text: str, *quotes: str, reason: Reason | None = None, certainty: float = 0.9) -> Found:
    """What was found for a question: these quotes, or a refusal."""
    question, of = Question(text), passage()
    hits = (Hit(of, DOCUMENT, 0, 0.9, 0.8, 3.0),)
    retrieval = Retrieval(understand(question), np.zeros(2, np.float32), hits, {}, 0.0)
    statements = tuple(
        Statement(Citation(number, of, DOCUMENT, quote), Role.SENTENCE) for number, quote in enumerate(quotes, 1)
    )
    return Found(question, retrieval, None, reason, certainty, statements)


def search(*each: Found) -> Search:
    """What was found for several questions, and one more publication."""
    return Search(tuple(one.question.text for one in each), each, (OTHER,))


def message(subject: str, request: str) -> Message:
    """A message of nobody."""
    return Message(subject, Correspondent("", "quelqu-un@exemple.fr"), RECEIVED, request)


def on(month: int, day: int, until: dt.date | None = None, *, exact: bool = True) -> Dated:
    """A day of 2026, told."""
    day_of = dt.date(2026, month, day)
    return Dated(day_of, DateRole.DEADLINE, Seen("…", Part.REQUEST), until, exact, past=day_of < RECEIVED)


def alert(alarm: Alarm, words: str = "…") -> Alert:
    """An alarm raised by words of the request."""
    return Alert(alarm, (Seen(words, Part.REQUEST),))


def context(
    category: str,
    subject: str = "CLS et CLSM",
    request: str = "Bonjour, une seule coordination, est-ce possible ?",
    *,
    days: Days | None = None,
    place: Place | None = None,
    alerts: Sequence[Alert] = (),
    **others: object,
) -> DraftContext:
    """A context made as the desk makes it."""
    of = message(subject, request)
    return draft_context(of, category, days or Days(), place or Place(), alerts, **others)  # type: ignore[arg-type]  # passed on as they are
