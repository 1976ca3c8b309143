"""Who may see the staff's pages: whoever gives the key. Accounts, when they come, replace this module.

A session is a signed cookie: a name and a token for forms, nothing that the server keeps. It is signed with the key, so
that a changed key ends every session.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from itsdangerous import BadData, URLSafeTimedSerializer

from assistant.staff import is_staff_key, staff_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.settings import Settings

COOKIE: Final = "reperes-equipe"
LASTS_SECONDS: Final = 12 * 3600
"""A working day, and the evening."""
WRONG_KEYS: Final = 10
WITHIN_SECONDS: Final = 600.0
"""So many wrong keys from one address in so long, and it must wait: for chosen keys, a drawn one has 192 bits."""
ADDRESSES: Final = 10_000
"""Most addresses remembered; the oldest are forgotten."""
LONGEST_NAME: Final = 100
_SALT: Final = "reperes.staff.session"


@dataclass(frozen=True, slots=True)
class Session:
    """Whoever gave the key.

    Attributes:
        name: Under which changes are signed; empty until it is told.
        token: That each form must give back.
    """

    name: str
    token: str


class Limiter:
    """Counts wrong keys by address, in memory. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def must_wait(self, address: str) -> bool:
        """Whether an address gave too many wrong keys lately."""
        with self._lock:
            times = self._wrong.get(address)
            if times is None:
                return False
            while times and times[0] <= self._clock() - WITHIN_SECONDS:
                times.popleft()
            return len(times) >= WRONG_KEYS

    def note(self, address: str) -> None:
        """A wrong key came from an address."""
        with self._lock:
            self._wrong.setdefault(address, deque(maxlen=WRONG_KEYS)).append(self._clock())
            self._wrong.move_to_end(address)
            while len(self._wrong) > ADDRESSES:
                self._wrong.popitem(last=False)


class Gate:
    """Lets the staff in."""

    def __init__(self, settings: Settings, limiter: Limiter | None = None) -> None:
        self._settings = settings
        self.limiter = limiter or Limiter()

    def admits(self, key: str, address: str) -> bool:
        """Whether a key is the one in force; wrong ones are counted against the address.

        Raises:
            InvalidSetting, NotWritable: There is no key to compare with.
        """
        if is_staff_key(key, self._settings):
            return True
        self.limiter.note(address)
        return False

    def issued(self, name: str, token: str = "") -> str:
        """The cookie of somebody who gave the key."""
        return self._signer().dumps([tidy(name), token or secrets.token_urlsafe(24)])

    def session(self, cookie: str) -> Session | None:
        """Whose cookie it is; `None` when it is not one of ours, is too old, or the key has changed since."""
        try:
            held = self._signer().loads(cookie, max_age=LASTS_SECONDS)
        except BadData:
            return None
        return Session(str(held[0]), str(held[1]))

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(staff_key(self._settings), salt=_SALT)


def is_token(given: str, session: Session) -> bool:
    """Whether a form gives back the token of its session."""
    return compare_digest(given.encode("utf-8", "replace"), session.token.encode())


def tidy(name: str) -> str:
    """A name as it is kept: printable, spaces levelled, of a bounded length."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME]
