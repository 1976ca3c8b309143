"""What Alembic runs: on the connection that `migrating.upgrade` hands over, or on the database of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from assistant.database.schema import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection


def migrate(connection: Connection) -> None:
    """Runs the steps that are asked for, in the transaction that is open or in one of their own."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


def from_settings() -> None:
    """For operators: the database that the settings name, whatever revision it is at."""
    from assistant.database.opening import engine_of
    from indexer.settings import Settings

    engine = engine_of(Settings.load()).execution_options(immediate=True)
    with engine.begin() as connection:
        migrate(connection)


given = context.config.attributes.get("connection")
if given is None:
    from_settings()
else:
    migrate(given)
