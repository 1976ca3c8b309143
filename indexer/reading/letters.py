"""What a message is to its readers, whatever file it came in."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]{1,100}", re.ASCII)
_ANY_BYTES = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in one or two forms.

    Attributes:
        plain: As plain text, lines of paragraphs joined where the sender's program says that it folded them.
        html: As a web page; empty when there is none.
        mended: Whether characters that had been decoded wrongly were set right.
    """

    plain: str
    html: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, without its attachments.

    Attributes:
        subject: Decoded; empty when there is none.
        sender: Display name, or address when there is no name; empty when unknown.
        date: When it was sent, in the sender's time zone; `None` when unknown.
        wordings: Its text; several where a mailing list or a program put texts one after the other.
        address: Of the sender; empty when unknown.
    """

    subject: str
    sender: str
    date: datetime | None
    wordings: tuple[Wording, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that came with a message.

    Attributes:
        name: As the sender's program tells it, unsafe and perhaps empty.
        media_type: `type/subtype`, lower case, as told.
        content: Its bytes; for a message attached whole, that message's.
    """

    name: str
    media_type: str
    content: bytes


def as_mime(letter: Letter, attachments: Sequence[Attachment]) -> bytes:
    """A message as an Internet message, the same bytes each time for the same message.

    Args:
        letter: What it says.
        attachments: What came with it.
    """
    whole = MIMEMultipart("mixed", boundary=_boundary("mixed", letter.subject, *(a.name for a in attachments)))
    whole["Subject"] = Header(letter.subject, "utf-8").encode()
    name = Header(letter.sender, "utf-8").encode()
    whole["From"] = f"{name} <{letter.address}>" if letter.address not in {"", letter.sender} else name
    if letter.date is not None:
        whole["Date"] = format_datetime(letter.date)
    for wording in letter.wordings:
        forms = MIMEMultipart("alternative", boundary=_boundary("alternative", wording.plain, wording.html))
        for subtype, text in (("plain", wording.plain), ("html", wording.html)):
            if text:
                forms.attach(MIMEText(text, subtype, "utf-8"))
        whole.attach(forms)
    for attachment in attachments:
        part = MIMEBase(*(attachment.media_type.partition("/")[::2] if _sendable(attachment) else _ANY_BYTES))
        part.set_payload(base64.encodebytes(attachment.content).decode("ascii"))
        part["Content-Transfer-Encoding"] = "base64"
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment.name))
        whole.attach(part)
    return whole.as_bytes()


def _sendable(attachment: Attachment) -> bool:
    """Whether the media type may be told as it is: MIME forbids base64 for messages in messages (RFC 2046, 5.2.1)."""
    return bool(_MEDIA_TYPE.fullmatch(attachment.media_type)) and not attachment.media_type.startswith("message/")


def _boundary(*words: str) -> str:
    return "=_" + hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:40]
