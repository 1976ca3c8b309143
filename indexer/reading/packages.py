"""What .docx and .xlsx files have in common: a zip archive, or, when a password locks them, something else."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from indexer.errors import EncryptedFile, UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that holds a locked Office file ([MS-OFFCRYPTO] 2.3.4.4)."""


def check_package(path: Path) -> None:
    """Refuse a file that cannot be an Office document.

    Args:
        path: A file whose suffix says .docx or .xlsx.

    Raises:
        EncryptedFile: A password locks it.
        UnreadableFile: It is no zip archive, or a damaged one.
    """
    data = path.read_bytes()
    if data.startswith(_COMPOUND_FILE) and _ENCRYPTED_STREAM in data:
        raise EncryptedFile(path=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, EOFError) as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc
    if damaged is not None:
        raise UnreadableFile(path=str(path), detail=f"damaged part: {damaged}")
