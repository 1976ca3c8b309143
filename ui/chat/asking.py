"""A question put from a page: counted, answered, kept for a while, and in the conversation of whoever signed in."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answers import Answer, Unanswered
from assistant.api.access import address_of, throttle_of
from assistant.contract import answer_out
from indexer.errors import DatabaseStateError, WritingError
from ui.chat.sheets import copied
from ui.chat.turns import turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.conversations.answered import Answered
    from assistant.questions import Question
    from assistant.service import Event
    from ui.chat.turns import Turn
    from ui.site.visiting import Visit

log = logging.getLogger("reperes")


def count(visit: Visit) -> None:
    """Counts a question against its limit.

    Raises:
        TooManyRequests: Nothing is left of it.
    """
    throttle_of(visit.request).question(visit.caller, address_of(visit.request))


class Asking:
    """One question of one visit: its events as they come, then its turn."""

    def __init__(self, visit: Visit, question: Question, position: int) -> None:
        """Nothing is asked yet.

        Args:
            visit: Whose question it is.
            question: Checked.
            position: Of its turn in the page, 1-based.
        """
        self._visit, self._question, self._position = visit, question, position
        self._assistant = visit.house.assistant
        self._began = time.perf_counter()
        self._outcome: Answer | Unanswered | None = None
        self.answered: Answered | None = None

    def events(self) -> Iterator[Event]:
        """As `Assistant.stream`."""
        for event in self._assistant.stream(self._question):
            if isinstance(event, Answer | Unanswered):
                self._outcome = event
            yield event

    def turn(self) -> Turn:
        """The turn, once all events have come; the answer can then be shared, judged and exported for a while."""
        assert self._outcome is not None
        settings = self._visit.house.settings
        told = answer_out(self._outcome, time.perf_counter() - self._began, settings.public_url)
        generation = self._assistant.index.manifest.generation
        name, self.answered = self._visit.house.keeping.answered(self._question, told, generation)
        made = turn(self._position, self._question.text, told, generation, sorted(self._question.ignore))
        return replace(made, name=name, copied=copied(self._visit, self.answered))

    def kept(self, conversation: str, position: int) -> str:
        """Adds it to the reader's conversation, begun if need be; gives its identifier, empty where nothing is kept.

        A database that does not answer costs the reader their history, not their answer.

        Args:
            conversation: Its identifier; empty to begin one.
            position: That of the turn there, 1-based: those that follow it are replaced.

        Raises:
            ConversationNotFound, ExchangeNotFound: It is not theirs, or shorter.
        """
        account = self._visit.caller.account
        if account is None or self.answered is None:
            return ""
        try:
            conversations = self._visit.house.keeping.conversations
            there = conversation or conversations.begin(account).id
            known = len(conversations.get(account, there).exchanges)
            conversations.add(account, there, self.answered, position=position if position <= known else None)
        except (DatabaseStateError, WritingError) as error:
            log.warning("a conversation could not be kept (%s)", type(error).__name__)
            return ""
        return there
