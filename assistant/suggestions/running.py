"""The suggestions of a running program, whatever index it comes to serve."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assistant.suggestions.suggesting import BUDGET, Suggestions

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.conversations.answered import Answered
    from assistant.service import Assistant


class Suggesting:
    """The suggestions of a running program, over the generation that is being served. Safe to share between threads."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._held: Suggestions | None = None
        self._lock = threading.Lock()

    def after(self, assistant: Assistant, answered: Answered) -> list[str]:
        """At most three questions to be put after an answer; the others go on being verified aside."""
        held = self._of(assistant)
        found = held.after(answered)
        held.go_on()
        return found

    def first(self, assistant: Assistant, *, at_once: bool = False) -> list[str]:
        """At most six questions to begin with; the others go on being verified aside.

        Args:
            assistant: That answers.
            at_once: Nothing is verified meanwhile: only what is known is given.
        """
        held = self._of(assistant)
        found = held.first(budget=0 if at_once else BUDGET)
        held.go_on()
        return found

    def close(self) -> None:
        """Ends what works aside, and keeps what is known."""
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            held.close()

    def _of(self, assistant: Assistant) -> Suggestions:
        former: Suggestions | None = None
        with self._lock:
            if self._held is None or self._held.generation != assistant.index.manifest.generation:
                former, self._held = self._held, Suggestions(assistant, self._data_dir)
            held = self._held
        if former is not None:
            former.close()
        return held
