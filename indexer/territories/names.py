"""Names of places levelled to one form: « St-Étienne », « SAINT ETIENNE » and « saint-étienne » are the same words."""

from __future__ import annotations

import re
from typing import Final

from indexer.french import without_accents

ARTICLES: Final = frozenset({"l", "la", "le", "les"})
CONNECTORS: Final = ARTICLES | frozenset("a au aux d de des du en entre es et sous sur".split())
"""Words of a name that are not its own, and that stay in lower case (« Bourg-en-Bresse »)."""

_SEPARATORS = re.compile(r"[^0-9a-z\n]+")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|e|eme)")


def level_word(word: str) -> str:
    """One word of a name as it is compared: no accent, no case, « St » in full, « 18ème » as « 18e »."""
    levelled = without_accents(word)
    ordinal = _ORDINAL.fullmatch(levelled)
    return f"{ordinal[1]}e" if ordinal else _ABBREVIATED.get(levelled, levelled)


def level_names(names: list[str]) -> list[str]:
    """Names as they are compared, words apart by one space; thousands of them at a time.

    Args:
        names: Without line breaks.
    """
    lines = _SEPARATORS.sub(" ", without_accents("\n".join(names))).split("\n")
    # Only these few names need their words looked at one by one.
    return [
        " ".join(map(level_word, line.split())) if re.search(r"\bstes?\b|\bsts?\b|\d", line) else line.strip()
        for line in lines
    ]


def level_name(name: str) -> str:
    """One name as it is compared."""
    return level_names([name.replace("\n", " ")])[0]


def own_words(levelled: str) -> list[str]:
    """The words of a levelled name that are its own, articles and prepositions left out."""
    return [word for word in levelled.split() if word not in CONNECTORS]
