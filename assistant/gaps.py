"""Gaps: what is asked of the field and the publications do not tell, for those who choose the publications.

A file of its own in the data folder, `gaps.sqlite`: a wording, how many times, the first and the last day; nothing of
who asked, nor when in the day. Only questions refused as `NOT_DOCUMENTED`, and of these only what `may_be_kept`.

SQLite rather than lines added to a file: counts go up in place, the oldest go, several processes write at once, and a
process that is killed leaves the last whole transaction; lines would want a lock, a compaction, and a reader of torn
ends. With its rollback journal rather than a write-ahead log: one write a refusal needs no speed, and no second file
stays that holds what was erased from the first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.discretion import may_be_kept
from indexer.errors import GapsUnavailable, GapsUnreadable
from indexer.french import words
from indexer.room import is_full, is_read_only, is_there, readable, sqlite_code, writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger("reperes")

GAPS_NAME = "gaps.sqlite"
KEPT_DAYS = 365
"""A gap that nobody has met for so long is forgotten."""
WAIT_SECONDS = 5.0
"""Longest wait for another process that is writing."""
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS gaps (levelled TEXT PRIMARY KEY, question TEXT NOT NULL, count INTEGER NOT NULL, "
    "first TEXT NOT NULL, last TEXT NOT NULL) WITHOUT ROWID"
)
MET = (
    "INSERT INTO gaps VALUES (?, ?, 1, ?, ?) "
    "ON CONFLICT (levelled) DO UPDATE SET count = count + 1, last = max(last, excluded.last)"
)
OLD = "DELETE FROM gaps WHERE last < ?"
TOO_MANY = (
    "DELETE FROM gaps WHERE levelled IN "
    "(SELECT levelled FROM gaps ORDER BY levelled = ? DESC, count DESC, last DESC LIMIT -1 OFFSET ?)"
)
ALL = "SELECT question, count, first, last FROM gaps ORDER BY count DESC, last DESC, question"


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the publications do not answer.

    Attributes:
        question: As it was first put, without its greetings.
        count: Times that it was met, accents, case and inclusive writing aside.
        first, last: Days, in the machine's time.
    """

    question: str
    count: int
    first: dt.date
    last: dt.date


class Gaps:
    """Where gaps are noted. Safe to use from several threads and processes; whatever fails, the answer goes on."""

    def __init__(self, data_dir: Path, limit: int) -> None:
        """Names the file; nothing is opened.

        Args:
            data_dir: Where.
            limit: Of their number; beyond it, those met least often go, the oldest first.
        """
        self._path = data_dir / GAPS_NAME
        self._limit = limit

    def note(self, question: str, today: dt.date | None = None) -> None:
        """Notes that a question was met, if it may be kept."""
        shown = " ".join("".join(c if c.isprintable() else " " for c in question).split())
        levelled = " ".join(words(shown))
        if not levelled or not may_be_kept(shown):
            return
        day = today or dt.date.today()  # noqa: DTZ011 — a day of the people who ask, not an instant
        try:
            with _opened(self._path) as connection, connection:
                connection.execute(MET, (levelled, shown, day.isoformat(), day.isoformat()))
                connection.execute(OLD, ((day - dt.timedelta(days=KEPT_DAYS)).isoformat(),))
                connection.execute(TOO_MANY, (levelled, self._limit))
        except (OSError, sqlite3.Error) as exc:
            log.warning("a gap could not be noted (%s)", type(exc).__name__)  # never the question


def noted(data_dir: Path) -> list[Gap]:
    """The gaps of a data folder, most often met first; none where none was noted.

    Raises:
        GapsUnreadable: The file is damaged.
        GapsUnavailable: It cannot be read now: the disk, a lock…
        NotReadable: No right to read it.
    """
    path = data_dir / GAPS_NAME
    try:
        with readable(path), path.open("rb"):
            pass  # SQLite would only say that it cannot open it
        with _opened(path) as connection:
            rows = connection.execute(ALL).fetchall()
    except FileNotFoundError:
        return []
    except (OSError, sqlite3.Error) as exc:
        raise _trouble(path, exc) from exc
    return [
        Gap(text, count, dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for text, count, first, last in rows
    ]


def forget(data_dir: Path, question: str = "") -> int:
    """Erases gaps of a data folder for good; gives their number.

    Args:
        data_dir: Where.
        question: The one to erase, as it is listed; empty: all of them.

    Raises:
        GapsUnreadable: The file is damaged.
        GapsUnavailable: It cannot be read now: the disk, a lock…
        WritingError: It may not be written.
    """
    if question:
        return _erased(data_dir, "DELETE FROM gaps WHERE question = ?", question)
    return _erased(data_dir, "DELETE FROM gaps")


def forget_old(data_dir: Path, today: dt.date) -> int:
    """Erases the gaps that nobody has met for `KEPT_DAYS`; gives their number.

    Raises:
        GapsUnreadable: The file is damaged.
        GapsUnavailable: It cannot be read now: the disk, a lock…
        WritingError: It may not be written.
    """
    return _erased(data_dir, OLD, (today - dt.timedelta(days=KEPT_DAYS)).isoformat())


def _erased(data_dir: Path, statement: str, *values: str) -> int:
    path = data_dir / GAPS_NAME
    try:
        if not is_there(path):
            return 0
        with _opened(path) as connection, connection:
            return connection.execute(statement, values).rowcount
    except (OSError, sqlite3.Error) as exc:
        if isinstance(exc, OSError) or is_full(exc) or is_read_only(exc):
            raise writing_error(path, exc) from exc
        raise _trouble(path, exc) from exc


def _trouble(path: Path, cause: Exception) -> GapsUnreadable | GapsUnavailable:
    """Damaged only where SQLite says that it is no database, or one in pieces: what is sound is not to be deleted."""
    if sqlite_code(cause) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return GapsUnreadable(path=path)
    detail = cause.strerror if isinstance(cause, OSError) else None
    return GapsUnavailable(path=path, detail=detail or str(cause))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection, closed at the end: one a question, so that nothing is held between two."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # for its owner only; the journal takes after it
    with contextlib.closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten
        connection.execute("PRAGMA synchronous = EXTRA")  # and a power cut brings none of it back
        connection.execute(SCHEMA)
        yield connection
