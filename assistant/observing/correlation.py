"""The identifier of a request: in each line of the log, in the response's header, in what goes wrong."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar
from typing import Final

HEADER: Final = "x-request-id"
WELL_FORMED: Final = re.compile(r"[0-9A-Fa-f](?:[0-9A-Fa-f]|[-_:](?=[0-9A-Fa-f])){14,62}[0-9A-Fa-f]")
"""16 to 64 hexadecimal digits, in groups or not: what nginx, Traefik, Envoy, HAProxy make. No name can be spelt so."""

_CURRENT: Final[ContextVar[str]] = ContextVar("request_id", default="")


def request_id() -> str:
    """Of the request being answered; empty outside of one."""
    return _CURRENT.get()


def begin(told: str = "") -> str:
    """Gives the request that begins in this context its identifier: that which a proxy tells, or a new one.

    Args:
        told: What came as `X-Request-ID`; taken when it is well formed.
    """
    identifier = told if WELL_FORMED.fullmatch(told) else uuid.uuid4().hex
    _CURRENT.set(identifier)
    return identifier
