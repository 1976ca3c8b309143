"""A folder that cannot be written, taken to another disk: what insists on writing as it opens can then be read.

Whoever reads a copy holds its lock, which the system gives back when a process dies, however it does: the next copy
that is made takes away those that nobody holds.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from indexer.errors import IndexNotReadable
from indexer.lasting import STALE_SECONDS
from indexer.room import NO_RIGHT, writing_error

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("reperes")

PREFIX: Final = "reperes-copy-"
LOCK: Final = ".lock"


def copied_aside(folder: Path) -> tuple[Path, Callable[[], None]]:
    """Copies a folder under the system's temporary one.

    Returns:
        The folder that holds the copy, under the same name; and what takes it away.

    Raises:
        IndexNotReadable: It may not be read either.
        WritingError: Nothing can be written there either.
    """
    place = Path(tempfile.gettempdir())
    try:
        aside = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = FileLock(aside / LOCK, thread_local=False)
        held.acquire()
    except OSError as exc:
        raise writing_error(place, exc) from exc

    def forget() -> None:
        held.release()
        shutil.rmtree(aside, ignore_errors=True)

    _sweep_dead(place, aside)
    try:
        _copy(folder, aside / folder.name)
    except OSError as exc:
        forget()
        if exc.errno in NO_RIGHT:  # to write there is ours: the folder was just made
            raise IndexNotReadable(path=folder) from exc
        raise writing_error(place, exc) from exc
    log.warning("%s cannot be written: it is read from a copy, %s", folder, aside)
    return aside, forget


def _copy(folder: Path, target: Path) -> None:
    """Files and folders without their permissions: what cannot be written there would not be writable here."""

    def refused(error: OSError) -> None:
        raise error

    for here, _, names in os.walk(folder, onerror=refused):
        there = target / Path(here).relative_to(folder)
        there.mkdir()
        for name in names:
            shutil.copyfile(Path(here, name), there / name)


def _sweep_dead(place: Path, ours: Path) -> None:
    """Takes away the copies, of the same account, that nobody holds."""
    owner = ours.stat().st_uid
    for left in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, Timeout):
            if left != ours and left.lstat().st_uid == owner and not left.is_symlink() and _is_over(left):
                shutil.rmtree(left)


def _is_over(copy: Path) -> bool:
    """Whether whoever made a copy is dead; one is begun once its lock is held, so none is taken between the two."""
    if [each.name for each in copy.iterdir()] in ([], [LOCK]):
        return copy.stat().st_mtime < time.time() - STALE_SECONDS
    with FileLock(copy / LOCK).acquire(timeout=0):
        return True
