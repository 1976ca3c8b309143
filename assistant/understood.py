"""What was understood of a question, for the reader to see and to take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Field = Literal["kind", "publisher", "territory", "theme", "year"]
"""What can be heard in a question, and taken back."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A restriction that the words of a question ask for.

    Attributes:
        field: What it bears on.
        value: Slug, name of a publisher, code of a territory (several that bear one name, `|` between them),
            `2023-2025` (either bound may be missing).
        label: For readers.
        hard: Only such publications are cited; otherwise they only come before others.
    """

    field: Field
    value: str
    label: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word searched for under other spellings too: `read`, likeliest first; a single one is sure."""

    typed: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An acronym with several meanings, and the one that was taken.

    Attributes:
        acronym: As the vocabulary writes it.
        taken: In full.
        others: In full.
    """

    acronym: str
    taken: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood beyond the words.

    Attributes:
        question: The question by itself: after the one that it leans on, if any.
        filters: Heard in it.
        readings: Acronyms whose meaning nothing told, or that do not mean here what they usually do.
        spellings: Words read as others.
        absent: Kind and year of publication asked for that no publication has.
        unconfirmed: Figures of the question, as typed, that no passage found gives while the answer gives others.
        unanswered: Questions of the same message that the publications do not answer, as typed.
    """

    question: str = ""
    filters: tuple[Heard, ...] = ()
    readings: tuple[Reading, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    absent: tuple[Heard, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


def together(question: str, several: Sequence[Understood], unanswered: Sequence[str]) -> Understood:
    """What was understood of the questions of one message.

    Args:
        question: The message.
        several: Of each of its questions, in order; of filters on the same field, the first is told.
        unanswered: Its questions that got no answer.
    """
    heard: dict[Field, Heard] = {}
    for each in several:
        for one in each.filters:
            heard.setdefault(one.field, one)
    return Understood(
        question=question,
        filters=tuple(heard.values()),
        readings=tuple(dict.fromkeys(reading for each in several for reading in each.readings)),
        spellings=tuple(dict.fromkeys(spelling for each in several for spelling in each.spellings)),
        absent=tuple(dict.fromkeys(one for each in several for one in each.absent)),
        unanswered=tuple(unanswered),
    )
