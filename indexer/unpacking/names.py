"""Names that are safe on every system, from names that anyone may have written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from pathvalidate import sanitize_filename

from indexer.messages import UNNAMED_MEMBER

_LONGEST = 120
"""Bytes of a name in UTF-8: systems allow 255, and reports and folders stand around it."""
_MOST_FOLDERS = 8
_SEPARATORS = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of characters that no one sees, or that turn the order of letters round."""


def safe_path(raw: str) -> str:
    """A relative path, `/` as separator, without anything that leads out of a folder or that a system refuses.

    Args:
        raw: As an archive or a message tells it.

    Returns:
        At least one name; folders beyond the eighth are replaced by a digest of their names.
    """
    parts = [part for part in map(safe_name, _SEPARATORS.split(_DRIVE.sub("", raw))) if part]
    folders, name = parts[:-1], parts[-1] if parts else UNNAMED_MEMBER
    if len(folders) > _MOST_FOLDERS:
        folders = [*folders[: _MOST_FOLDERS - 1], _digest("/".join(folders[_MOST_FOLDERS - 1 :]))]
    return "/".join([*folders, name])


def safe_name(raw: str) -> str:
    """One name of a path; an empty string when nothing readable is left of it.

    Device names, characters that Windows refuses, trailing dots and spaces, invisible and control characters, and
    leading dots are mended or left out; a name too long keeps its beginning, a digest and its suffix.
    """
    visible = "".join(c for c in _CONTROLS.sub(" ", raw) if unicodedata.category(c) not in _INVISIBLE)
    name = unicodedata.normalize("NFC", visible)
    while (mended := _mended(name)) != name:  # what is taken off one end may uncover something to mend
        name = mended
    if len(name.encode()) <= _LONGEST:
        return name
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix.encode()) <= _LONGEST // 4 else ""
    room = _LONGEST - len(suffix.encode()) - 10
    stem = name[: len(name) - len(suffix)].encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{stem}~{_digest(name)}{suffix}"


def _mended(name: str) -> str:
    bare = name.strip().lstrip(".").rstrip(". ").strip()
    return sanitize_filename(bare, platform="universal", max_len=100_000)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


class Names:
    """The names already given in one container."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """The name, with a number before its suffix when another has it, whatever the case of letters.

        Args:
            name: A safe path.
        """
        path = PurePosixPath(name)
        candidate, number = name, self._taken.get(_folded(name), 0)
        while _folded(candidate) in self._taken:
            number += 1
            candidate = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        self._taken[_folded(name)] = max(number, 1)
        self._taken.setdefault(_folded(candidate), 1)
        return candidate


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
