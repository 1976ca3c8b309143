"""The title of a conversation: its first question, without greetings, cut where it is too long for a list."""

from __future__ import annotations

from typing import Final

from assistant.conversations.messages import CUT, UNTITLED
from assistant.courtesy import without_courtesy

CHARS: Final = 80
"""Of a title that is made; one that is given may have up to 200."""
LONGEST: Final = 200


def title_of(question: str) -> str:
    """The title made from a question."""
    flat = flattened(without_courtesy(question))
    if len(flat) > CHARS:
        flat = f"{flat[:CHARS].rsplit(' ', 1)[0].rstrip(' ,;:')}{CUT}"
    return flat[:1].upper() + flat[1:] if flat else UNTITLED


def flattened(title: str) -> str:
    """A title on one line, of characters that can be shown; empty when nothing is left."""
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:LONGEST]
