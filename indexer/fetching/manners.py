"""Manners towards a site: what its robots.txt wants, and not too fast."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from protego import Protego

from indexer.errors import RobotsRefused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from indexer.fetching.limits import FetchLimits

ROBOT = "Reperes"
"""The name to which a robots.txt may speak (RFC 9309 2.2.1: letters, `_` and `-` only)."""
Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """One request at a time to a host, with a pause between two."""

    def __init__(self, sleep: Sleep, clock: Callable[[], float]) -> None:
        self._sleep = sleep
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Waits for the host to be free and rested.

        Args:
            host: Its name.
            delay: Seconds since the end of the request before.
        """
        async with self._locks[host]:
            if host in self._last:
                rest = self._last[host] + delay - self._clock()
                if rest > 0:
                    await self._sleep(rest)
            try:
                yield
            finally:
                self._last[host] = self._clock()


class Robots:
    """The robots.txt of the sites met in one run, each asked once (RFC 9309)."""

    def __init__(self, limits: FetchLimits, read: Callable[[str], Awaitable[str]]) -> None:
        """As the class says.

        Args:
            limits: The pauses.
            read: Address of a robots.txt to its text, empty when the site has none. What it raises when the site
                does not answer passes: a site whose wishes are unknown is left alone (RFC 9309 2.3.1.4).
        """
        self._limits = limits
        self._read = read
        self._rules: dict[str, Protego] = {}

    async def check(self, url: str) -> None:
        """Whether the site wants us at an address.

        Raises:
            RobotsRefused: It does not.
            FetchError: Its robots.txt could not be had.
        """
        rules = await self._of(url)
        if not rules.can_fetch(url, ROBOT):
            raise RobotsRefused(url=url)

    async def sitemaps(self, url: str) -> list[str]:
        """Addresses of the sitemaps that the site announces.

        Raises:
            FetchError: Its robots.txt could not be had.
        """
        return list((await self._of(url)).sitemaps)

    def delay(self, url: str) -> float:
        """Seconds to rest between two requests; the site's wish, when it is known, counts if it is longer."""
        rules = self._rules.get(_origin(url))
        wished = rules.crawl_delay(ROBOT) if rules else None
        return max(self._limits.delay_seconds, min(wished or 0.0, self._limits.longest_delay_seconds))

    async def _of(self, url: str) -> Protego:
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = Protego.parse(await self._read(f"{origin}/robots.txt"))
        return self._rules[origin]


def _origin(url: str) -> str:
    asked = httpx.URL(url)
    return f"{asked.scheme}://{asked.netloc.decode('ascii')}"
