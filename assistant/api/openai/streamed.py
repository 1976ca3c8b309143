"""A message as server-sent events: `chat.completion.chunk`, a piece of text each, then `[DONE]`."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Literal

from fastapi.sse import format_sse_event

from assistant.api.openai.answered import annotated, usage
from assistant.api.openai.failures import failure, fault_of
from assistant.api.openai.shapes import ChunkChoiceOut, ChunkOut, DeltaOut
from assistant.api.problems import DETAILS, Fault
from assistant.pieces import Piece
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

    from assistant.contract import AnswerOut
    from assistant.questions import Question

log = logging.getLogger("reperes")

DONE: Final = format_sse_event(data_str="[DONE]")


def events(
    pieces: Iterable[Piece | AnswerOut], question: Question, head: ChunkOut, *, include_usage: bool
) -> Iterator[bytes]:
    """The events of a message.

    A fault on the way is told as OpenAI does, by an event that holds an `error`; no `[DONE]` follows it.

    Args:
        pieces: Of `answered.told`.
        question: What they answer.
        head: What every chunk begins with, without a choice.
        include_usage: Whether a last chunk, without a choice, counts what was read and written.
    """
    try:
        yield _event(_chunk(head, DeltaOut(role="assistant", content="")))
        sent: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Piece):
                sent.append(piece)
                yield _event(_chunk(head, DeltaOut(content=piece.text)))
            else:
                last = _chunk(head, DeltaOut(annotations=annotated(sent, piece)), "stop")
                yield _event(last.model_copy(update={"reperes": piece}))
        if include_usage:
            spent = usage(question, "".join(piece.text for piece in sent))
            yield _event(head.model_copy(update={"usage": spent}))
        yield DONE
    except ReperesError as error:
        yield _event(failure(fault_of(error)))
    except Exception:
        log.exception("a question could not be answered")
        yield _event(failure(Fault(HTTPStatus.INTERNAL_SERVER_ERROR, DETAILS[500])))


def _chunk(head: ChunkOut, delta: DeltaOut, finish_reason: Literal["stop"] | None = None) -> ChunkOut:
    return head.model_copy(update={"choices": [ChunkChoiceOut(delta=delta, finish_reason=finish_reason)]})


def _event(told: BaseModel) -> bytes:
    return format_sse_event(data_str=told.model_dump_json())
