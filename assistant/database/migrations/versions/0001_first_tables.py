"""The first tables, and the index of words: FTS5 on SQLite, a GIN index on PostgreSQL.

Revision: 0001, after nothing. Types are spelt out here and not taken from `tables`, which goes on changing.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PLAIN: Final = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ALL: Final = [
    "notes",
    "corrections",
    "changes",
    "thread_references",
    "solicitation_themes",
    "solicitation_places",
    "resources_sent",
    "solicitations",
    "contacts",
    "organisations",
    "members",
    "counters",
]
INSTANT: Final = sa.DateTime(timezone=True)
# External content: the words stand once, in `solicitations.searched`, already levelled and stemmed.
WORDS_OF_SQLITE: Final = """
CREATE VIRTUAL TABLE solicitation_words USING fts5(
  searched, content='solicitations', content_rowid='id', detail='none', columnsize=0
)
--
CREATE TRIGGER solicitation_words_insert AFTER INSERT ON solicitations BEGIN
  INSERT INTO solicitation_words(rowid, searched) VALUES (new.id, new.searched);
END
--
CREATE TRIGGER solicitation_words_delete AFTER DELETE ON solicitations BEGIN
  INSERT INTO solicitation_words(solicitation_words, rowid, searched) VALUES ('delete', old.id, old.searched);
END
--
CREATE TRIGGER solicitation_words_update AFTER UPDATE OF searched ON solicitations BEGIN
  INSERT INTO solicitation_words(solicitation_words, rowid, searched) VALUES ('delete', old.id, old.searched);
  INSERT INTO solicitation_words(rowid, searched) VALUES (new.id, new.searched);
END
"""
# Not `to_tsvector`, whose parser takes words apart in its own way: the words are ready, and their set is enough.
WORDS_OF_POSTGRESQL: Final = """
ALTER TABLE solicitations ADD COLUMN words tsvector
  GENERATED ALWAYS AS (array_to_tsvector(string_to_array(searched, ' '))) STORED
--
CREATE INDEX ix_solicitations_words ON solicitations USING gin (words)
"""


def upgrade() -> None:
    """Makes everything, in an order where what is referred to exists."""
    _people()
    _solicitations()
    _around()
    _history()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in (WORDS_OF_POSTGRESQL if on_postgresql else WORDS_OF_SQLITE).split("--"):
        op.execute(statement)


def downgrade() -> None:
    """Drops everything, with all that it holds."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE solicitation_words")
    for table in ALL:
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "members",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_members")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kinds", PLAIN, nullable=False),
        sa.Column("themes", PLAIN, nullable=False),
        sa.Column("territories", PLAIN, nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("key", name=op.f("uq_organisations_key")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("consent_how", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisations.id"], name=op.f("fk_contacts_organisation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_organisation"), "contacts", ["organisation"])


def _solicitations() -> None:  # one statement: the one long table
    op.create_table(
        "solicitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("message", PLAIN, nullable=True),
        sa.Column("message_key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("levelled", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(length=20), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("assignee", sa.String(length=100), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("triaged", PLAIN, nullable=True),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("abstained", sa.Boolean(), nullable=False),
        sa.Column("secondary", PLAIN, nullable=False),
        sa.Column("requester", sa.String(length=40), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("territory_code", sa.String(length=20), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("event", sa.Date(), nullable=True),
        sa.Column("event_until", sa.Date(), nullable=True),
        sa.Column("event_place", sa.Text(), nullable=False),
        sa.Column("needs_human", sa.Boolean(), nullable=False),
        sa.Column("reasons", PLAIN, nullable=False),
        sa.Column("urgency", sa.String(length=1), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("draft_subject", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("delay_days", sa.Integer(), nullable=True),
        sa.Column("relayed_on", sa.Date(), nullable=True),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.Column("purged_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["assignee"],
            ["members.name"],
            name=op.f("fk_solicitations_assignee"),
            onupdate="CASCADE",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solicitations")),
        sa.UniqueConstraint("reference", name=op.f("uq_solicitations_reference")),
    )
    op.create_index(op.f("ix_solicitations_category"), "solicitations", ["category"])
    op.create_index(op.f("ix_solicitations_digest"), "solicitations", ["digest"])
    op.create_index(op.f("ix_solicitations_message_key"), "solicitations", ["message_key"])
    op.create_index("ix_solicitations_queue", "solicitations", ["status", "urgency", "due"])
    op.create_index(op.f("ix_solicitations_received"), "solicitations", ["received"])
    op.create_index(op.f("ix_solicitations_status"), "solicitations", ["status"])
    op.create_index(op.f("ix_solicitations_thread"), "solicitations", ["thread"])


def _around() -> None:
    op.create_table(
        "resources_sent",
        sa.Column("solicitation", sa.Integer(), nullable=False),
        sa.Column("doc", sa.String(length=500), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_resources_sent_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solicitation", "doc", name=op.f("pk_resources_sent")),
    )
    op.create_table(
        "solicitation_places",
        sa.Column("solicitation", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_solicitation_places_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solicitation", "code", name=op.f("pk_solicitation_places")),
    )
    op.create_index(op.f("ix_solicitation_places_code"), "solicitation_places", ["code"])
    op.create_table(
        "solicitation_themes",
        sa.Column("solicitation", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_solicitation_themes_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solicitation", "theme", name=op.f("pk_solicitation_themes")),
    )
    op.create_index(op.f("ix_solicitation_themes_theme"), "solicitation_themes", ["theme"])
    op.create_table(
        "thread_references",
        sa.Column("solicitation", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_thread_references_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solicitation", "key", name=op.f("pk_thread_references")),
    )
    op.create_index(op.f("ix_thread_references_key"), "thread_references", ["key"])


def _history() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solicitation", sa.Integer(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_changes_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_solicitation"), "changes", ["solicitation"])
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solicitation", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_corrections_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_solicitation"), "corrections", ["solicitation"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("solicitation", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solicitation"], ["solicitations.id"], name=op.f("fk_notes_solicitation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_solicitation"), "notes", ["solicitation"])
