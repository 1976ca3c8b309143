"""A file written whole or not at all, whatever stops the process or the machine; what a dead one left goes in time.

A rename alone is whole for other processes, not for a power cut: the name may reach the disk before the content does.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PART: Final = ".part"
STALE_SECONDS: Final = 3600.0
"""What nobody has written to for so long belongs to a process that died: another one may be at work until then."""

NAME_BYTES: Final = 200
"""Of a name, what a file beside it keeps: with what is added, file systems take 255 bytes, encrypted ones fewer."""

NO_SUCH_THING: Final = frozenset({errno.EINVAL, errno.ENOTSUP})
"""What a file system says that has no `fsync` for a file of this sort (`fsync(2)`)."""


@contextlib.contextmanager
def whole(path: Path, *, mode: int = 0o666) -> Iterator[Path]:
    """A file to be written beside another, whose place it takes at the end; nothing of it stays after an error.

    Args:
        path: Where it is to stand; its folder exists. A link stays one: the file that it leads to is replaced.
        mode: Permissions, as `open(2)` takes them.

    Raises:
        OSError: It cannot be written.
    """
    path = Path(os.path.realpath(path)) if path.is_symlink() else path
    name = os.fsencode(path.name)[:NAME_BYTES].decode("utf-8", "ignore")
    sweep(path.parent, f".{glob.escape(name)}.*{PART}")
    aside = path.with_name(f".{name}.{uuid.uuid4().hex[:12]}{PART}")
    try:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield aside
        place(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def place(aside: Path, path: Path) -> None:
    """Has a finished file take its place, on the disk too, in that order.

    Raises:
        OSError: It cannot.
    """
    settle(aside)
    aside.replace(path)
    settle(path.parent)


def settle(path: Path) -> None:
    """Waits until a file's content, or a folder's list of names, is on the disk.

    Raises:
        OSError: It cannot be; not where the file system only does not know how (some shares, of folders).
    """
    handle = _opened(path)
    if handle is None:
        return
    try:
        os.fsync(handle)
    except OSError as exc:
        if exc.errno not in NO_SUCH_THING:
            raise
    finally:
        os.close(handle)


def _opened(path: Path) -> int | None:
    """To be written where it may be: Windows settles nothing else. It opens no folder; its renames are journalled."""
    for way in (os.O_RDWR, os.O_RDONLY):
        with contextlib.suppress(PermissionError, IsADirectoryError):
            return os.open(path, way)
    return None


def settle_below(folder: Path) -> None:
    """The same of all that a folder holds, and of itself."""
    for here, _, names in os.walk(folder):
        for name in names:
            settle(Path(here, name))
        settle(Path(here))


def sweep(folder: Path, pattern: str) -> None:
    """Takes away what dead processes left in a folder: files or folders of these names, untouched for an hour."""
    oldest = time.time() - STALE_SECONDS
    for left in folder.glob(pattern):
        with contextlib.suppress(OSError):  # gone meanwhile, or somebody else's
            newest = max(each.lstat().st_mtime for each in (left, *left.rglob("*")))
            if newest < oldest:
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
