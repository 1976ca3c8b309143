"""From what happens to a question to the text of a message, its annotations, and what it cost.

A refusal is an ordinary message. OpenAI's `refusal` field says that a model will not do what it was asked, and comes
with an empty `content`: clients show nothing, or « the model refused ». Ours is something to read (who to turn to, the
nearest publications, the number to call), so it is the content; programs tell it by `reperes.abstained`.
`finish_reason` stays `stop`: nothing was filtered from the message, it is whole.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from assistant.answers import Answer, Statement, Unanswered
from assistant.api.openai import messages_fr as words
from assistant.api.openai.shapes import AnnotationOut, ChatUsageOut, UrlCitationOut
from assistant.contract import AnswerOut, answer_out
from assistant.messages import NEAREST
from assistant.pieces import DRAFTED_HEAD, Piece, answer_pieces, drafted_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from assistant.contract import CitationOut, RetrievedOut
    from assistant.questions import Question
    from assistant.service import Event

WORD: Final = re.compile(r"\w+")


def told(
    events: Iterable[Event], finish: Callable[[AnswerOut], AnswerOut], base_url: str
) -> Iterator[Piece | AnswerOut]:
    """A message, piece by piece, each as soon as it may be read; last, the whole answer.

    Joined, the pieces are the message's content, streamed or not. A sentence that a language model drafted is sent as
    it is verified; quotations are chosen all together, and sent together.

    Args:
        events: Of `Assistant.stream`.
        finish: Makes of the whole answer what is given last.
        base_url: Put before the links.
    """
    began = time.perf_counter()
    begun = False
    for event in events:
        if isinstance(event, Statement) and event.drafted:
            if not begun:
                yield Piece(DRAFTED_HEAD)
            begun = True
            yield from drafted_line(event)
        elif isinstance(event, Answer | Unanswered):
            if not begun:
                yield from answer_pieces(event)
            whole = answer_out(event, time.perf_counter() - began, base_url)
            yield from (Piece(text) for text in _around(whole))
            yield finish(whole)


def annotated(pieces: Iterable[Piece], whole: AnswerOut) -> list[AnnotationOut]:
    """Where each `[n]` stands in the text that pieces make, in Unicode characters, the end excluded."""
    cited = {citation.number: citation for citation in whole.citations}
    at, found = 0, []
    for piece in pieces:
        end = at + len(piece.text)
        if piece.cites:
            citation = cited[piece.cites]
            found.append(
                AnnotationOut(
                    url_citation=UrlCitationOut(start_index=at, end_index=end, url=citation.url, title=citation.title)
                )
            )
        at = end
    return found


def usage(question: Question, content: str) -> ChatUsageOut:
    """What an exchange weighs, in words: runs of letters and digits.

    OpenAI's field counts tokens of a model, and is what its callers pay for. Repères bills nothing and, by default, has
    no such model, so that a number of tokens would be made up; the words read (the question and the conversation that
    was kept of the messages) and written (the content) can be counted, and are. Where a language model drafts, its own
    tokens are told by its server, not here.
    """
    read = sum(map(_count, (question.text, *(turn.content for turn in question.history))))
    written = _count(content)
    return ChatUsageOut(prompt_tokens=read, completion_tokens=written, total_tokens=read + written)


def _count(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def _around(whole: AnswerOut) -> Iterator[str]:
    """What is told after an answer (how it was understood, what its draft lacks, its sources), or after a refusal."""
    for notice in (*whole.understood.notices, whole.notice):
        if notice:
            yield f"\n\n{notice}"
    if whole.citations:
        yield "\n".join([f"\n\n{words.SOURCES}", *map(_source, whole.citations)])
    if whole.nearest:
        yield "\n".join([f"\n\n{NEAREST}", *map(_near, whole.nearest)])


def _source(citation: CitationOut) -> str:
    known = ", ".join(filter(None, (citation.publisher, str(citation.year or ""))))
    told_of = words.KNOWN.format(known=known) if known else ""
    return words.SOURCE.format(
        number=citation.number,
        title=citation.title,
        known=told_of + (words.SUPERSEDED if citation.superseded_by else ""),
        page=words.PAGE.format(page=citation.page) if citation.page else "",
        url=citation.url,
    )


def _near(hit: RetrievedOut) -> str:
    page = words.PAGE.format(page=hit.page) if hit.page else ""
    return words.NEAR.format(title=hit.title, page=page, url=hit.url)
