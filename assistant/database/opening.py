"""The database: SQLite in the data folder, or PostgreSQL by its URL. Whatever is shared between web processes is here.

SQLite keeps its rollback journal rather than a write-ahead log: two people and some mails a day write for milliseconds,
which the busy timeout absorbs; what is erased (`secure_delete` overwrites it) does not live on in a second file until
a checkpoint; and a copy of the one file is a whole backup. Whoever writes takes the lock at once (`BEGIN IMMEDIATE`):
a transaction that reads first and then writes would be refused without waiting. Many writers want PostgreSQL.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy import exc as foreign
from sqlalchemy.orm import Session

from assistant.database.migrating import upgrade
from assistant.messages import NO_SUCH_DATABASE
from indexer.errors import (
    DatabaseDamaged,
    DatabaseNotReadable,
    DatabaseUnavailable,
    InvalidSetting,
    NoRoom,
    NotWritable,
    RestoreUnfinished,
)
from indexer.index import RESTORING
from indexer.room import is_full, is_read_only, readable, writing_error
from indexer.room import is_there as _is_there
from indexer.settings import MASK

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Engine

    from indexer.settings import Settings

FILE_NAME: Final = "solicitations.sqlite"
"""Named for what it held first. One that has a journal beside it must not be renamed: it would be lost with it."""
SQLITE, POSTGRESQL = "sqlite", "postgresql"
WAIT_MILLISECONDS: Final = 10_000
"""Longest wait for another process that is writing."""
CONNECT_SECONDS: Final = 5
DISK_FULL, STANDBY = "53100", "25006"
"""What PostgreSQL calls a full disk, and a server that may only be read (postgresql.org, Appendix A)."""
ALONE: Final = 0x5265706572
"""Number of the PostgreSQL lock under which messages are filed one at a time; the word « Reper » in hexadecimal."""


class Database:
    """An open database, brought to the schema of this code. Safe to share between threads; processes open their own.

    Attributes:
        label: What to call it in a sentence: never holds a password.
    """

    def __init__(self, place: str | Path) -> None:
        """Opens it, makes or upgrades its tables.

        Args:
            place: A PostgreSQL URL, or the path of a SQLite file, made when missing and readable by its owner only.

        Raises:
            InvalidSetting: A URL of another kind.
            DatabaseUnavailable: It does not answer.
            DatabaseDamaged: The file is no database.
            DatabaseNotReadable: No right to read the file.
            DatabaseOutdated: A later version of Repères made it.
            WritingError: The file may not be written.
        """
        url = _url(place)
        self.label = _label(url)
        self._engine = _engine(url)
        self.is_postgresql = self._engine.dialect.name == POSTGRESQL
        try:
            with mapped(self.label):
                upgrade(self._engine, self.label)
        except BaseException:
            self.close()
            raise

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """The one that the settings name.

        Raises:
            RestoreUnfinished: What the data folder holds is half of a backup.
        """
        check_whole(settings.data_dir)
        return cls(_place(settings))

    def ask(self) -> None:
        """Asks whether it is there, and can be read.

        Raises:
            DatabaseUnavailable, DatabaseDamaged: It does not answer, or not as a database does.
        """
        with self.reading() as session:
            session.execute(sa.text("SELECT count(*) FROM alembic_version"))

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with self._reopened_after_damage(), mapped(self.label), Session(self._engine) as session:
            yield session

    @contextlib.contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Session]:
        """A session whose changes are kept all together at the end, or not at all.

        Args:
            alone: Whether no other may file a message meanwhile (SQLite has one writer anyway).
        """
        engine = self._engine.execution_options(immediate=True)
        with self._reopened_after_damage(), mapped(self.label), Session(engine) as session, session.begin():
            if alone and self.is_postgresql:
                session.execute(sa.select(sa.func.pg_advisory_xact_lock(ALONE)))
            yield session

    @contextlib.contextmanager
    def _reopened_after_damage(self) -> Iterator[None]:
        """SQLite keeps a file as it found it, read-only or damaged: it is opened anew the next time."""
        try:
            yield
        except (NotWritable, DatabaseDamaged):
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Lets go of its connections."""
        self._engine.dispose()


