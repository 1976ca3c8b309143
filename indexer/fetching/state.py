"""What is remembered between two fetches: one SQLite file.

A row is written after its file stands in place: an interruption costs at most the same file once more. The state can
always be thrown away; what it knew is then fetched again.
"""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from indexer.room import writing_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


STATE_NAME = "state.sqlite3"
DAMAGED_NAME = "state.damaged.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    source TEXT, url TEXT, file TEXT, title TEXT, date TEXT, stamp TEXT, folder TEXT, etag TEXT, last_modified TEXT,
    digest TEXT, size INTEGER, fetched_at REAL, checked_at REAL, status INTEGER, tries INTEGER, missing_since REAL,
    made INTEGER,
    PRIMARY KEY (source, url)
);
CREATE TABLE IF NOT EXISTS notes (source TEXT, name TEXT, value TEXT, PRIMARY KEY (source, name));
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one address, or of one file of a watched folder.

    Attributes:
        source: Identifier of its source.
        url: Its address; a relative path in a watched folder.
        file: Path of the copy in the source's folder; empty while there is none.
        title: As the listing or the page tells; may be empty.
        date: ISO day of publication; may be empty.
        stamp: What the listing said of its last change when it was fetched.
        folder: Folder, within the source's, where its copy goes.
        etag, last_modified: To ask again on condition.
        digest: sha256 of the copy, hexadecimal.
        size: Of the copy, in bytes.
        fetched_at: When the copy was made, POSIX seconds; 0 for never.
        checked_at: When the site last told that the copy is good, POSIX seconds; 0 for never.
        status: HTTP status of the last answer; 0 when there was none.
        tries: Runs in a row that failed on it.
        missing_since: When it was first found missing, POSIX seconds; 0 when it is not.
        made: 1 when its listing gave the document itself, so that its address is never asked; else 0.
    """

    source: str
    url: str
    file: str = ""
    title: str = ""
    date: str = ""
    stamp: str = ""
    folder: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    size: int = 0
    fetched_at: float = 0.0
    checked_at: float = 0.0
    status: int = 0
    tries: int = 0
    missing_since: float = 0.0
    made: int = 0


class State:
    """The state of all sources of a data folder. To be closed."""

    def __init__(self, folder: Path) -> None:
        """Opens the state of a folder, made when missing; a damaged one is put aside.

        Raises:
            WritingError: The file cannot be written.
        """
        path = folder / STATE_NAME
        try:
            self._base = _opened(path)
        except sqlite3.OperationalError as exc:
            raise writing_error(path, exc) from exc
        except sqlite3.DatabaseError:
            path.replace(folder / DAMAGED_NAME)
            for companion in ("-wal", "-shm"):  # of the damaged one: never to be read into the new one
                path.with_name(f"{STATE_NAME}{companion}").unlink(missing_ok=True)
            self._base = _opened(path)

    def close(self) -> None:
        """Lets the file go."""
        self._base.close()

    def records(self, source: str) -> dict[str, Record]:
        """What is known of a source, by address, in the order of the addresses."""
        columns = ", ".join(field.name for field in fields(Record))
        rows: Iterator[tuple[object, ...]] = self._base.execute(
            f"SELECT {columns} FROM files WHERE source = ? ORDER BY url",  # noqa: S608  # names of our own fields
            (source,),
        )
        found = (Record(*row) for row in rows)  # type: ignore[arg-type]  # as saved from a Record
        return {record.url: record for record in found}

    def save(self, record: Record) -> None:
        """Writes what is known of one address, at once."""
        values = astuple(record)
        with self._base:
            self._base.execute(f"INSERT OR REPLACE INTO files VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  # only question marks

    def forget(self, record: Record) -> None:
        """Drops what is known of one address."""
        with self._base:
            self._base.execute("DELETE FROM files WHERE source = ? AND url = ?", (record.source, record.url))

    def note(self, source: str, name: str) -> str:
        """A remark kept under a name; empty when there is none."""
        row = self._base.execute("SELECT value FROM notes WHERE source = ? AND name = ?", (source, name)).fetchone()
        return str(row[0]) if row else ""

    def set_note(self, source: str, name: str, value: str) -> None:
        """Keeps a remark; an empty one is dropped."""
        with self._base:
            self._base.execute("DELETE FROM notes WHERE source = ? AND name = ?", (source, name))
            if value:
                self._base.execute("INSERT INTO notes VALUES (?, ?, ?)", (source, name, value))


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path)
    try:
        # A crash of the machine may cost the last rows, never the file (sqlite.org/pragma.html#pragma_synchronous).
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.executescript(_SCHEMA)
        base.execute("SELECT count(*) FROM files").fetchone()
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base
