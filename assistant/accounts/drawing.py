"""What is drawn at random, and what is kept of it: never the thing itself, always its SHA-256.

A digest without salt nor cost is enough here, and only here: nobody finds 192 or 256 bits by trying. Passwords, which
people choose, are another matter (`assistant.accounts.passwords`).
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from typing import Final

KEY_PREFIX: Final = "rep_"
"""By which a key is known for one of ours, by people and by the programs that look for leaked secrets."""
KEY_BYTES: Final = 24
SECRET_BYTES: Final = 32
START_CHARS: Final = 10
"""Of a key, shown to tell it by: the prefix and 36 bits of its 192."""
_TOKEN: Final = b"reperes.token"


def new_secret() -> str:
    """What the cookie of a session, or a one-time link, holds: 256 bits."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_key() -> str:
    """A key of the API: 192 bits."""
    return KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret, and what it is found by."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def token_of(cookie: str) -> str:
    """What forms and scripts of our pages give back: it goes with one session, and tells nothing of its cookie."""
    return hmac.new(cookie.encode("utf-8", "replace"), _TOKEN, sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that says nothing of how close they are."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))
