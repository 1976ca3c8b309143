"""The routes of the conversation: its page, a question asked from it, the same without a script."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator  # noqa: TC003 — FastAPI reads the route's annotations
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from assistant.answers import Statement
from assistant.api.problems import status_of
from assistant.contract import AskIn, sentence_out
from assistant.observing.reasons import reason
from assistant.questions import Question
from indexer.errors import InputError, ReperesError
from indexer.messages import sentence
from ui.chat import doing, keeping, messages, sharing
from ui.chat.asking import Asking, count
from ui.chat.showing import shown, turn_html
from ui.site.calling import IN_TURN, Acting, Reading

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from ui.site.visiting import Visit

log = logging.getLogger("reperes")

router: Final = APIRouter(include_in_schema=False)
router.include_router(keeping.router)
router.include_router(sharing.router)
router.include_router(doing.router)


class PageAskIn(AskIn):
    """A question, as the page sends it."""

    conversation: str = Field(default="", max_length=64, description="The reader's own; empty to begin one.")
    position: int = Field(default=0, ge=0, le=10_000, description="Of the turn, 1-based; 0 for the next one.")


@router.get("/", response_model=None)
def page(visit: Reading) -> HTMLResponse:
    """The page, ready for a first question; `?q=` puts one in the box without asking it."""
    return shown(visit, question=visit.asked("q")[: visit.house.settings.max_question_chars])


@router.post("/", response_model=None, dependencies=[IN_TURN])
def asked_without_script(visit: Reading, question: Annotated[str, Form()] = "") -> HTMLResponse:
    """The page with the answer to one question, for browsers that run no script."""
    try:
        count(visit)
        asking = Asking(visit, Question.checked(question, limit=visit.house.settings.max_question_chars), 1)
        for _ in asking.events():
            pass
    except InputError as error:
        return shown(visit, question=question, trouble=sentence(error), status=status_of(error))
    answer = shown(visit, [asking.turn()])
    # Back, from a source: a browser that kept nothing would want to send the question again, or show an error.
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@router.post("/demander", response_class=EventSourceResponse, response_model=None, dependencies=[IN_TURN])
def ask(visit: Acting, asked: PageAskIn) -> Iterator[ServerSentEvent]:
    """A question, and its answer as it comes: `sentence` for each, then `turn`, whole; or `problem`.

    The conversation comes with it; for readers who have signed in, `conversation` then tells where it is kept.
    """
    try:
        yield from _answered(visit, asked)
    except InputError as error:
        yield _event("problem", words=sentence(error))
    except ReperesError as error:
        log.error("a question could not be answered: %s", reason(error))  # noqa: TRY400 — ours, without a trace
        yield _event("problem", words=messages.UNAVAILABLE)
    except Exception:
        log.exception("a question could not be answered")
        yield _event("problem", words=messages.UNEXPECTED)


def _answered(visit: Visit, asked: PageAskIn) -> Iterator[ServerSentEvent]:
    count(visit)
    position = asked.position or sum(given.role == "user" for given in asked.history) + 1
    asking = Asking(visit, asked.checked(visit.house.settings.max_question_chars), position)
    for event in asking.events():
        if isinstance(event, Statement):
            told = sentence_out(event)
            yield _event("sentence", words=told.text.replace("\t", " — "), quoted=event.drafted is None)
    made = asking.turn()
    conversation = asking.kept(asked.conversation, position)
    if conversation:
        yield _event("conversation", id=conversation, url=visit.here(f"/conversations/{conversation}"))
    unkept = (visit.caller.account is not None or visit.caller.doubt is not None) and not conversation
    yield _event("turn", html=turn_html(visit, replace(made, unkept=unkept)))


def _event(name: str, **values: object) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json.dumps(values, ensure_ascii=False))
