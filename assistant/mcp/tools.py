"""The tools: what each takes, does and gives. Read this file to know what they are."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from assistant.answers import Answer
from assistant.contract import answer_out
from assistant.mcp import in_words
from assistant.mcp import messages_fr as words
from assistant.mcp.opening import opened
from assistant.mcp.places import cited_out, found_out, part_out, place_out
from assistant.mcp.shapes import (
    AskedOut,
    MessageIn,
    OpenedOut,
    OpenIn,
    QuestionIn,
    SearchIn,
    SearchOut,
)
from assistant.messages import notices
from assistant.questions import Question
from assistant.triage.contract import TriageOut, triage_out
from assistant.triage.in_words import in_words as triage_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from assistant.mcp.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Given:
    """What a tool gives: the same for whoever reads, and for programs."""

    text: str
    fields: BaseModel


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        name: As clients call it: ASCII, for some accept nothing else.
        title, description: In French.
        arguments, result: Their shapes.
        run: Does it.
        for_the_team: Whether it wants a right.
    """

    name: str
    title: str
    description: str
    arguments: type[BaseModel]
    result: type[BaseModel]
    run: Callable[[Rooms, BaseModel], Given]
    for_the_team: bool = False


def search_passages(rooms: Rooms, arguments: BaseModel) -> Given:
    """Passages, best first."""
    asked = cast("SearchIn", arguments)
    question = Question.checked(asked.query, (), asked.filters(), limit=rooms.assistant.settings.max_question_chars)
    found, _ = rooms.assistant.find(question, asked.count)
    rooms.searched()
    out = SearchOut(
        passages=[found_out(hit, rooms.link) for hit in found.hits], notices=notices(found.query.understood)
    )
    return Given(in_words.search(out), out)


def ask_question(rooms: Rooms, arguments: BaseModel) -> Given:
    """An answer whose every sentence is cited, or a refusal."""
    began = time.perf_counter()
    asked = cast("QuestionIn", arguments)
    limit = rooms.assistant.settings.max_question_chars
    outcome = rooms.assistant.ask(Question.checked(asked.question, (), asked.filters(), limit=limit))
    whole = answer_out(outcome, time.perf_counter() - began)
    rooms.asked(whole)
    answer = outcome if isinstance(outcome, Answer) else None
    nearest = () if isinstance(outcome, Answer) else outcome.nearest
    out = AskedOut(
        answer=whole.answer,
        abstained=whole.abstained,
        reason=whole.reason,
        citations=[cited_out(c, rooms.link) for s in answer.statements for c in s.citations] if answer else [],
        nearest=[place_out(hit.document, hit.passage.page, rooms.link) for hit in nearest],
        further=[place_out(hit.document, hit.passage.page, rooms.link) for hit in answer.further] if answer else [],
        notices=[*whole.understood.notices, *filter(None, [whole.notice])],
        mode=whole.mode,
    )
    return Given(in_words.answer(out), out)


def open_passage(rooms: Rooms, arguments: BaseModel) -> Given:
    """A page and those around it."""
    asked = cast("OpenIn", arguments)
    found = opened(rooms.assistant.index, asked.doc, asked.page, asked.quote, asked.around)
    page = next((part.page for part in found.parts if part.asked), None)
    out = OpenedOut(
        place=place_out(found.document, page, rooms.link),
        pages=found.document.pages,
        parts=[part_out(found.document, part, rooms.link) for part in found.parts],
    )
    return Given(in_words.opened(out), out)


def triage_message(rooms: Rooms, arguments: BaseModel) -> Given:
    """What a message asks, and a draft. Keeps nothing, sends nothing."""
    from assistant.solicitations.reception import today
    from assistant.triage.messages import from_text

    began = time.perf_counter()
    triaged = rooms.desk().triage(from_text(cast("MessageIn", arguments).message, today()))
    out = triage_out(triaged, time.perf_counter() - began)
    known = rooms.assistant.index.documents
    for resource in (*out.resources, *out.draft_sources):
        if resource.doc in known:
            resource.url = rooms.link(known[resource.doc], resource.page)
    return Given(triage_in_words(out), out)


TOOLS: Final = (
    Tool("search_passages", words.SEARCH_TITLE, words.SEARCH, SearchIn, SearchOut, search_passages),
    Tool("ask_question", words.ASK_TITLE, words.ASK, QuestionIn, AskedOut, ask_question),
    Tool("open_passage", words.OPEN_TITLE, words.OPEN, OpenIn, OpenedOut, open_passage),
    Tool("triage_message", words.TRIAGE_TITLE, words.TRIAGE, MessageIn, TriageOut, triage_message, for_the_team=True),
)
