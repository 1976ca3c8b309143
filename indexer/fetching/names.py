"""Readable, safe names for what is fetched: ASCII, lower case, the same on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST_NAME = 80
"""Characters of a name without its suffix: a readable line, and far from the 255 bytes of file systems."""
_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "-", "'": "-"})
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")
"""Names that Windows keeps to itself."""
_INDEX = frozenset({"index", "default", "home", "accueil"})


def slug(text: str) -> str:
    """Letters and digits in words joined by `-`, accents dropped; empty when there is none."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:LONGEST_NAME].rstrip("-")


def short_digest(text: str) -> str:
    """Eight hexadecimal digits that tell a text from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def file_name(url: str, suffix: str, taken: Container[str], folder: str = "") -> str:
    """A file's path for what stands at an address.

    Args:
        url: Its address.
        suffix: With its dot.
        taken: Paths of other files; a name that is taken gets a mark made from the address.
        folder: To put it in, relative; empty for none.

    Returns:
        A relative path, `/` as separator.
    """
    stem = _stem(url)
    name = _path(folder, stem, suffix)
    return _path(folder, f"{stem}-{short_digest(url)}", suffix) if name in taken else name


def _path(folder: str, stem: str, suffix: str) -> str:
    return f"{folder}/{stem}{suffix}" if folder else f"{stem}{suffix}"


def _stem(url: str) -> str:
    """The last part of the address that says something; its host when none does."""
    asked = urlsplit(url)
    parts = [part for part in unquote(asked.path).split("/") if slug(part)]
    words = ""
    if parts:
        words = slug(_without_suffix(parts[-1]))
        if words in _INDEX and len(parts) > 1:
            words = slug(parts[-2])
    if asked.query:
        words = f"{words}-{slug(unquote(asked.query.replace('=', '-').replace('&', '-')))}".strip("-")
    words = words[:LONGEST_NAME].rstrip("-") or slug(asked.hostname or "") or f"page-{short_digest(url)}"
    return f"{words}-page" if _RESERVED.match(words) else words


def _without_suffix(part: str) -> str:
    path = PurePosixPath(part)
    return path.stem if re.fullmatch(r"\.[A-Za-z]\w{1,4}", path.suffix) else part


def readable(stem: str) -> str:
    """A title for want of a better one: the words of a file's name, with a capital."""
    words = re.sub(r"[\s_-]+", " ", stem).strip()
    return f"{words[:1].upper()}{words[1:]}"
