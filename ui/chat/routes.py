"""The routes of the conversation: its page, a question asked from it, the same without a script."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator  # noqa: TC003 — FastAPI reads the route's annotations
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.answers import Answer, Statement, Unanswered
from assistant.api.access import address_of, throttle_of
from assistant.contract import AskIn, answer_out, sentence_out
from assistant.questions import Question
from indexer.errors import InputError, ReperesError
from indexer.messages import sentence
from ui.chat import messages
from ui.chat.choices import choices
from ui.chat.turns import Turn, turn
from ui.site.calling import Acting, Reading  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from ui.site.visiting import Visit

log = logging.getLogger("reperes")

router: Final = APIRouter(include_in_schema=False)


@router.get("/", response_model=None)
def page(visit: Reading) -> HTMLResponse:
    """The page, ready for a first question; `?q=` puts one in the box without asking it."""
    return shown(visit, question=visit.asked("q")[: visit.house.settings.max_question_chars])


@router.post("/", response_model=None)
def asked_without_script(visit: Reading, question: Annotated[str, Form()] = "") -> HTMLResponse:
    """The page with the answer to one question, for browsers that run no script."""
    try:
        count(visit)
        assistant = visit.house.assistant
        put = Question.checked(question, limit=assistant.settings.max_question_chars)
        began = time.perf_counter()
        answer = answer_out(assistant.ask(put), time.perf_counter() - began, visit.house.settings.public_url)
    except InputError as error:
        return shown(visit, question=question, trouble=sentence(error), status=422)
    return shown(visit, [turn(1, put.text, answer, assistant.index.manifest.generation)])


@router.post("/demander", response_class=EventSourceResponse, response_model=None)
def ask(visit: Acting, asked: AskIn) -> Iterator[ServerSentEvent]:
    """A question, and its answer as it comes: `sentence` for each, then `turn`, whole; or `problem`.

    The turn's position is told by the history that comes with the question: nothing is kept here.
    """
    try:
        yield from _answered(visit, asked)
    except InputError as error:
        yield _event("problem", words=sentence(error))
    except ReperesError as error:
        log.error("a question could not be answered: %s", sentence(error))  # noqa: TRY400 — ours, without a trace
        yield _event("problem", words=messages.UNAVAILABLE)
    except Exception:
        log.exception("a question could not be answered")
        yield _event("problem", words=messages.UNEXPECTED)


def count(visit: Visit) -> None:
    """Counts a question against its limit.

    Raises:
        TooManyRequests: Nothing is left of it.
    """
    throttle_of(visit.request).question(visit.caller, address_of(visit.request))


def _answered(visit: Visit, asked: AskIn) -> Iterator[ServerSentEvent]:
    count(visit)
    assistant = visit.house.assistant
    question = asked.checked(assistant.settings.max_question_chars)
    position = sum(given.role == "user" for given in asked.history) + 1
    began = time.perf_counter()
    for event in assistant.stream(question):
        if isinstance(event, Statement):
            told = sentence_out(event)
            yield _event("sentence", words=told.text.replace("\t", " — "), quoted=event.drafted is None)
    assert isinstance(event, Answer | Unanswered)  # the last event of a stream
    answer = answer_out(event, time.perf_counter() - began, visit.house.settings.public_url)
    made = turn(position, question.text, answer, assistant.index.manifest.generation, sorted(asked.ignore))
    yield _event("turn", html=turn_html(visit, made))


def turn_html(visit: Visit, made: Turn) -> str:
    """A turn as the page shows it."""
    return visit.html("chat/fragment.html", {**_words(visit), "turn": made})


def shown(
    visit: Visit,
    turns: list[Turn] | None = None,
    *,
    question: str = "",
    trouble: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page, with the turns of a conversation."""
    values = {
        **_words(visit),
        "heading": "",
        "conversation": None,
        "turns": turns or [],
        "question": question,
        "trouble": trouble,
        "examples": messages.EXAMPLES,
        "choices": choices(visit.house.assistant.index),
    }
    return visit.show("chat/page.html", values, status)


def _words(visit: Visit) -> dict[str, object]:
    """What turns need beside themselves."""
    documents = visit.house.assistant.index.documents

    def title_of(doc: str) -> str:
        return documents[doc].metadata.title if doc in documents else doc

    return {"fields": messages.FIELDS, "verdict_help": messages.VERDICT_WORDS, "title_of": title_of}


def _event(name: str, **values: object) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json.dumps(values, ensure_ascii=False))
