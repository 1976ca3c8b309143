"""French words as the database keeps them, to be looked up: levelled, stemmed, the same on both databases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.french import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN: Final = re.compile(r"[a-z0-9]+")
LONGEST: Final = 100
"""Characters of a term; what is longer is no word, and PostgreSQL has a limit of its own."""
MOST: Final = 20_000
"""Terms kept for one row: PostgreSQL holds a megabyte of them."""


def words_column(texts: Iterable[str]) -> str:
    """What is kept of texts: their distinct terms, parted by spaces."""
    distinct = {encoded(term) for text in texts for term in terms(text)}
    return " ".join(sorted(distinct)[:MOST])


def encoded(term: str) -> str:
    """A term in letters a–z and digits: « 2,5 » and Greek letters as the hexadecimal of their bytes."""
    if PLAIN.fullmatch(term):
        return term[:LONGEST]
    return f"x{term.encode('utf-8', 'replace').hex()}"[:LONGEST]


def encoded_terms(text: str) -> list[str]:
    """The distinct terms of a text, encoded, in alphabetical order."""
    return sorted({encoded(term) for term in terms(text)})
