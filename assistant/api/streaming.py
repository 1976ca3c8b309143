"""An answer as it is written: server-sent events, each sentence sent once it has been verified.

`sources`, then `sentence` for each, then `answer`: what `POST /api/v1/ask` would have given, whole. A question that is
refused has only the last. A fault on the way is an `error`, in the one shape of errors.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator  # noqa: TC003 — FastAPI reads the route's annotations
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field

from assistant.answers import Answer, Statement, Unanswered
from assistant.api import problems
from assistant.api.app import ASKERS, ASKING, Asked, Current
from assistant.api.kept import Kept, given
from assistant.api.turns import IN_TURN
from assistant.contract import (
    API,
    AnswerOut,
    CitationOut,
    RetrievedOut,
    SentenceOut,
    answer_out,
    citation_out,
    retrieved_out,
    sentence_out,
)
from assistant.service import Retrieved
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.questions import Question
    from assistant.service import Assistant
    from indexer.settings import Settings

log = logging.getLogger("reperes")


class SourcesOut(BaseModel):
    """Data of the event `sources`."""

    retrieved: list[RetrievedOut] = Field(description="Passages dont la réponse sera tirée, le meilleur d’abord.")


class VerifiedOut(SentenceOut):
    """Data of the event `sentence`: it may be shown as it is."""

    quotes: list[CitationOut] = Field(description="Les citations sur lesquelles la phrase repose.")


def streaming_router(settings: Settings) -> APIRouter:
    """The route `POST /api/v1/ask/stream`."""
    router = APIRouter(prefix=API, tags=["questions"], dependencies=[*ASKERS, IN_TURN], responses=ASKING)

    @router.post(
        "/ask/stream",
        summary="Poser une question, et recevoir la réponse phrase par phrase",
        response_class=EventSourceResponse,
    )
    def stream_answer(question: Asked, assistant: Current, keeping: Kept) -> Iterator[ServerSentEvent]:
        def finish(outcome: AnswerOut) -> AnswerOut:
            return given(keeping, question, outcome, assistant)

        yield from events(assistant, question, finish, settings.public_url)

    return router


def events(
    assistant: Assistant, question: Question, finish: Callable[[AnswerOut], AnswerOut], public_url: str
) -> Iterator[ServerSentEvent]:
    """What happens to a question, as it is sent.

    Args:
        assistant: That is asked.
        question: Checked.
        finish: Makes of the outcome what is given last.
        public_url: Put before the links.
    """
    began = time.perf_counter()
    try:
        for event in assistant.stream(question):
            if isinstance(event, Answer | Unanswered):
                outcome = answer_out(event, time.perf_counter() - began, public_url)
                yield ServerSentEvent(event="answer", data=finish(outcome))
            else:
                yield _sent(event, public_url)
    except ReperesError as error:
        yield ServerSentEvent(event="error", data=problems.told(error))
    except Exception:
        log.exception("a question could not be answered")
        yield ServerSentEvent(event="error", data=problems.unforeseen())


def _sent(event: Retrieved | Statement, public_url: str) -> ServerSentEvent:
    if isinstance(event, Retrieved):
        return ServerSentEvent(
            event="sources", data=SourcesOut(retrieved=[retrieved_out(hit, public_url) for hit in event.hits])
        )
    quotes = [citation_out(citation, public_url) for citation in event.citations]
    return ServerSentEvent(event="sentence", data=VerifiedOut(**sentence_out(event).model_dump(), quotes=quotes))
