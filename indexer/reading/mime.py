"""Internet messages (RFC 5322, MIME), through the standard library: text, and attachments."""

from __future__ import annotations

import re
from dataclasses import replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

from indexer.errors import EncryptedFile, UnreadableFile
from indexer.reading import headers
from indexer.reading.charset import decoded
from indexer.reading.letters import Attachment, Letter, Wording
from indexer.reading.packages import damage_as_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FIELDS = frozenset(
    {"from", "to", "date", "subject", "received", "message-id", "mime-version", "content-type", "return-path", "sender"}
)
"""A file without any of them is no message."""
_LOST_BOUNDARY = re.compile(rb"^--([^\s\"\\]{1,70})[ \t]*\r?\nContent-", re.IGNORECASE | re.MULTILINE)
_END_OF_FIELDS = re.compile(rb"\r?\n\r?\n")
_PAGE = re.compile(r"^\s*<(?:!doctype\s+html|html|body|div|p|table)\b", re.IGNORECASE)
_ENVELOPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ARMOURED = "-----BEGIN PGP MESSAGE-----"
_CLEAR_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:Hash: .*\r?\n)*\r?\n", re.MULTILINE)
_CLEAR_SIGNATURE = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)", re.MULTILINE | re.DOTALL
)
NO_DOCUMENT = frozenset(
    {
        "text/calendar",
        "application/ics",
        "text/vcard",
        "text/x-vcard",
        "application/pgp-signature",
        "application/pgp-encrypted",
        "application/pgp-keys",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "message/external-body",
        "message/partial",
        "text/rfc822-headers",
    }
)
"""Parts that serve mail programs rather than readers."""


def parse(data: bytes, path: Path) -> Message:
    """Parse a message's bytes.

    Args:
        data: From its first header; a byte order mark or empty lines before it are passed over.
        path: Named in the errors.

    Raises:
        UnreadableFile: It has no header of a message, or its parts are nested too deep.
    """
    # `email` lets faults of its own out on fields made to trip it, and nests as deep as the parts do.
    with damage_as_unreadable(path, MessageError):
        message = BytesParser(policy=compat32).parsebytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
        _mend(message)
    if not _FIELDS & {name.lower() for name in message.keys()}:  # noqa: SIM118 - a message is no mapping
        raise UnreadableFile(path=str(path), detail="no header of a message")
    return message


def raw_fields(message: Message) -> dict[str, str]:
    """Fields by lower-case name, as they stand; the last one of those that are repeated."""
    return {name.lower(): str(value) for name, value in message.raw_items()}


def fields_of(data: bytes) -> dict[str, str]:
    """The fields of a message's bytes, as `raw_fields` gives them; the rest of it is not looked at."""
    end = _END_OF_FIELDS.search(data)
    return raw_fields(BytesHeaderParser(policy=compat32).parsebytes(data[: end.start()] if end else data))


def letter(message: Message, path: Path) -> Letter:
    """What a message says.

    Args:
        message: From `parse`.
        path: Named in the errors.

    Raises:
        EncryptedFile: Its text is encrypted (S/MIME or PGP).
        UnreadableFile: Its text is no text, or is wrapped in a signature that only a mail program opens.
    """
    fields = raw_fields(message)
    _refuse_envelopes(message, path)
    with damage_as_unreadable(path, MessageError):
        wordings = tuple(_readable(wording) for wording in _wordings(message, path, alone=True))
    words = "".join(wording.plain + wording.html for wording in wordings)
    if _ARMOURED in words and len(words.partition(_ARMOURED)[0].split()) < len(words.split()) // 10:
        raise EncryptedFile(path=str(path))
    return Letter(
        subject=headers.decoded(fields.get("subject", "")),
        sender=headers.sender(fields.get("from", fields.get("sender", ""))),
        date=headers.sent(fields),
        wordings=tuple(wording for wording in wordings if wording.plain or wording.html),
        address=headers.address(fields.get("from", fields.get("sender", ""))),
    )


def attachments(message: Message, path: Path) -> tuple[Attachment, ...]:
    """The documents that came with a message, in its order.

    Pictures shown in the text, calendars, visiting cards, signatures and reports of mail servers are none.

    Args:
        message: From `parse`.
        path: Named in the error.

    Raises:
        UnreadableFile: A part is malformed beyond reading.
    """
    with damage_as_unreadable(path, MessageError):
        return tuple(_attachments(message))


