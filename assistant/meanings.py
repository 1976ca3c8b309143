"""What a question's acronyms stand for, and the other words that the field has for what it asks.

An acronym with several meanings (`vocabulary/meanings.csv`) is read by the words around it. When nothing tells, the
field's own meaning is taken. The reader is told when it is another, when a word around speaks for another, and when the
question is what the acronym means.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.leaning import asks_what_it_is
from assistant.understood import Reading
from indexer.french import is_known, stem, terms, words
from indexer.vocabulary import acronyms, meanings, synonyms

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPANSION_WEIGHT = 0.3
"""Weight of the words that an acronym stands for, and of an acronym whose long form was typed."""
SYNONYM_WEIGHT = 0.2
"""Weight of the words that the field uses for those of the question."""


@dataclass(frozen=True, slots=True)
class Taken(Reading):
    """A reading, and whether the reader is to be told of it."""

    told: bool = False


def readings(text: str) -> tuple[Taken, ...]:
    """The meaning taken of each acronym of a text that has several, in the vocabulary's order."""
    typed = words(text)
    found = []
    for acronym, several in meanings().items():
        short = acronym.lower()
        if short not in typed and f"{short}s" not in typed:
            continue
        around = frozenset(terms(text)) - {stem(short)}
        shared = [len(around & context) for context in _contexts()[acronym]]
        best = max(range(len(several)), key=lambda at: (shared[at], -at))
        another = any(count for at, count in enumerate(shared) if at != best)
        others = tuple(m.words for at, m in enumerate(several) if at != best)
        asked = shared.count(shared[best]) > 1 and asks_what_it_is(text)
        found.append(Taken(acronym, several[best].words, others, told=best > 0 or another or asked))
    return tuple(found)


def expansions(text: str, taken: tuple[Taken, ...] = ()) -> dict[str, float]:
    """Stem → weight of what a text's acronyms stand for, of the acronyms that it spells out, and of synonyms.

    Args:
        text: The question, after the one that it leans on.
        taken: Of `readings`; the other meanings of these acronyms are left out.
    """
    found: dict[str, float] = {}
    for said, weight in _said_otherwise(text, taken):
        found |= dict.fromkeys(said, weight)
    return found


def equivalents(text: str) -> frozenset[frozenset[str]]:
    """The same, one set of stems for each expression: « quartier prioritaire » is one only as a whole."""
    return frozenset(frozenset(said) for said, _ in _said_otherwise(text, readings(text)) if said)


def _said_otherwise(text: str, taken: tuple[Taken, ...]) -> Iterator[tuple[list[str], float]]:
    """Stems of each expression that says otherwise what a text says, and their weight."""
    typed = words(text)
    joined = f" {' '.join(typed)} "
    stems = f" {' '.join(map(stem, typed))} "
    for said, brought in _synonyms():
        if any(f" {each} " in stems for each in said):
            yield from ((each, SYNONYM_WEIGHT) for each in brought)
    decided = {reading.acronym.lower(): reading for reading in taken}
    for acronym, forms in _forms().items():
        if f" {acronym} " in joined and _is_acronym(acronym, text):
            yield from ((terms(form), EXPANSION_WEIGHT) for form in _meant(forms, decided.get(acronym)))
        elif any(f" {form} " in joined for several in forms.values() for form in several):
            yield [stem(part) for part in acronym.split()], EXPANSION_WEIGHT


def _is_acronym(levelled: str, text: str) -> bool:
    """Whether what may be an acronym is one there: « mon ami » is no AMI."""
    return not is_known(levelled) or re.search(rf"\b{re.escape(levelled.upper())}s?\b", text) is not None


def _meant(forms: dict[str, tuple[str, ...]], reading: Taken | None) -> list[str]:
    if reading is None:
        return [form for several in forms.values() for form in several]
    taken = " ".join(words(reading.taken))
    return list(forms.get(taken, (taken,)))


@functools.cache
def _contexts() -> dict[str, tuple[frozenset[str], ...]]:
    return {
        acronym: tuple(frozenset(term for said in m.context for term in terms(said)) for m in several)
        for acronym, several in meanings().items()
    }


@functools.cache
def _synonyms() -> tuple[tuple[tuple[str, ...], tuple[list[str], ...]], ...]:
    """Each group: the stems of all the words of what is said, as in a question; then of those that carry meaning."""
    return tuple(
        (
            tuple(" ".join(map(stem, words(said))) for said in group),
            tuple(terms(said) for said in group),
        )
        for group in synonyms()
    )


@functools.cache
def _forms() -> dict[str, dict[str, tuple[str, ...]]]:
    """Levelled acronym → levelled expansion → its long forms (singular, plural, synonyms)."""
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for entry in acronyms():
        short = " ".join(words(entry.acronym))
        long = (" ".join(words(f)) for f in (entry.expansion, entry.expansion_plural, *entry.synonyms))
        forms = tuple(dict.fromkeys(form for form in long if form and form != short))
        table.setdefault(short, {})[" ".join(words(entry.expansion))] = forms
    return table
