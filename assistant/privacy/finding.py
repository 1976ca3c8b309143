"""What is personal in a text: what the engine finds, without overlaps, and each place where a name comes again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.privacy import words as lists
from assistant.privacy.model import Personal, PersonalKind
from assistant.privacy.reading import SHORTEST, Reading
from assistant.privacy.words import Word, acronym_words, folded, is_acronym, is_forename, words_of
from indexer.french import is_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_STRONGEST: Final = (
    PersonalKind.IBAN,
    PersonalKind.NIR,
    PersonalKind.MAIL,
    PersonalKind.ACCOUNT,
    PersonalKind.PHONE,
    PersonalKind.BIRTH,
    PersonalKind.ADDRESS,
    PersonalKind.NAME,
    PersonalKind.HEALTH,
)
"""Which one is kept where two overlap: « rue Jean Moulin » is an address, `clara@exemple.fr` an e-mail."""
_SEGMENT: Final = re.compile(r"\s+[-–—|]\s+|[(),/|:<>\"]")
_PARTS: Final = re.compile(r"[._\-+\d]+")
KNOWN_SCORE: Final = 0.9


def prepare() -> None:
    """Loads what `found` needs, once in the life of the process: seconds, that a server spends as it starts.

    Raises:
        ModelUnavailable: The French language model is not installed.
    """
    found("Bonjour Claire, à Lille")  # the dictionary, first names and places as well


def found(text: str, known: Sequence[str] = ()) -> list[Personal]:
    """The personal pieces of a French text, in order, none overlapping another.

    Args:
        text: A mail, a note, a question.
        known: Names and addresses of people known to be spoken of (who wrote): every place where a part of such a name
            stands is found, alone, in capitals or in small letters.

    Raises:
        ModelUnavailable: The French language model is not installed.
    """
    if not text.strip():
        return []
    # Presidio costs seconds to import: not before something is to be found.
    from assistant.privacy.engine import candidates

    first = candidates(text)
    told = [one.text for one in first if one.kind is PersonalKind.NAME]
    own = {word.level for name in told for word in _own_words(name)} | {
        level for name in known for level in _known(name)
    }
    return _apart([*first, *_again(text, own)])


def _apart(personal: Iterable[Personal]) -> list[Personal]:
    """Without overlaps: the strongest kind, then the longest, then the surest; names that touch become one."""
    kept: list[Personal] = []
    order = sorted(personal, key=lambda one: (_STRONGEST.index(one.kind), one.start - one.end, -one.score, one.start))
    for one in order:
        if one.start < one.end and all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _own_words(name: str) -> Iterator[Word]:
    """The words of a name by which it may be said again."""
    for word in words_of(name):
        if len(word.text) >= SHORTEST and word.level not in lists.PARTICLES | lists.NOT_NAMES:
            yield word


def _known(name: str) -> Iterator[str]:
    """Levelled words of a name, or of what comes before the @ of an address, that are somebody's."""
    if "@" in name:
        parts = [part for part in _PARTS.split(folded(name.partition("@")[0])) if part]
        initialled = sorted(map(len, parts))[:-1] == [1] and not acronym_words() & set(parts)
        if (initialled or any(map(is_forename, parts))) and not lists.BODIES & set(parts):
            yield from (part for part in parts if len(part) >= SHORTEST)
        return
    for segment in _SEGMENT.split(name):
        own = list(_own_words(segment))
        body = any(word.level in lists.BODIES or is_acronym(word) for word in own)
        somebody = any(is_forename(word.level) for word in own) or not any(is_known(word.level) for word in own)
        if own and not body and somebody:
            yield from (word.level for word in own)


def _again(text: str, own: set[str]) -> Iterator[Personal]:
    """Every place where such words stand, those that touch as one name."""
    if not own:
        return
    names = Reading(text)
    start = end = -1
    for n, word in enumerate(names.words):
        same = word.level in own and _is_said(names, n)
        if same and end >= 0 and word.follows and names.words[n - 1].end == end:
            end = word.end
            continue
        if end >= 0:
            yield Personal(PersonalKind.NAME, start, end, text[start:end], KNOWN_SCORE)
        start, end = (word.start, word.end) if same else (-1, -1)
    if end >= 0:
        yield Personal(PersonalKind.NAME, start, end, text[start:end], KNOWN_SCORE)


def _is_said(names: Reading, n: int) -> bool:
    """Whether a word that is part of a known name is that name here, and no word, no place, no street."""
    word = names.words[n]
    if names.is_named_after(word.start) or names.is_place(word.start, word.end):
        return False
    ordinary = is_known(word.level) or word.level in lists.ORDINARY | lists.PLACES_TOO
    return not ordinary or (word.capital and (not word.opens or is_forename(word.level)))
