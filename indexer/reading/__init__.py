"""Files become readings: one reader for each format, one table to find it.

`read` is the only way in. It looks at the suffix, checks that the file is there, hands it to its reader and
makes sure that something was read. Each reader's libraries are imported when a file of its format comes, so
that importing this package costs nothing.

May not enter: what a reading is for: no passage, no vector, no catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import cast

from indexer.documents import Reading
from indexer.errors import EmptyDocument, SourceNotFound, UnreadableFile, UnsupportedType
from indexer.reading.options import ReadingOptions

Reader = Callable[[Path, ReadingOptions], Reading]
_AS_INSTALLED = ReadingOptions()


def _reader(module: str, function: str) -> Reader:
    """A reader whose module, and with it a foreign library, is imported at its first file."""

    def read_with(path: Path, _options: ReadingOptions) -> Reading:
        return cast("Callable[[Path], Reading]", getattr(import_module(f"indexer.reading.{module}"), function))(path)

    return read_with


def _read_pdf(path: Path, options: ReadingOptions) -> Reading:
    """The one reader that has options: pages without text may be recognised."""
    from indexer.reading.pdf import read_pdf

    return read_pdf(path, options)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".pdf": _read_pdf,
        ".docx": _reader("docx", "read_docx"),
        ".docm": _reader("docx", "read_docx"),
        ".odt": _reader("odt", "read_odt"),
        ".rtf": _reader("rtf", "read_rtf"),
        ".pptx": _reader("slides", "read_slides"),
        ".pptm": _reader("slides", "read_slides"),
        ".html": _reader("html", "read_html"),
        ".htm": _reader("html", "read_html"),
        ".xlsx": _reader("sheets", "read_workbook"),
        ".xlsm": _reader("sheets", "read_workbook"),
        ".xls": _reader("xls", "read_xls"),
        ".ods": _reader("ods", "read_ods"),
        ".csv": _reader("sheets", "read_csv"),
        ".tsv": _reader("sheets", "read_csv"),
        ".eml": _reader("mail", "read_eml"),
        ".msg": _reader("mail", "read_msg"),
        ".md": _reader("text", "read_markdown"),
        ".markdown": _reader("text", "read_markdown"),
        ".txt": _reader("text", "read_plain"),
    }
)
"""Lower-case suffix to the function that reads such a file."""

VERSIONS: Mapping[str, int] = MappingProxyType(dict.fromkeys(READERS, 2))
"""Version of a suffix's reader, 1 when it is not here. Raise it when what it gives changes: files are read again."""

SUPPORTED: tuple[str, ...] = tuple(READERS)
"""Suffixes that `read` accepts, lower case, the dot included."""


def reading_version(path: Path) -> str:
    """Which reader reads a file, and at which version."""
    suffix = path.suffix.lower()
    return f"{suffix}:{VERSIONS.get(suffix, 1)}"


def read(path: Path, options: ReadingOptions = _AS_INSTALLED) -> Reading:
    """Read one file.

    Args:
        path: A file whose suffix, in any case, is in `SUPPORTED`.
        options: How to read it.

    Returns:
        What the file says, block by block, in reading order; at least one block has a word.

    Raises:
        UnsupportedType: No reader for this suffix.
        SourceNotFound: No such file.
        EncryptedFile: A password is needed to open it.
        UnreadableFile: It is damaged, or not what its suffix says, or may not be opened.
        EmptyDocument: Not a single word in it.
        GarbledText: Its characters map to no letters.
        ArchiveRefused: It unfolds into more than may be read.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise UnsupportedType(path=str(path), suffix=suffix, supported=SUPPORTED)
    if not path.is_file():
        raise SourceNotFound(path=str(path))
    try:
        if path.stat().st_size == 0:
            raise EmptyDocument(path=str(path), pages=None)
        reading = READERS[suffix](path, options)
    except OSError as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc
    if not any(character.isalnum() for block in reading.blocks for character in block.text):
        raise EmptyDocument(path=str(path), pages=reading.pages)
    return reading
