"""Which failures another try may not meet, and how long to wait before it."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
from tenacity import RetryCallState, wait_exponential_jitter

from indexer.errors import AnswerBroken, FetchError, HostUnreachable
from indexer.fetching import messages

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST_WAIT, _LONGEST_BACKOFF = 1.0, 30.0
"""Seconds between two tries when the site does not say."""


class Passing(Exception):  # never leaves this module
    """A failure that another try may not meet; `wait` in seconds when the site says how long."""

    def __init__(self, error: FetchError, wait: float | None = None) -> None:
        self.error = error
        self.wait = wait
        super().__init__(str(error))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a site asks us to wait (RFC 9110 10.2.3: a number or a date); `None` when it does not."""
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        moment, now = parsedate_to_datetime(told), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError):
        return None


def wait(state: RetryCallState) -> float:
    """Seconds before the next try: what the site said, else longer each time, never quite the same."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Passing) and error.wait is not None:
        return error.wait
    return wait_exponential_jitter(initial=_FIRST_WAIT, max=_LONGEST_BACKOFF)(state)


def mapped(url: str, exc: httpx.TransportError) -> FetchError | Passing:
    """What an exception of httpx means to us, most specific first."""
    if isinstance(exc, httpx.ConnectError) and "CERTIFICATE" in str(exc).upper():
        return HostUnreachable(url=url, detail=messages.BAD_CERTIFICATE)
    if isinstance(exc, httpx.TimeoutException):
        return Passing(HostUnreachable(url=url, detail=messages.NO_ANSWER))
    if isinstance(exc, httpx.ConnectError):
        return Passing(HostUnreachable(url=url, detail=messages.NO_CONNECTION))
    if isinstance(exc, httpx.NetworkError | httpx.RemoteProtocolError):
        return Passing(AnswerBroken(url=url, detail=messages.CUT))
    return AnswerBroken(url=url, detail=messages.NOT_HTTP)
