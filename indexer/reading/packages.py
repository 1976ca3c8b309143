"""What Office and OpenDocument files have in common: a zip archive, or, when a password locks them, something else.

The parts of a package are never opened as packages in their turn (an embedded workbook, an attached file), so
that nesting bombs stay closed.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from indexer.errors import ArchiveRefused, EncryptedFile, UnreadableFile
from indexer.messages import TOO_LARGE_UNPACKED, TOO_MANY_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_PACKAGE = 1024
"""Megabytes of a package once unpacked, pictures included; the libraries hold all of it in memory."""
LARGEST_MARKUP = 200
"""Megabytes of its XML once unpacked. A novel's is under 5; a full sheet of a million cells is about 60."""
MOST_PARTS = 20_000
"""Parts in a package; a presentation of 500 slides has about 3,000."""
_MEGABYTE = 1024 * 1024
_MARKUP = (".xml", ".rels")
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that holds a locked Office file ([MS-OFFCRYPTO] 2.3.4.4)."""
_ENCRYPTED = 0x1
"""Flag of a zip entry that a password locks (APPNOTE.TXT 4.4.4)."""
# What libraries are known to let out on bytes that are not what they should be; `SyntaxError` is XML's.
_DAMAGE: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def damage_as_unreadable(path: Path, *others: type[Exception]) -> Iterator[None]:
    """Whatever a library says of a damaged file becomes `UnreadableFile`.

    Args:
        path: Named in the error.
        others: The library's own exceptions.

    Raises:
        UnreadableFile: The library stumbled. Recursion too deep counts as damage.
    """
    try:
        yield
    except (*_DAMAGE, *others) as exc:
        raise UnreadableFile(path=str(path), detail=f"{type(exc).__name__}: {exc}"[:500]) from exc


def check_package(path: Path) -> None:
    """Refuse a file that cannot be an Office or OpenDocument file, or that is a bomb.

    Args:
        path: A file whose suffix says .docx, .xlsx, .pptx, .odt, .ods…

    Raises:
        EncryptedFile: A password locks it.
        ArchiveRefused: It unpacks to more than the bounds of this module.
        UnreadableFile: It is no zip archive, or a damaged one.
    """
    if _is_locked_office_file(path):
        raise EncryptedFile(path=str(path))
    with damage_as_unreadable(path), zipfile.ZipFile(path) as archive:
        _check_sizes(path, archive.infolist())
        if any(part.flag_bits & _ENCRYPTED for part in archive.infolist()):
            raise EncryptedFile(path=str(path))
        # zipfile never gives more bytes than a part declares: what was counted above bounds this reading too.
        damaged = archive.testzip()
    if damaged is not None:
        raise UnreadableFile(path=str(path), detail=f"damaged part: {damaged}")


def _is_locked_office_file(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_COMPOUND_FILE)) == _COMPOUND_FILE and _ENCRYPTED_STREAM in stream.read()


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise ArchiveRefused(path=str(path), detail=TOO_MANY_PARTS.format(limit=MOST_PARTS))
    markup = sum(part.file_size for part in parts if part.filename.lower().endswith(_MARKUP))
    for size, limit in ((sum(part.file_size for part in parts), LARGEST_PACKAGE), (markup, LARGEST_MARKUP)):
        if size > limit * _MEGABYTE:
            raise ArchiveRefused(path=str(path), detail=TOO_LARGE_UNPACKED.format(limit=limit))
