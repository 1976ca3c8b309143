"""What is made when somebody first comes: Gradio takes 4 s to load, and few of those who start a server open it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send


class AtFirstVisit:
    """An application that makes another at the first request, and answers as that one would from then on.

    Args:
        host: Where it will be mounted; what is begun for a visit ends before its life does.
        make: Gives an application that holds nothing but a mounted one, which is to answer; called in a thread, and
            again at the next request if it raises.
    """

    def __init__(self, host: FastAPI, make: Callable[[], FastAPI]) -> None:
        self._make = make
        self._made: ASGIApp | None = None
        self._making = asyncio.Lock()
        self._closing = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        outer = host.router.lifespan_context

        @asynccontextmanager
        async def lived(app: FastAPI) -> AsyncIterator[Any]:
            async with outer(app) as state:
                try:
                    yield state
                finally:
                    await self._end()

        host.router.lifespan_context = lived

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Those who come while it is being made wait for it."""
        async with self._making:
            if self._made is None:
                self._made = await self._begin()
        await self._made(scope, receive, send)

    async def _begin(self) -> ASGIApp:
        whole = await run_in_threadpool(self._make)
        (mounted,) = whole.routes
        assert isinstance(mounted, Mount)
        begun = asyncio.Event()

        async def live() -> None:
            # A task of its own: what a lifespan opens, the same task must close.
            async with whole.router.lifespan_context(whole):
                begun.set()
                await self._closing.wait()

        self._life = asyncio.create_task(live())
        first = asyncio.create_task(begun.wait())
        await asyncio.wait({self._life, first}, return_when=asyncio.FIRST_COMPLETED)
        first.cancel()
        if self._life.done():
            self._life.result()
        return mounted.app

    async def _end(self) -> None:
        if self._life is not None:
            self._closing.set()
            await self._life
