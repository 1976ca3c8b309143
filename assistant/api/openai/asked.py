"""From OpenAI's messages to a `Question`: the last of the user is the question, those before it the conversation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from assistant.api.openai.messages_fr import SOURCES
from assistant.api.openai.shapes import ChatExtensionIn
from assistant.questions import Question, Turn
from indexer.errors import ChatContentRefused, EmptyQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.api.openai.shapes import ChatIn, ChatMessageIn, ChatPartIn

MOST_TURNS: Final = 200
"""Of the conversation, the latest; as many as `POST /api/v1/ask` takes."""
TURN_CHARS: Final = 20_000
"""Of each, from its beginning; likewise."""
SPEAKERS: Final[dict[str, Literal["user", "assistant"]]] = {"user": "user", "assistant": "assistant"}
"""Roles that are read. System messages change nothing of what publications say, and tools are never called."""
OWN_SOURCE: Final = re.compile(r"- \[\d+\] (?P<title>.+?)(?: \([^()]*\)){0,2}(?:, p\. \d+)? — \S+")
"""A line of the sources of an answer of ours (`messages_fr.SOURCE`)."""


def question_of(chat: ChatIn, limit: int) -> Question:
    """The question that a chat request puts.

    What comes after the user's last message is not looked at: an answer is never gone on with.

    Args:
        chat: Its parameters are not looked at.
        limit: Of the question's length, in characters.

    Raises:
        ChatContentRefused: A message holds an image, a sound, a file…
        EmptyQuestion, QuestionTooLong, InvalidFilter: It cannot be put.
    """
    said = [(SPEAKERS[each.role], text) for each, text in _read(chat.messages)]
    last = next((at for at in range(len(said) - 1, -1, -1) if said[at][0] == "user"), None)
    if last is None:
        raise EmptyQuestion
    earlier = tuple(_turn(*each) for each in said[:last][-MOST_TURNS:])
    own = chat.reperes or ChatExtensionIn()
    return Question.checked(said[last][1], earlier, own.filters.filters(), own.ignore, limit=limit)


def _read(messages: Sequence[ChatMessageIn]) -> Iterator[tuple[ChatMessageIn, str]]:
    """The messages that are read, with their text."""
    for at, message in enumerate(messages):
        if message.role in SPEAKERS:
            parts = message.content if isinstance(message.content, list) else ()
            texts = [_text(part, f"messages[{at}].content[{n}]") for n, part in enumerate(parts)]
            yield message, message.content if isinstance(message.content, str) else "\n".join(texts)


def _text(part: ChatPartIn, where: str) -> str:
    if part.type not in ("text", "refusal"):
        raise ChatContentRefused(where=where, found=part.type)
    return part.text or part.refusal


def _turn(role: Literal["user", "assistant"], text: str) -> Turn:
    """An earlier message; the sources that an answer of ours ended with are its sources again, and not its words."""
    if role == "user":
        return Turn(role, text[:TURN_CHARS])
    said, _, listed = text.partition(f"\n\n{SOURCES}\n")
    found = (OWN_SOURCE.fullmatch(line) for line in listed.splitlines())
    return Turn(role, said[:TURN_CHARS], tuple(dict.fromkeys(own["title"] for own in found if own)))
