"""Messages from files, pasted text and JSON: the request apart from whoever passed it on, signs, or is quoted.

```
.eml .msg .mbox .txt, text, EmailIn ─▶ incoming ─▶ mending ─▶ forwarding.innermost ─▶ Message
                                                      └▶ messages attached whole ─▶ a Message each
```

Files attached are opened only when worker processes are given for it; otherwise they are named and no more.
"""

from __future__ import annotations

import logging
import re
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.messages import PASTED_TEXT
from assistant.triage.enclosures import enclosed
from assistant.triage.forwarding import Sent, innermost, passes_on_what_is_attached, same_person
from assistant.triage.headings import NOBODY
from assistant.triage.incoming import MEGABYTES, from_contract, from_internet, from_outlook, from_paste
from assistant.triage.model import Correspondent, Message
from assistant.triage.requests import requests
from assistant.triage.subjects import parted
from assistant.triage.thread import part
from indexer.errors import EmptyDocument, SourceError, SourceNotFound, UnreadableFile, UnsupportedType
from indexer.reading.charset import decode, mended
from indexer.reading.pieces import clean
from indexer.unpacking import Bounds
from indexer.unpacking.bounds import Budget
from indexer.unpacking.mailboxes import kept_messages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from assistant.triage.contract import EmailIn
    from assistant.triage.forwarding import Request
    from assistant.triage.incoming import Incoming
    from indexer.unpacking.bounds import Inner
    from indexer.workers import Readers

__all__ = ["SUPPORTED", "from_email", "from_text", "read_bytes", "read_files", "requests"]

SUPPORTED = (".eml", ".msg", ".mbox", ".txt")
"""Suffixes of files that hold messages, lower case."""
_MAILBOX = Bounds(total=1024, member=MEGABYTES, members=5000, depth=1)
_LONGEST_TEXT = 200_000
"""Characters of a message that are kept; a longer one is a document."""
_MOST_NESTED = 4
_MOST_ATTACHED = 50
"""Messages attached whole to one message, and how deep in one another."""
_ATTACHED_MESSAGES = {"message/rfc822": ".eml", "application/vnd.ms-outlook": ".msg"}
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an Outlook message begins."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")
log = logging.getLogger("reperes")


def read_files(path: Path, today: dt.date, readers: Readers | None = None) -> list[Message]:
    """The messages of a file, or of the files of a folder.

    Args:
        path: A file whose suffix is in `SUPPORTED`, or a folder: its files of these suffixes, by name.
        today: Day of the messages that tell none.
        readers: Worker processes that open what is attached; `None`: attachments are only named.

    Returns:
        One message for each mail; those attached whole to a mail that only passes them on stand in its place. In a
        mailbox or a folder, what cannot be read is told in the journal and passed over.

    Raises:
        SourceNotFound: No such file.
        UnsupportedType: Not a type that holds messages.
        EncryptedFile: Its text is encrypted.
        UnreadableFile: It is damaged, or not what its suffix says.
        ReadingTooHeavy: A message is too large.
        EmptyDocument: No word, no subject and no attachment; or no message at all.
        ArchiveRefused: A mailbox goes beyond what may be opened.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUPPORTED and file.is_file())
        return _readable((partial(read_files, file, today, readers) for file in files), str(path))
    if not path.is_file():
        raise SourceNotFound(path=str(path))
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise UnreadableFile(path=str(path), detail=exc.strerror or str(exc)) from exc
    return read_bytes(data, str(path), today, readers)


def read_bytes(data: bytes, name: str, today: dt.date, readers: Readers | None = None) -> list[Message]:
    """The messages of a file's bytes; see `read_files`.

    Args:
        data: The bytes.
        name: Of the file: its suffix tells its type, and errors name it.
        today: Day of the messages that tell none.
        readers: Worker processes that open what is attached; `None`: attachments are only named.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix not in SUPPORTED:
        raise UnsupportedType(path=name, suffix=suffix, supported=SUPPORTED)
    if not data.strip():
        raise EmptyDocument(path=name, pages=None)
    if suffix == ".mbox":
        return _mailbox(data, path, today, readers)
    if suffix == ".txt":
        return [_message(from_paste(decode(data, path)), today, readers, name)]
    incoming = from_outlook(data, path) if suffix == ".msg" else from_internet(data, path)
    return _messages(incoming, today, readers, name)


