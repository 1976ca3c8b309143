"""Masking: what is personal becomes a numbered placeholder, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.privacy.finding import found
from assistant.privacy.messages import PLACEHOLDERS, placeholder
from assistant.privacy.model import Masked, MaskedMessage, PersonalKind
from assistant.triage.model import Attached, Correspondent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.privacy.model import Personal
    from assistant.triage.model import Message

_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(map(re.escape, PLACEHOLDERS.values()))}) \d{{1,6}}\]")
_APART = "\n\n"
"""Between the parts of a message that are searched together: no name crosses a line."""


def masked(text: str, personal: Iterable[Personal]) -> Masked:
    """A text with its personal pieces replaced.

    Args:
        text: In which `personal` was found.
        personal: Apart from each other; in any order.
    """
    table: dict[str, str] = {}
    return Masked(_replaced(text, personal, _Numbering(text, table)), table)


def unmasked(text: str, table: Mapping[str, str]) -> str:
    """A text with its placeholders replaced by what they stand for; those that the table has not stay as they are."""
    return _PLACEHOLDER.sub(lambda match: table.get(match[0], match[0]), text)


def mask_message(message: Message) -> MaskedMessage:
    """A message whose every part is masked; whoever wrote it is known, so that they are found wherever they are named.

    Raises:
        ModelUnavailable: The French language model is not installed.
    """
    people = [message.sender, *filter(None, [message.forwarder])]
    attached = [piece for file in message.attachments for piece in (file.name, file.text)]
    addresses = [*(person.address for person in people), *message.recipients]
    parts = [message.subject, message.request, message.signature, message.comment, message.quoted]
    parts += [person.name for person in people]
    texts = [*parts, *addresses, *attached]
    personal = found(_APART.join(texts), [word for person in people for word in (person.name, person.address)])
    table: dict[str, str] = {}
    done = iter(_each_masked(texts, personal, _Numbering(_APART.join(texts), table)))
    subject, request, signature, comment, quoted = (next(done) for _ in range(5))
    names = [next(done) for _ in people]
    correspondents = [Correspondent(name, next(done)) for name in names]
    return MaskedMessage(
        message=replace(
            message,
            subject=subject,
            request=request,
            signature=signature,
            comment=comment,
            quoted=quoted,
            sender=correspondents[0],
            forwarder=correspondents[1] if message.forwarder else None,
            recipients=tuple(next(done) for _ in message.recipients),
            attachments=tuple(Attached(next(done), file.kind, next(done)) for file in message.attachments),
            message_id="",
            references=(),
        ),
        table=table,
        kinds=tuple(kind for kind in PersonalKind if any(piece.kind is kind for piece in personal)),
    )


class _Numbering:
    """Gives each distinct value its placeholder, none that the text held already: in a mail, those are words."""

    def __init__(self, text: str, table: dict[str, str]) -> None:
        self._taken = frozenset(_PLACEHOLDER.findall(text))
        self._table = table
        self._given: dict[tuple[PersonalKind, str], str] = {}
        self._last = dict.fromkeys(PersonalKind, 0)

    def of(self, personal: Personal) -> str:
        """The placeholder of a value: the one that it has, or the next free one."""
        key = personal.kind, personal.text
        while key not in self._given:
            self._last[personal.kind] += 1
            name = placeholder(personal.kind, self._last[personal.kind])
            if name not in self._taken:
                self._given[key] = name
                self._table[name] = personal.text
        return self._given[key]


def _replaced(text: str, personal: Iterable[Personal], numbering: _Numbering) -> str:
    pieces, at = [], 0
    for one in sorted(personal, key=lambda one: one.start):
        pieces += [text[at : one.start], numbering.of(one)]
        at = one.end
    return "".join([*pieces, text[at:]])


def _each_masked(texts: Sequence[str], personal: Sequence[Personal], numbering: _Numbering) -> list[str]:
    """Texts that were searched together, masked one by one."""
    masked_texts, at = [], 0
    for text in texts:
        end = at + len(text)
        own = [replace(one, start=one.start - at, end=one.end - at) for one in personal if at <= one.start < end]
        masked_texts.append(_replaced(text, own, numbering))
        at = end + len(_APART)
    return masked_texts
