"""How much one may ask, and how often one may be wrong: moving windows, counted by the library `limits`.

Counts are in memory, or in Redis where several processes must count together. A Redis that does not answer lets each
process count for itself meanwhile: nobody is refused for it, and nobody guesses passwords freely.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from limits import parse, parse_many
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter as Counter

from assistant.accounts.messages_fr import LIMIT_EXPECTED, LIMITS_URL_EXPECTED
from assistant.accounts.people import levelled
from indexer.errors import InvalidSetting, TooManyRequests
from indexer.settings import MASK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from limits import RateLimitItem

    from assistant.accounts.rights import Caller
    from indexer.settings import Settings

log = logging.getLogger("reperes")
Result = TypeVar("Result")

PER_LOGIN_AND_ADDRESS: Final = (parse("5/minute"), parse("20/hour"))
PER_LOGIN: Final = (parse("60/hour"),)
"""From all addresses together: half a million guesses a year, where the least password stands 10⁸. Much lower, anybody
could keep somebody out by being wrong in their name."""
PER_ADDRESS: Final = (parse("20/minute"), parse("100/hour"))
WRONG_KEYS: Final = (parse("30/minute"),)
"""Per address: drawn keys have 192 bits, that of an operator may have fewer."""
BACK_SECONDS: Final = 5.0
"""How far a clock may be put back before what was counted lies in its future, and would count there until it comes."""
IPV6_NETWORK: Final = 64
"""Bits of an IPv6 address that tell whose it is: one subscriber has all the others."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a limit.

    Attributes:
        quota, seconds: So many in so long.
        left: That may still be asked.
        until: Seconds until more may.
    """

    quota: int
    seconds: int
    left: int
    until: int

    def headers(self) -> dict[str, str]:
        """As HTTP tells it (draft-ietf-httpapi-ratelimit-headers-10)."""
        return {
            "RateLimit-Policy": f'"questions";q={self.quota};w={self.seconds}',
            "RateLimit": f'"questions";r={self.left};t={self.until}',
        }


class Throttle:
    """Counts. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        """Reads the limits.

        Raises:
            InvalidSetting: One is none, or the storage's address is not one that `limits` knows.
        """
        self._reader = _limits("REPERES_LIMIT_READER", settings.limit_reader)
        self._key = _limits("REPERES_LIMIT_KEY", settings.limit_key)
        self._memory = MemoryStorage()
        self._own = Counter(self._memory)
        self._drift = _drift()
        self._shared = Counter(_storage(settings)) if settings.limits_url.get_secret_value() else None

    def question(self, caller: Caller, address: str) -> Allowance | None:
        """Counts a question or a search: a key's, an account's, or an address's.

        Returns:
            What is left of the limit that is nearest; `None` where there is none.

        Raises:
            TooManyRequests: Nothing is.
        """
        if caller.key:
            return self._count(self._key, "key", f"{caller.account}/{caller.key}")
        return self._count(self._reader, "reader", whose(caller, address))

    def attempt(self, login: str, address: str) -> None:
        """Counts an attempt to sign in, before it is known whether it is wrong: many at once find no way between.

        Raises:
            TooManyRequests: Too many were, lately.
        """
        where, who = network(address), levelled(login)
        self._count(PER_ADDRESS, "address", where)
        self._count(PER_LOGIN, "login", who)
        self._count(PER_LOGIN_AND_ADDRESS, "pair", who, where)

    def arrival(self, address: str) -> None:
        """Counts somebody who comes by a link, or back from the single sign-on: there is no login to count by.

        Raises:
            TooManyRequests: Too many did from this address, lately.
        """
        self._count(PER_ADDRESS, "address", network(address))

    def succeeded(self, login: str, address: str) -> None:
        """It was not wrong: it does not count against this login any longer."""
        who = levelled(login)
        for limit in PER_LOGIN:
            self._ask(Counter.clear, limit, "login", who)
        for limit in PER_LOGIN_AND_ADDRESS:
            self._ask(Counter.clear, limit, "pair", who, network(address))

    def check_keys(self, address: str) -> None:
        """Refuses whoever gave too many wrong keys.

        Raises:
            TooManyRequests: From this address, lately.
        """
        for limit in WRONG_KEYS:
            if not self._ask(Counter.test, limit, "wrong key", network(address)):
                raise TooManyRequests(seconds=self._left(limit, "wrong key", network(address)).until)

    def wrong_key(self, address: str) -> None:
        """Counts a wrong key."""
        for limit in WRONG_KEYS:
            self._ask(Counter.hit, limit, "wrong key", network(address))

    def _count(self, limits: Sequence[RateLimitItem], *names: str) -> Allowance | None:
        nearest: Allowance | None = None
        for limit in limits:
            taken = self._ask(Counter.hit, limit, *names)
            left = self._left(limit, *names)
            if not taken:
                raise TooManyRequests(seconds=left.until)
            nearest = left if nearest is None or left.left < nearest.left else nearest
        return nearest

    def _left(self, limit: RateLimitItem, *names: str) -> Allowance:
        stats = self._ask(Counter.get_window_stats, limit, *names)
        until = max(1, math.ceil(stats.reset_time - time.time()))
        return Allowance(limit.amount, limit.get_expiry(), stats.remaining, until)

    def _begin_anew_when_put_back(self) -> None:
        """Forgets the counts of this process when the clock was put back: else nobody could come in for as long."""
        drift = _drift()
        if drift < self._drift - BACK_SECONDS:
            log.warning("the clock was put back by %d seconds: limits are counted anew", self._drift - drift)
            self._memory.reset()
        self._drift = drift

    def _ask(self, what: Callable[..., Result], limit: RateLimitItem, *names: str) -> Result:
        """Asks the counts that processes share, or this process's own where these do not answer."""
        if self._shared is not None:
            try:
                return what(self._shared, limit, *names)
            except StorageError as error:
                log.warning("limits are counted by this process alone (%s)", type(error.storage_error).__name__)
        self._begin_anew_when_put_back()
        return what(self._own, limit, *names)


def _drift() -> float:
    """How far the machine's clock is from one that is never set."""
    return time.time() - time.monotonic()


def whose(caller: Caller, address: str) -> str:
    """Whom a question is counted to: a key, an account, or the address that it comes from."""
    if caller.key:
        return f"key/{caller.account}/{caller.key}"
    return f"account/{caller.account}" if caller.account is not None else f"address/{network(address)}"


def network(address: str) -> str:
    """Whose an address is: itself, or its network for IPv6; what is no address stands for itself."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if known.version == 6 and known.ipv4_mapped is not None:  # noqa: PLR2004 — the name of a protocol
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, IPV6_NETWORK), strict=False)) if known.version == 6 else str(known)  # noqa: PLR2004 — likewise


def _limits(name: str, told: str) -> tuple[RateLimitItem, ...]:
    if not told.strip():
        return ()
    try:
        return tuple(parse_many(told))
    except ValueError as exc:
        raise InvalidSetting(name=name, value=told[:100], detail=LIMIT_EXPECTED) from exc


def _storage(settings: Settings) -> Storage:
    try:
        made = storage_from_string(settings.limits_url.get_secret_value(), wrap_exceptions=True)
    except (ConfigurationError, ValueError) as exc:
        raise InvalidSetting(name="REPERES_LIMITS_URL", value=MASK, detail=LIMITS_URL_EXPECTED) from exc
    if not isinstance(made, Storage):  # « async+redis:// »
        raise InvalidSetting(name="REPERES_LIMITS_URL", value=MASK, detail=LIMITS_URL_EXPECTED)
    return made
