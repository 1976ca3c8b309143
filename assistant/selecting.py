"""What the answer-sentence selector does, without its libraries: `assistant.selector` is loaded when one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from indexer.embedder import Embedder

UNREAD = -20.0
"""Score of a sentence that was not read: as far under « nothing here answers » as a score ever goes."""

LEAST_LOGIT = -8.0
"""A lower score says no more: such a sentence does not answer, as surely as another."""


class Reading(NamedTuple):
    """A passage as a selector reads it.

    Attributes:
        head: Title and headings.
        text: The passage's own.
        spans: `(start, end)` of each sentence in `text`, in characters.
    """

    head: str
    text: str
    spans: tuple[tuple[int, int], ...]


class Selector(Protocol):
    """Scores sentences against a question."""

    def scores(self, question: str, readings: Sequence[Reading], tokens: int) -> list[NDArray[np.float32]]:
        """Scores the sentences of the first passages.

        Args:
            question: As typed, after the one that it leans on.
            readings: Best first.
            tokens: Most tokens read in all, which is what the time goes with; passages beyond are not read. The first
                one always is.

        Returns:
            For each passage read, `(sentences,)` float32: logits against 0, « nothing here answers ».
        """
        ...


def load_selector(embedder: Embedder) -> Selector | None:
    """The selector over an embedder's own weights; `None` without one, or when it was trained on others."""
    from assistant.selector import SentenceSelector

    return SentenceSelector.beside(embedder)
