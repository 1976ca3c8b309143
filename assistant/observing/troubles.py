"""What a running program does without, though it answers: `/readyz`, the pages of administration and the log say it.

Looked at when it is asked for, in a moment: what does not answer in time is in trouble.
"""

from __future__ import annotations

import enum
import logging
import tempfile
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import TYPE_CHECKING, Final

from assistant.database.opening import is_there
from indexer.errors import DatabaseStateError, InvalidSetting, WritingError
from indexer.room import is_full

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from assistant.database.held import Held
    from assistant.serving import Serving
    from indexer.settings import Settings

log = logging.getLogger("reperes")

PATIENCE_SECONDS: Final = 0.5
"""Longest wait for the database: probes are often given a second in all."""
PROBE_BYTES: Final = 64 * 1024
"""Written to see whether anything can be: a page of SQLite and its journal, several times over."""


class Trouble(enum.StrEnum):
    """What is done without. The French sentences are in `assistant.observing.messages`."""

    NO_ROOM = "no_room"
    NOT_WRITABLE = "not_writable"
    DATABASE = "database"
    GENERATION = "generation"


class Watch:
    """Looks for trouble. Safe to share between threads; to be closed."""

    def __init__(self, settings: Settings, serving: Serving, database: Held) -> None:
        """Nothing is looked at yet.

        Args:
            settings: Where.
            serving: What answers.
            database: Asked where there is one already.
        """
        self._settings, self._serving, self._database = settings, serving, database
        self._asking = ThreadPoolExecutor(1, "watch")
        self._asked: Future[bool] | None = None
        self._told: tuple[Trouble, ...] = ()

    def troubles(self) -> tuple[Trouble, ...]:
        """Those of now, in the order of `Trouble`; what has changed since the last time goes to the log."""
        found = tuple(self._found())
        before, self._told = self._told, found
        if found != before:
            log.log(logging.WARNING if found else logging.INFO, "in trouble: %s", ", ".join(found) or "nothing")
        return found

    def close(self) -> None:
        """Waits for nothing."""
        self._asking.shutdown(wait=False, cancel_futures=True)

    def _found(self) -> Iterator[Trouble]:
        try:
            with tempfile.TemporaryFile(dir=self._settings.data_dir) as probe:
                probe.write(bytes(PROBE_BYTES))
        except OSError as error:
            yield Trouble.NO_ROOM if is_full(error) else Trouble.NOT_WRITABLE
        if not self._has_database():
            yield Trouble.DATABASE
        if self._serving.is_behind:
            yield Trouble.GENERATION

    def _has_database(self) -> bool:
        """Whether the database answers, where there is one."""
        try:
            if not is_there(self._settings):
                return True
        except DatabaseStateError:
            return False
        if self._asked is None or self._asked.done():
            self._asked = self._asking.submit(self._ask)
        try:
            return self._asked.result(PATIENCE_SECONDS)
        except TooSlow:
            return False

    def _ask(self) -> bool:
        try:
            self._database.ask()
        except (DatabaseStateError, WritingError, InvalidSetting):
            return False
        return True
