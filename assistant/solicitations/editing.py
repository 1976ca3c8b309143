"""The fields of a solicitation that the staff may change, what each accepts, and how a change is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, TypeAlias

import sqlalchemy as sa

from assistant.solicitations.filing import set_place, set_themes
from assistant.solicitations.tables import Change, Correction, Member, Solicitation
from assistant.triage.model import Urgency
from assistant.triage.stored import storable
from assistant.triage.typology import categories, requesters
from indexer.errors import InvalidFilter, SolicitationFieldInvalid
from indexer.territories import territories
from indexer.vocabulary import themes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

Value: TypeAlias = "str | bool | dt.date | Sequence[str] | None"

TEXTS: Final = ("summary", "draft_subject", "draft", "sent", "event_place", "territory")
DAYS: Final = ("due", "deadline", "event", "event_until", "sent_on", "relayed_on")
FLAGS: Final = ("needs_human", "abstained")
LISTS: Final = ("themes", "secondary")
CODES: Final = ("category", "requester", "urgency", "territory_code", "assignee")
EDITED: Final = (*TEXTS, *DAYS, *FLAGS, *LISTS, *CODES)
CORRECTED: Final = (
    *("category", "secondary", "requester", "themes", "territory", "territory_code"),
    *("deadline", "event", "event_until", "needs_human", "urgency"),
)
"""What a triage says and the staff may put right: each correction teaches the next training."""
CONFIRMED: Final = "confirmed"
"""How history calls a triage that the staff held for right."""
LONGEST_TEXT: Final = 200_000
"""Characters of a text field."""


def apply(session: Session, row: Solicitation, edits: Mapping[str, Value]) -> dict[str, tuple[str, str]]:
    """Changes fields of a row.

    Returns:
        Field → what it was and what it is, as text, for those that did change.

    Raises:
        SolicitationFieldInvalid: No such field, or a value that it does not take; nothing was changed.
    """
    accepted = {field: _accepted(session, field, value) for field, value in edits.items()}
    if accepted.get("territory_code") and "territory" not in accepted:
        accepted["territory"] = territories().by_code(str(accepted["territory_code"])).name
    before = {field: shown(_current(row, field)) for field in accepted}
    for field, value in accepted.items():
        _set(row, field, value)
    if "category" in accepted and "abstained" not in accepted:
        row.abstained = False
    changed = {field: (before[field], shown(_current(row, field))) for field in accepted}
    return {field: pair for field, pair in changed.items() if pair[0] != pair[1]}


def note_change(row: Solicitation, author: str, at: dt.datetime, field: str, pair: tuple[str, str] = ("", "")) -> None:
    """Adds a line to a solicitation's history."""
    row.changes.append(Change(author=author, at=at, field=field, before=storable(pair[0]), after=storable(pair[1])))


def note_correction(row: Solicitation, author: str, at: dt.datetime, field: str, pair: tuple[str, str]) -> None:
    """Keeps a correction for the next training."""
    row.corrections.append(
        Correction(author=author, at=at, field=field, before=storable(pair[0]), after=storable(pair[1]))
    )


def signed(author: str) -> str:
    """The name under which a change is made.

    Raises:
        SolicitationFieldInvalid: None is told.
    """
    name = " ".join(storable(author).split())
    if not name:
        raise SolicitationFieldInvalid(field="author", value="", allowed="…")
    return name


def shown(value: object) -> str:
    """A value as history tells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _current(row: Solicitation, field: str) -> object:
    if field == "themes":
        return [theme.theme for theme in row.themes]
    return getattr(row, field)


def _set(row: Solicitation, field: str, value: object) -> None:
    if field == "themes" and isinstance(value, list):
        set_themes(row, value)
    elif field == "territory_code":
        set_place(row, str(value))
    else:
        setattr(row, field, value)


def _accepted(session: Session, field: str, value: Value) -> Value:
    """The value as it is kept."""
    if field in TEXTS and isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return storable(value)
    if field in DAYS and (value is None or type(value) is dt.date):
        return value
    if field in FLAGS and isinstance(value, bool):
        return value
    if field in LISTS and isinstance(value, list | tuple):
        return [_one_of(field, str(each), themes() if field == "themes" else categories()) for each in value]
    if field in CODES and (value is None or isinstance(value, str)):
        return _code(session, field, value or "")
    raise SolicitationFieldInvalid(field=field, value=shown(value)[:100], allowed=_forms(field))


def _code(session: Session, field: str, value: str) -> Value:
    if field == "category":
        return _one_of(field, value, categories())
    if field == "requester":
        return _one_of(field, value, requesters())
    if field == "urgency":
        return _one_of(field, value, [each.value for each in Urgency])
    if field == "assignee":
        return _one_of(field, value, session.scalars(sa.select(Member.name)).all()) if value else None
    if value:
        try:
            territories().by_code(value)
        except InvalidFilter as exc:
            allowed = exc.values["allowed"]
            raise SolicitationFieldInvalid(field=field, value=value[:100], allowed=allowed) from exc
    return value


def _one_of(field: str, value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise SolicitationFieldInvalid(field=field, value=value[:100], allowed=", ".join(allowed) or "…")
    return value


def _forms(field: str) -> str:
    if field in DAYS:
        return "2026-03-12"
    if field in FLAGS:
        return "true, false"
    if field in TEXTS:
        return f"1–{LONGEST_TEXT}"
    return ", ".join(EDITED) if field not in EDITED else "…"
