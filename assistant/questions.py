"""A question as it was put: its words, the turns before it, the filters asked for."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from assistant.leaning import is_courtesy, leans
from indexer.errors import EmptyQuestion, InvalidFilter, QuestionTooLong
from indexer.french import has_word, whole, words
from indexer.territories import Level, territories
from indexer.vocabulary import acronyms, kinds, themes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.understood import Field, Heard
    from indexer.documents import Document

PLACES = re.compile(r"\s*[(),]\s*|\s+et\s+")
"""Between the places that one publication is about."""


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
        publisher: Words of the name, accents and case aside, or its acronym.
        territory: Its name, accents and case aside, or a place that holds the publication's: « Seine-Saint-Denis »
            accepts Saint-Denis.

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

    def without(self, heard: Field) -> Filters:
        """These, save for one field."""
        told: dict[Field, dict[str, object]] = {
            "kind": {"kinds": ()},
            "publisher": {"publisher": ""},
            "territory": {"territory": ""},
            "theme": {"themes": ()},
            "year": {"year_from": None, "year_to": None},
        }
        return replace(self, **told[heard])  # type: ignore[arg-type]  # each of its own field's type

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
            and any(_within(name, told.publisher) for name in _also_called(self.publisher))
            and _accepts_place(self.territory, told.territory, told.territory_code)
        )


def _within(wanted: str, name: str) -> bool:
    """Whether the words wanted are among those of a name, in their order: « ars » is no part of « Mars »."""
    return not wanted or f" {' '.join(words(wanted))} " in f" {' '.join(words(name))} "


@functools.lru_cache(maxsize=256)
def _also_called(publisher: str) -> tuple[str, ...]:
    """A publisher's name, in full for its acronym, and its acronym for its name in full."""
    wanted, found = words(publisher), [publisher]
    for entry in acronyms():
        if wanted == words(entry.acronym):
            found.append(entry.expansion)
        elif wanted == words(entry.expansion):
            found.append(entry.acronym)
    return tuple(found)


def _accepts_place(wanted: str, name: str, code: str) -> bool:
    """By the official codes where both have one, so that « Loire » is no « Pays de la Loire »; else by the words."""
    if not wanted or _holds(wanted, code):
        return True
    if any(words(part) == words(wanted) for part in PLACES.split(name)):
        return True
    return _within(wanted, name) and not (code and territories().resolve(wanted).certain)


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
        after: The question before it in the same message, which it leans on (`assistant.parts`).
        internal: Whether publications that are for the team alone may be found. Nothing that the public reaches sets
            it: `checked` cannot.
    """

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    ignore: frozenset[Field] = frozenset()
    after: str = ""
    internal: bool = False

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
        """Builds a question from what somebody typed, halves of characters replaced.

        Raises:
            EmptyQuestion: Not a single letter or digit.
            QuestionTooLong: More than `limit` characters.
        """
        text = whole(text).strip()
        if not has_word(text):
            raise EmptyQuestion
        if len(text) > limit:
            raise QuestionTooLong(length=len(text), limit=limit)
        return cls(text, history, filters or Filters(), frozenset(ignore))

    def earlier(self) -> str:
        """The earlier question that this one leans on; empty when it stands by itself.

        `assistant.leaning` tells a follow-up. The last question that itself stood alone gives the topic.
        """
        if self.after:
            return self.after
        said = (turn.content for turn in self.history if turn.role == "user")
        asked = [text for text in said if has_word(text) and not is_courtesy(text)]
        if not asked:
            return ""
        before = next((text for text in reversed(asked) if not leans(text)), asked[0])
        return before if leans(self.text, before) else ""
