"""Labelled messages, to learn from: a JSON object a line, `id`, `received`, `from`, `subject`, `body`, `labels`.

`examples.jsonl` is shipped: fictitious messages, written for Repères and labelled by the typology, and the sixty of the
domain pack. The messages that measure the triage are elsewhere (`evals.triage`), and are never learnt from.
"""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from assistant.triage.contract import EmailIn
from assistant.triage.messages import from_email
from assistant.triage.training import Example

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.triage.model import Message

NAME: Final = "examples.jsonl"


def shipped_examples() -> list[Example]:
    """The messages of the package, in the file's order."""
    text = (files(__package__) / NAME).read_text(encoding="utf-8")
    return [_example(json.loads(line)) for line in text.splitlines()]


def message_of_line(raw: Mapping[str, object]) -> Message:
    """The message of a line, read as one that comes in."""
    email = EmailIn.model_validate(
        {
            "from": raw["from"],
            "date": raw["received"],
            "subject": raw.get("subject"),
            "body_text": raw.get("body"),
            "body_html": raw.get("body_html"),
            "attachments": raw.get("attachments") or [],
        }
    )
    return from_email(email, dt.date.fromisoformat(str(raw["received"])))


def _example(raw: Mapping[str, object]) -> Example:
    labels = raw["labels"]
    assert isinstance(labels, dict)
    return Example(
        message=message_of_line(raw),
        category=labels["category"],
        requester=labels["requester_type"],
        themes=tuple(labels["themes"]),
        secondary=tuple(labels.get("secondary") or ()),
    )
