"""The words of a text, and what can be told of each: a place, a street, an unknown word, part of a name."""

from __future__ import annotations

from typing import Final

from assistant.privacy import words as lists
from assistant.privacy.words import folded, is_acronym, is_forename, words_of
from indexer.french import is_known
from indexer.territories import territories

Span = tuple[int, int, float]
"""First character, the one after the last, how sure (0–1)."""

MOST_WORDS: Final = 5
"""Of a name, its particles apart."""
SHORTEST: Final = 3
"""Letters of a word that no dictionary has, from which it may be a name."""


class Reading:
    """A text as its words."""

    def __init__(self, text: str) -> None:
        self.words = words_of(text)
        self.folded = folded(text)
        self._places = [(place.start, place.end) for place in territories().find(text)]
        self.starts = {word.start: n for n, word in enumerate(self.words)}
        self.named_after = self._after_bodies()

    def is_place(self, start: int, end: int) -> bool:
        """Whether a place's name covers these characters."""
        return any(first <= start and end <= last for first, last in self._places)

    def is_named_after(self, start: int) -> bool:
        """Whether the word that starts there belongs to a street, a school, a law."""
        return self.starts.get(start) in self.named_after

    def _after_bodies(self) -> frozenset[int]:
        """Words that name a street, a school, a law after somebody."""
        taken: set[int] = set()
        for n, word in enumerate(self.words):
            if word.level not in lists.NAMED_AFTER:
                continue
            at = n + 1
            while at < min(n + 5, len(self.words)) and self.follows(at) and self.words[at].level in lists.QUALIFIERS:
                at += 1
            last = min(at + MOST_WORDS, len(self.words))
            while at < last and self.follows(at) and (self.words[at].capital or self.is_particle(at)):
                taken.add(at)
                at += 1
        return frozenset(taken)

    def is_no_name(self, n: int) -> bool:
        """Whether a word is in no name: a function word, a body, an acronym, the name of a street."""
        word = self.words[n]
        return word.level in lists.NOT_NAMES | lists.BODIES or is_acronym(word) or n in self.named_after

    def is_unknown(self, n: int) -> bool:
        """Whether a word is no French word, no place, no body, no acronym."""
        word = self.words[n]
        if len(word.text) < SHORTEST or self.is_no_name(n) or self.is_place(word.start, word.end):
            return False
        return not all(map(is_known, word.level.split("-")))

    def is_particle(self, n: int) -> bool:
        """Whether a word ties the parts of a name: « de », « Le », before a capital."""
        following = n + 1 < len(self.words) and self.follows(n + 1) and self.words[n + 1].capital
        return self.words[n].level in lists.PARTICLES and following

    def follows(self, n: int) -> bool:
        """Whether a word comes right after the one before."""
        return self.words[n].follows

    def run(self, n: int, *, trusted: bool = False) -> int:
        """The word after the last of a name that begins at a word; the same word when it is no name.

        Args:
            n: First word of the name.
            trusted: Whether something before says that it is a name: words in small letters may belong to it then.
        """
        at = n
        small = trusted and not self.words[n].capital
        while at < len(self.words) and at - n < MOST_WORDS and (at == n or self.follows(at)):
            if at > n and not (self._continues(at, small=small) or self._leads(n, at)):
                break
            at += 1
        while at - 1 > n and self.words[at - 1].level in lists.PARTICLES and not self.words[at - 1].initial:
            at -= 1
        return at

    def _continues(self, n: int, *, small: bool) -> bool:
        """Whether a word goes on with the name before it."""
        word = self.words[n]
        if word.initial and self.folded[word.end : word.end + 1] in {".", ",", "\n", ""}:
            return True
        if self.is_particle(n) and not (n + 1 < len(self.words) and self.is_no_name(n + 1)):
            return True
        surname = word.capital and is_forename(self.words[n - 1].level)
        if self.is_no_name(n) or (self.is_place(word.start, word.end) and not surname):
            return False
        if small:
            return not word.capital and (is_forename(word.level) or self.is_unknown(n)) and len(word.text) >= SHORTEST
        if word.shouted and self.words[n - 1].shouted and is_known(word.level):
            return is_forename(word.level)
        return word.capital and (word.shouted or not self.words[n - 1].shouted or not is_known(word.level))

    def _leads(self, first: int, at: int) -> bool:
        """Whether all before are particles or an initial, so that the name itself is still to come."""
        ahead = self.words[first:at]
        return self.words[at].capital and all(word.level in lists.PARTICLES for word in ahead)

    def span(self, first: int, end: int, score: float) -> Span:
        """The characters of words, the last one excluded."""
        return self.words[first].start, self.words[end - 1].end, score
