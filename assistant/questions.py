"""A question as it was put: its words, the turns before it, the filters asked for."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from indexer.errors import EmptyQuestion, InvalidFilter, QuestionTooLong
from indexer.french import has_word, terms, words
from indexer.territories import Level, territories
from indexer.vocabulary import acronyms, kinds, themes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.understood import Field, Heard
    from indexer.documents import Document

REFERRING = frozenset(
    "ca cela celui celle ceux celles il ils elle elles eux leur leurs cette ce cet ces la-dessus pareil aussi".split()
)
"""Words that point back at an earlier turn."""
OPENING = re.compile(r"^\s*(?:et|mais|ok|oui|non|donc|alors|d['’]accord)\b", re.IGNORECASE)
ANOTHER_TOPIC = re.compile(
    r"\b(?:(?:une )?autre (?:question|sujet|chose)|(?:rien a voir|pas de rapport)|changeons|changer de sujet|"
    r"passons a|parlons (?:plutot |maintenant )?d|nouvelle question|nouveau sujet|sinon)\b"
)
"""Over levelled words: says that what follows is about something else."""
IMPERSONAL = re.compile(
    r"\b(?:il (?:y a|faut|faudrait|existe|est (?:possible|obligatoire|utile|necessaire|prevu|permis)|s agit)|y a t il|"
    r"existe t il|faut il|est il (?:possible|obligatoire|utile|necessaire|prevu|permis)|s agit il|"
    r"dans quelle mesure|ce (?:que|qu|qui))\b"
)
"""Over levelled words: an « il » that stands for nothing."""
INVERTED = re.compile(r"\b(?P<verb>[\w’']+)[-‑](?:t[-‑])?(?:il|elle)s?\b", re.IGNORECASE)
"""« les habitants peuvent-ils »: the pronoun repeats a subject that stands before the verb."""
DEFINING = re.compile(
    r"\b(?:est|c) (?:quoi|koi)\b|\best ce (?:un|une)\b|\bdefini(?:tion|r|ssez|t)\b|\b(?:veut|veulent) dire\b"
    r"|\bentend on par\b|\bqu(?:e|oi) (?:recouvre|designe|signifie|correspond)|\bsignifie\b|\bqu est ce qu"
)
"""Over levelled words: asks what something is."""
ASKING = frozenset("qui quoi koi que qu quel quelle quels quelles combien comment pourquoi quand ou".split())
SHORT_TERMS = 3
"""A question with at most so many meaningful words, put after others, leans on them."""
FULL_TERMS = 8
"""A question with at least so many stands by itself, whatever it opens with."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier message of the conversation, with the titles that it cited when they are known."""

    role: Literal["user", "assistant"]
    content: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts what may be cited. Empty: no restriction.

    Attributes:
        themes: Slugs; a publication with any of them passes.
        kinds: Slugs; likewise.
        year_from, year_to: Inclusive; a publication without a year does not pass a bound.
        publisher: Part of the name, accents and case aside.
        territory: Likewise, or a place that holds the publication's: « Seine-Saint-Denis » accepts Saint-Denis.

    Raises:
        InvalidFilter: An unknown theme or kind.
    """

    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    publisher: str = ""
    territory: str = ""

    def __post_init__(self) -> None:
        for name, values, known in (("themes", self.themes, themes()), ("kinds", self.kinds, kinds())):
            for value in values:
                if value not in known:
                    raise InvalidFilter(field=name, value=value, allowed=", ".join(known))

    def __bool__(self) -> bool:
        return self != Filters()

    def says(self, heard: Field) -> bool:
        """Whether a field that may be heard is told here already."""
        told = {
            "kind": self.kinds,
            "publisher": self.publisher,
            "territory": self.territory,
            "theme": self.themes,
            "year": self.year_from or self.year_to,
        }
        return bool(told[heard])

    def narrowed(self, heard: Heard) -> Filters:
        """These, and one that was heard."""
        if heard.field == "year":
            first, _, last = heard.value.partition("-")
            return replace(self, year_from=int(first) if first else None, year_to=int(last) if last else None)
        if heard.field == "kind":
            return replace(self, kinds=(heard.value,))
        if heard.field == "theme":
            return replace(self, themes=(heard.value,))
        if heard.field == "publisher":
            return replace(self, publisher=heard.value)
        return replace(self, territory=heard.label)

    def accepts(self, document: Document) -> bool:
        """Whether a document may be cited."""
        told = document.metadata
        year = told.year
        return (
            (not self.themes or bool(set(self.themes) & set(told.themes)))
            and (not self.kinds or told.kind in self.kinds)
            and (self.year_from is None or (year is not None and year >= self.year_from))
            and (self.year_to is None or (year is not None and year <= self.year_to))
            and _within(self.publisher, told.publisher)
            and (_within(self.territory, told.territory) or _holds(self.territory, told.territory_code))
        )


def _within(wanted: str, name: str) -> bool:
    return " ".join(words(wanted)) in " ".join(words(name))


@functools.lru_cache(maxsize=1024)
def _holds(wanted: str, code: str) -> bool:
    if not wanted or not code:
        return False
    place = territories().resolve(wanted).certain
    return place is not None and place.level is not Level.COUNTRY and territories().covers(place.code, code)


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question: it has a word, and is not longer than allowed.

    Attributes:
        text: As typed.
        history: Earlier turns, oldest first.
        filters: Asked for explicitly.
        ignore: Filters not to be heard in the words: the reader took them back.
    """

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    ignore: frozenset[Field] = frozenset()

    @classmethod
    def checked(
        cls,
        text: str,
        history: tuple[Turn, ...] = (),
        filters: Filters | None = None,
        ignore: Iterable[Field] = (),
        *,
        limit: int,
    ) -> Question:
        """Builds a question from what somebody typed.

        Raises:
            EmptyQuestion: Not a single letter or digit.
            QuestionTooLong: More than `limit` characters.
        """
        text = text.strip()
        if not has_word(text):
            raise EmptyQuestion
        if len(text) > limit:
            raise QuestionTooLong(length=len(text), limit=limit)
        return cls(text, history, filters or Filters(), frozenset(ignore))

    def earlier(self) -> str:
        """The earlier question that this one leans on; empty when it stands by itself.

        A follow-up is told by its opening (« et », « mais »), a word that points back, or its few words, unless these
        ask what something is or put a question about an acronym: « c’est quoi un CLSM », « qui finance un ASV ». A
        long question stands by itself. The last question that itself stood alone gives the topic.
        """
        asked = [turn.content for turn in self.history if turn.role == "user" and has_word(turn.content)]
        if not asked or not _leans_on_others(self.text):
            return ""
        return next((text for text in reversed(asked) if not _leans_on_others(text)), asked[0])


