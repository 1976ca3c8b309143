"""All that is kept of questions and answers, behind one door. Opened when first wanted; one for a running program.

```
question, outcome ─▶ Keeping.answered ─▶ usage (counts), recent (an identifier, for a day)
                                             └▶ shared (a link), feedbacks (what it is worth), exports
account ─▶ conversations
```
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Self

from assistant.conversations.answered import Answered
from assistant.conversations.feedback import Feedbacks, masked_by_privacy
from assistant.conversations.recent import RecentAnswers
from assistant.conversations.sharing import SharedAnswers
from assistant.conversations.store import Conversations
from assistant.conversations.usage import Usage
from assistant.steadiness import is_steady
from indexer.errors import WritingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.contract import AnswerOut
    from assistant.database.held import Held
    from assistant.questions import Question
    from indexer.settings import Settings

log = logging.getLogger("reperes")


def now() -> dt.datetime:
    """This moment, in universal time."""
    return dt.datetime.now(dt.UTC)


class Keeping:
    """Conversations, answers of the last hours, shared answers, feedback, counts. Safe to share between threads.

    Attributes:
        recent: Answers of the last hours, sealed.
        shared: Answers shared by a link.
        feedbacks: What readers thought.
        usage: Counts by day.
    """

    def __init__(
        self,
        database: Held,
        data_dir: Path,
        *,
        kept_days: int = 0,
        clock: Callable[[], dt.datetime] = now,
        mask: Callable[[str], str] = masked_by_privacy,
    ) -> None:
        """Nothing is opened yet.

        Args:
            database: Open, or opened when it is first wanted; whoever gives it closes it.
            data_dir: Where evaluation questions are written.
            kept_days: After which a conversation that nothing was added to is forgotten; 0: none is.
            clock: Tells the moment.
            mask: Hides personal data in a text.
        """
        self._kept_days, self._clock = kept_days, clock
        self._purged_on: dt.date | None = None
        self._lock = threading.Lock()
        self._conversations = Conversations(database, clock)
        self.recent = RecentAnswers(database, clock)
        self.shared = SharedAnswers(database, clock)
        self.feedbacks = Feedbacks(database, clock, data_dir, mask)
        self.usage = Usage(database, clock)

    @classmethod
    def of(cls, settings: Settings, database: Held) -> Self:
        """That of a running program."""
        return cls(database, settings.data_dir, kept_days=settings.kept_conversation_days)

    @property
    def conversations(self) -> Conversations:
        """Those of people who signed in; what is too old is forgotten on the way, the first time in a day.

        Raises:
            DatabaseStateError: The database cannot be used.
        """
        today = self._clock().astimezone().date()
        with self._lock:
            if self._kept_days and self._purged_on != today:
                self._forget_old(today)
        return self._conversations

    def _forget_old(self, today: dt.date) -> None:
        if not is_steady():
            log.warning("the clock was set: old conversations are kept until the service is started again")
            self._purged_on = today
            return
        try:
            self._conversations.purge(self._clock() - dt.timedelta(days=self._kept_days))
            self._purged_on = today
        except WritingError as error:  # those that are left can be read; the next one tries again
            log.warning("old conversations could not be forgotten (%s)", type(error).__name__)

    def answered(self, question: Question, outcome: AnswerOut, generation: str) -> tuple[str, Answered]:
        """Counts a question that was answered or refused, and keeps it for a while; gives its identifier, and it.

        Whatever happens to the database, readers have their answer: nothing is raised.
        """
        answered = Answered.of(question, outcome, generation, self._clock())
        self.usage.note_answer(outcome)
        return self.recent.keep(answered), answered

    def close(self) -> None:
        """Writes what waits; the database is closed by whoever opened it."""
        self.usage.close()
        self.recent.close()
