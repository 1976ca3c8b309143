"""The routes under `/v1`."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from assistant.api.app import Current  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.api.kept import Kept, given
from assistant.api.methods import allowed
from assistant.api.openai import messages_fr as words
from assistant.api.openai.answered import annotated, told, usage
from assistant.api.openai.asked import question_of
from assistant.api.openai.documented import ERRORS
from assistant.api.openai.parameters import refuse
from assistant.api.openai.shapes import (
    MODEL,
    ChatChoiceOut,
    ChatIn,
    ChatMessageOut,
    ChatOut,
    ChunkOut,
    ModelOut,
    ModelsOut,
)
from assistant.api.openai.streamed import events
from assistant.api.paging import base_url
from assistant.api.solicitations.access import BODY_BYTES, bounded
from assistant.contract import OPENAI_API, AnswerOut
from assistant.pieces import Piece
from indexer.errors import ChatModelNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import params

    from assistant.questions import Question
    from assistant.service import Assistant
    from indexer.settings import Settings

TAG: Final = "compatible openai"
STREAMED: Final[dict[int | str, dict[str, object]]] = {
    200: {"description": words.STREAMED, "content": {"text/event-stream": {}}}
}
EVERY_METHOD: Final = ["GET", "POST", "PUT", "PATCH", "DELETE"]
UNBUFFERED: Final = {"X-Accel-Buffering": "no"}
"""A proxy that waits for the end of a stream would spoil it."""


@dataclass(frozen=True, slots=True)
class Put:
    """A chat request that can be answered, and the question in it."""

    chat: ChatIn
    question: Question


def put(chat: ChatIn, assistant: Current) -> Put:
    """What was sent, checked; a dependency, so that an error is told before a stream begins.

    Raises:
        ChatModelNotFound, ChatParameterRefused: It asks for what is not done here.
        ChatContentRefused, EmptyQuestion, QuestionTooLong, InvalidFilter: The question cannot be put.
    """
    refuse(chat)
    return Put(chat, question_of(chat, assistant.settings.max_question_chars))


def openai_router(
    settings: Settings, dependencies: Sequence[params.Depends] = (), asking: Sequence[params.Depends] = ()
) -> APIRouter:
    """The routes.

    Args:
        settings: Limits and links.
        dependencies: What every request must pass, that of who is calling for instance; what they raise is told in
            OpenAI's shape like the rest.
        asking: What a question must pass besides, that of how many were asked for instance.
    """
    router = APIRouter(
        prefix=OPENAI_API,
        tags=[TAG],
        dependencies=list(dependencies),
        responses=ERRORS,
        route_class=bounded(BODY_BYTES),
    )

    @router.post(
        "/chat/completions",
        summary=words.CHAT_SUMMARY,
        description=words.CHAT_DESCRIPTION,
        response_model=ChatOut,
        responses=STREAMED,
        dependencies=list(asking),
    )
    def complete_chat(
        asked: Annotated[Put, Depends(put)], assistant: Current, keeping: Kept, request: Request, response: Response
    ) -> ChatOut | StreamingResponse:
        def finish(outcome: AnswerOut) -> AnswerOut:
            return given(keeping, asked.question, outcome, assistant)

        pieces = told(assistant.stream(asked.question), finish, base_url(request, settings.public_url))
        head = _head(assistant)
        if asked.chat.stream:
            options = asked.chat.stream_options
            counted = bool(options and options.include_usage)
            sent = events(pieces, asked.question, head, include_usage=counted)
            headers = {**response.headers, **UNBUFFERED}  # FastAPI leaves those of dependencies out of what is returned
            return StreamingResponse(sent, media_type="text/event-stream", headers=headers)
        *said, whole = pieces
        assert isinstance(whole, AnswerOut)
        return _whole(head, asked.question, [piece for piece in said if isinstance(piece, Piece)], whole)

    @router.get("/models", summary=words.MODELS_SUMMARY)
    def list_models(assistant: Current) -> ModelsOut:
        return ModelsOut(data=[_model(assistant)])

    @router.get("/models/{model}", summary=words.MODEL_SUMMARY)
    def get_model(model: str, assistant: Current) -> ModelOut:
        if model != MODEL:
            raise ChatModelNotFound(model=model, known=MODEL)
        return _model(assistant)

    @router.api_route("/{rest:path}", methods=EVERY_METHOD, include_in_schema=False)
    def elsewhere(rest: str, request: Request) -> None:  # noqa: ARG001 — the path says it is wanted
        """What OpenAI has besides: told here, and not by the page, which is mounted at the root."""
        raise HTTPException(405 if allowed(request) else 404)

    return router


def _head(assistant: Assistant) -> ChunkOut:
    return ChunkOut(
        id=f"chatcmpl-{secrets.token_hex(12)}",
        created=int(time.time()),
        system_fingerprint=assistant.index.manifest.generation,
        choices=[],
    )


def _whole(head: ChunkOut, question: Question, said: Sequence[Piece], whole: AnswerOut) -> ChatOut:
    content = "".join(piece.text for piece in said)
    return ChatOut(
        id=head.id,
        created=head.created,
        system_fingerprint=head.system_fingerprint,
        choices=[ChatChoiceOut(message=ChatMessageOut(content=content, annotations=annotated(said, whole)))],
        usage=usage(question, content),
        reperes=whole,
    )


def _model(assistant: Assistant) -> ModelOut:
    return ModelOut(created=int(dt.datetime.fromisoformat(assistant.index.manifest.built_at).timestamp()))