def _leans_on_others(text: str) -> bool:
    count, typed = len(terms(text)), words(text)
    levelled = " ".join(typed)
    if count >= FULL_TERMS or (count > 1 and ANOTHER_TOPIC.search(levelled)):
        return False
    pointing = IMPERSONAL.sub(" ", " ".join(words(INVERTED.sub(_without_repeated_pronoun, text))))
    if OPENING.match(text) or not REFERRING.isdisjoint(pointing.split()):
        return True
    own_subject = pointing != " ".join(typed) and not _acronyms().isdisjoint(typed)
    return count <= SHORT_TERMS and not own_subject and not (count and _names_its_subject(typed))


def _without_repeated_pronoun(found: re.Match[str]) -> str:
    """The verb alone when its subject stands before it, else as typed."""
    return found["verb"] if terms(found.string[: found.start()]) else found[0]


def _names_its_subject(typed: list[str]) -> bool:
    asks = not ASKING.isdisjoint(typed[:2])  # « à quoi sert un ASV », but not « c’est l’ARS qui le valide »
    return DEFINING.search(" ".join(typed)) is not None or (asks and not _acronyms().isdisjoint(typed))


@functools.cache
def _acronyms() -> frozenset[str]:
    return frozenset(" ".join(words(entry.acronym)) for entry in acronyms())