def _attachments(message: Message) -> Iterator[Attachment]:
    for part in _leaves(message):
        kind = part.get_content_type()
        if _is_text(part, alone=part is message) or kind in NO_DOCUMENT or _is_shown_inside(part):
            continue
        if kind == "message/rfc822":
            for inner in _children(part):
                subject = headers.decoded(raw_fields(inner).get("subject", ""))
                yield Attachment(_file_name(part) or subject, kind, inner.as_bytes())
        elif part.get_content_maintype() != "multipart":
            yield Attachment(_file_name(part), kind, _bytes(part))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _leaves(part: Message) -> Iterator[Message]:
    """Parts that hold no other, messages attached whole among them."""
    if part.get_content_maintype() != "multipart":
        yield part
        return
    if part.get_content_subtype() == "encrypted":
        return
    for child in _children(part):
        yield from _leaves(child)


def _mend(part: Message) -> None:
    """Decode names told in bare bytes; find the parts whose boundary is missing or is not the one announced."""
    for field, raw in list(part.raw_items()):
        if field.lower() in {"content-type", "content-disposition"} and not str(raw).isascii():
            part.replace_header(field, headers.as_text(str(raw)))
    if part.get_content_maintype() == "multipart" and not part.is_multipart():
        content = _bytes(part)
        lost = _LOST_BOUNDARY.search(content)
        if lost:
            announced = b'Content-Type: %s; boundary="%s"\n\n' % (part.get_content_type().encode(), lost[1])
            part.set_payload(BytesParser(policy=compat32).parsebytes(announced + content).get_payload())
            part.set_param("boundary", lost[1].decode("ascii", "replace"))
        else:
            part.set_type("text/plain")
    for child in _children(part):
        _mend(child)


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    name = part.get_filename("")
    return headers.decoded(name)


def _is_text(part: Message, *, alone: bool) -> bool:
    """Whether a part is the message's own text, not a document sent with it."""
    if part.get_content_type() not in {"text/plain", "text/html"}:
        return False
    return alone or (part.get_content_disposition() != "attachment" and not part.get_filename(""))


def _is_shown_inside(part: Message) -> bool:
    shown = bool(part["content-id"]) or part.get_content_disposition() == "inline"
    return part.get_content_maintype() == "image" and shown


def _wordings(part: Message, path: Path, *, alone: bool = False) -> list[Wording]:
    """Texts of a message, the forms of the same text together."""
    if part.get_content_maintype() != "multipart":
        return [_wording(part, path)] if _is_text(part, alone=alone) else []
    found = [wording for child in _children(part) for wording in _wordings(child, path)]
    if part.get_content_subtype() != "alternative":
        return found
    plain = "\n\n".join(wording.plain for wording in found if wording.plain)
    html = "\n".join(wording.html for wording in found if wording.html)
    return [Wording(plain, html, any(wording.mended for wording in found))]


def _wording(part: Message, path: Path) -> Wording:
    charset = part.get_content_charset("")
    try:
        text, mended = decoded(_bytes(part), path, charset if re.fullmatch(r"[\w.:+-]{1,40}", charset) else "")
    except (LookupError, UnicodeError):  # names that are codecs, but of no text: « zip », « undefined »
        text, mended = decoded(_bytes(part), path)
    if part.get_content_type() == "text/html" or _PAGE.match(text):
        return Wording("", text, mended)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return Wording(text, "", mended)


def _readable(wording: Wording) -> Wording:
    """The wording without the armour of a PGP signature, which hides nothing."""
    return replace(wording, plain=_CLEAR_SIGNATURE.sub("", _CLEAR_SIGNED.sub("", wording.plain)))


def _refuse_envelopes(message: Message, path: Path) -> None:
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        raise EncryptedFile(path=str(path))
    if kind in _ENVELOPES:
        if str(message.get_param("smime-type", "")).lower() == "signed-data":
            raise UnreadableFile(path=str(path), detail="text wrapped in an S/MIME signature")
        raise EncryptedFile(path=str(path))


def unflowed(text: str, *, delsp: bool) -> str:
    """Text of `format=flowed`, its folded lines joined again (RFC 3676, 4).

    Args:
        text: As sent.
        delsp: Whether the space that marks a fold is no part of the text.
    """
    joined: list[str] = []
    depth, open_line = 0, False
    for raw in text.splitlines():
        line = raw.lstrip(">")
        quoted = len(raw) - len(line)
        line = line.removeprefix(" ")
        flows = line.endswith(" ") and line != "-- "
        content = line[:-1] if flows and delsp else line
        if open_line and quoted == depth and line != "-- ":
            joined[-1] += content
        else:
            joined.append(">" * quoted + (" " if quoted else "") + content)
        depth, open_line = quoted, flows
    return "\n".join(joined)
