"""A person in a text: by name, whatever its case, accents and order, or by e-mail address; shown, or masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.solicitations.messages_fr import ERASED_PERSON
from assistant.triage.stored import storable
from indexer.errors import PersonTooVague
from indexer.french import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST: Final = 3
"""Letters of the shortest name that is looked for: « Ali ». Shorter, it is in every text."""
BETWEEN: Final = r"[\W_]{1,5}"
"""Between two words of a name: « DUPONT, Jean-Pierre », « jean.pierre »."""
AROUND: Final = 60
"""Characters shown on each side of a person in a preview."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is looked for.

    Attributes:
        told: As typed.
        pattern: Finds them in a levelled text.
    """

    told: str
    pattern: re.Pattern[str]

    @classmethod
    def named(cls, told: str) -> Person:
        """By name, in either order, the first name whole or its initial; or by address, exactly.

        A part of a name (« Arnoux » for « Solène Arnoux ») finds whoever bears it.

        Raises:
            PersonTooVague: Fewer than three letters.
        """
        shown = " ".join(storable(told).split())[:200]
        levelled = _levelled(shown)[0]
        if sum(c.isalnum() for c in levelled) < LEAST:
            raise PersonTooVague(person=shown, least=LEAST)
        if "@" in levelled:
            return cls(shown, re.compile(rf"(?<![\w.+-]){re.escape(levelled)}(?![\w-]|\.\w)"))
        words = re.findall(r"[^\W_]+", levelled)
        orders = {tuple(words), (words[-1], *words[:-1]), (*words[1:], words[0])}
        if len(words) > 1:
            orders |= {(words[0][0], *words[1:]), (*words[1:], words[0][0])}
        told_ways = sorted((BETWEEN.join(map(re.escape, order)) for order in orders), key=len, reverse=True)
        return cls(shown, re.compile(rf"(?<![^\W_])(?:{'|'.join(told_ways)})(?![^\W_])"))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where they stand in a text, in order: first character, and the one after the last."""
        if not self.pattern.search(without_accents(text)):
            return []  # most texts: without looking where each letter comes from
        levelled, origins = _levelled(text)
        return [(origins[m.start()], origins[m.end() - 1] + 1) for m in self.pattern.finditer(levelled)]

    def within(self, value: object) -> list[str]:
        """Each place where they stand in a text or in plain data, with some words around."""
        return [
            " ".join(text[max(start - AROUND, 0) : end + AROUND].split())
            for text in texts(value)
            for start, end in self.spans(text)
        ]

    def masked(self, value: object) -> object:
        """A text or plain data, with a mark instead of the person."""
        if isinstance(value, str):
            for start, end in reversed(self.spans(value)):
                value = f"{value[:start]}{ERASED_PERSON}{value[end:]}"
            return value
        if isinstance(value, list):
            return [self.masked(each) for each in value]
        if isinstance(value, dict):
            return {name: self.masked(each) for name, each in value.items()}
        return value


def texts(value: object) -> Iterable[str]:
    """All texts of plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def _levelled(text: str) -> tuple[str, list[int]]:
    """A text without case nor accents, and for each of its characters the position that it comes from."""
    pieces = [without_accents(c) for c in text]
    return "".join(pieces), [position for position, piece in enumerate(pieces) for _ in piece]
