"""Brings a database to the schema of this code, by the migrations that ship with it.

`upgrade` does it when a database is opened; `alembic -c assistant/database/alembic.ini …` is there for operators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from indexer.errors import DatabaseOutdated

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

SCRIPTS: Final = "assistant.database:migrations"
UPGRADING: Final = 0x4D6967726174
"""Number of the PostgreSQL lock under which the schema is changed; « Migrat » in hexadecimal."""


def upgrade(engine: Engine, label: str) -> None:
    """Makes the tables of an empty database, or brings older ones up to date, in one transaction.

    Processes that open it at the same time wait for one another.

    Raises:
        DatabaseOutdated: Its schema is unknown here: a later version made it.
    """
    config = configured()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == latest():
            return
    with engine.execution_options(immediate=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADING)))
        found = MigrationContext.configure(connection).get_current_revision()
        if found and found not in known():
            raise DatabaseOutdated(database=label, found=found, known=latest())
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def configured() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    return config


def known() -> frozenset[str]:
    """Revisions of the schema that this code knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(configured()).walk_revisions())


def latest() -> str:
    """The revision that this code works with."""
    return str(ScriptDirectory.from_config(configured()).get_current_head())
