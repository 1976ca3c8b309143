"""The conversations of whoever signed in, over HTTP: listed, searched, gone on with, exported, deleted.

`POST /api/v1/ask` keeps nothing: a program that holds its own history goes on so. Here the server holds it: a question
is put after what was said, and its answer is kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator  # noqa: TC003 — FastAPI reads the route's annotations
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.api.access import InPerson, signed_in
from assistant.api.app import ASKING, COUNTED, READING, Current
from assistant.api.caching import NEVER_KEPT
from assistant.api.conversation_shapes import (
    ConversationFullOut,
    ConversationIn,
    ConversationOut,
    ConversationsIn,
    ConversationsOut,
    ExchangeAnswerOut,
    ExchangeIn,
    MyDataOut,
    RemovedOut,
    heading_out,
    shared_out,
    whole_out,
)
from assistant.api.kept import BODY_BYTES, FILES, TOO_LARGE, UNKNOWN, Kept, Owner, Wanted, file_of
from assistant.api.paging import tell_parts
from assistant.api.solicitations.access import bounded
from assistant.api.streaming import events
from assistant.api.turns import IN_TURN
from assistant.contract import API, AnswerOut, answer_out
from assistant.conversations.exported import Format
from assistant.questions import Question
from indexer.errors import DatabaseStateError, WritingError

if TYPE_CHECKING:
    from assistant.conversations.keeping import Keeping
    from assistant.service import Assistant
    from indexer.settings import Settings

log = logging.getLogger("reperes")


def confirmed(
    _confirm: Annotated[
        Literal["true"], Query(alias="confirm", description="« true » : c’est voulu.", examples=["true"])
    ],
) -> None:
    """What cannot be undone is not done by a slip."""


def put_question(conversation: str, asked: ExchangeIn, owner: Owner, keeping: Kept, assistant: Current) -> Question:
    """The question, after what was said: a dependency, so that what cannot be put is told before a stream begins.

    Raises:
        ConversationNotFound, ExchangeNotFound: There is nothing to put it after.
        EmptyQuestion, QuestionTooLong, InvalidFilter: It cannot be put.
    """
    turns = keeping.conversations.turns(owner, conversation, asked.position)
    limit = assistant.settings.max_question_chars
    return Question.checked(asked.question, turns, asked.filters.filters(), asked.ignore, limit=limit)


Put = Annotated[Question, Depends(put_question)]


def conversations_router(settings: Settings) -> APIRouter:
    """The routes under `/api/v1/conversations`, and what is kept of whoever signed in."""
    router = APIRouter(
        prefix=API,
        tags=["conversations"],
        dependencies=[NEVER_KEPT],
        responses={**READING, **TOO_LARGE},
        route_class=bounded(BODY_BYTES),
    )
    _lists(router, settings)
    _one(router)
    _asking(router, settings)
    return router


def _lists(router: APIRouter, settings: Settings) -> None:
    @router.get("/conversations", summary="Lister mes conversations, ou y chercher")
    def list_conversations(
        owner: Owner,
        keeping: Kept,
        wanted: Annotated[ConversationsIn, Query()],
        request: Request,
        response: Response,
    ) -> ConversationsOut:
        """Celle qui a changé en dernier d’abord. Les mots se cherchent sans souci des accents ni des accords."""
        found = keeping.conversations.list(owner, wanted.q, offset=wanted.offset, limit=wanted.limit)
        told = ConversationsOut(
            total=found.total,
            offset=wanted.offset,
            limit=wanted.limit,
            conversations=[heading_out(each) for each in found.items],
        )
        tell_parts(request, response, told, settings.public_url)
        return told

    @router.post("/conversations", summary="Commencer une conversation", status_code=201)
    def add_conversation(owner: Owner, keeping: Kept, asked: ConversationIn) -> ConversationOut:
        return heading_out(keeping.conversations.begin(owner, asked.title))

    @router.delete(
        "/conversations", summary="Effacer toutes mes conversations, pour de bon", dependencies=[Depends(confirmed)]
    )
    def remove_conversations(owner: Owner, keeping: Kept) -> RemovedOut:
        return RemovedOut(removed=keeping.conversations.delete_all(owner))

    @router.get("/account/data", summary="Copier tout ce qui est gardé de moi", tags=["mon compte"])
    def export_my_data(who: InPerson, owner: Owner, keeping: Kept) -> MyDataOut:
        """Conversations et réponses partagées, en entier : à lire, ou à emporter ailleurs."""
        return MyDataOut(
            login=who.login,
            name=who.name,
            conversations=[whole_out(each) for each in keeping.conversations.everything(owner)],
            shared=[shared_out(each) for each in keeping.shared.everything(owner)],
        )


def _one(router: APIRouter) -> None:
    @router.get("/conversations/{conversation}", summary="Lire une conversation", responses=UNKNOWN)
    def get_conversation(conversation: str, owner: Owner, keeping: Kept) -> ConversationFullOut:
        return whole_out(keeping.conversations.get(owner, conversation))

    @router.patch("/conversations/{conversation}", summary="Renommer une conversation", responses=UNKNOWN)
    def update_conversation(conversation: str, owner: Owner, keeping: Kept, asked: ConversationIn) -> ConversationOut:
        return heading_out(keeping.conversations.rename(owner, conversation, asked.title))

    @router.delete(
        "/conversations/{conversation}", summary="Effacer une conversation", status_code=204, responses=UNKNOWN
    )
    def remove_conversation(conversation: str, owner: Owner, keeping: Kept) -> None:
        keeping.conversations.delete(owner, conversation)

    @router.get(
        "/conversations/{conversation}/export",
        summary="Exporter une conversation, avec sa bibliographie",
        response_class=Response,
        responses={**FILES, **UNKNOWN},
    )
    def export_conversation(
        conversation: str,
        owner: Owner,
        keeping: Kept,
        assistant: Current,
        request: Request,
        to: Wanted = Format.DOCX,
    ) -> Response:
        kept = keeping.conversations.get(owner, conversation)
        return file_of(request, assistant, kept.exchanges, to, title=kept.heading.title)


def _asking(router: APIRouter, settings: Settings) -> None:
    told = {**ASKING, **TOO_LARGE, **UNKNOWN}

    @router.post(
        "/conversations/{conversation}/exchanges",
        summary="Poser une question dans une conversation",
        dependencies=[Depends(signed_in), *COUNTED, IN_TURN],
        responses=told,
    )
    def ask_in_conversation(
        conversation: str, asked: ExchangeIn, question: Put, owner: Owner, keeping: Kept, assistant: Current
    ) -> ExchangeAnswerOut:
        """La question est posée après ce qui a été dit, et gardée avec sa réponse.

        Avec `position`, elle prend la place d’une question et de celles qui la suivent.
        """
        began = time.perf_counter()
        outcome = answer_out(assistant.ask(question), time.perf_counter() - began, settings.public_url)
        return _kept(keeping, owner, conversation, asked, question, outcome, assistant)

    @router.post(
        "/conversations/{conversation}/exchanges/stream",
        summary="Poser une question dans une conversation, et recevoir la réponse phrase par phrase",
        dependencies=[Depends(signed_in), *COUNTED, IN_TURN],
        response_class=EventSourceResponse,
        responses=told,
    )
    def stream_in_conversation(
        conversation: str, asked: ExchangeIn, question: Put, owner: Owner, keeping: Kept, assistant: Current
    ) -> Iterator[ServerSentEvent]:
        """Les événements de `POST /api/v1/ask/stream` ; `answer` dit en plus où la réponse est gardée."""

        def finish(outcome: AnswerOut) -> AnswerOut:
            return _kept(keeping, owner, conversation, asked, question, outcome, assistant)

        yield from events(assistant, question, finish, settings.public_url)


def _kept(
    keeping: Keeping,
    owner: int,
    conversation: str,
    asked: ExchangeIn,
    question: Question,
    outcome: AnswerOut,
    assistant: Assistant,
) -> ExchangeAnswerOut:
    """Keeps an answer in its conversation; it is given with the place that it has there."""
    name, answered = keeping.answered(question, outcome, assistant.index.manifest.generation)
    given = {**outcome.model_dump(), "answer_id": name}
    try:
        heading = keeping.conversations.add(owner, conversation, answered, position=asked.position)
    except (DatabaseStateError, WritingError) as error:  # it costs the reader their history, not their answer
        log.warning("an exchange could not be kept (%s)", type(error).__name__)
        return ExchangeAnswerOut(**given, conversation=conversation, title="", position=0, kept=False)
    return ExchangeAnswerOut(
        **given,
        conversation=heading.id,
        title=heading.title,
        position=heading.exchanges,
    )