def from_email(email: EmailIn, today: dt.date) -> Message:
    """The message of a batch line or of a request to the API; attachments are only named.

    Args:
        email: As sent.
        today: Its day when it tells none.

    Raises:
        EmptyDocument: No word, no subject and no attachment.
        UnreadableFile: Its page is nested too deep.
    """
    return _message(from_contract(email), today, None, PASTED_TEXT)


def from_text(text: str, today: dt.date) -> Message:
    """A pasted message, with or without « De : », « Objet : »… on top, or with all its technical fields.

    Args:
        text: As pasted.
        today: Its day when it tells none.

    Raises:
        EmptyDocument: No word in it.
        EncryptedFile: Its text is encrypted.
        UnreadableFile: It is no text, or a page in it is nested too deep.
    """
    return _message(from_paste(text), today, None, PASTED_TEXT)


def _mailbox(data: bytes, path: Path, today: dt.date, readers: Readers | None) -> list[Message]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "messages.mbox"
        copy.write_bytes(data)
        budget = Budget(copy, _MAILBOX)
        readings = (partial(_kept, inner, path, today, readers) for inner in kept_messages(copy, budget))
        try:
            return _readable(readings, str(path))
        except SourceError as error:
            if error.values["path"] != str(copy):
                raise
            raise type(error)(**{**error.values, "path": str(path)}) from error


def _kept(inner: Inner, path: Path, today: dt.date, readers: Readers | None) -> list[Message]:
    """The messages that one of a mailbox makes."""
    with inner.open() as stream:
        return read_bytes(stream.read(), f"{path}/{inner.name}", today, readers)


def _readable(readings: Iterable[Callable[[], list[Message]]], name: str) -> list[Message]:
    """The messages of several files; those that cannot be read are told, and raised when there is nothing else."""
    found: list[Message] = []
    failure: SourceError = EmptyDocument(path=name, pages=None)
    for reading in readings:
        try:
            found += reading()
        except SourceError as error:
            log.warning("a message of a file could not be read (%s)", type(error).__name__)  # never its words
            failure = error
    if not found:
        raise failure
    return found


def _messages(incoming: Incoming, today: dt.date, readers: Readers | None, name: str, depth: int = 1) -> list[Message]:
    """The message, or the messages attached whole when it only passes them on."""
    day = incoming.day or today
    inner = _attached_whole(incoming) if depth < _MOST_NESTED else {}
    if not inner or not passes_on_what_is_attached(_sent(_mended(incoming))):
        return [_message(incoming, today, readers, name)]
    others = tuple(attachment for n, attachment in enumerate(incoming.attachments) if n not in inner)
    found: list[Message] = []
    for one in inner.values():
        try:
            found += _messages(replace(one, attachments=(*one.attachments, *others)), day, readers, name, depth + 1)
        except EmptyDocument:
            continue
    if not found:
        return [_message(incoming, today, readers, name)]
    alone = len(found) == 1
    return [_passed_on(one, incoming, day, 0 if alone else number) for number, one in enumerate(found, 1)]


def _attached_whole(incoming: Incoming) -> dict[int, Incoming]:
    """The messages among the attachments that can be read, by rank."""
    found: dict[int, Incoming] = {}
    for number, attachment in enumerate(incoming.attachments):
        suffix = _ATTACHED_MESSAGES.get(attachment.media_type) or Path(attachment.name.lower()).suffix
        if suffix not in {".eml", ".msg"} or not attachment.content or len(found) == _MOST_ATTACHED:
            continue
        # A message attached to an Outlook one is given as an Internet message, whatever its name.
        outlook = attachment.content.startswith(_COMPOUND)
        with suppress(SourceError):
            read = from_outlook if outlook else from_internet
            found[number] = read(attachment.content, Path(attachment.name))
    return found


