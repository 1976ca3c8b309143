"""Getting what stands at one address, with manners and within bounds: the only module that sends requests.

Each hop of a redirection is checked as the first address was. What is cut is taken up where it was cut, what may pass
is tried again, slower each time, or when the site says.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from typing import TYPE_CHECKING, Self

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt

from indexer.errors import (
    AnswerBroken,
    AnswerTooSlow,
    FetchError,
    FetchRefused,
    HostUnreachable,
    PageGone,
    RedirectedTooOften,
    StatusRefused,
    TooLarge,
    TotalReached,
)
from indexer.fetching import messages
from indexer.fetching.addresses import AddressRule, Resolver, normal_url, system_resolver
from indexer.fetching.bodies import Part, digest_of, megabytes, unpacked
from indexer.fetching.errands import Errand, Got, Meter, Validators
from indexer.fetching.formats import HEAD_BYTES
from indexer.fetching.manners import ROBOT, Pace, Robots, Sleep
from indexer.fetching.retries import Passing, mapped, retry_after, wait
from indexer.fetching.transport import CheckedTransport

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from pathlib import Path
    from types import TracebackType

    from indexer.fetching.limits import FetchLimits
    from indexer.fetching.state import State

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_WHOLE, _PART, _SAME, _PAST_THE_END = 200, 206, 304, 416
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that another request may not get (RFC 9110 15.5.9, 15.6; RFC 8470; RFC 6585)."""
_ROBOTS_BYTES = 512_000
"""RFC 9309 2.5: at least 500 KiB of a robots.txt are to be read."""
_SHORT = 65_536
"""Bytes of a page of error or of a redirection that are worth reading to keep a connection."""
_PART_DAYS = 30
"""Days that the beginning of a file is kept for."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """Sent on to another address."""

    location: str


class Client:
    """Gets addresses. An asynchronous context: connections are closed at its end."""

    def __init__(
        self,
        limits: FetchLimits,
        state: State,
        folder: Path,
        *,
        resolver: Resolver = system_resolver,
        sleep: Sleep = asyncio.sleep,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        """As the class says.

        Args:
            limits: Bounds and manners.
            state: Where unfinished files are noted.
            folder: Where unfinished files lie; it exists.
            resolver: Names to addresses.
            sleep: Waits so many seconds.
            verify: Certificates to trust; those of the installation by default (`SSL_CERT_FILE` adds to them).
        """
        self._limits = limits
        self._state = state
        self._folder = folder
        self._sleep = sleep
        self._received = 0
        self._numbers = count()
        self._rule = AddressRule(limits, resolver)
        self._pace = Pace(sleep, lambda: asyncio.get_running_loop().time())
        self.robots = Robots(limits, self._robots_txt)
        # The transport alone, without httpx' client: no cookies, no proxy, and no opinion on where a site sends us on.
        self._transport = CheckedTransport(self._rule, verify)
        self._headers = {"User-Agent": user_agent(limits.contact), "Accept": "*/*"}
        self._timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds).as_dict()

    async def __aenter__(self) -> Self:
        """Sweeps away what an interrupted run received and did not place, and what nobody took up again."""
        oldest = time.time() - _PART_DAYS * 86_400
        for left in self._folder.iterdir():
            if left.suffix != ".part" or left.stat().st_mtime < oldest:
                left.unlink()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes the connections."""
        await self._transport.aclose()

    async def get(self, errand: Errand) -> Got | None:
        """Gets an address.

        Returns:
            The file; `None` when the version that is there already is still the right one.

        Raises:
            FetchError: It cannot be had, and why.
        """
        retrying = AsyncRetrying(
            sleep=self._sleep,
            stop=stop_after_attempt(self._limits.tries),
            wait=wait,
            retry=retry_if_exception_type(Passing),
            reraise=True,
        )
        try:
            return await retrying(self._follow, errand)
        except Passing as passing:
            raise passing.error from passing.__cause__

    async def _robots_txt(self, url: str) -> str:
        try:
            got = await self.get(Errand(url, Meter(), _ROBOTS_BYTES, compressed=True, robots=False))
        except (PageGone, RedirectedTooOften, TooLarge):
            return ""
        except StatusRefused as error:
            if int(str(error.values["status"])) in _PASSING:
                raise
            return ""  # RFC 9309 2.3.1.3: a site that refuses its robots.txt has none
        assert got is not None  # nothing was asked on condition
        try:
            return got.path.read_text(encoding="utf-8", errors="replace")
        finally:
            got.path.unlink()

    async def _follow(self, errand: Errand) -> Got | None:
        url, seen = errand.url, set[str]()
        while len(seen) <= self._limits.redirects and url not in seen:
            seen.add(url)
            self._rule.check(url)
            if errand.robots:
                await self.robots.check(url)
            answer = await self._exchange(errand, url)
            if not isinstance(answer, _Sent):
                return answer
            url = normal_url(answer.location, base=url)
        raise RedirectedTooOften(url=errand.url, limit=self._limits.redirects)

    async def _exchange(self, errand: Errand, url: str) -> Got | _Sent | None:
        if self._received >= self._limits.max_total_bytes:
            raise TotalReached(url=url, limit=megabytes(self._limits.max_total_bytes))
        async with self._pace.turn(httpx.URL(url).host, self.robots.delay(url)):
            try:
                async with asyncio.timeout(self._limits.total_seconds):
                    return await self._answer(errand, url)
            except TimeoutError as exc:
                raise AnswerTooSlow(url=url, limit=round(self._limits.total_seconds)) from exc
            except httpx.TransportError as exc:
                raise mapped(url, exc) from exc
            except HostUnreachable as error:
                raise Passing(error) from error

    async def _answer(self, errand: Errand, url: str) -> Got | _Sent | None:
        part = Part(self._folder, self._state, url)
        terms = part.headers() or errand.validators.headers()
        errand.meter.requests += 1
        encoding = {"Accept-Encoding": "gzip" if errand.compressed else "identity"}
        async with self._sent(url, {**terms, **encoding}) as response:
            status = response.status_code
            if status in _REDIRECTS and "location" in response.headers:
                return _Sent(response.headers["location"])
            if status == _SAME and "Range" not in terms and terms:
                return None
            if status == _PAST_THE_END and "Range" in terms:
                part.drop()
                raise Passing(StatusRefused(url=url, status=status), 0.0)
            if status != _WHOLE and not (status == _PART and "Range" in terms):
                await _drain(response)
                raise self._refusal(url, response)
            try:
                await self._receive(errand, url, response, part)
            except FetchRefused:
                part.drop()
                raise
        return self._finished(errand, url, response, part)

    @asynccontextmanager
    async def _sent(self, url: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        extensions = {"timeout": self._timeout}
        request = httpx.Request("GET", url, headers={**self._headers, **headers}, extensions=extensions)
        response = await self._transport.handle_async_request(request)
        try:
            yield response
            await _drain(response)
        finally:
            await response.aclose()

    def _refusal(self, url: str, response: httpx.Response) -> FetchError | Passing:
        status = response.status_code
        if status in _GONE:
            return PageGone(url=url, status=status)
        error = StatusRefused(url=url, status=status)
        told = retry_after(response.headers)
        if status not in _PASSING or (told or 0.0) > self._limits.longest_wait_seconds:
            return error
        return Passing(error, told)

    async def _receive(self, errand: Errand, url: str, response: httpx.Response, part: Part) -> None:
        headers = response.headers
        if response.status_code == _WHOLE:
            part.begin(headers)
        elif not part.continued_by(headers):
            part.drop()
            raise Passing(AnswerBroken(url=url, detail=messages.UNASKED.format(status=_PART)), 0.0)
        size = part.size
        told = headers.get("content-length", "")
        self._bound(url, errand, size + int(told) if told.isascii() and told.isdigit() else size)
        head: bytes | None = None if size or "content-encoding" in headers else b""
        with part.path.open("ab") as file:
            async for piece in response.aiter_raw():
                file.write(piece)
                size += len(piece)
                errand.meter.received += len(piece)
                self._received += len(piece)
                self._bound(url, errand, size)
                if head is not None and len(head := head + piece) >= HEAD_BYTES:
                    errand.accept(url, headers.get("content-type", ""), head[:HEAD_BYTES])
                    head = None
        if response.status_code == _PART and not part.is_whole(headers):
            raise Passing(AnswerBroken(url=url, detail=messages.CUT))

    def _bound(self, url: str, errand: Errand, size: int) -> None:
        if size > errand.max_bytes:
            raise TooLarge(url=url, limit=megabytes(errand.max_bytes))
        if self._received > self._limits.max_total_bytes:
            raise TotalReached(url=url, limit=megabytes(self._limits.max_total_bytes))

    def _finished(self, errand: Errand, url: str, response: httpx.Response, part: Part) -> Got:
        headers = response.headers
        whole = part.finished(next(self._numbers))
        path = unpacked(url, whole, headers.get("content-encoding", ""), errand.max_bytes)
        return Got(
            url=url,
            path=path,
            digest=digest_of(path),
            size=path.stat().st_size,
            content_type=headers.get("content-type", ""),
            validators=Validators(headers.get("etag", ""), headers.get("last-modified", "")),
            headers={name.lower(): value for name, value in headers.items()},
        )


async def _drain(response: httpx.Response) -> None:
    """Reads what is left of a short answer, so that its connection serves again; a long one is hung up on."""
    length = response.headers.get("content-length", "")
    short = length.isascii() and length.isdigit() and int(length) <= _SHORT
    if not response.is_stream_consumed and (response.status_code == _SAME or short):
        async for _ in response.aiter_raw():
            pass


def user_agent(contact: str) -> str:
    """How we present ourselves: name, version, and whom to write to."""
    try:
        number = version("reperes")
    except PackageNotFoundError:  # run from a copy that was not installed
        number = "0"
    return f"{ROBOT}/{number} (+{contact})" if contact else f"{ROBOT}/{number}"
