"""Names of files, written in one way: what the catalogue writes and what the disk holds are then the same name.

« é » may be one character (NFC, as people type it) or two (NFD, as a Mac writes it in archives and on shares): both
look alike. A document's name is always in NFC; only its path keeps the characters that open the file.
"""

from __future__ import annotations

import os
import unicodedata
from fnmatch import fnmatch
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def one_form(name: str) -> str:
    """A name in NFC, whichever way its accents were written."""
    return unicodedata.normalize("NFC", name)


def readable(path: Path | str) -> str:
    r"""A path as it can be written in UTF-8, `/` as separator, its accents as on the disk.

    Names written in another encoding (archives made on old Windows machines) keep their odd bytes as \xNN.
    """
    return os.fsencode(path if isinstance(path, str) else path.as_posix()).decode("utf-8", "backslashreplace")


def document_name(path: Path, root: Path) -> str:
    """What a document is called: its path below a folder, readable, in one form."""
    return one_form(readable(path.relative_to(root)))


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name is one of these, or like one of them (`*` also crosses `/`).

    Args:
        name: A document's.
        patterns: Of `fnmatch`; one that is the name itself matches too, whatever brackets it holds.
    """
    told = one_form(name)
    return any(told == pattern or fnmatch(told, pattern) for pattern in map(one_form, patterns))


def is_file(folder: Path, name: str) -> bool:
    """Whether a folder holds a file of this name, whichever way its accents are written."""
    forms = {name, one_form(name), unicodedata.normalize("NFD", name)}
    return any((folder / form).is_file() for form in forms)


def in_one_form(names: Iterable[str]) -> dict[str, str]:
    """Names that were not in one form, with the one that they take; two that would become the same stay apart."""
    known = set(names)
    taken: dict[str, str] = {}
    for name in sorted(known):
        if (told := one_form(name)) not in known:
            taken[name] = told
            known.add(told)
    return taken
