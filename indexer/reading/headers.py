"""Headers of messages: decoded words, sender and date, from fields that are often broken."""

from __future__ import annotations

import binascii
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from indexer.reading.pieces import clean, credible_year

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_FOLDED = re.compile(r"[\r\n]+[ \t]*")
_LONGEST_FIELD = 20_000
"""Characters of a field that are looked at; lists of recipients are shorter, and parsers stay fast."""
_CHARSET = re.compile(r"[\w.:+-]{1,40}")


def bytes_as_text(data: bytes, charset: str) -> str:
    """Bytes as text: UTF-8 when they are, else as declared, else Windows-1252, the usual one of French messages.

    Args:
        data: The bytes of a field.
        charset: As declared; an unknown one counts as none.
    """
    for candidate in ("utf-8", charset if _CHARSET.fullmatch(charset) else "", "cp1252"):
        try:
            return data.decode(candidate or "utf-8")
        # LookupError: unknown, or no text encoding (« zip »); UnicodeError: wrong bytes, or the codec « undefined ».
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace")


def decoded(raw: str) -> str:
    """A field's words, RFC 2047 encoded words and bare 8-bit characters decoded, on one line.

    Args:
        raw: The field as the parser of the standard library keeps it, bytes above 127 as surrogates.
    """
    raw = _FOLDED.sub(" ", as_text(raw[:_LONGEST_FIELD]))
    try:
        words = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        return clean(raw)
    return clean("".join(_word(word, charset) for word, charset in words))


def _word(word: str | bytes, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    # What is not encoded comes as bytes of the Latin-1 range when another word of the field is (email.header, 3.11).
    return bytes_as_text(word, charset) if charset else word.decode("raw-unicode-escape", "replace")


def as_text(raw: str) -> str:
    """A field whose bare 8-bit characters are characters, not the surrogates that the parser keeps in their place."""
    if raw.isascii():
        return raw
    return bytes_as_text(raw.encode("utf-8", "surrogateescape"), "")


def sender(raw: str) -> str:
    """The display name of a From field, or the address when it has none; an empty string for an empty field."""
    name, address = next(iter(people(raw)), ("", ""))
    return name or address or decoded(raw)


def address(raw: str) -> str:
    """The first address of a From field; an empty string when it holds none."""
    return next((found for _, found in people(raw) if "@" in found), "")


def people(raw: str) -> list[tuple[str, str]]:
    """Display name and address of each person of a From or To field; either may be empty, not both.

    Args:
        raw: As the parser of the standard library keeps the field.
    """
    raw = _FOLDED.sub(" ", as_text(raw[:_LONGEST_FIELD]))
    try:
        pairs = getaddresses([raw])
    except RecursionError:  # comments in comments by the thousand
        return []
    found = ((decoded(name).strip("'\" "), decoded(address)) for name, address in pairs)
    return [pair for pair in found if any(pair)]


def sent(fields: Mapping[str, str]) -> datetime | None:
    """When a message was sent, or, for want of a credible date, first received; `None` when neither tells.

    Args:
        fields: Raw fields by lower-case name; of `received`, the last one (servers write theirs above the others).
    """
    for raw in (fields.get("date", ""), fields.get("received", "").rpartition(";")[2]):
        try:
            moment = parsedate_to_datetime(raw[:_LONGEST_FIELD].strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if is_credible(moment):
            return moment
    return None


def is_credible(moment: datetime) -> bool:
    """Whether a message may have been sent then: clocks that were not set say 1970, forged ones the future."""
    return credible_year(moment) is not None
