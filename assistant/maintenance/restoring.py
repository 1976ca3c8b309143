"""A backup put back: read whole, each digest verified, then moved into place. Nothing before that is touched."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from filelock import Timeout

from assistant.database.opening import FILE_NAME
from assistant.gaps import GAPS_NAME
from assistant.maintenance import messages
from assistant.maintenance.backup import FORMAT, MANIFEST, Contents, Stored
from assistant.maintenance.gathering import BESIDE, DATA
from indexer.build import PROBE, writing_lock
from indexer.errors import BackupUnreadable, IndexLocked, RestoreRefused, SourceNotFound
from indexer.index import CURRENT_NAME, GENERATIONS, LOCK_NAME, LOCK_SECONDS, ORIGINALS, RESTORING
from indexer.lasting import settle, settle_below, whole
from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator

PUT_ASIDE: Final = "before-restore-{stamp}"
FROM_BACKUP: Final = "from-backup"
"""Folder of the data folder for the files that an operator puts back by hand."""
UNPACKED: Final = f".{RESTORING}-"
"""Of the folder, in the data folder, that a backup is unpacked and verified in."""
OF_PERSONS: Final = frozenset({FILE_NAME, GAPS_NAME, "triage_model.npz", "evals"})
"""Of the data folder, what comes from persons: for the owner only. The rest is made of publications."""
FAULTS: Final = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        contents: What the backup says of itself.
        aside: Where what was there before is now; `None` when nothing was in the way.
        by_hand: Files of the operator's, to be put back where they belong.
        links: Names of the data folder that led elsewhere: a file or a folder of its own is there now.
    """

    contents: Contents
    aside: Path | None
    by_hand: tuple[Path, ...]
    links: tuple[str, ...] = ()


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
        with writing_lock(data_dir).acquire(timeout=LOCK_SECONDS):
            for left in data_dir.glob(f".{RESTORING}*"):  # of one that was killed: nobody else is here
                _removed(left)
            with tempfile.TemporaryDirectory(prefix=UNPACKED, dir=data_dir) as folder:
                contents = _unpacked(path, Path(folder))
                _hand_over(Path(folder), data_dir)
                settle_below(Path(folder))
                restored = _placed(contents, Path(folder), data_dir)
            (data_dir / RESTORING).unlink()  # last of all: until then it is to be done again
            for each in (data_dir, data_dir.parent):
                settle(each)
            return restored
    except Timeout as exc:
        raise IndexLocked(path=data_dir) from exc
    except OSError as exc:
        raise writing_error(data_dir, exc) from exc


def _held(data_dir: Path) -> Iterator[Path]:
    """What a data folder holds, but for what taking its lock makes, and what a restoring that was killed left.

    One that was killed while it moved files in goes on, into the same folder aside.
    """
    if (data_dir / RESTORING).exists():
        return
    ours = {LOCK_NAME, PROBE, *(name for name in (GENERATIONS, ORIGINALS) if _is_empty(data_dir / name))}
    yield from (
        each for each in data_dir.iterdir() if each.name not in ours and not each.name.startswith(f".{RESTORING}")
    )


def _is_empty(folder: Path) -> bool:
    """Whether it is a folder without anything; a link is something: somebody chose another disk."""
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def _unpacked(path: Path, folder: Path) -> Contents:
    """The files of an archive, in a folder, compared with its manifest."""
    found: dict[str, Stored] = {}
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            for member in archive:
                name = member.name
                if not member.isreg() or not is_ours(name) or name in found:
                    raise BackupUnreadable(path=path, detail=messages.UNEXPECTED.format(name=name))
                archive.extract(member, folder, filter=_as_kept)
                found[name] = _stored(folder / name)
    except FAULTS as exc:
        raise BackupUnreadable(path=path, detail=messages.NOT_GZIP) from exc
    if MANIFEST not in found:
        raise BackupUnreadable(path=path, detail=messages.NO_MANIFEST)
    contents = read_manifest(path, (folder / MANIFEST).read_bytes())
    compare(path, found, contents)
    return contents


def _as_kept(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """For its owner only what comes from persons; the rest as any new file: the service may be another account."""
    mode = 0o600 if OF_PERSONS.intersection(PurePosixPath(member.name).parts[1:2]) else None
    return tarfile.data_filter(member, folder).replace(mode=mode, deep=False)  # type: ignore[arg-type]  # `None` is as the system makes files (docs.python.org/3.11/library/tarfile.html)


def _hand_over(folder: Path, data_dir: Path) -> None:
    """Gives what root unpacked to whoever owns the data folder: the service has to read it, and to write there."""
    owner = data_dir.stat()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        for each in folder.rglob("*"):
            os.chown(each, owner.st_uid, owner.st_gid, follow_symlinks=False)


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
    """Moves the files of a backup into their place, and what stands there aside; meanwhile nobody opens the folder."""
    moving = _begun(data_dir)
    aside = data_dir / moving.aside
    brought = sorted((folder / DATA).iterdir()) if (folder / DATA).is_dir() else []
    brought.sort(key=lambda new: new.name == CURRENT_NAME)  # last: without it no index is served
    names = [new.name for new in reversed(brought)]
    # A database's journal goes with it: played into another one, it would destroy it.
    for old in (data_dir / f"{name}{suffix}" for name in names for suffix in ("", "-journal", "-wal", "-shm")):
        if os.path.lexists(old):
            _put_aside(old, aside, was_there=old.name in moving.there)
    for new in brought:
        new.replace(data_dir / new.name)
    by_hand = data_dir / FROM_BACKUP
    if (folder / BESIDE).is_dir():
        if os.path.lexists(by_hand):
            _removed(by_hand)
        (folder / BESIDE).replace(by_hand)
    for each in (aside, data_dir):
        if each.is_dir():
            settle(each)
    files = (file for file in sorted(by_hand.rglob("*")) if file.is_file()) if by_hand.is_dir() else ()
    links = sorted(each.name for each in aside.iterdir() if each.is_symlink()) if aside.is_dir() else ()
    return Restored(contents, aside if aside.is_dir() else None, tuple(files), tuple(links))


@dataclass(frozen=True, slots=True)
class _Moving:
    """What `RESTORING` says: the folder aside, and what there was when files began to be moved."""

    aside: str
    there: tuple[str, ...]


def _begun(data_dir: Path) -> _Moving:
    """Writes down that files are about to be moved; one that was killed is taken up as it was begun."""
    mark = data_dir / RESTORING
    if not mark.exists():
        there = sorted(each.name for each in data_dir.iterdir() if not _is_empty(each))
        begun = _Moving(PUT_ASIDE.format(stamp=f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}"), tuple(there))
        with whole(mark) as written:
            written.write_text(json.dumps(asdict(begun)), encoding="utf-8")
    told = json.loads(mark.read_text(encoding="utf-8"))
    return _Moving(Path(told["aside"]).name, tuple(told["there"]))


def _put_aside(old: Path, aside: Path, *, was_there: bool) -> None:
    """What was there before; what a restoring that was killed had brought is only taken away."""
    if was_there and not os.path.lexists(aside / old.name):
        aside.mkdir(exist_ok=True)
        if old.is_symlink():  # made anew, for a relative one leads elsewhere from there
            (aside / old.name).symlink_to(old.parent.resolve() / old.readlink())
            old.unlink()
        else:
            old.replace(aside / old.name)
    else:
        _removed(old)


def _removed(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
