"""Outlook messages (.msg), through python-oxmsg: the only module that knows the library.

Numbers of properties are those of [MS-OXPROPS]; the file's layout that of [MS-OXMSG].
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from compressed_rtf import decompress
from olefile import OleFileIO
from oxmsg.domain import constants as tag
from oxmsg.domain.model import (
    ATTACH_HDR_OFFSET,
    MSG_HDR_OFFSET,
    UnrecognizedCodePageError,
    UnsupportedEncodingError,
)
from oxmsg.properties import BinaryProperty, Int32Property, Properties, TimeProperty
from oxmsg.storage import Storage

from indexer import messages
from indexer.errors import EncryptedFile, UnreadableFile
from indexer.reading import headers, mime
from indexer.reading.charset import decode
from indexer.reading.letters import Attachment, Letter, Wording, as_mime
from indexer.reading.packages import damage_as_unreadable
from indexer.reading.rtf import read_rtf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

P = TypeVar("P")

_EMBEDDED_HEADER = 24
"""Bytes before the properties of a message inside another ([MS-OXMSG] 2.4.1.2)."""
_EMBEDDED = "__substg1.0_3701000D"
"""Storage of a message attached whole ([MS-OXMSG] 2.2.2.1)."""
_HIDDEN_FLAG = 4
"""PidTagAttachFlags: shown in the text ([MS-OXCMSG] 2.2.2.18, attRenderedInBody)."""


@dataclass(frozen=True, slots=True)
class OutlookMessage:
    """A message and what came with it.

    Attributes:
        letter: What it says.
        attachments: In its order.
        fields: Raw fields that it was sent with, by lower-case name; none when it was never sent.
    """

    letter: Letter
    attachments: tuple[Attachment, ...]
    fields: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> OutlookMessage:
    """Read an Outlook message.

    Args:
        path: The file.

    Returns:
        The message; messages attached whole are given as Internet messages.

    Raises:
        EncryptedFile: Its text is encrypted (S/MIME).
        UnreadableFile: It is no Outlook message, or a damaged one.
    """
    with damage_as_unreadable(path, OSError, UnrecognizedCodePageError, UnsupportedEncodingError):
        with OleFileIO(path) as compound:
            storage = Storage.from_ole(compound)
        return _message(storage, MSG_HDR_OFFSET, path)


def _message(storage: Storage, header: int, path: Path) -> OutlookMessage:
    properties = Properties(storage, properties_header_offset=header)
    attached = tuple(
        attachment for inner in storage.iter_attachment_storages() for attachment in _attachment(inner, path)
    )
    kind = (_text(properties, tag.PID_MESSAGE_CLASS) or "").lower()
    if kind.startswith("ipm.note.smime"):
        return _signed(kind, attached, path)
    wording = Wording(_plain(properties, path), _html(properties, path))
    fields = mime.raw_fields(HeaderParser().parsestr(_text(properties, tag.PID_TRANSPORT_MESSAGE_HEADERS)))
    letter = Letter(
        subject=headers.decoded(_text(properties, tag.PID_SUBJECT)),
        sender=_sender(properties) or headers.sender(fields.get("from", "")),
        date=headers.sent(fields) or _date(properties),
        wordings=(wording,) if wording.plain or wording.html else (),
        address=_address(properties) or headers.address(fields.get("from", "")),
    )
    return OutlookMessage(letter, attached, fields)


def _signed(kind: str, attached: tuple[Attachment, ...], path: Path) -> OutlookMessage:
    """A message that S/MIME wraps: whole in its only attachment, in clear when it is only signed."""
    if not kind.endswith("multipartsigned") or not attached:
        raise EncryptedFile(path=str(path))
    inner = mime.parse(attached[0].content, path)
    return OutlookMessage(mime.letter(inner, path), mime.attachments(inner, path), mime.raw_fields(inner))


def _attachment(storage: Storage, path: Path) -> Iterator[Attachment]:
    """What an attachment's storage holds; nothing when it is a picture shown in the text, or only a link."""
    properties = Properties(storage, properties_header_offset=ATTACH_HDR_OFFSET)
    name = _text(properties, tag.PID_ATTACH_LONG_FILENAME) or _text(properties, tag.PID_ATTACH_FILENAME)
    media_type = _text(properties, tag.PID_ATTACH_MIME_TAG).lower() or "application/octet-stream"
    inner = next((kept for kept in storage.storages if kept.name == _EMBEDDED), None)
    if inner is not None:
        message = _message(inner, _EMBEDDED_HEADER, path)
        whole = as_mime(message.letter, message.attachments)
        name = (name or message.letter.subject or messages.UNNAMED_ATTACHMENT).removesuffix(".msg")
        yield Attachment(f"{name}.eml", "message/rfc822", whole)
        return
    content = _property(properties, tag.PID_ATTACH_DATA_BINARY, BinaryProperty)
    flags = _property(properties, tag.PID_ATTACH_FLAGS, Int32Property)
    shown = (flags is not None and flags.value & _HIDDEN_FLAG) or _text(properties, tag.PID_ATTACH_CONTENT_ID)
    is_picture = media_type.startswith("image/") or name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp"))
    if content is not None and not (shown and is_picture) and media_type not in mime.NO_DOCUMENT:
        yield Attachment(name, media_type, content.value)