@contextlib.contextmanager
def mapped(label: str) -> Iterator[None]:
    """SQLAlchemy's errors as ours, about the database called so; programmer errors pass.

    Raises:
        DatabaseUnavailable: It does not answer, or has become a copy that is only read.
        DatabaseDamaged: It is none.
        WritingError: It can be read, and nothing can be written in it.
    """
    try:
        yield
    except foreign.TimeoutError as exc:  # all connections of the pool wait for a server that says nothing
        raise DatabaseUnavailable(database=label) from exc
    except foreign.OperationalError as exc:
        if _is_full(exc) or is_read_only(exc):
            raise (NoRoom if _is_full(exc) else NotWritable)(path=label) from exc
        raise DatabaseUnavailable(database=label) from exc
    except foreign.DatabaseError as exc:
        if getattr(exc.orig, "sqlstate", None) == STANDBY:
            raise DatabaseUnavailable(database=label) from exc
        if type(exc) is foreign.DatabaseError:  # SQLite: « file is not a database », « malformed »
            raise DatabaseDamaged(database=label) from exc
        raise


def is_there(settings: Settings) -> bool:
    """Whether there is a database to open: looking for something in it is no reason to make one.

    A server is taken to have one; whether it answers is not asked. One that is being put back is there too.

    Raises:
        DatabaseNotReadable: No right to look.
    """
    if settings.database_url.get_secret_value():
        return True
    with readable(settings.data_dir, DatabaseNotReadable):
        return any(_is_there(settings.data_dir / name) for name in (FILE_NAME, RESTORING))


def check_whole(data_dir: Path) -> None:
    """A database that is not there yet, because it is being put back, is not to be made anew, nor a half copied.

    Raises:
        RestoreUnfinished: What the data folder holds is half of a backup.
        DatabaseNotReadable: No right to look.
    """
    with readable(data_dir, DatabaseNotReadable):
        unfinished = _is_there(data_dir / RESTORING)
    if unfinished:
        raise RestoreUnfinished(path=data_dir)


def engine_of(settings: Settings) -> Engine:
    """The database of the settings as SQLAlchemy knows it, its tables left as they are: for Alembic's own command.

    Raises:
        RestoreUnfinished: What the data folder holds is half of a backup.
        InvalidSetting: A URL of another kind.
        WritingError: The file may not be written.
    """
    check_whole(settings.data_dir)
    return _engine(_url(_place(settings)))


def label_of(settings: Settings) -> str:
    """What to call the database of the settings in a sentence: never holds a password.

    Raises:
        InvalidSetting: A URL of another kind.
    """
    return _label(_url(_place(settings)))


def _place(settings: Settings) -> str | Path:
    return settings.database_url.get_secret_value() or settings.data_dir / FILE_NAME


def _url(place: str | Path) -> URL:
    if isinstance(place, Path):
        return sa.URL.create(SQLITE, database=str(place))
    try:
        url = sa.make_url(place)
    except foreign.ArgumentError as exc:
        raise InvalidSetting(name="REPERES_DATABASE_URL", value=MASK, detail=NO_SUCH_DATABASE) from exc
    if url.drivername not in ("postgres", POSTGRESQL, "postgresql+psycopg"):
        raise InvalidSetting(name="REPERES_DATABASE_URL", value=_label(url), detail=NO_SUCH_DATABASE)
    return url.set(drivername="postgresql+psycopg")


def _label(url: URL) -> str:
    """Neither user nor password, nor what follows « ? », where a password may stand too."""
    if url.drivername == SQLITE:
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    return f"{url.drivername.partition('+')[0]}://{url.host or ''}{port}/{url.database or ''}"


def _engine(url: URL) -> Engine:
    if url.drivername != SQLITE:
        return sa.create_engine(
            url,
            hide_parameters=True,  # of people: neither in logs nor in tracebacks
            pool_pre_ping=True,
            connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "reperes"},
        )
    _make_file(Path(str(url.database)))
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_MILLISECONDS / 1000})
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _make_file(path: Path) -> None:
    """For its owner only; the journal takes after it. One that is there and may not be written can still be read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as exc:
        if os.access(path, os.R_OK):
            return
        with readable(path, DatabaseNotReadable):
            there = _is_there(path)
        if there:
            raise DatabaseNotReadable(path=path) from exc
        raise writing_error(path, exc) from exc


def _is_full(error: foreign.OperationalError) -> bool:
    return is_full(error) or getattr(error.orig, "sqlstate", None) == DISK_FULL


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not where Python's driver guesses
    # EXTRA: what was accepted is on the disk; a power cut just after would else bring back the journal that undoes it
    # (sqlite.org/pragma.html#pragma_synchronous).
    wanted = ("foreign_keys = ON", "secure_delete = ON", "synchronous = EXTRA", f"busy_timeout = {WAIT_MILLISECONDS}")
    for pragma in wanted:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
