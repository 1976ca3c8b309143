"""Words as people type them on a phone: mistyped, shortened, without accents, in inclusive writing.

What is read differently is only searched for; a question is always shown as it was typed. A word that is known (to the
publications, to the dictionary, an acronym, a place) or that its capital makes a name is never read as another.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understood import Spelling
from indexer.french import (
    ENGLISH,
    STOP_WORDS,
    is_known,
    level_inclusive,
    needs_no_accent,
    stem,
    with_accents,
    without_accents,
    words,
)
from indexer.territories import territories
from indexer.vocabulary import acronyms, shorthand, synonyms, themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 5
"""Letters under which a word is too close to too many others to be corrected."""
LONG = 8
"""Letters from which two slips are forgiven, one below: the usual bound of search engines is about the same (Lucene's
AUTO fuzziness allows two from 6); ours is stricter, since French endings differ by two letters."""
MOST = 3
"""Readings kept of a word that may be several."""
FOREIGN = 3
"""Unknown words from which a text that is mostly made of them is not taken for mistyped French, and is left alone."""
CLEAR = 10
"""How many times more frequent in the publications the first reading must be, not to be in doubt."""
SPOKEN = re.compile(
    r"(?i:\bc(?= (?:quoi|koi)\b))|(?:(?<=^)|(?<=[.?!,;:…(] )|(?<=\b(?:et|ou|si) )|(?<=\bque )|(?<=\b(?:mais|donc) )|"
    r"(?<=\balors )|"
    r"(?<=\bquand ))[cC](?= (?:un|une|le|la|les|pas|qui|ou|quand|pour)\b)"
)
"""« c koi », anywhere; « c un contrat » where a clause begins, but not « l’hépatite C pour »."""
EXACT = re.compile(
    r"\S+@\S+|\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|net|eu|info|re|gp|mq|yt)\b|"
    r"(?is:<(script|style)\b.*?(?:</\1>|$))|</?[a-zA-Z!][^<>]*>|\b\w+\((?=['\"\d)])|\w*\d\w*",
)
"""Read as typed: addresses, markup, calls of a function, letters stuck to figures (« 3ds »)."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as it is searched for.

    Attributes:
        text: Inclusive writing levelled, shorthand in full, accents put back where there were none, and words put
            right where there is only one way to.
        spellings: What was read as something else, shorthand aside.
    """

    text: str
    spellings: tuple[Spelling, ...] = ()


class Speller:
    """Knows the words of the publications."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Reads texts, about 20 µs a passage."""
        counts: Counter[str] = Counter()
        for text in chain(texts, _of_the_field()):
            counts.update(LETTERS.findall(unicodedata.normalize("NFC", text).lower()))
        self._counts: Counter[str] = Counter()
        self._typical: dict[str, str] = {}
        for word, count in counts.most_common():
            levelled = without_accents(word)
            self._counts[levelled] += count
            self._typical.setdefault(levelled, word)
        self._long = [word for word in self._typical if len(word) >= SHORTEST - 1]

    def spelled(self, text: str) -> Spelled:
        """How a text is to be searched for."""
        text = level_inclusive(unicodedata.normalize("NFC", text))
        text = SPOKEN.sub("c’est", text)
        readings: tuple[str, ...]
        bare = without_accents(text) == text.lower()
        shouted = text.upper() == text
        strange = self._is_strange(text)
        pieces: list[str] = []
        found: list[Spelling] = []
        done = 0
        for match, opens in _words(text):
            full = _in_full(match, opens=opens, shouted=shouted)
            if full:
                readings, sure = (full,), True
            elif strange:
                continue
            else:
                readings = self._readings(match[0].lower() if shouted else match[0], opens=opens, bare=bare)
                sure = len(readings) == 1
            if readings and readings != (match[0],):
                if not full and without_accents(readings[0]) != without_accents(match[0]):
                    found.append(Spelling(match[0], readings))
                pieces += [text[done : match.start()], readings[0] if sure else match[0]]
                done = match.end()
        return Spelled("".join([*pieces, text[done:]]), tuple(found))

    def _is_strange(self, text: str) -> bool:
        """Whether most of the words are known to nothing: another language, or noise."""
        long = [word for word in map(without_accents, LETTERS.findall(text)) if len(word) >= SHORTEST]
        unknown = sum(word in ENGLISH or (word not in self._typical and not is_known(word)) for word in long)
        return unknown >= FOREIGN and unknown > len(long) / 2

    def _readings(self, word: str, *, opens: bool, bare: bool) -> tuple[str, ...]:
        """What a word may be, put right; empty when it is to be left alone."""
        levelled = without_accents(word)
        if bare and word.islower() and levelled not in STOP_WORDS and not needs_no_accent(levelled):
            accented = self._typical.get(levelled) or with_accents(levelled)
            if accented != levelled:
                return (accented,)
        if word.islower() and levelled not in self._typical and not is_known(levelled):
            swapped = _swapped_acronyms().get("".join(sorted(levelled)), ())
            near = tuple(a for a in swapped if OSA.distance(a, levelled) == 1)
            if near:
                return near
        capital = not word.islower()
        if len(levelled) < SHORTEST or (capital and not opens) or word.isupper() or self._knows(levelled):
            return ()
        return self._nearest(levelled, slips=2 if len(levelled) >= LONG and not capital else 1)

    def _knows(self, levelled: str) -> bool:
        return (
            levelled in self._typical
            or is_known(levelled)
            or levelled in ENGLISH
            or levelled in _acronyms()
            or bool(territories().resolve(levelled).candidates)
        )

    def _nearest(self, levelled: str, *, slips: int) -> tuple[str, ...]:
        near = process.extract(levelled, self._long, scorer=OSA.distance, score_cutoff=slips, limit=None)
        # Two letters more or fewer make another word of the family rather than a slip: « présentiel », « présente ».
        near = [found for found in near if abs(len(found[0]) - len(levelled)) < 2]  # noqa: PLR2004 — a letter more or less, at most
        least = min((distance for _, distance, _ in near), default=0)
        kept = [word for word, distance, _ in near if distance == least]
        kept = [word for word in kept if word[0] == levelled[0]] or kept
        by_stem: dict[str, str] = {}
        for word in sorted(kept, key=lambda w: (-self._counts[w], w)):
            by_stem.setdefault(stem(word), word)
        ranked = list(by_stem.values())
        if len(ranked) > 1 and self._counts[ranked[0]] >= CLEAR * self._counts[ranked[1]]:
            ranked = ranked[:1]
        return tuple(self._typical[word] for word in ranked[:MOST])