def _sender(properties: Properties) -> str:
    name = _text(properties, tag.PID_SENDER_NAME) or _text(properties, tag.PID_SENT_REPRESENTING_NAME)
    return headers.decoded(name).strip("'\" ") or _address(properties)


def _address(properties: Properties) -> str:
    """That of the Internet; inside an organisation, Exchange has names of its own."""
    address = _text(properties, tag.PID_SENDER_SMTP_ADDRESS) or _text(properties, tag.PID_SENDER_EMAIL_ADDRESS)
    return address if "@" in address else ""


def _date(properties: Properties) -> datetime | None:
    """When it was sent, as UTC; the sender's time zone is in no property."""
    for pid in (tag.PID_CLIENT_SUBMIT_TIME, tag.PID_MESSAGE_DELIVERY_TIME):
        found = _property(properties, pid, TimeProperty)
        if found is not None and headers.is_credible(found.value):
            return found.value
    return None


def _plain(properties: Properties, path: Path) -> str:
    """The text; from the compressed RTF when it is the only form."""
    text = _text(properties, tag.PID_BODY)
    packed = _property(properties, tag.PID_RTF_COMPRESSED, BinaryProperty)
    if text.strip() or packed is None or _property(properties, tag.PID_HTML, BinaryProperty) is not None:
        return text
    try:
        source = decompress(packed.value)
    except Exception as exc:  # compressed-rtf 1.0.7 raises bare Exception on a wrong checksum
        raise UnreadableFile(path=str(path), detail=f"damaged RTF text: {exc}") from exc
    with tempfile.TemporaryDirectory() as folder:
        rtf = Path(folder) / "message.rtf"
        rtf.write_bytes(source)
        try:
            return "\n\n".join(block.text for block in read_rtf(rtf).blocks)
        except UnreadableFile as exc:
            raise UnreadableFile(path=str(path), detail=exc.values["detail"]) from exc


def _html(properties: Properties, path: Path) -> str:
    page = _property(properties, tag.PID_HTML, BinaryProperty)
    if page is None:
        return _text(properties, tag.PID_BODY_HTML)
    try:
        declared = properties.body_encoding
    except (UnrecognizedCodePageError, UnsupportedEncodingError):
        declared = ""
    return decode(page.value, path, declared)


def _text(properties: Properties, pid: int) -> str:
    """A property's words, UTF-16 or in the message's code page; an empty string when it has none."""
    return (properties.str_prop_value(pid) or "").replace("\0", "")


def _property(properties: Properties, pid: int, kind: type[P]) -> P | None:
    return next((found for found in properties if found.pid == pid and isinstance(found, kind)), None)
