"""What publications are told apart by: identifiers and names that no other has, digests of what they hold."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.maintenance import messages
from indexer.fetching.names import slug
from indexer.sources import content_digest
from indexer.unpacking.names import Names

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


def free_identifier(file: str, taken: Container[str]) -> str:
    """An identifier made from a file's name."""
    return first_free(slug(Path(file).stem) or messages.UNNAMED, taken)


def first_free(wished: str, taken: Container[str]) -> str:
    """A name, with a number after it when it is taken."""
    number, name = 1, wished
    while name in taken:
        number += 1
        name = f"{wished}-{number}"
    return name


def free_name(wished: str, taken: Iterable[str]) -> str:
    """A file's name, with a number before its suffix when it is taken, whatever the case of letters."""
    names = Names()
    for name in taken:
        names.unique(name)
    return names.unique(wished)


def digest_of(path: Path) -> str:
    """sha256 of a file, hexadecimal; computed once for as long as the file does not change.

    Raises:
        UnreadableFile: It cannot be read.
    """
    told = path.stat()
    return _digest(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=8192)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return content_digest(path)
