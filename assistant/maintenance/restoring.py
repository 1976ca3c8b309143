"""A backup put back: read whole, each digest verified, then moved into place. Nothing before that is touched."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import hashlib
import json
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from filelock import Timeout

from assistant.maintenance import messages
from assistant.maintenance.backup import BESIDE, DATA, FORMAT, MANIFEST, Contents, Stored
from indexer.build import writing_lock
from indexer.errors import BackupUnreadable, IndexLocked, RestoreRefused, SourceNotFound
from indexer.index import GENERATIONS, LOCK_NAME, LOCK_SECONDS, ORIGINALS
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator

PUT_ASIDE: Final = "before-restore-{stamp}"
FROM_BACKUP: Final = "from-backup"
"""Folder of the data folder for the files that an operator puts back by hand."""
FAULTS: Final = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        contents: What the backup says of itself.
        aside: Where what was there before is now; `None` when nothing was in the way.
        by_hand: Files of the operator's, to be put back where they belong.
    """

    contents: Contents
    aside: Path | None
    by_hand: tuple[Path, ...]


def restore(path: Path, data_dir: Path, *, force: bool = False) -> Restored:
    """Puts a backup back into a data folder that no server uses.

    Args:
        path: The archive.
        data_dir: Made when missing.
        force: Even when it holds something: what would be in the way is put aside, in the same folder.

    Raises:
        SourceNotFound: No such archive.
        RestoreRefused: The folder is not empty.
        BackupUnreadable: Not a backup, or a damaged one; nothing has changed.
        IndexLocked: An indexing is under way in this folder.
        WritingError: The folder cannot be written.
    """
    if not path.is_file():
        raise SourceNotFound(path=path)
    if not force and data_dir.is_dir() and any(_held(data_dir)):
        raise RestoreRefused(path=data_dir)
    try:
        with (
            writing_lock(data_dir).acquire(timeout=LOCK_SECONDS),
            tempfile.TemporaryDirectory(prefix=".restoring-", dir=data_dir) as folder,
        ):
            contents = _unpacked(path, Path(folder))
            return _placed(contents, Path(folder), data_dir)
    except Timeout as exc:
        raise IndexLocked(path=data_dir) from exc
    except OSError as exc:
        raise writing_error(data_dir, exc) from exc


def _held(data_dir: Path) -> Iterator[Path]:
    """What a data folder holds, but for what taking its lock makes."""
    empty = {name for name in (GENERATIONS, ORIGINALS) if _is_empty(data_dir / name)}
    return (each for each in data_dir.iterdir() if each.name not in {LOCK_NAME, *empty})


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _unpacked(path: Path, folder: Path) -> Contents:
    """The files of an archive, in a folder, compared with its manifest."""
    found: dict[str, Stored] = {}
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            for member in archive:
                name = member.name
                if not member.isreg() or not is_ours(name) or name in found:
                    raise BackupUnreadable(path=path, detail=messages.UNEXPECTED.format(name=name))
                archive.extract(member, folder, filter="data")
                found[name] = _stored(folder / name)
    except FAULTS as exc:
        raise BackupUnreadable(path=path, detail=messages.NOT_GZIP) from exc
    if MANIFEST not in found:
        raise BackupUnreadable(path=path, detail=messages.NO_MANIFEST)
    contents = read_manifest(path, (folder / MANIFEST).read_bytes())
    compare(path, found, contents)
    return contents


def compare(path: Path, found: dict[str, Stored], contents: Contents) -> None:
    """Holds what is in an archive against what its manifest says.

    Raises:
        BackupUnreadable: A file is missing, is not what it was, or has no business there.
    """
    found = {name: stored for name, stored in found.items() if name != MANIFEST}
    for name, expected in contents.files.items():
        if name not in found:
            raise BackupUnreadable(path=path, detail=messages.ABSENT.format(name=name))
        if found.pop(name) != expected:
            raise BackupUnreadable(path=path, detail=messages.OTHER_DIGEST.format(name=name))
    for name in found:
        raise BackupUnreadable(path=path, detail=messages.UNEXPECTED.format(name=name))


def is_ours(name: str) -> bool:
    """Whether a file of this name may be in a backup."""
    parts = PurePosixPath(name).parts
    return name == MANIFEST or (len(parts) > 1 and parts[0] in (DATA, BESIDE) and ".." not in parts)


def _stored(file: Path) -> Stored:
    with file.open("rb") as stream:
        return Stored(file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def read_manifest(path: Path, written: bytes) -> Contents:
    """What a backup says of itself.

    Raises:
        BackupUnreadable: That cannot be read, or is of another version.
    """
    try:
        raw = json.loads(written.decode("utf-8"))
        if raw["format"] != FORMAT:
            raise BackupUnreadable(path=path, detail=messages.OTHER_FORMAT.format(format=raw["format"]))
        raw["files"] = {name: Stored(**told) for name, told in raw["files"].items()}
        raw["settings"], raw["notes"] = tuple(raw["settings"]), tuple(raw["notes"])
        return Contents(**raw)
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise BackupUnreadable(path=path, detail=messages.NO_MANIFEST) from exc


def _placed(contents: Contents, folder: Path, data_dir: Path) -> Restored:
    """Moves the files of a backup into their place, and what stands there aside."""
    aside = data_dir / PUT_ASIDE.format(stamp=f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}")
    brought = sorted((folder / DATA).iterdir()) if (folder / DATA).is_dir() else []
    for new in brought:
        # A database's journal goes with it: played into another one, it would destroy it.
        for old in (data_dir / f"{new.name}{suffix}" for suffix in ("", "-journal", "-wal", "-shm")):
            if _is_empty(old):
                old.rmdir()
            elif old.exists():
                aside.mkdir(exist_ok=True)
                old.replace(aside / old.name)
    for new in brought:
        new.replace(data_dir / new.name)
    by_hand = data_dir / FROM_BACKUP
    if (folder / BESIDE).is_dir():
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(by_hand)
        (folder / BESIDE).replace(by_hand)
    files = (file for file in sorted(by_hand.rglob("*")) if file.is_file()) if by_hand.is_dir() else ()
    return Restored(contents, aside if aside.is_dir() else None, tuple(files))
