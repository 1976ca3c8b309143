"""Messages and mailboxes: what is attached to a message, and the messages of a mailbox."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from functools import partial
from typing import IO, TYPE_CHECKING

from indexer import messages
from indexer.errors import UnreadableFile
from indexer.reading import SUPPORTED, headers, mime
from indexer.unpacking.archives import ARCHIVES
from indexer.unpacking.bounds import MEGABYTE, Inner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from indexer.reading.letters import Attachment
    from indexer.unpacking.bounds import Budget

CONTAINERS = frozenset({".eml", ".msg", ".mbox"})
"""Suffixes of messages and mailboxes, lower case."""
_SUFFIXES = {
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
}
"""Media type → suffix; not `mimetypes`, whose answers depend on the machine."""

_FROM = re.compile(rb"^From .{0,200}\d{1,2}:\d{2}.{0,60}\b(?:19|20)\d{2}\b")
"""The line above each message of a mailbox (RFC 4155): a sender and a date."""
_SHIELDED = re.compile(rb"^>+From ")
_LINE = 1024 * 1024
_KEPT_BY_THE_PROGRAM = re.compile(
    rb"^(?:x-mozilla-(?:status2?|keys)|x-status|status|x-uid|x-imapbase|x-keywords|content-length|lines):",
    re.IGNORECASE,
)
"""Fields in which mail programs note « read », « moved »…: no part of the message, and they change."""
_EXPUNGED = 0x0008
"""X-Mozilla-Status of a message that Thunderbird deleted and that its file still holds (nsMsgMessageFlags)."""
_LONGEST_SLUG = 60


def enclosed(path: Path, budget: Budget) -> Iterator[Inner]:
    """What a message or a mailbox holds.

    Args:
        path: A file whose suffix is in `CONTAINERS`.
        budget: Its bounds.

    Raises:
        ArchiveRefused: A message goes beyond the bounds.
        EncryptedFile: A message's text, and with it what came with it, is encrypted.
        UnreadableFile: It is damaged, or not what its name says.
    """
    suffix = path.suffix.lower()
    if suffix == ".mbox":
        yield from kept_messages(path, budget)
        return
    if suffix == ".msg":
        from indexer.reading.outlook import load

        found = load(path).attachments
    else:
        found = mime.attachments(mime.parse(path.read_bytes(), path), path)
    for number, attachment in enumerate(found, start=1):
        yield Inner(file_name(attachment, number), partial(_memory, attachment.content))


def _memory(content: bytes) -> IO[bytes]:
    return io.BytesIO(content)


def file_name(attachment: Attachment, number: int) -> str:
    """An attachment's name without folders, with the suffix that its media type calls for when it has none known.

    Args:
        attachment: As it came.
        number: Its rank in the message, from 1, for those without a name.
    """
    name = re.split(r"[/\\]", attachment.name)[-1].strip().strip(".") or f"{messages.UNNAMED_ATTACHMENT}-{number}"
    expected = _SUFFIXES.get(attachment.media_type, "")
    known = name.lower().endswith((*SUPPORTED, *CONTAINERS, *ARCHIVES, *_SUFFIXES.values()))
    return name if known and attachment.media_type != "message/rfc822" else name.removesuffix(expected) + expected


def kept_messages(path: Path, budget: Budget) -> Iterator[Inner]:
    """The messages of a mailbox, without those that were deleted from it.

    Args:
        path: The mailbox.
        budget: Its bounds.

    Raises:
        ArchiveRefused: A message goes beyond the bounds.
        UnreadableFile: It is no mailbox.
    """
    with path.open("rb") as stream:
        for raw in _split(stream, path, budget):
            content = b"".join(_without_notes(raw))
            if content.strip() and not _is_expunged(raw):
                yield Inner(_message_name(mime.fields_of(content), content), partial(_memory, content))


def _split(stream: IO[bytes], path: Path, budget: Budget) -> Iterator[list[bytes]]:
    """Lines of each message, shielded « From » lines uncovered.

    `mailbox.mbox` of the standard library begins a message at any line that begins with « From », which sentences do
    as well: here the line must hold a date and stand at the beginning or below an empty line.
    """
    lines: list[bytes] = []
    started, size, after_empty, whole = False, 0, True, True
    while line := stream.readline(_LINE):
        if whole and after_empty and _FROM.match(line):
            if started:
                yield lines
            started, lines, size = True, [], 0
        elif started:
            size += len(line)
            if size > budget.bounds.member * MEGABYTE:
                raise budget.refusal(messages.TOO_LARGE_MEMBER, budget.bounds.member)
            lines.append(line[1:] if whole and _SHIELDED.match(line) else line)
        elif line.strip():
            raise UnreadableFile(path=str(path), detail="no mailbox: its first line is no « From »")
        after_empty, whole = whole and not line.strip(), line.endswith(b"\n")
    if started:
        yield lines


def _without_notes(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The message as it came, without what the mail program notes among its fields."""
    in_fields, dropped = True, False
    for line in lines:
        if in_fields and not line.strip():
            in_fields = False
        dropped = in_fields and (bool(_KEPT_BY_THE_PROGRAM.match(line)) or (dropped and line[:1] in {b" ", b"\t"}))
        if not dropped:
            yield line


def _is_expunged(lines: Iterable[bytes]) -> bool:
    for line in lines:
        if not line.strip():
            return False
        name, _, value = line.partition(b":")
        if name.lower() == b"x-mozilla-status" and re.fullmatch(rb"\s*[0-9a-fA-F]{1,8}\s*", value):
            return bool(int(value, 16) & _EXPUNGED)
    return False


def _message_name(fields: dict[str, str], content: bytes) -> str:
    """A name that stays the same as the mailbox grows: date, subject, and a digest of the Message-ID or the content.

    A rank would shift every name when a message is removed before; the Message-ID is the sender's own identity of it.
    """
    date = headers.sent(fields)
    subject = _slug(headers.decoded(fields.get("subject", ""))) or _slug(messages.MESSAGE_WITHOUT_SUBJECT)
    identity = fields.get("message-id", "").strip().encode("utf-8", "surrogateescape") or content
    digest = hashlib.sha256(identity).hexdigest()[:12]
    return f"{date.date().isoformat() if date else messages.UNDATED}-{subject}-{digest}.eml"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    return slug[:_LONGEST_SLUG].rstrip("-")
