"""Files become readings: one reader for each format, one table to find it.

`read` is the only way in. It looks at the suffix, checks that the file is there, hands it to its reader and
makes sure that something was read. Each reader's libraries are imported when a file of its format comes, so
that importing this package costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import cast

from indexer.documents import Reading
from indexer.errors import EmptyDocument, SourceNotFound, UnreadableFile, UnsupportedType

Reader = Callable[[Path], Reading]


def _reader(module: str, function: str) -> Reader:
    """A reader whose module, and with it a foreign library, is imported at its first file."""

    def read_with(path: Path) -> Reading:
        return cast("Reader", getattr(import_module(f"indexer.reading.{module}"), function))(path)

    return read_with


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".pdf": _reader("pdf", "read_pdf"),
        ".docx": _reader("docx", "read_docx"),
        ".html": _reader("html", "read_html"),
        ".htm": _reader("html", "read_html"),
        ".xlsx": _reader("sheets", "read_workbook"),
        ".csv": _reader("sheets", "read_csv"),
        ".md": _reader("text", "read_markdown"),
        ".markdown": _reader("text", "read_markdown"),
        ".txt": _reader("text", "read_plain"),
    }
)
"""Lower-case suffix to the function that reads such a file."""

SUPPORTED: tuple[str, ...] = tuple(READERS)
"""Suffixes that `read` accepts, lower case, the dot included."""


def read(path: Path) -> Reading:
    """Read one file.

    Args:
        path: A file whose suffix, in any case, is in `SUPPORTED`.

    Returns:
        What the file says, block by block, in reading order; at least one block has a word.

    Raises:
        UnsupportedType: No reader for this suffix.
        SourceNotFound: No such file.
        EncryptedFile: A password is needed to open it.
        UnreadableFile: It is damaged, or not what its suffix says, or may not be opened.
        EmptyDocument: Not a single word in it.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise UnsupportedType(path=str(path), suffix=suffix, supported=SUPPORTED)
    if not path.is_file():
        raise SourceNotFound(path=str(path))
    try:
        if path.stat().st_size == 0:
            raise EmptyDocument(path=str(path), pages=None)
        reading = READERS[suffix](path)
    except OSError as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc
    if not any(character.isalnum() for block in reading.blocks for character in block.text):
        raise EmptyDocument(path=str(path), pages=reading.pages)
    return reading
