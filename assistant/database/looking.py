"""A database looked at as it is: neither made, nor upgraded, nor changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext

from assistant.database.migrating import known, latest
from assistant.database.opening import SQLITE, engine_of, is_there, label_of, mapped
from indexer.errors import DatabaseDamaged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Standing:
    """How a database stands.

    Attributes:
        label: What to call it; never holds a password.
        found: Revision of its tables; empty when it has none.
        latest: That this code works with.
        is_newer: A later version of Repères made it.
    """

    label: str
    found: str
    latest: str
    is_newer: bool


def look(settings: Settings) -> Standing | None:
    """How the database of the settings stands; `None` for a SQLite file that is not there yet.

    A database that says that it has the tables of this code is compared with them.

    Raises:
        InvalidSetting: Its address is of another kind.
        DatabaseUnavailable: It does not answer.
        DatabaseDamaged: The file is no database, or not whole; tables or columns of this version are missing.
        WritingError: The file may not be written.
    """
    if not is_there(settings):
        return None
    engine, label = engine_of(settings), label_of(settings)
    try:
        with mapped(label), engine.connect() as connection:
            if engine.dialect.name == SQLITE:
                _check(connection, label)
            found = MigrationContext.configure(connection).get_current_revision() or ""
            if found == latest():
                _compare(connection, label)
    finally:
        engine.dispose()
    return Standing(label, found, latest(), bool(found) and found not in known())


def _check(connection: Connection, label: str) -> None:
    told = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if told != "ok":
        raise DatabaseDamaged(database=label)


def _compare(connection: Connection, label: str) -> None:
    from assistant.database.schema import Base  # which needs all rooms that have tables

    held = sa.inspect(connection)
    there = set(held.get_table_names())
    for table in Base.metadata.tables.values():
        columns = {column["name"] for column in held.get_columns(table.name)} if table.name in there else set()
        if not {column.name for column in table.columns} <= columns:
            raise DatabaseDamaged(database=label)
