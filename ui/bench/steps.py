"""What each step makes of a question, as rows of tables: Gradio's page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.conversations.messages import TAGS
from assistant.questions import Question
from assistant.selecting import UNREAD
from evals.messages import number
from indexer.errors import ReperesError
from indexer.messages import sentence
from ui.bench import messages

if TYPE_CHECKING:
    from assistant.answers import Hit
    from assistant.service import Assistant, Found

SENTENCES: Final = 12
EXCERPT_CHARS: Final = 120
Row = list[object]


def steps(assistant: Assistant, text: str) -> tuple[str, list[Row], list[Row]]:
    """The decision, the passages, the sentences; a question that cannot be put is told why."""
    try:
        put = Question.checked(text, limit=assistant.settings.max_question_chars)
    except ReperesError as error:
        return sentence(error), [], []
    found = assistant.look(put)
    return decided(found), passage_rows(found), sentence_rows(found)


def decided(found: Found) -> str:
    """What was decided, and what the question was read as."""
    said = messages.ONE if len(found.statements) == 1 else messages.SEVERAL
    reason = TAGS[found.reason] if found.reason else ""
    query = found.retrieval.query
    lines = [
        (messages.REFUSED if reason else said).format(
            reason=reason, count=len(found.statements), certainty=number(found.certainty, 2)
        ),
        messages.UNDERSTOOD.format(question=query.text),
    ]
    if query.understood.filters:
        lines.append(messages.FILTERS.format(filters=", ".join(heard.label for heard in query.understood.filters)))
    return "  \n".join(lines)


def passage_rows(found: Found) -> list[Row]:
    """A row a passage, in the order in which the answer takes them."""
    return [
        [
            rank,
            hit.document.doc,
            hit.passage.page or "",
            round(hit.score, 3),
            round(hit.cosine, 3),
            round(hit.lexical, 2),
            _best(found, hit),
            " ".join(hit.passage.text.split())[:EXCERPT_CHARS],
        ]
        for rank, hit in enumerate(found.retrieval.hits, 1)
    ]


def sentence_rows(found: Found) -> list[Row]:
    """The sentences with the best scores of the selector; none without one."""
    if found.judgement is None:
        return []
    scored = [
        (found.judgement.of(hit.row, number), hit, number)
        for hit in found.retrieval.hits
        for number in range(len(hit.passage.sentences))
    ]
    best = sorted((each for each in scored if each[0] > UNREAD), key=lambda each: -each[0])[:SENTENCES]
    return [
        [round(score, 2), hit.document.doc, hit.passage.page or "", hit.passage.quote(hit.passage.sentences[number])]
        for score, hit, number in best
    ]


def _best(found: Found, hit: Hit) -> object:
    score = found.judgement.best(hit) if found.judgement else UNREAD
    return round(score, 2) if score > UNREAD else messages.UNREAD
