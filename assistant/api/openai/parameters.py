"""What a chat request may ask for. What changes nothing of an answer's meaning is accepted; what does is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.api.openai import messages_fr as words
from assistant.api.openai.shapes import MODEL
from indexer.errors import ChatModelNotFound, ChatParameterRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

    from assistant.api.openai.shapes import ChatIn

LEFT_ALONE: Final = (None, "auto", "none")


def _format(told: JsonValue) -> JsonValue:
    return told.get("type") if isinstance(told, dict) else told


REFUSED: Final[tuple[tuple[str, Callable[[ChatIn], bool], str], ...]] = (
    ("n", lambda chat: chat.n not in (None, 1), words.ONE_ANSWER),
    ("tool_choice", lambda chat: chat.tool_choice not in LEFT_ALONE, words.NO_TOOLS),
    ("function_call", lambda chat: chat.function_call not in LEFT_ALONE, words.NO_TOOLS),
    ("response_format", lambda chat: _format(chat.response_format) not in (None, "text"), words.TEXT_ONLY),
    ("logprobs", lambda chat: bool(chat.logprobs), words.NO_PROBABILITIES),
    ("top_logprobs", lambda chat: bool(chat.top_logprobs), words.NO_PROBABILITIES),
    ("modalities", lambda chat: bool(chat.modalities) and chat.modalities != ["text"], words.NO_SOUND),
    ("audio", lambda chat: chat.audio is not None, words.NO_SOUND),
    ("stop", lambda chat: bool(chat.stop), words.NO_STOP),
    ("store", lambda chat: bool(chat.store), words.NOT_KEPT),
    ("web_search_options", lambda chat: chat.web_search_options is not None, words.NO_WEB),
    ("moderation", lambda chat: chat.moderation is not None, words.NO_MODERATION),
)
"""Parameter, whether it asks for what cannot be done, and why it cannot."""


def refuse(chat: ChatIn) -> None:
    """Refuses what would be answered otherwise than asked.

    Raises:
        ChatModelNotFound: Another model than ours.
        ChatParameterRefused: The first parameter that cannot be followed.
    """
    if chat.model != MODEL:
        raise ChatModelNotFound(model=chat.model, known=MODEL)
    for parameter, asked_for, why in REFUSED:
        if asked_for(chat):
            raise ChatParameterRefused(parameter=parameter, detail=why)
