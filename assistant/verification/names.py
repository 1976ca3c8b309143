"""The names of a text: places, bodies, people, acronyms, codes, addresses. In a draft, each must be its source's."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from indexer.french import STOP_WORDS, is_known, words
from indexer.territories.gazetteer import gazetteer
from indexer.territories.names import level_name
from indexer.vocabulary import acronyms

TOKEN = re.compile(r"[^\W_]+(?:[-.·][^\W_]+)*")
STARTS = re.compile(r"(?:^|[.:!?;]\s|[«“\"(]\s?|\n\s*(?:[-–•*]\s?)?)$")
"""What stands before a word whose capital may only be that of a sentence."""
ADDRESS = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|!?\[[^\]]*\]\([^)]*\)|<[^>]+>|"
    r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fr|com|org|net|eu|info|io|be|ch|re|gouv|asso|app|ai|ly|me|co)\b(?:/\S*)?",
    re.IGNORECASE,
)
"""Links, e-mail addresses, markup: a draft has none that its source has not."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a text names.

    Attributes:
        phrases: Levelled words of each proper name, in order (« seine saint denis »).
        acronyms: Levelled acronyms and codes.
        addresses: As written.
    """

    phrases: frozenset[str]
    acronyms: frozenset[str]
    addresses: frozenset[str]


def names(text: str) -> Names:
    """The names of a text; capitals that only open a sentence are not taken for one."""
    addresses = frozenset(ADDRESS.findall(text))
    text = ADDRESS.sub(" ", text)
    phrases: list[str] = []
    short: set[str] = set()
    previous = -1
    for token in TOKEN.finditer(text):
        word = token.group()
        levelled = " ".join(words(word))
        if is_acronym(word):
            short.add(levelled)
        elif word[0].isupper() and (not STARTS.search(text[: token.start()]) or _is_name(levelled)):
            follows = previous >= 0 and text[previous : token.start()].isspace()
            if follows:
                phrases[-1] = f"{phrases[-1]} {levelled}"
            else:
                phrases.append(levelled)
            previous = token.end()
    return Names(frozenset(filter(None, phrases)), frozenset(short), addresses)


def is_acronym(word: str) -> bool:
    """Two capitals or more, or a capital beside a digit: « CLSM », « QPV », « L1434-10 », « 3DS »."""
    capitals = sum(c.isupper() for c in word)
    return (capitals > 0 and any(c.isdigit() for c in word)) or (capitals > 1 and (word.isupper() or "-" not in word))


def _is_name(levelled: str) -> bool:
    """Whether a word that opens a sentence is a name all the same: no dictionary has it, or it is a place."""
    parts = levelled.split()
    if not parts or all(part in STOP_WORDS for part in parts):
        return False
    return not all(is_known(part) for part in parts) or bool(gazetteer().named(level_name(levelled)))


@functools.cache
def meanings() -> dict[str, tuple[str, ...]]:
    """Levelled acronym → its levelled long forms, for those that have a single meaning."""
    table: dict[str, list[str]] = {}
    several = set()
    for entry in acronyms():
        short = " ".join(words(entry.acronym))
        if short in table:
            several.add(short)
        forms = {" ".join(words(form)) for form in (entry.expansion, entry.expansion_plural)}
        table[short] = sorted(form for form in forms if form and form != short)
    return {short: tuple(forms) for short, forms in table.items() if short not in several}


def spelt_out(levelled: str) -> str:
    """Levelled words with, added, what their acronyms mean and the acronyms of their long forms."""
    padded = f" {levelled} "
    added: list[str] = []
    for short, forms in meanings().items():
        if f" {short} " in padded:
            added.extend(forms)
        elif any(f" {form} " in padded for form in forms):
            added.append(short)
    return " | ".join([levelled, *added])
