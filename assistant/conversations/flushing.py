"""What is written aside, so that nobody waits for the database: a thread that writes now and then, and at the end."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("reperes")


class Flusher:
    """Calls a function every so many seconds, sooner when told, and once more when closed.

    The thread begins at the first call of `soon` or `later`, and is a daemon: a process that is killed loses what it
    had not written. What fails is logged by its name, and tried again at the next turn.
    """

    def __init__(self, name: str, flush: Callable[[], None], seconds: float) -> None:
        """Nothing runs yet.

        Args:
            name: Of the thread.
            flush: Writes what waits; called by one thread at a time.
            seconds: Longest wait before it is called.
        """
        self._name, self._flush, self._seconds = name, flush, seconds
        self._wanted, self._closed = threading.Event(), threading.Event()
        self._starting = threading.Lock()
        self._flushing = threading.Lock()
        self._thread: threading.Thread | None = None

    def soon(self) -> None:
        """Asks for a turn now."""
        self.later()
        self._wanted.set()

    def later(self) -> None:
        """Makes sure that a turn comes in time."""
        with self._starting:
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def now(self) -> None:
        """Writes what waits, in the thread of the caller; what fails is logged."""
        with self._flushing:
            try:
                self._flush()
            except ReperesError as error:
                log.warning("%s: what waits could not be written (%s)", self._name, type(error).__name__)
            except Exception:
                log.exception("%s: what waits could not be written", self._name)

    def close(self) -> None:
        """Ends the thread, then writes what waits."""
        with self._starting:
            self._closed.set()
            thread = self._thread
        self._wanted.set()
        if thread is not None:
            thread.join()
        self.now()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._wanted.wait(self._seconds)
            self._wanted.clear()
            if not self._closed.is_set():
                self.now()
