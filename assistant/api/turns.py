"""Who is answered next, when more is asked than can be answered at once: each in turn, whoever asks most.

```
question ─▶ counted (access) ─▶ in_turn ─▶ answered: so many at once in this process
                                   └▶ the others wait, whoever has the fewest under way first
```

A limit by the minute keeps nobody from asking all of it in one second, and every answer under way slows the others:
without turns, a client that asked eight questions at once made ten readers wait six times longer (November 2026, two
cores, `python -m benchmarks.load`). Whoever waits holds no thread.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator  # noqa: TC003 — FastAPI reads the types of what it calls
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from fastapi import Depends, Request

from assistant.accounts.throttle import whose
from assistant.api.access import Who, address_of
from indexer.errors import TooManyRequests
from indexer.settings import usable_processors

if TYPE_CHECKING:
    from assistant.accounts.rights import Caller
    from indexer.settings import Settings

PER_PROCESSOR: Final = 1
"""Answers at once: the processor computes them, and more of them at once only makes each one later."""
LEAST: Final = 2
"""On a single processor: a search need not wait for an answer."""
PER_PROCESSOR_WRITTEN: Final = 16
"""Where a language model writes them, which they mostly wait for."""
MOST_WAITING: Final = 32
"""Questions of one caller that wait; beyond, they are refused."""
AGAIN_SECONDS: Final = 5
"""When to ask again, for those."""


class Turns:
    """Gives turns, in the order of their callers. For one event loop."""

    def __init__(self, at_once: int) -> None:
        """So many at once."""
        self._free = at_once
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._answered: Counter[str] = Counter()

    @classmethod
    def of(cls, settings: Settings) -> Turns:
        """That of a process with these settings."""
        each = PER_PROCESSOR_WRITTEN if settings.llm_model else PER_PROCESSOR
        return cls(settings.answers_at_once or max(LEAST, each * usable_processors()))

    @property
    def waiting(self) -> int:
        """Questions that wait for their turn."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, of: str) -> AsyncIterator[None]:
        """Waits for a turn, and has it.

        Args:
            of: Whose.

        Raises:
            TooManyRequests: Too many of theirs wait already.
        """
        await self._come(of)
        try:
            yield
        finally:
            self._go(of)

    async def _come(self, of: str) -> None:
        if self._free:
            self._free -= 1
        else:
            await self._called(of)
        self._answered[of] += 1

    async def _called(self, of: str) -> None:
        line = self._waiting.setdefault(of, deque())
        if len(line) >= MOST_WAITING:
            raise TooManyRequests(seconds=AGAIN_SECONDS)
        called = asyncio.get_running_loop().create_future()
        line.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.cancelled():
                self._left(of, called)
            else:  # its turn had come
                self._next()
            raise

    def _left(self, of: str, called: asyncio.Future[None]) -> None:
        line = self._waiting.get(of, deque())
        if called in line:
            line.remove(called)
        if not line:
            self._waiting.pop(of, None)

    def _go(self, of: str) -> None:
        self._answered[of] -= 1
        if not self._answered[of]:
            del self._answered[of]
        self._next()

    def _next(self) -> None:
        """One of the caller who has the fewest under way; of several, who has waited for longest since their last."""
        while self._waiting:
            of = min(self._waiting, key=lambda caller: self._answered[caller])
            line = self._waiting.pop(of)
            called = line.popleft()
            if line:
                self._waiting[of] = line
            if not called.done():
                called.set_result(None)
                return
        self._free += 1


def turns_of(request: Request) -> Turns:
    """Those of the running application."""
    held: Turns = request.app.state.turns
    return held


@asynccontextmanager
async def turn_of(request: Request, caller: Caller) -> AsyncIterator[None]:
    """The turn of whoever calls, by their key, their account or their address, as their questions are counted.

    Raises:
        TooManyRequests: Too many of theirs wait already.
    """
    async with turns_of(request).turn(whose(caller, address_of(request))):
        yield


async def in_turn(request: Request, who: Who) -> AsyncIterator[None]:
    """The dependency of the routes that answer or search: held until all of the answer was sent.

    Raises:
        TooManyRequests: Too many questions of theirs wait already.
    """
    async with turn_of(request, who):
        yield


IN_TURN: Final = Depends(in_turn)
