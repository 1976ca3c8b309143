"""The French words that stand for what is masked: « [nom 1] »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.privacy.model import PersonalKind

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACEHOLDERS: Final[Mapping[PersonalKind, str]] = {
    PersonalKind.NAME: "nom",
    PersonalKind.PHONE: "téléphone",
    PersonalKind.MAIL: "courriel",
    PersonalKind.ADDRESS: "adresse",
    PersonalKind.NIR: "NIR",
    PersonalKind.HEALTH: "santé",
    PersonalKind.IBAN: "IBAN",
    PersonalKind.BIRTH: "date de naissance",
    PersonalKind.ACCOUNT: "compte",
}


def placeholder(kind: PersonalKind, number: int) -> str:
    """What stands for the `number`-th distinct value of a kind (1-based)."""
    return f"[{PLACEHOLDERS[kind]} {number}]"