def _passed_on(message: Message, incoming: Incoming, day: dt.date, number: int) -> Message:
    """A message that was attached whole, with whoever passed it on and what they wrote.

    Args:
        message: As read by itself.
        incoming: What it was attached to.
        day: Of that one.
        number: Among several attached, from 1; 0 when it is the only one, and stands for the whole.
    """
    above = part(_mended(incoming).text)
    told = incoming.author != NOBODY and not same_person(incoming.author, message.sender)
    notes = [note for note in message.notes if note != "no_date"]
    own = message.message_id or (f"{incoming.message_id}#{number}" if incoming.message_id else "")
    known = (*incoming.references, *message.references, own if number == 0 else incoming.message_id)
    return replace(
        message,
        received=day,
        forwarder=incoming.author if told else message.forwarder,
        comment="\n\n".join(filter(None, ("" if above.is_silent else above.own, message.comment))),
        signature=message.signature or above.signature,
        message_id=incoming.message_id if number == 0 else own,
        references=tuple(dict.fromkeys(filter(None, known))),
        recipients=incoming.recipients,
        notes=(*notes, *(() if incoming.day else ("no_date",))),
    )


def _sent(incoming: Incoming) -> Sent:
    return Sent(incoming.author, incoming.day, parted(incoming.subject), incoming.text)


def _mended(incoming: Incoming) -> Incoming:
    """The message, characters that were decoded wrongly set right and those that no one reads left out."""
    subject, text = (_CONTROLS.sub("", _SURROGATES.sub("\ufffd", words)) for words in (incoming.subject, incoming.text))
    text = text[:_LONGEST_TEXT]
    author = Correspondent(mended(clean(incoming.author.name), 1), clean(incoming.author.address))
    better = replace(incoming, subject=clean(mended(subject, 1)), text=mended(text, 1), author=author)
    notes = list(incoming.notes)
    notes += ["mended_encoding"] * (better.subject != clean(subject) or better.text != text)
    notes += ["lost_characters"] * ("\ufffd" in better.subject + better.text)
    notes += ["cut_text"] * (len(incoming.text) > _LONGEST_TEXT)
    return replace(better, notes=tuple(dict.fromkeys(notes)))


def _message(incoming: Incoming, today: dt.date, readers: Readers | None, name: str) -> Message:
    """A message whose attachments, if any, pass nothing on."""
    incoming = _mended(incoming)
    if not any(map(str.isalnum, incoming.subject + incoming.text)) and not incoming.attachments:
        raise EmptyDocument(path=name, pages=None)
    sent = _sent(incoming)
    request = innermost(sent)
    day = incoming.day or today
    told = sent.subject.text or request.subject.text or request.text or request.comment or request.signature
    if not told and not request.quoted and not incoming.attachments:
        raise EmptyDocument(path=name, pages=None)
    return Message(
        subject=sent.subject.text or request.subject.text,
        sender=request.author,
        received=day,
        request=request.text,
        forwarder=request.forwarder,
        asked=request.day or day,
        comment=request.comment,
        signature=request.signature,
        quoted=request.quoted,
        attachments=enclosed(incoming.attachments, readers),
        message_id=incoming.message_id,
        references=incoming.references,
        recipients=incoming.recipients,
        notes=_notes(incoming, request),
    )


def _notes(incoming: Incoming, request: Request) -> tuple[str, ...]:
    notes = list(incoming.notes)
    notes += ["no_date"] * (incoming.day is None)
    notes += ["reminder"] * request.is_reminder
    if not any(map(str.isalnum, request.text)):
        notes += ["empty_body", *["attachment_only"] * bool(incoming.attachments)]
    return tuple(notes)
