"""What drafts: a protocol of one method. The real one is `assistant.chat_model`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator as PythonGenerator

    from assistant.answers import Notice

    Pieces = PythonGenerator[str | Notice, None, None]


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a model is asked: the rules, then the data with the question."""

    system: str
    user: str


class Generator(Protocol):
    """Writes a text, piece by piece."""

    def stream(self, instructions: Instructions) -> Pieces:
        """The pieces of the text as they come; a `Notice`, always last, says why they stop coming.

        Closing it stops the model.
        """
        ...
