"""What all tables have in common: their types, how moments and JSON are kept, how constraints are named."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import JSON, DateTime, Dialect, MetaData, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

CASCADE: Final = "CASCADE"
Plain = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""JSON, in the form that PostgreSQL indexes."""


class Instant(TypeDecorator[dt.datetime]):
    """A moment in universal time: SQLite forgets time zones, so that they are put back when it is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 — SQLAlchemy's signature
        """In universal time."""
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 — SQLAlchemy's signature
        """With its zone."""
        return value.replace(tzinfo=dt.UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """What the tables have in common: their types, and how their constraints are named, for migrations to find them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 — SQLAlchemy's way of telling types
        dt.datetime: Instant,
        list[str]: Plain,
        dict[str, object]: Plain,
        str: Text,
    }
