"""What a fetched file is: its bytes decide, then what the site says, then its name."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from indexer.errors import TypeRefused
from indexer.fetching import messages
from indexer.reading import SUPPORTED

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

HEAD_BYTES = 4096
"""Bytes from which a type is told."""
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_MEDIA_TYPES = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    f"{_OPEN}.text": ".odt",
    f"{_OPEN}.spreadsheet": ".ods",
    f"{_OPEN}.presentation": ".odp",
    "application/vnd.ms-outlook": ".msg",
}
_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})
_TEXTS = frozenset({".txt", ".csv", ".md", ".html", ".eml"})
_SAME = {".htm": ".html", ".markdown": ".md", ".xhtml": ".html"}
_PACKAGED = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_HTML = re.compile(
    rb"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PDF_WITHIN = 1024
"""Foreign bytes may come before a PDF: readers look for its mark in the first 1024 (ISO 32000-1, H.3.4.1)."""


def allowed_types(wanted: Collection[str]) -> frozenset[str]:
    """Suffixes that may be fetched: those wanted among those that can be indexed; all of these when none is named."""
    indexable = frozenset(_SAME.get(suffix, suffix) for suffix in SUPPORTED)
    asked = frozenset(_SAME.get(suffix.lower(), suffix.lower()) for suffix in wanted)
    return indexable & asked if asked else indexable


def told_suffix(content_type: str, url: str) -> str:
    """The suffix that the site tells, by its media type or, for want of a clear one, by the address; or empty."""
    media = content_type.split(";", maxsplit=1)[0].strip().lower()
    named = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
    named = _SAME.get(named, named)
    if media in _VAGUE:
        return named
    told = _MEDIA_TYPES.get(media, "")
    return named if told == ".txt" and named in _TEXTS - {".html"} else told


def sniffed_suffix(head: bytes) -> str | None:
    """The suffix that the first bytes tell; empty for bytes of no known kind; `None` when they do not decide.

    Text and zip archives do not decide by their first bytes.
    """
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return ".pdf"
    if head.startswith(rb"{\rtf"):
        return ".rtf"
    if head.startswith((b"PK\x03\x04", _COMPOUND)):
        return None
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        return ".html"
    return None if head.startswith(_UTF16) or b"\0" not in head else ""


def check_head(url: str, content_type: str, head: bytes, allowed: Collection[str]) -> None:
    """Refuses at its first bytes what cannot be wanted, so that the rest need not come.

    Raises:
        TypeRefused: Of a type that is not allowed.
    """
    sniffed = sniffed_suffix(head)
    if sniffed is None and head.startswith(b"PK\x03\x04"):
        return  # its members tell, and they come last
    suffix = told_suffix(content_type, url) if sniffed is None else sniffed
    if suffix not in allowed:
        raise TypeRefused(url=url, found=_named(content_type, suffix))


def final_suffix(url: str, content_type: str, path: Path, allowed: Collection[str]) -> str:
    """The suffix of a whole file.

    Raises:
        TypeRefused: Of a type that is not allowed.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        suffix = _packaged(path)
        if suffix not in allowed:
            raise TypeRefused(url=url, found=_named(content_type, suffix))
        return suffix
    check_head(url, content_type, head, allowed)
    return sniffed_suffix(head) or told_suffix(content_type, url)


def _packaged(path: Path) -> str:
    """What a zip archive is, by its members."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < HEAD_BYTES:
                return _MEDIA_TYPES.get(archive.read("mimetype").decode("ascii", "replace").strip(), "")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return ""
    return next((suffix for start, suffix in _PACKAGED.items() if any(n.startswith(start) for n in names)), "")


def _named(content_type: str, suffix: str) -> str:
    return suffix or content_type.split(";", maxsplit=1)[0].strip() or messages.UNKNOWN_TYPE
