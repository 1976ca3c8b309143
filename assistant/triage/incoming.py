"""What every kind of file gives of a message before its words are looked into."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.messages import PASTED_TEXT
from assistant.triage.headings import NOBODY, correspondent, header, written_day
from assistant.triage.model import Correspondent
from indexer.errors import ReadingTooHeavy, SourceError
from indexer.reading import headers, mime
from indexer.reading.letters import Attachment, Wording
from indexer.reading.mail import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.triage.contract import EmailIn
    from assistant.triage.headings import Heading
    from indexer.reading.letters import Letter

MEGABYTES = 64
"""Of one message, attachments included; mail servers take 10 to 50."""
_BYTES = MEGABYTES * 1024 * 1024
_TECHNICAL = re.compile(
    r"(?:[A-Za-z][\w-]{0,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,60}){0,80}?"
    r"(?:received|return-path|mime-version|message-id|delivered-to|x-[\w-]{1,40}):\s",
    re.IGNORECASE,
)
"""A message's source begins with fields that no one types."""
_IDENTITY = re.compile(r"<([^<>\s]{1,400})>")
_MOST_REFERENCES = 200
_MOST_RECIPIENTS = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as it came, whatever it came in.

    Attributes:
        subject: Decoded, with its prefixes.
        author: Who sent it; both parts empty when unknown.
        day: When; `None` when unknown.
        text: Plain text, earlier messages included, quoted lines under their `>`.
        attachments: In its order; without bytes when only names came.
        message_id, references, recipients: As `Message` has them.
        notes: Codes of what was mended.
    """

    subject: str
    author: Correspondent
    day: dt.date | None
    text: str
    attachments: tuple[Attachment, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def from_internet(data: bytes, path: Path) -> Incoming:
    """An Internet message.

    Args:
        data: Its bytes.
        path: Named in the errors.

    Raises:
        EncryptedFile: Its text is encrypted.
        ReadingTooHeavy: It is larger than `MEGABYTES`.
        UnreadableFile: It is no message, or its text is no text.
    """
    _check_size(len(data), path)
    message = mime.parse(data, path)
    return _of_letter(mime.letter(message, path), mime.raw_fields(message), mime.attachments(message, path))


def from_outlook(data: bytes, path: Path) -> Incoming:
    """An Outlook message; the same as `from_internet`."""
    from indexer.reading.outlook import load

    _check_size(len(data), path)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "message.msg"
        copy.write_bytes(data)
        try:
            found = load(copy)
        except SourceError as error:
            raise type(error)(**{**error.values, "path": str(path)}) from error
    return _of_letter(found.letter, found.fields, found.attachments)


def from_contract(email: EmailIn) -> Incoming:
    """A message of a batch or of the API.

    Raises:
        UnreadableFile: Its page is nested too deep.
    """
    wordings = (Wording(email.body_text, email.body_html),)
    return Incoming(
        subject=headers.decoded(email.subject),
        author=correspondent(headers.decoded(email.sender)),
        day=day_of(email.date),
        text=written(wordings),
        attachments=tuple(Attachment(file.name, file.media_type.lower(), b"") for file in email.attachments),
        message_id=next(iter(identities(email.message_id)), ""),
        references=identities(email.references),
        recipients=recipients(email.to),
        notes=("html_only",) if email.body_html.strip() and not email.body_text.strip() else (),
    )


def from_paste(text: str) -> Incoming:
    """A message pasted with or without « De : », « Objet : »… on top, or whole with its technical fields.

    Raises:
        EncryptedFile: Its text is encrypted.
        UnreadableFile: A page in it is nested too deep.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if _TECHNICAL.match(text[:_BYTES]):
        return from_internet(text.encode("utf-8", "replace"), Path(PASTED_TEXT))
    lines = [line.strip() for line in text.splitlines()]
    found, below = header(lines)
    if not _is_header(found):
        return Incoming("", NOBODY, None, text)
    return Incoming(
        subject=headers.decoded(found.subject),
        author=found.author,
        day=found.day,
        text="\n".join(text.splitlines()[below:]),
        recipients=recipients(found.recipient.replace(";", ",")),
    )


def _is_header(found: Heading) -> bool:
    """Whether the first lines of a pasted text are its header: a programme begins with « Date : », « De : 9 h » too."""
    if found.author.address or (found.subject and not found.author.name):
        return True
    named = bool(found.author.name) and not found.author.name[0].isdigit()
    return named and bool(found.subject or found.day)


def _check_size(size: int, path: Path) -> None:
    if size > _BYTES:
        raise ReadingTooHeavy(path=str(path), limit=MEGABYTES)


def _of_letter(letter: Letter, fields: Mapping[str, str], attachments: tuple[Attachment, ...]) -> Incoming:
    name = "" if letter.sender == letter.address else letter.sender
    notes = ["html_only"] if _is_only_a_page(letter) else []
    notes += ["mended_encoding"] if any(wording.mended for wording in letter.wordings) else []
    return Incoming(
        subject=letter.subject,
        author=Correspondent(name, letter.address),
        day=letter.date.date() if letter.date else None,
        text=written(letter.wordings),
        attachments=attachments,
        message_id=next(iter(identities(fields.get("message-id", ""))), ""),
        references=identities(f"{fields.get('references', '')} {fields.get('in-reply-to', '')}"),
        recipients=recipients(", ".join(filter(None, (fields.get("to", ""), fields.get("cc", ""))))),
        notes=tuple(notes),
    )


def _is_only_a_page(letter: Letter) -> bool:
    words = [wording for wording in letter.wordings if wording.plain.strip()]
    return not words and any(wording.html.strip() for wording in letter.wordings)


def identities(raw: str) -> tuple[str, ...]:
    """The Message-IDs of a field, without angle brackets, each once, the last mention counting.

    Args:
        raw: `References`, `In-Reply-To` or `Message-ID`, as it stands.
    """
    found = _IDENTITY.findall(raw[: _MOST_REFERENCES * 400]) or [raw.strip()] * bool(
        raw.strip() and " " not in raw.strip()
    )
    return tuple(reversed(dict.fromkeys(reversed(found[-_MOST_REFERENCES:]))))


def recipients(raw: str) -> tuple[str, ...]:
    """The addresses of a field, in lower case, each once."""
    found = (address.lower() for _, address in headers.people(raw) if "@" in address)
    return tuple(dict.fromkeys(found))[:_MOST_RECIPIENTS]


def day_of(raw: str) -> dt.date | None:
    """The day of an ISO or RFC 2822 date, or of one in French; `None` for what is none or is not credible.

    Args:
        raw: As the sender's program wrote it.
    """
    try:
        day: dt.date | None = dt.datetime.fromisoformat(raw.strip()).date()
    except ValueError:
        day = written_day(raw)
    return day if day and headers.is_credible(dt.datetime.combine(day, dt.time(), dt.UTC)) else None
