"""Where the words searched for stand in a passage, so that a reader sees why it was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.french import Span, terms

if TYPE_CHECKING:
    from collections.abc import Collection

WRITTEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d+(?:[,.]\d+)*|"
    r"[^\W_]+(?:[·•‧∙⋅][^\W_]+)*(?:\((?:[a-zé]{1,6})\)s?)?"
)
"""A word as it is written: « 29 000 », « coordonnateur·rices », « élu(e)s » are one each."""
WORD_BETWEEN = re.compile(r"[ \u00a0\u202f’'-]{1,3}")
"""What may stand between two words that are marked together."""


def marks(text: str, stems: Collection[str]) -> tuple[Span, ...]:
    """The words of a text that have one of the stems; neighbours are one mark.

    Args:
        text: As it is shown.
        stems: Of `indexer.french.terms`.

    Returns:
        In order, apart from one another; in characters (code points).
    """
    found: list[Span] = []
    for word in WRITTEN.finditer(text):
        if not any(stem in stems for stem in terms(word[0])):
            continue
        if found and WORD_BETWEEN.fullmatch(text, found[-1].end, word.start()):
            found[-1] = Span(found[-1].start, word.end())
        else:
            found.append(Span(word.start(), word.end()))
    return tuple(found)
