"""Search in somebody's conversations: French words, levelled and stemmed, in questions, answers and titles cited.

A condition on a column of the rows of one account, a few hundred at most: no index of words is wanted here, unlike the
association's mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.conversations.tables import Conversation
from assistant.database.words import encoded_terms, words_column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from assistant.conversations.answered import Answered


def searched_words(title: str, exchanges: Iterable[Answered]) -> str:
    """What a conversation can be found by: its words, each between spaces."""
    texts = [title]
    for each in exchanges:
        texts += [each.asked.question, each.outcome.understood.question]
        texts += [sentence.text for sentence in each.outcome.sentences]
        texts += [cited.title for cited in each.outcome.citations]
    return f" {words_column(texts)} "


def having(text: str) -> ColumnElement[bool]:
    """The condition that a conversation has all words of a text, or words that begin so.

    Never met by a text without a word that counts.
    """
    wanted = encoded_terms(text)
    if not wanted:
        return sa.false()
    # Terms are letters a–z and digits alone: nothing in them is a wildcard.
    return sa.and_(*(Conversation.searched.like(f"% {term}%") for term in wanted))
