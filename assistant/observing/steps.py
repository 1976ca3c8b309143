"""The steps of a question, told to whoever watches: figures, traces. Nobody watching costs nothing.

A watcher hears the name of a step and how the question ended; never the question.
"""

from __future__ import annotations

import contextlib
import enum
from typing import TYPE_CHECKING, Final, Protocol

from assistant.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.answers import Unanswered


class Step(enum.StrEnum):
    """What is done for a question, in its order."""

    UNDERSTAND = "understand"
    RETRIEVE = "retrieve"
    SELECT = "select"
    DECIDE = "decide"
    COMPOSE = "compose"
    DRAFT = "draft"


class Ending(enum.StrEnum):
    """How a question ends."""

    ANSWERED = "answered"
    REFUSED = "refused"


class Watcher(Protocol):
    """Hears what happens."""

    def begins(self, step: Step) -> Callable[[], None]:
        """A step begins; what is given back is called when it ends, maybe in another thread."""
        ...

    def ends(self, ending: Ending, reason: str, notice: str, *, drafted: bool) -> None:
        """A question has its answer, or the reason why not; `notice` when a language model did not do its part."""
        ...


_WATCHERS: Final[list[Watcher]] = []


def watch(watcher: Watcher) -> None:
    """Has somebody hear all questions of this process, once."""
    if watcher not in _WATCHERS:
        _WATCHERS.append(watcher)


def ignore(watcher: Watcher) -> None:
    """Has them hear no more."""
    if watcher in _WATCHERS:
        _WATCHERS.remove(watcher)


@contextlib.contextmanager
def step(name: Step) -> Iterator[None]:
    """Around what a step does."""
    endings = [watcher.begins(name) for watcher in _WATCHERS]
    try:
        yield
    finally:
        for ended in endings:
            ended()


def told(outcome: Answer | Unanswered) -> None:
    """A question has ended."""
    if isinstance(outcome, Answer):
        drafted = any(statement.drafted is not None for statement in outcome.statements)
        values = (Ending.ANSWERED, "", outcome.notice.value if outcome.notice else "")
    else:
        drafted, values = False, (Ending.REFUSED, outcome.reason.value, "")
    for watcher in _WATCHERS:
        watcher.ends(*values, drafted=drafted)
