"""A backup verified where it stands: every digest, every database, as putting it back would; nothing is written."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from assistant.database.opening import FILE_NAME
from assistant.gaps import GAPS_NAME
from assistant.maintenance import messages
from assistant.maintenance.backup import MANIFEST, Contents, Stored
from assistant.maintenance.gathering import DATA
from assistant.maintenance.restoring import FAULTS, compare, is_ours, read_manifest
from indexer.errors import BackupUnreadable, SourceNotFound

if TYPE_CHECKING:
    from tarfile import TarFile, TarInfo

DATABASES: Final = frozenset({f"{DATA}/{FILE_NAME}", f"{DATA}/{GAPS_NAME}"})
"""What cannot be made again and may be broken inside although its digest is right: copied from a damaged one."""
LARGEST_MANIFEST: Final = 256 * 1024**2


def verify(path: Path) -> Contents:
    """Reads a backup from end to end.

    Returns:
        What it says of itself, all of it right.

    Raises:
        SourceNotFound: No such file.
        BackupUnreadable: It could not be put back.
    """
    if not path.is_file():
        raise SourceNotFound(path=path)
    found: dict[str, Stored] = {}
    written = b""
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            for member in archive:
                if not member.isreg() or not is_ours(member.name) or member.name in found:
                    raise BackupUnreadable(path=path, detail=messages.UNEXPECTED.format(name=member.name))
                if member.name == MANIFEST:
                    written = _stream(archive, member).read(LARGEST_MANIFEST)
                if member.name in DATABASES:
                    _check_database(path, archive, member)
                digest = hashlib.file_digest(_stream(archive, member), "sha256").hexdigest()  # type: ignore[arg-type]  # a binary file, as tarfile types it
                found[member.name] = Stored(member.size, digest)
    except FAULTS as exc:
        raise BackupUnreadable(path=path, detail=messages.NOT_GZIP) from exc
    except OSError as exc:
        raise BackupUnreadable(path=path, detail=exc.strerror or messages.NOT_GZIP) from exc
    contents = read_manifest(path, written)
    compare(path, found, contents)
    return contents


def _stream(archive: TarFile, member: TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    assert stream is not None, "only regular files are read"
    return stream


def _check_database(path: Path, archive: TarFile, member: TarInfo) -> None:
    with tempfile.TemporaryDirectory(prefix="reperes-verify-") as folder:
        copy = Path(folder) / "copy.sqlite"
        with copy.open("wb") as target:
            shutil.copyfileobj(_stream(archive, member), target)
        try:
            with contextlib.closing(sqlite3.connect(copy)) as database:
                (told,) = database.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as exc:
            raise BackupUnreadable(path=path, detail=messages.DAMAGED.format(name=member.name)) from exc
    if told != "ok":
        raise BackupUnreadable(path=path, detail=messages.DAMAGED.format(name=member.name))
