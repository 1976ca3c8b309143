"""What is personal in a text, and a text in which it is masked. Frozen values; nothing here looks for anything."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.triage.model import Message


class PersonalKind(enum.StrEnum):
    """What a piece of text tells of somebody."""

    NAME = "name"
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"
    """Where somebody lives: number, street, town."""
    NIR = "nir"
    """The French social security number."""
    HEALTH = "health"
    """The health of one person: illness, treatment, pregnancy, what they suffer."""
    IBAN = "iban"
    BIRTH = "birth"
    """A date of birth."""
    ACCOUNT = "account"
    """Somebody's page on a social network."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A piece of a text that is personal.

    Attributes:
        kind: What it tells.
        start, end: Characters of the text, end exclusive.
        text: As written.
        score: How sure, 0–1: 1 where a check digit holds, less where only words around say so.
    """

    kind: PersonalKind
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose personal pieces are replaced.

    Attributes:
        text: With placeholders (« [nom 1] »).
        table: Placeholder → what it stands for, verbatim. As personal as the text was: kept nowhere, sent nowhere.
    """

    text: str
    table: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MaskedMessage:
    """A message whose every part is masked, the same words by the same placeholder throughout.

    Attributes:
        message: Subject, sender, forwarder, request, comment, signature, quoted, attachments and recipients masked;
            without its identifiers, which hold addresses.
        table: As that of `Masked`, for all parts.
        kinds: What was found, each once, in the order of `PersonalKind`.
    """

    message: Message
    table: Mapping[str, str]
    kinds: tuple[PersonalKind, ...]
