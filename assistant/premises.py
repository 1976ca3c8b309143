"""A figure that a question takes for granted and that the publications give otherwise.

« Est-il vrai que 78 % des habitants… ? », « Où sont les 1 514 QPV ? »: when no passage found gives that figure, and a
sentence of the answer gives another of the same thing, readers are told so before they read on. Nothing is said of
which is right: the sources are beside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.verification.figures import MONTHS, figures
from indexer.french import STOP_WORDS, stem, without_accents, words
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHARES = frozenset({"%", "€"})
"""Units whose figures are never about whoever asks, unlike ages, durations and distances."""
_STATED = re.compile(
    r"(?P<article>\b(?:les|des|ces|aux)\s+)?(?<![\w.,-])"
    r"(?P<figure>\d+(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?[ \u00a0\u202f]?(?:%|€|pour cent\b|(?P<noun>[^\W\d_]+)))",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:vrai|exact|(?:peut on|puis je|peux|on peut|pour) (?:dire|ecrire|affirmer|annoncer)|pourquoi|puisque|"
    r"etant donne|sachant|parait|(?:dit|dites|affirme|annonce|lu|entendu) (?:que|qu|partout)|confirme\w*)\b"
)
"""Over levelled words: what follows is put as known, or to be checked."""
_OURS = re.compile(r"\b(?:notre|nos|mon|ma|mes|chez nous|je suis|nous sommes|on est)\b")
"""Over levelled words: figures may be those of whoever asks."""


def unconfirmed(question: str, passages: Iterable[str], quotes: Sequence[str]) -> tuple[str, ...]:
    """The figures of a question that no passage gives while a quote gives another of the same thing, as typed.

    Args:
        question: As typed.
        passages: Texts that were found for it.
        quotes: Sentences of its answer.
    """
    stated = list(_stated(question))
    if not stated:
        return ()
    known = {figure.key for passage in passages for figure in figures(passage)}
    values = {value for value, _ in known}
    told = set().union(*map(_counted, quotes))
    return tuple(
        typed
        for typed, value, unit in stated
        if ((value, unit) not in known if unit in SHARES else value not in values)
        and any(unit == other for _, other in told)
    )


def _stated(question: str) -> Iterator[tuple[str, str, str]]:
    """What a question takes for granted: as typed, its value, its unit or the stem of what is counted."""
    levelled = " ".join(words(question))
    claimed, ours = _CLAIMED.search(levelled), _OURS.search(levelled)
    for found in _STATED.finditer(question):
        figure = next(iter(figures(found["figure"])), None)
        if figure is None:  # « 3DS », a name
            continue
        if figure.unit in SHARES:
            yield found["figure"], figure.value, figure.unit
        elif found["noun"] and not figure.unit and not ours and (claimed or found["article"]):
            noun = _thing(found["noun"])
            if noun:
                yield found["figure"], figure.value, noun


def _counted(text: str) -> set[tuple[str, str]]:
    """The figures of a text, each with its unit or the stem of what it counts."""
    counted = {figure.key for figure in figures(text) if figure.unit}
    for found in _STATED.finditer(text):
        thing = _thing(found["noun"]) if found["noun"] else ""
        if thing:
            counted |= {(figure.value, thing) for figure in figures(found["figure"])}
    return counted


def _thing(noun: str) -> str:
    """The stem of what is counted, that of its first word in full for an acronym; empty for what counts nothing."""
    level = " ".join(words(noun))
    if not level or level in STOP_WORDS or level in map(without_accents, MONTHS):
        return ""
    full = next((entry.expansion for entry in acronyms() if " ".join(words(entry.acronym)) == level), noun)
    return stem(words(full)[0])
