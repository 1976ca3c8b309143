"""Search of French words in solicitations: the same results on both databases.

Words are levelled and stemmed (`assistant.database.words`) and kept as a set, in a column; the databases only look
sets up (FTS5, or a GIN index on a `tsvector`). Each term is made of letters a–z and digits alone, so that neither of
their own parsers finds anything to take apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.database.words import encoded_terms, words_column
from assistant.solicitations.tables import Solicitation
from assistant.triage.stored import message_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def refresh(row: Solicitation) -> None:
    """Looks again at what a solicitation can be found by."""
    row.searched = words_column(searched_texts(row))


def searched_texts(row: Solicitation) -> list[str]:
    """All texts of a solicitation, those of its message first."""
    message = message_of(row.message) if row.message else None
    about = [row.reference, row.summary, row.territory, row.event_place, row.draft, row.sent]
    about += [note.text for note in row.notes]
    if message is None:
        return about
    people = [message.sender, *([message.forwarder] if message.forwarder else [])]
    return [
        message.words(),
        message.signature,
        message.quoted,
        *(f"{person.name} {person.address}" for person in people),
        *(f"{attached.name} {attached.text}" for attached in message.attachments),
        *about,
    ]


def having(text: str, *, postgresql: bool) -> ColumnElement[bool]:
    """The condition that a solicitation has all words of a text; never met by a text without a word that counts."""
    wanted = encoded_terms(text)
    if not wanted:
        return sa.false()
    if postgresql:
        query = sa.cast(" & ".join(f"'{term}'" for term in wanted), sa.dialects.postgresql.TSQUERY)
        return sa.literal_column("solicitations.words").op("@@", is_comparison=True)(query)
    matching = sa.text("SELECT rowid FROM solicitation_words WHERE solicitation_words MATCH :wanted")
    found = matching.bindparams(wanted=" ".join(f'"{term}"' for term in wanted)).columns(rowid=sa.Integer)
    return Solicitation.id.in_(sa.select(found.subquery().c.rowid))
