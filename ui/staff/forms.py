"""What people type into forms, as values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indexer.errors import InvalidFilter, SolicitationFieldInvalid
from indexer.territories import territories
from ui.site.catalogue import text as told
from ui.staff import messages

if TYPE_CHECKING:
    from indexer.territories import Territory

SHOWN = 6
"""Namesakes that are told."""


def day_of(text: str, field: str) -> dt.date | None:
    """A day as browsers send it (`2026-03-12`); `None` for none.

    Raises:
        SolicitationFieldInvalid: It is none.
    """
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as exc:
        raise SolicitationFieldInvalid(field=field, value=text[:100], allowed="2026-03-12") from exc


def number_of(text: str, default: int = 1) -> int:
    """A whole number from 1 up to a million."""
    return max(1, min(int(text), 1_000_000)) if text.isascii() and text.isdigit() and len(text) <= 7 else default  # noqa: PLR2004 — a million has seven digits


def place_of(text: str) -> Territory | str | None:
    """The territory that somebody names, by its code or its name.

    Returns:
        `None` for nothing typed; a sentence when no territory has this name, or several have.
    """
    name = " ".join(text.split())[:100]
    if not name:
        return None
    try:
        return territories().by_code(name.upper())
    except InvalidFilter:
        found = territories().resolve(name)
    if found.certain is not None:
        return found.certain
    if not found.candidates:
        return told(messages.PLACE_UNKNOWN, name=name)
    several = ", ".join(long_name(place) for place in found.candidates[:SHOWN])
    return told(messages.PLACE_SEVERAL, name=name, several=several)


def long_name(place: Territory) -> str:
    """A territory's name with that of its département or région: « Saint-Denis (Seine-Saint-Denis) »."""
    above = [each.name for each in territories().ancestors(place) if each.code.startswith(("DEP-", "REG-"))]
    return f"{place.name} ({above[0]})" if above else place.name
