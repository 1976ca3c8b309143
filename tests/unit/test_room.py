"""Why something could not be written: what systems, SQLite, NumPy and PostgreSQL say of it, as errors of ours."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import exc as foreign

from assistant.database.opening import mapped
from indexer.errors import DatabaseUnavailable, NoRoom, NotWritable, ReperesError, WritingFailed
from indexer.room import is_full, writing_error

if TYPE_CHECKING:
    from pathlib import Path


def sqlite_full(path: Path) -> sqlite3.Error:
    """What SQLite really says when a file may not grow."""
    held = sqlite3.connect(path)
    try:
        held.execute("CREATE TABLE t (x)")
        held.execute("PRAGMA max_page_count = 2")
        held.execute("INSERT INTO t VALUES (zeroblob(100000))")
    except sqlite3.Error as error:
        return error
    finally:
        held.close()
    raise AssertionError


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), NoRoom),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), NoRoom),
        (OSError(errno.EFBIG, "File too large"), NoRoom),
        (OSError("1000000 requested and 5104 written"), NoRoom),
        (OSError(errno.EROFS, "Read-only file system"), NotWritable),
        (PermissionError(errno.EACCES, "Permission denied"), NotWritable),
        (OSError(errno.EIO, "Input/output error"), WritingFailed),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), WritingFailed),
        (sqlite3.OperationalError("unable to open database file"), NotWritable),
    ],
    ids=["disk", "quota", "file", "numpy", "read-only", "right", "failing", "gone", "sqlite"],
)
def test_the_remedy_follows_from_what_was_said(cause: BaseException, kind: type[ReperesError]) -> None:
    """Room is to be made, or a right to be given."""
    assert type(writing_error("x", cause)) is kind


def test_what_it_was_raised_from_tells_as_well(tmp_path: Path) -> None:
    """SQLite's own word for a full disk, however deep."""
    told = OSError("copy failed")
    told.__cause__ = sqlite_full(tmp_path / "x.sqlite")
    assert is_full(told)


def test_a_full_sqlite_file_is_no_silence_of_the_database(tmp_path: Path) -> None:
    """Nor is one that may only be read."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.connect() as held:
        held.exec_driver_sql("CREATE TABLE t (x)")
        held.exec_driver_sql("PRAGMA max_page_count = 2")
        with pytest.raises(NoRoom), mapped("x"):
            held.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))")
        held.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(NotWritable), mapped("x"):
            held.exec_driver_sql("CREATE TABLE u (x)")
    engine.dispose()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (foreign.OperationalError("", {}, psycopg.errors.DiskFull("could not extend file")), NoRoom),
        (foreign.InternalError("", {}, psycopg.errors.ReadOnlySqlTransaction("standby")), DatabaseUnavailable),
        (foreign.OperationalError("", {}, psycopg.errors.AdminShutdown("terminating")), DatabaseUnavailable),
        (foreign.TimeoutError("QueuePool limit"), DatabaseUnavailable),
    ],
    ids=["full", "standby", "stopping", "hanging"],
)
def test_what_postgresql_says_is_told(said: Exception, kind: type[ReperesError]) -> None:
    """A full disk apart from a server that stops, hangs, or has become a copy that is only read."""
    with pytest.raises(kind), mapped("x"):
        raise said
