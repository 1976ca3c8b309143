"""Messages and what was understood of them, as plain data that a database or a file can keep, and back.

Read back by pydantic, so that what is damaged is refused rather than half understood. Fields that a later version adds
take their default; fields that it dropped are passed over.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.triage.model import Correspondent, Message, Triaged

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_STORED = re.compile("[\x00\ud800-\udfff]")
"""What neither PostgreSQL nor UTF-8 holds: the null character, and halves of characters that broken mails leave."""

Kind = TypeVar("Kind", Message, Triaged)


def storable(text: str) -> str:
    """A text without the characters that cannot be stored, each replaced by `U+FFFD`."""
    return NOT_STORED.sub("\ufffd", text)


def message_data(message: Message) -> dict[str, object]:
    """A message as what JSON can hold."""
    return {name: plain(value) for name, value in dataclasses.asdict(message).items()}


def triaged_data(triaged: Triaged) -> dict[str, object]:
    """What was understood of a message as what JSON can hold, without the message itself, which is kept once."""
    kept = dataclasses.asdict(dataclasses.replace(triaged, message=NOBODY))
    return {name: plain(value) for name, value in kept.items() if name != "message"}


def message_of(data: Mapping[str, object]) -> Message | None:
    """A message from its data; `None` for what is not one."""
    return _read(_MESSAGE, data)


def triaged_of(data: Mapping[str, object], message: Message) -> Triaged | None:
    """What was understood of a message, from its data; `None` for what cannot be read any more (triage it again)."""
    return _read(_TRIAGED, {**data, "message": message})


def plain(value: object) -> object:
    """A value as JSON holds it: days as ISO text, tuples as lists, texts without what cannot be stored."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def _read(adapter: TypeAdapter[Kind], data: object) -> Kind | None:
    try:
        read: Kind = adapter.validate_python(data)
    except ValidationError:
        return None
    return read


def _adapter(kind: type[Kind]) -> TypeAdapter[Kind]:
    adapter = TypeAdapter(kind)
    # The dataclasses import `datetime` for the type checker only: pydantic is told what `dt` is.
    adapter.rebuild(_types_namespace={"dt": dt}, force=True)
    return adapter


_MESSAGE, _TRIAGED = _adapter(Message), _adapter(Triaged)
NOBODY = Message(subject="", sender=Correspondent(), received=dt.date(1970, 1, 1), request="")
"""Stands for the message where it is not kept."""
