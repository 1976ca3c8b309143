"""Labelled messages, one JSON object a line: `id`, `received`, `from`, `subject`, `body` (`body_html`), `labels`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from assistant.triage.examples import message_of_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.triage.model import Message

SETS: Final = ("pack", "dev", "test")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and what a careful member of the staff would make of it.

    Attributes:
        id: In its set.
        message: As the triage reads it.
        category, requester: Codes.
        secondary: Codes.
        themes: Slugs, most central first.
        territory: Short label; empty for none.
        deadline, event: Days.
        needs_human: Whether a person must look.
        resources: Publications that a knowledgeable colleague would send; none where the set does not tell.
        personal: Verbatim words and their kind; none where the set does not tell.
    """

    id: str
    message: Message
    category: str
    requester: str
    secondary: tuple[str, ...]
    themes: tuple[str, ...]
    territory: str
    deadline: dt.date | None
    event: dt.date | None
    needs_human: bool
    resources: tuple[str, ...]
    personal: tuple[tuple[str, str], ...]


def load_mails(name: str) -> list[Labelled]:
    """All messages of a set, in the file's order."""
    text = (files(__package__) / f"{name}.jsonl").read_text(encoding="utf-8")
    return [labelled(json.loads(line)) for line in text.splitlines()]


def labelled(raw: Mapping[str, object]) -> Labelled:
    """A message from its line."""
    labels = raw["labels"]
    assert isinstance(labels, dict)
    return Labelled(
        id=str(raw["id"]),
        message=message_of_line(raw),
        category=labels["category"],
        requester=labels["requester_type"],
        secondary=tuple(labels.get("secondary") or ()),
        themes=tuple(labels["themes"]),
        territory=labels.get("territory") or "",
        deadline=_day(labels.get("deadline")),
        event=_day(labels.get("event_date")),
        needs_human=labels["needs_human"],
        resources=tuple(labels.get("resources") or ()),
        personal=tuple((datum["text"], datum["kind"]) for datum in labels.get("personal") or ()),
    )


def _day(told: str | None) -> dt.date | None:
    return dt.date.fromisoformat(told) if told else None
