"""Names of people in a French text: what a language model hears as one, and what French says around them.

A name is believed for what it is (a first name of the civil registers), for how it is written (« Prénom NOM »), or for
the words around it (« Mme … », « je m’appelle … », the end of a mail). A street, a school or a law named after somebody
names nobody here; places, bodies and acronyms are no names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.privacy import words as lists
from assistant.privacy.reading import SHORTEST, Reading
from assistant.privacy.words import Word, is_acronym, is_forename
from indexer.french import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.privacy.reading import Span

SURE: Final = 0.95
LIKELY: Final = 0.8
LONGEST_LOUD: Final = 5
"""Letters up to which a word in capitals is an acronym rather than a name, unless something tells."""
MOST_TITLES: Final = 4
"""Words of « Madame la Docteure »."""
SHORTEST_SMALL: Final = 5
"""Letters of a usual first name in small letters, from which it is believed without anything around."""

_SELF: Final = re.compile(
    r"\b(?:(?P<sure>je (?:m'appelle|me nomme|me prenomme)|mon (?:nom|prenom) (?:est|c'est)|moi,? c'est|"
    r"s'appel(?:le|ait)|(?:nom|prenom)s?(?: et (?:nom|prenom))? ?:|(?:de|from|a|to|cc|par) :|c/o|a l'attention de|"
    r"de la part de) ?|je suis |(?<!\w)c(?:'est)? |ici |"
    r"(?:contact|interlocut(?:eur|rice)|referente?|responsable|renseignements?|intervenante?|signe)[^:\n]{0,20}: ?)"
)
"""Over a folded text: what comes before a name, surely or only when it looks like one."""


class Names(Reading):
    """The names of people in one text."""

    def __init__(self, text: str, heard: Sequence[tuple[int, int]] = ()) -> None:
        """Reads a text.

        Args:
            text: Any.
            heard: Where a language model hears names of people; may be wrong.
        """
        super().__init__(text)
        self._heard = heard

    def found(self) -> Iterator[Span]:
        """Every name, in no order; some may overlap."""
        for n, word in enumerate(self.words):
            if n in self.named_after:
                continue
            yield from self._titled(n, word)
            yield from self._related(n, word)
            yield from self._forename(n, word)
            yield from self._written_as_name(n, word)
        yield from self._introduced()
        yield from self._as_heard()

    def _titled(self, n: int, word: Word) -> Iterator[Span]:
        """« Mme Lantieri », « le Dr Le Goff », « mr dupond »."""
        if word.level not in lists.TITLES or (word.level in {"m", "mm", "me"} and not word.capital):
            return
        at = n + 1
        while (
            at + 1 < min(n + MOST_TITLES, len(self.words))
            and self.follows(at)
            and self.words[at].level in lists.TITLES | {"le", "la"}
        ):
            at += 1
        if at >= len(self.words) or not self.follows(at):
            return
        first = self.words[at]
        if first.capital and at > n + 1 and self.words[at - 1].level in {"le", "la"}:
            # « Mme Le Goff » and not « Madame la Présidente ».
            if not self.words[at - 1].capital or first.level in lists.BODIES:
                return
            at -= 1
        elif not self.is_particle(at) and not self._may_be_titled(at):
            return
        end = self.run(at, trusted=True)
        if end > at:
            yield self.span(at, end, SURE)

    def _may_be_titled(self, n: int) -> bool:
        """Whether a word after « Mme » may be a name: with a capital, or no word that is known."""
        word = self.words[n]
        return word.level not in lists.NOT_NAMES | lists.BODIES if word.capital else self.is_unknown(n)

    def _related(self, n: int, word: Word) -> Iterator[Span]:
        """« ma collègue Samira », « Bonjour clara »."""
        if n + 1 >= len(self.words):
            return
        after = self.words[n + 1]
        between = self.folded[word.end : after.start]
        called = word.level in lists.VOCATIVES
        if word.level in lists.RELATIONS or called:
            if not self.follows(n + 1) and not (between == ", " and not called and is_forename(after.level)):
                return
            named = after.capital and (is_forename(after.level) or self.is_unknown(n + 1))
            small = not after.capital and is_forename(after.level) and not self._is_word(after, called=called)
            if named or small:
                yield self.span(n + 1, self.run(n + 1, trusted=True), SURE)

    @staticmethod
    def _is_word(word: Word, *, called: bool) -> bool:
        """Whether a first name in small letters is rather the word that it also is."""
        return (word.level in lists.ORDINARY | lists.PLACES_TOO and not called) or (not called and is_known(word.level))

    def _forename(self, n: int, word: Word) -> Iterator[Span]:
        """« Clara », « Clara Lantieri », « Pierre D. », « LANTIERI Clara »."""
        if not is_forename(word.level) or word.level in lists.NOT_NAMES or is_acronym(word):
            return
        if not word.capital:
            if self._is_small_forename(n) or (self._paired(n) and not self._is_ambiguous(word)):
                yield self.span(n, self.run(n), LIKELY)
            return
        end = self.run(n)
        start = self._surname_before(n)
        several = end > n + 1 or start < n
        if self.is_place(word.start, self.words[end - 1].end):
            return
        if several:
            if not self._is_ambiguous(word) or self._is_name_after(n + 1, end) or self._is_heard(word):
                yield self.span(start, end, SURE)
        elif self._paired(n) or self._stands_alone(n):
            yield self.span(n, end, LIKELY)

    def _is_small_forename(self, n: int) -> bool:
        """Whether a word in small letters is a usual first name and nothing else: « sandrine », « jean-michel »."""
        word = self.words[n]
        compound = "-" in word.level and is_forename(word.level, rarer=False)
        usual = len(word.text) >= SHORTEST_SMALL and is_forename(word.level, rarer=False) and self.is_unknown(n)
        return compound or usual

    def _stands_alone(self, n: int) -> bool:
        """Whether a first name names somebody without a surname."""
        word = self.words[n]
        before = self.words[n - 1].level if n and self.follows(n) else ""
        if self._is_ambiguous(word):
            tied = lists.DETERMINERS | lists.BODIES | ({"de", "d"} if word.level in lists.PLACES_TOO else set())
            return not word.opens and not word.shouted and bool(before) and before not in tied
        loud = word.shouted and len(word.text) <= LONGEST_LOUD
        sure = is_forename(word.level, rarer=False) and not loud and not (word.opens and is_known(word.level))
        return sure or self._is_heard(word)

    def _paired(self, n: int) -> bool:
        """« Claire et Mohamed »: whether another first name stands beside it."""
        beside = [(n + 1, n + 2), (n - 1, n - 2)]
        return any(
            0 <= other < len(self.words)
            and self.words[link].level == "et"
            and (self.words[other].capital == self.words[n].capital)
            and (self.words[n].capital or self._is_small_forename(other))
            and is_forename(self.words[other].level)
            and not self._is_ambiguous(self.words[other])
            and self.follows(max(link, n))
            and self.follows(max(link, other))
            for link, other in beside
        )

    @staticmethod
    def _is_ambiguous(word: Word) -> bool:
        return word.level in lists.ORDINARY | lists.PLACES_TOO

    def _is_name_after(self, start: int, end: int) -> bool:
        """Whether what follows a first name that is also a word is a surname: no word of the dictionary."""
        return any(self.is_unknown(n) or self.words[n].initial for n in range(start, end))

    def _surname_before(self, n: int) -> int:
        """Where « LANTIERI Clara » begins; the first name itself when nothing says so."""
        if n == 0 or not self.follows(n):
            return n
        before = self.words[n - 1]
        loud = before.shouted and not self.words[n].shouted and len(before.text) >= SHORTEST
        said = loud and before.level not in lists.NOT_NAMES | lists.BODIES and not is_acronym(before)
        return n - 1 if said or (before.opens and before.capital and self.is_unknown(n - 1)) else n

    def _written_as_name(self, n: int, word: Word) -> Iterator[Span]:
        """« Kadriye OZTURK », « A. Benhaïm »: by how it is written."""
        if n + 1 >= len(self.words) or not word.capital or not self.follows(n + 1):
            return
        after = self.words[n + 1]
        long = len(after.text) >= SHORTEST and after.capital and self.is_unknown(n + 1)
        dotted = word.initial and self.folded[word.end : word.end + 1] == "."
        loud = after.shouted and not word.shouted and len(after.text) > SHORTEST and self.is_unknown(n)
        if long and (dotted or loud):
            yield self.span(n, self.run(n + 1), LIKELY)

    def _introduced(self) -> Iterator[Span]:
        """« je m’appelle … », « Contact : … »."""
        for match in _SELF.finditer(self.folded):
            n = self.starts.get(match.end())
            if n is None or n in self.named_after:
                continue
            word = self.words[n]
            if word.level in lists.NOT_NAMES | lists.BODIES or is_acronym(word):
                continue
            end = self.run(n, trusted=bool(match["sure"]))
            several = end > n + 1 and (is_forename(word.level) or any(map(self.is_unknown, range(n, end))))
            named = is_forename(word.level) or (self.is_unknown(n) and bool(match["sure"]))
            small = named and not is_known(word.level)
            if (word.capital and (several or named)) or (match["sure"] and named) or small:
                yield self.span(n, end, SURE)

    def _as_heard(self) -> Iterator[Span]:
        """What the language model hears, where nothing contradicts it."""
        for start, end in self._heard:
            inside = [n for n, word in enumerate(self.words) if start <= word.start and word.end <= end]
            while inside and self._leads_to_name(inside[0]):
                inside.pop(0)
            if not inside or self.named_after & set(inside) or not self.words[inside[0]].capital:
                continue
            first, last = inside[0], min(self.run(inside[0]), inside[-1] + 1)
            named = [n for n in range(first, last) if self.is_unknown(n) or is_forename(self.words[n].level)]
            several = last - first > 1 and not self.is_place(self.words[first].start, self.words[last - 1].end)
            if named and (several or (last - first == 1 and self._alone(first))):
                yield self.span(first, last, LIKELY)

    def _leads_to_name(self, n: int) -> bool:
        """Whether a word heard in a name comes before it: « Selon le … », « Bonjour … », « collège … »."""
        word = self.words[n]
        ordinary = word.opens and is_known(word.level) and not is_forename(word.level)
        return ordinary or self.is_no_name(n) or word.level in lists.NAMED_AFTER

    def _alone(self, n: int) -> bool:
        """Whether a word heard as a name is introduced, speaks (« Delmas nous a dit ») or is a line of its own."""
        if self.words[n].shouted and len(self.words[n].text) <= LONGEST_LOUD:
            return False
        before = self.words[n - 1].level if n and self.follows(n) else ""
        after = self.folded[self.words[n].end : self.words[n].end + 2]
        alone = self.words[n].opens and (not after or after[0] in ",\n")
        speaks = n + 1 < len(self.words) and self.follows(n + 1) and self.words[n + 1].level in lists.TO_US
        return alone or speaks or before in lists.RELATIONS | lists.BEFORE_PEOPLE

    def _is_heard(self, word: Word) -> bool:
        return any(start <= word.start and word.end <= end for start, end in self._heard)