def _in_full(match: re.Match[str], *, opens: bool, shouted: bool) -> str:
    """What a shorthand stands for, or nothing; « Pk un CLS », but not « Pr Dupont »."""
    typed = match[0]
    full = shorthand().get(typed, "")
    if full or typed.islower():
        return full
    after = match.string[match.end() :].lstrip()
    in_place = opens and typed.istitle() and after[:1] != "." and not after[:1].isupper()
    several = shouted and " " in match.string.strip()
    levelled = typed.lower()
    return shorthand().get(levelled, "") if (in_place or several) and levelled not in _acronyms() else ""


def _words(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Each run of letters, those of `EXACT` aside, and whether it opens a sentence: its capital then tells nothing."""
    exact = [found.span() for found in EXACT.finditer(text)]
    before = 0
    for number, match in enumerate(LETTERS.finditer(text)):
        if not any(start <= match.start() < end for start, end in exact):
            yield match, number == 0 or bool(re.search(r"[.?!…:«\n]\s*$", text[before : match.start()]))
        before = match.end()


def _of_the_field() -> Iterator[str]:
    for entry in acronyms():
        yield f"{entry.expansion} {entry.expansion_plural}"
    for group in synonyms():
        yield " ".join(group)
    for theme in themes().values():
        yield f"{theme.label} {' '.join(theme.keywords)}"


@functools.cache
def _swapped_acronyms() -> dict[str, tuple[str, ...]]:
    """Letters in order → the acronyms of at least four letters made of them (« clms »)."""
    found: dict[str, tuple[str, ...]] = {}
    for acronym in sorted(_acronyms()):
        if len(acronym) >= SHORTEST - 1:
            letters = "".join(sorted(acronym))
            found[letters] = (*found.get(letters, ()), acronym)
    return found


@functools.cache
def _acronyms() -> frozenset[str]:
    return frozenset(word for entry in acronyms() for word in words(entry.acronym))
