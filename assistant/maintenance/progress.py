"""How far a piece of work is, in a form that another process may read."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_SECONDS: Final = 1.0
"""A pace is not told before so long: the first units are no measure."""


def _nothing() -> None:
    """Nobody wants to end the work."""


@dataclass(slots=True)
class _Step:
    """One step of the work: `done` of `total` units, of so many `pages`."""

    name: str
    total: int
    began: float
    done: int = 0
    pages: int = 0
    ended: float | None = None

    def told(self, now: float) -> dict[str, object]:
        """As JSON; `left` is `None` where nothing tells how long is left."""
        seconds = (self.ended or now) - self.began
        known = self.done and self.ended is None and seconds >= LEAST_SECONDS
        return {
            "step": self.name,
            "done": self.done,
            "total": self.total,
            "pages": self.pages,
            "seconds": round(seconds, 1),
            "left": round(seconds / self.done * (self.total - self.done), 1) if known else None,
        }


@dataclass(slots=True)
class Steps:
    """The steps of an indexing, or of an evaluation, as `indexer.build.Progress`; safe to read from another thread.

    Attributes:
        check: Called at each step; what it raises ends the work.
        heard: Called after each change with the step under way, as JSON, and whether it is a new one.
    """

    check: Callable[[], None] = _nothing
    heard: Callable[[dict[str, object], bool], None] | None = None
    _steps: list[_Step] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units; the one before has ended."""
        self.check()
        now = time.monotonic()
        with self._lock:
            last = self._steps[-1] if self._steps else None
            if last is not None and (last.name, last.total, total) == (step, 0, 0):
                return  # a wait that goes on is one step
            if last is not None:
                last.ended = now
            self._steps.append(_Step(step, total, now))
            told = self._steps[-1].told(now)
        self._tell(told, new=True)

    def advance(self, count: int, pages: int = 0) -> None:
        """So many more units are done, of so many pages."""
        self.check()
        with self._lock:
            if not self._steps:
                return
            step = self._steps[-1]
            step.done += count
            step.pages += pages
            told = step.told(time.monotonic())
        self._tell(told, new=False)

    def end(self) -> None:
        """The last step has ended."""
        with self._lock:
            if self._steps:
                self._steps[-1].ended = time.monotonic()

    def told(self) -> dict[str, object]:
        """All steps so far, in order, as JSON: `{"steps": [{step, done, total, pages, seconds, left}]}`."""
        now = time.monotonic()
        with self._lock:
            return {"steps": [step.told(now) for step in self._steps]}

    def _tell(self, told: dict[str, object], *, new: bool) -> None:
        if self.heard is not None:
            self.heard(told, new)
