"""How much a message is about each theme, as numbers that the classifier weighs."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from indexer.french import terms
from indexer.inference.themes import forms
from indexer.vocabulary import themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.triage.model import Message

INPUTS: Final = 5
"""Of `theme_inputs`."""


def described() -> dict[str, str]:
    """What each theme is about, in a sentence for the embedding model."""
    return {
        slug: f"{theme.label} : {theme.description} {', '.join(theme.keywords)}" for slug, theme in themes().items()
    }


def theme_inputs(
    message: Message, near: NDArray[np.float32] | None, lexical: NDArray[np.float64]
) -> NDArray[np.float64]:
    """`(themes, INPUTS)`: words in the subject, in the text, how near its meaning is, what its words are worth.

    Args:
        message: To be read.
        near: `(themes,)` cosines with the themes' descriptions; `None` with another embedding model.
        lexical: `(themes,)` log-odds of the lexical part.
    """
    subject, text = _runs(terms(message.subject)), _runs(terms(f"{message.comment}\n{message.request}"))
    rows = []
    for theme_forms in forms().values():
        in_subject = sum(form in subject for form in theme_forms)
        distinct = sum(form in text for form in theme_forms)
        rows.append((min(in_subject, 2), math.log1p(sum(text[form] for form in theme_forms)), distinct))
    words = np.asarray(rows, dtype=np.float64)
    meaning = np.zeros(len(words)) if near is None else (near - near.mean()) / max(float(near.std()), 1e-6)
    return np.column_stack([words, meaning, lexical])


def _runs(read: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How often each run of words that may be a form occurs."""
    longest = max(len(form) for theme_forms in forms().values() for form in theme_forms)
    return Counter(tuple(read[at : at + size]) for size in range(1, longest + 1) for at in range(len(read) - size + 1))
