"""Who calls: by a key, by the cookie of a session, or nobody known. What may be done then, their rights say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.accounts.drawing import same
from assistant.accounts.messages_fr import CHOSEN_TOO_SHORT
from assistant.accounts.rights import NOBODY, READER, Caller, Mode, Right
from indexer.errors import InvalidSetting
from indexer.settings import MASK

if TYPE_CHECKING:
    from pydantic import SecretStr

    from assistant.accounts.store import Accounts
    from indexer.settings import Settings

LEAST_CHARS: Final = 16
"""Of the key that an operator chooses: 16 letters and digits at random are 95 bits."""
STAFF: Final = Caller(rights=frozenset({Right.READING, Right.TEAM}), key="REPERES_STAFF_KEY")
"""Whoever calls with the operator's key."""


class Gate:
    """Tells who calls. Safe to share between threads.

    Attributes:
        mode: Who may read.
        stranger: Whoever shows nothing.
    """

    def __init__(self, accounts: Accounts, settings: Settings) -> None:
        """Reads the settings.

        Raises:
            InvalidSetting: The operator's key is shorter than `LEAST_CHARS`.
        """
        self._accounts = accounts
        self._staff_key = staff_key(settings)
        self.mode = Mode(settings.access)
        self.stranger = READER if self.mode is Mode.OPEN else NOBODY

    def by_key(self, secret: str) -> Caller:
        """Whoever calls with a key: the operator's, or one that an account made.

        Raises:
            KeyRefused: Neither.
        """
        if self._staff_key and same(secret, self._staff_key):
            return STAFF
        return self._accounts.keys.caller(secret)

    def by_cookie(self, cookie: str) -> Caller | None:
        """Whose session it is; `None` when it is nobody's, or over."""
        return self._accounts.sessions.caller(cookie)


def staff_key(settings: Settings) -> str:
    """The operator's key; empty when there is none.

    Raises:
        InvalidSetting: Shorter than `LEAST_CHARS`.
    """
    return _chosen(settings.staff_key, "REPERES_STAFF_KEY")


def metrics_token(settings: Settings) -> str:
    """What opens the figures of `/metrics`; empty when only programs of this machine may see them.

    Raises:
        InvalidSetting: Shorter than `LEAST_CHARS`.
    """
    return _chosen(settings.metrics_token, "REPERES_METRICS_TOKEN")


def _chosen(secret: SecretStr, name: str) -> str:
    chosen = secret.get_secret_value().strip()
    if chosen and len(chosen) < LEAST_CHARS:
        raise InvalidSetting(name=name, value=MASK, detail=CHOSEN_TOO_SHORT.format(least=LEAST_CHARS))
    return chosen
