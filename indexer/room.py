"""Why something could not be written, where it must be kept: no room left, no right to, or what the system says.

Every writer tells it through `writing_error`: the remedy differs, and a full disk is told as such wherever it is met.
What may not be read is told, by `readable`, from what is not there or is damaged: there the remedies differ even more.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final

from indexer.errors import NoRoom, NotReadable, NotWritable, WritingFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.errors import ReperesError, WritingError

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk is full, a quota is reached, or a file is as long as this process may make one."""
NO_RIGHT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_ONLY_WRITING: Final = FULL | {errno.EROFS}
"""What only writing meets."""
SCANT_BYTES: Final = 64 * 1024**2
"""With less than this on the disk, what fails without a reason while an index is written fails for want of room: a
batch of 2,000 vectors of 1,024 dimensions, its journal and its graph, given back when the batch is undone."""
_SHORT: Final = re.compile(r"^\d+ requested and \d+ written$")
"""All that NumPy 2 says of a disk that fills up under it; it gives no number."""
_PRIMARY: Final = 0xFF
"""SQLite adds details above these bits of its codes (sqlite.org/rescode.html)."""
_READ_ONLY: Final = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})


def writing_error(path: Path | str, cause: BaseException) -> WritingError:
    """What to raise from what the system, or SQLite, said.

    Args:
        path: What could not be written, or the folder that it stands in.
        cause: As it came; what it was raised from tells as well.
    """
    if is_full(cause):
        return NoRoom(path=path)
    if isinstance(cause, OSError) and cause.errno not in NO_RIGHT:
        return WritingFailed(path=path, detail=cause.strerror or str(cause))
    return NotWritable(path=path)


def is_of_writing(error: OSError, data_dir: Path) -> bool:
    """Whether what the system refused was to write, rather than to read somebody's file.

    Args:
        error: As it came.
        data_dir: What is written is written there.
    """
    if error.errno in _ONLY_WRITING or not isinstance(error.filename, (str, bytes)):
        return True
    return Path(os.fsdecode(error.filename)).resolve().is_relative_to(data_dir.resolve())


@contextlib.contextmanager
def readable(path: Path | str, kind: type[ReperesError] = NotReadable) -> Iterator[None]:
    """Tells the want of a right (EACCES, EPERM) to what is read within; whatever else the system says passes.

    Args:
        path: What is read; named where the system names nothing.
        kind: What is raised, with `path`.

    Raises:
        ReperesError: Of that kind.
    """
    try:
        yield
    except PermissionError as exc:
        raise kind(path=exc.filename or path) from exc


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder.

    Unlike `Path.exists`, which from Python 3.14 on takes what may not be looked at for what is not there.

    Raises:
        OSError: It cannot be told.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: a name that no file can have
        return False
    return True


def is_full(cause: BaseException) -> bool:
    """Whether it is for want of room."""
    return any(_says_full(each) for each in _causes(cause))


def is_scant(folder: Path) -> bool:
    """Whether hardly anything is left on the disk of a folder."""
    return shutil.disk_usage(folder).free < SCANT_BYTES


def is_read_only(cause: BaseException) -> bool:
    """Whether SQLite could read a file, or would have, and may not write it."""
    return any(sqlite_code(each) in _READ_ONLY for each in _causes(cause))


def sqlite_code(error: BaseException) -> int:
    """The primary result code of one of SQLite's errors; -1 for anything else."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & _PRIMARY if isinstance(code, int) else -1


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL or (error.errno is None and bool(_SHORT.match(str(error))))
    return sqlite_code(error) == sqlite3.SQLITE_FULL


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and what it was raised from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__
