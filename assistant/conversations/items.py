"""From a feedback to an evaluation question, in the exact lines of `evals/questions`: what a good answer rests on.

A 👍 gives its own gold: the words that were cited. A 👎 wants a reviewer who says what was expected: a refusal, or
words of a publication that answer. Either way the words are looked up in the index, never taken on trust.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filelock import FileLock

from assistant.answers import Reason
from assistant.conversations import messages
from assistant.conversations.kept import Why
from indexer.catalogue import load_catalogue
from indexer.errors import CatalogueError, DocumentNotFound, FeedbackInvalid
from indexer.french import words
from indexer.lasting import whole
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from assistant.conversations.kept import Told
    from indexer.index import Index

FOLDER: Final = "evals"
FILE_NAME: Final = "retours.jsonl"
"""In the data folder: the suite `retours` of `reperes eval`, never mixed with those that come with the software."""
POINT_CHARS: Final = 300
_TOLD: Final = 120
"""Characters of a quote that are told again when it is not found."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reviewer says that a good answer is.

    Attributes:
        places: `(doc, page, words)`, any of which answers; empty where no answer is to be given.
        reason: Why none is to be given; `None` where places answer.
        point: What the answer says, in words; empty: those of the first place.
    """

    places: tuple[tuple[str, int | None, str], ...] = ()
    reason: Reason | None = None
    point: str = ""


def expected_of(told: Told) -> Expected:
    """What was expected, where the feedback itself says it.

    Raises:
        FeedbackInvalid: A reviewer has to say it.
    """
    outcome = told.answered.outcome
    if told.useful and outcome.reason:
        return Expected(reason=Reason(outcome.reason))
    if told.useful:
        cited = tuple((each.doc, each.page, each.quote) for each in outcome.citations)
        return Expected(places=cited, point=outcome.sentences[0].text if outcome.sentences else "")
    if told.reason is Why.ANSWERED:
        return Expected(reason=Reason.NOT_DOCUMENTED)
    raise FeedbackInvalid(field="expected", detail=messages.EXPECTATION_WANTED)


def item_of(told: Told, expected: Expected, index: Index, identifiers: Mapping[str, str]) -> dict[str, object]:
    """The evaluation question that a feedback becomes.

    Args:
        told: The feedback.
        expected: What a good answer is.
        index: In which the words expected are looked up.
        identifiers: Of publications in the catalogue, by path; one that has none is called by its path.

    Raises:
        FeedbackInvalid: The question was not kept, nothing is expected, or its words are not in the publication.
    """
    asked = told.answered.asked
    if not asked.question:
        raise FeedbackInvalid(field="question", detail=messages.QUESTION_NOT_KEPT)
    history = [{"role": turn.role, "content": turn.content} for turn in asked.history]
    item: dict[str, object] = {"id": f"retour-{told.number}", "question": asked.question}
    item |= {"history": history} if history else {}
    if expected.reason is not None:
        return item | {"answerable": False, "tag": messages.TAGS[expected.reason], "expected_points": [], "gold": []}
    if not expected.places:
        raise FeedbackInvalid(field="expected.places", detail=messages.PLACE_WANTED)
    passages = [_gold(doc, page, quote, index, identifiers) for doc, page, quote in dict.fromkeys(expected.places)]
    point = " ".join((expected.point or expected.places[0][2]).split())[:POINT_CHARS]
    gold = [{"point": 0, "passages": passages}]
    return item | {"answerable": True, "expected_points": [point], "must_not": [], "gold": gold}


def identifiers(source: Path) -> dict[str, str]:
    """Identifier of each publication of a source folder, by its path; none where there is no catalogue to read."""
    try:
        return {doc: entry.id for doc, entry in load_catalogue(source).entries.items()}
    except CatalogueError:
        return {}


def write_items(data_dir: Path, items: Iterable[Mapping[str, object]]) -> None:
    """Writes the file of a data folder anew, at once or not at all.

    Args:
        data_dir: Where.
        items: All of them, in order.

    Raises:
        WritingError: It cannot be written.
    """
    path = data_dir / FOLDER / FILE_NAME
    text = "".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in items)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")), whole(path, mode=0o600) as aside:
            aside.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise writing_error(path, exc) from exc


def _gold(doc: str, page: int | None, quote: str, index: Index, identifiers: Mapping[str, str]) -> dict[str, object]:
    try:
        document = index.document(doc)
    except DocumentNotFound as exc:
        raise _no_such_place(doc, quote) from exc
    pages = _pages(document.doc, quote, index)
    if page not in pages:
        raise _no_such_place(doc, quote)
    told: dict[str, object] = {
        "publication": identifiers.get(document.doc, document.doc),
        "quote": " ".join(quote.split()),
        "page": pages[0],
    }
    return told | ({"pages": pages} if len(pages) > 1 else {})


def _no_such_place(doc: str, quote: str) -> FeedbackInvalid:
    detail = messages.NO_SUCH_PLACE.format(quote=quote[:_TOLD], doc=doc[:_TOLD])
    return FeedbackInvalid(field="expected.places", detail=detail)


def _pages(doc: str, quote: str, index: Index) -> list[int | None]:
    """Pages on which a quote stands whole, in order, typography aside: as `python -m evals.questions check` wants."""
    wanted = words(quote)
    texts: dict[int | None, list[str]] = {}
    for row in index.rows_by_document.get(doc, ()):
        passage = index.passages[row]
        texts.setdefault(passage.page, []).append(passage.text)
    levelled = {page: f" {' '.join(words(' '.join(parts)))} " for page, parts in texts.items()}
    return [page for page, text in levelled.items() if wanted and f" {' '.join(wanted)} " in text]
