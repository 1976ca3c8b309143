"""The conversations of people who signed in. Each sees their own only: somebody else's is not there.

Nothing of SQLAlchemy leaves this module: values in, frozen values out.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.conversations.answered import answered_of, asked_column, outcome_column
from assistant.conversations.kept import Heading, KeptConversation, Listing
from assistant.conversations.messages import UNTITLED
from assistant.conversations.searching import having, searched_words
from assistant.conversations.tables import Conversation, Exchange
from assistant.conversations.titles import flattened, title_of
from assistant.questions import Turn
from indexer.errors import ConversationNotFound, ExchangeNotFound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from assistant.conversations.answered import Answered
    from assistant.database.held import Held

PAGE_SIZE: Final = 20
MOST_ON_A_PAGE: Final = 200
LEANT_ON: Final = 20
"""Exchanges that a new question is put after, the last ones: a follow-up leans on none that is further back."""
_BYTES: Final = 16
_ID: Final = re.compile(r"[0-9a-f]{32}")
_TOLD: Final = 100
"""Characters of an identifier that are told again when it is unknown."""


class Conversations:
    """All conversations of a database, account by account. Safe to share between threads."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        """Nothing is opened.

        Args:
            database: Open, or opened when it is first wanted, and then it may raise what opening it raises.
            clock: Tells the moment of a change.
        """
        self._database, self._clock = database, clock

    def begin(self, account: int, title: str = "") -> Heading:
        """A new conversation, empty; its first question titles it when no title is given."""
        at = self._clock()
        with self._database.writing() as session:
            named = flattened(title)
            row = Conversation(
                id=secrets.token_hex(_BYTES),
                account=account,
                title=named,
                searched=searched_words(named, ()),
                created_at=at,
                updated_at=at,
            )
            session.add(row)
            session.flush()
            return _heading(row)

    def add(self, account: int, conversation: str, answered: Answered, *, position: int | None = None) -> Heading:
        """Adds an exchange at the end, or in the place of one and of all that follow it.

        Args:
            account: Whose.
            conversation: Its identifier.
            answered: What was asked and answered.
            position: 1-based; the question there was edited and asked again. `None`: at the end.

        Raises:
            ConversationNotFound: There is none, or it is somebody else's.
            ExchangeNotFound: No exchange at that position.
        """
        with self._database.writing() as session:
            row = _row(session, account, conversation, held=True)
            count = len(row.exchanges)
            at = _checked(conversation, position, count) if position is not None else count + 1
            del row.exchanges[at - 1 :]
            session.flush()  # those before they are replaced: the new one takes the number of one of them
            row.exchanges.append(
                Exchange(
                    conversation=row.id,
                    position=at,
                    question=answered.asked.question,
                    asked=asked_column(answered.asked, history=False),
                    outcome=outcome_column(answered.outcome),
                    generation=answered.generation,
                    at=answered.at,
                )
            )
            row.title = row.title or title_of(answered.asked.question)
            _touch(row, self._clock())
            return _heading(row)

    def get(self, account: int, conversation: str) -> KeptConversation:
        """A conversation, whole.

        Raises:
            ConversationNotFound: There is none, or it is somebody else's.
        """
        with self._database.reading() as session:
            return _whole(_row(session, account, conversation))

    def exchange(self, account: int, conversation: str, position: int) -> Answered:
        """What was asked and answered at a position (1-based).

        Raises:
            ConversationNotFound: There is no such conversation, or it is somebody else's.
            ExchangeNotFound: No exchange at that position.
        """
        exchanges = self.get(account, conversation).exchanges
        return exchanges[_checked(conversation, position, len(exchanges)) - 1]

    def turns(self, account: int, conversation: str, before: int | None = None) -> tuple[Turn, ...]:
        """What was said so far, oldest first, as a new question is put after it.

        Args:
            account: Whose.
            conversation: Its identifier.
            before: Position (1-based) of a question that is to be asked again; `None` for a new one.

        Raises:
            ConversationNotFound: There is none, or it is somebody else's.
            ExchangeNotFound: No exchange at that position.
        """
        exchanges = self.get(account, conversation).exchanges
        if before is not None:
            exchanges = exchanges[: _checked(conversation, before, len(exchanges)) - 1]
        turns: list[Turn] = []
        for each in exchanges[-LEANT_ON:]:
            titles = tuple(dict.fromkeys(cited.title for cited in each.outcome.citations))
            turns += [Turn("user", each.asked.question), Turn("assistant", each.outcome.answer, titles)]
        return tuple(turns)

    def list(self, account: int, text: str = "", *, offset: int = 0, limit: int = PAGE_SIZE) -> Listing[Heading]:
        """Somebody's conversations, those that changed last first.

        Args:
            account: Whose.
            text: French words, all of which a conversation must have; empty: any.
            offset: How many to pass over.
            limit: Most to give.
        """
        condition = [Conversation.account == account]
        if text.strip():
            condition.append(having(text))
        count = sa.select(sa.func.count()).where(Exchange.conversation == Conversation.id).scalar_subquery()
        wanted = (
            sa.select(Conversation, count)
            .where(*condition)
            .order_by(Conversation.updated_at.desc(), Conversation.id)
            .offset(max(offset, 0))
            .limit(min(max(limit, 1), MOST_ON_A_PAGE))
        )
        with self._database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Conversation).where(*condition)) or 0
            items = tuple(_heading(row, count) for row, count in session.execute(wanted))
        return Listing(items, total)

    def rename(self, account: int, conversation: str, title: str) -> Heading:
        """Gives a title; an empty one has the first question title it again.

        Raises:
            ConversationNotFound: There is none, or it is somebody else's.
        """
        with self._database.writing() as session:
            row = _row(session, account, conversation, held=True)
            first = row.exchanges[0].question if row.exchanges else ""
            row.title = flattened(title) or (title_of(first) if first else "")
            row.searched = searched_words(row.title, map(_answered, row.exchanges))
            return _heading(row)

    def delete(self, account: int, conversation: str) -> None:
        """Deletes one for good.

        Raises:
            ConversationNotFound: There is none, or it is somebody else's.
        """
        with self._database.writing() as session:
            session.delete(_row(session, account, conversation, held=True))

    def delete_all(self, account: int) -> int:
        """Deletes all those of an account for good; gives their number."""
        with self._database.writing() as session:
            return _delete(session, Conversation.account == account)

    def everything(self, account: int) -> tuple[KeptConversation, ...]:
        """All conversations of an account, whole, oldest first: for a copy of what is kept of somebody."""
        wanted = sa.select(Conversation).where(Conversation.account == account)
        with self._database.reading() as session:
            return tuple(map(_whole, session.scalars(wanted.order_by(Conversation.created_at, Conversation.id))))

    def purge(self, before: dt.datetime) -> int:
        """Deletes the conversations of everybody that nothing was added to since a moment; gives their number."""
        with self._database.writing() as session:
            return _delete(session, Conversation.updated_at < before)


def _delete(session: Session, condition: sa.ColumnElement[bool]) -> int:
    # Exchanges go by the database's own cascade.
    gone = session.scalars(sa.delete(Conversation).where(condition).returning(Conversation.id))
    return len(gone.all())


def _row(session: Session, account: int, conversation: str, *, held: bool = False) -> Conversation:
    wanted = sa.select(Conversation).where(Conversation.id == conversation, Conversation.account == account)
    known = _ID.fullmatch(conversation)
    row = session.scalar(wanted.with_for_update() if held else wanted) if known else None
    if row is None:
        raise ConversationNotFound(conversation=conversation[:_TOLD])
    return row


def _checked(conversation: str, position: int, count: int) -> int:
    if not 1 <= position <= count:
        raise ExchangeNotFound(conversation=conversation[:_TOLD], position=position)
    return position


def _touch(row: Conversation, at: dt.datetime) -> None:
    row.updated_at = at
    row.searched = searched_words(row.title, map(_answered, row.exchanges))


def _answered(row: Exchange) -> Answered:
    return answered_of(row.question, row.asked, row.outcome, row.generation, row.at)


def _heading(row: Conversation, count: int | None = None) -> Heading:
    exchanges = len(row.exchanges) if count is None else count
    return Heading(row.id, row.title or UNTITLED, row.created_at, row.updated_at, exchanges)


def _whole(row: Conversation) -> KeptConversation:
    return KeptConversation(_heading(row), tuple(map(_answered, row.exchanges)))
