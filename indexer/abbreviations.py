"""Acronyms that a text does not write but spells out: « contrat local de santé » is found by « CLS » as « CLS » is.

Half of the publications write the one, half the other; questions, mostly the acronym. So what the models see of a text
(never what is quoted) has the acronym after its long form: « le contrat local de santé (CLS) est facultatif ».
Measured in November 2026: docs/qualite.md.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPACES = re.compile(r"\s+")


@functools.lru_cache(maxsize=2048)
def with_acronyms(text: str) -> str:
    """A text where the first long form of each acronym is followed by it; where both stand together, as it was."""
    pattern, table = _long_forms()
    told: set[str] = set()

    def named(form: re.Match[str]) -> str:
        acronym = table[_key(form[0])]
        if acronym in told:
            return form[0]
        told.add(acronym)
        return f"{form[0]} ({acronym})"

    return pattern.sub(named, text)


def _key(form: str) -> str:
    return _SPACES.sub(" ", form.lower().replace("’", "'"))


@functools.cache
def _long_forms() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Long forms of several words, the longest first, not before a parenthesis; and the acronym of each."""
    table: dict[str, str] = {}
    for entry in acronyms():
        for form in (entry.expansion, entry.expansion_plural):
            if " " in form and entry.acronym.lower() not in form.lower():
                table.setdefault(_key(form), entry.acronym)
    longest = sorted(table, key=len, reverse=True)
    spelt = "|".join(re.escape(form).replace("'", "['’]").replace(r"\ ", r"\s+") for form in longest)
    return re.compile(rf"\b(?:{spelt})\b(?!\s*\()", re.IGNORECASE), table
