"""How much Repères is used: counts by day, of nobody in particular. Gathered in memory, written each minute.

Several processes add up: each adds what it counted to what is there. A process that is killed loses a minute of counts
at most, which is no loss that anybody would notice, for pages that never wait for a count.
"""

from __future__ import annotations

import datetime as dt
import enum
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from assistant.conversations.flushing import Flusher
from assistant.conversations.tables import Used

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.contract import AnswerOut
    from assistant.database.held import Held

SECONDS: Final = 60.0
MOST: Final = 1000
"""Different counts that wait for a database that does not answer; beyond, new ones are given up."""


class Use(enum.StrEnum):
    """What is counted. The French words are in `conversations.messages`."""

    QUESTION = "question"
    ANSWERED = "answered"
    REFUSED = "refused"
    DRAFTED = "drafted"
    SEARCH = "search"
    OPENED = "opened"
    SHARED = "shared"
    SHARED_READ = "shared_read"
    EXPORTED = "exported"
    FEEDBACK = "feedback"
    API = "api"
    OPENAI = "openai"
    MCP = "mcp"


class Span(enum.StrEnum):
    """What counts are added up by; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a day, a week or a month.

    Attributes:
        first: Its first day.
        counts: Name → how many times. A name is a `Use`, or one with a detail: `refused:off_topic`, `feedback:+`.
    """

    first: dt.date
    counts: dict[str, int]


class Usage:
    """The counts of a database. Safe to share between threads; processes have their own."""

    def __init__(self, database: Held, clock: Callable[[], dt.datetime]) -> None:
        """Nothing is opened.

        Args:
            database: Open, or opened when it is first wanted, and then it may raise what opening it raises.
            clock: Tells the moment.
        """
        self._database, self._clock = database, clock
        self._waiting: Counter[tuple[dt.date, str]] = Counter()
        self._lock = threading.Lock()
        self._flusher = Flusher("usage", self._write, SECONDS)

    def note(self, use: Use, detail: str = "") -> None:
        """Counts one more; costs a moment of memory only."""
        key = self._clock().astimezone().date(), f"{use.value}:{detail}" if detail else use.value
        with self._lock:
            if key in self._waiting or len(self._waiting) < MOST:
                self._waiting[key] += 1
        self._flusher.later()

    def note_answer(self, outcome: AnswerOut) -> None:
        """Counts a question and what came of it."""
        self.note(Use.QUESTION)
        if outcome.abstained:
            self.note(Use.REFUSED, str(outcome.reason or ""))
            return
        self.note(Use.ANSWERED)
        if outcome.mode == "drafted":
            self.note(Use.DRAFTED)

    def table(self, span: Span, since: dt.date, until: dt.date) -> tuple[Counted, ...]:
        """What was counted, by day, week or month, the first first; those without a count are left out.

        Args:
            span: What counts are added up by.
            since: First day.
            until: Last day, included.

        Raises:
            DatabaseStateError: The database cannot tell.
        """
        self._flusher.now()
        wanted = sa.select(Used).where(Used.day >= since, Used.day <= until).order_by(Used.day, Used.what)
        found: dict[dt.date, dict[str, int]] = {}
        with self._database.reading() as session:
            for row in session.scalars(wanted):
                counts = found.setdefault(_first(row.day, span), {})
                counts[row.what] = counts.get(row.what, 0) + row.count
        return tuple(Counted(first, counts) for first, counts in found.items())

    def close(self) -> None:
        """Writes what waits."""
        self._flusher.close()

    def _write(self) -> None:
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
        if not taken:
            return
        try:
            self._add(taken)
        except BaseException:
            with self._lock:
                self._waiting.update(taken)
            raise

    def _add(self, taken: Counter[tuple[dt.date, str]]) -> None:
        database = self._database
        values = [{"day": day, "what": what, "count": count} for (day, what), count in sorted(taken.items())]
        insert = (postgresql if database.is_postgresql else sqlite).insert(Used)
        # Always in the same order, so that two processes never wait for each other's rows.
        more = insert.on_conflict_do_update(
            index_elements=[Used.day, Used.what], set_={"count": Used.count + insert.excluded.count}
        )
        with database.writing() as session:
            session.execute(more, values)


def _first(day: dt.date, span: Span) -> dt.date:
    if span is Span.MONTH:
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday()) if span is Span.WEEK else day
