"""Passwords: how they are kept (Argon2id), and which are refused."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.accounts.messages_fr import HOLDS_NAME, TOO_COMMON, TOO_LONG, TOO_SHORT
from indexer.errors import PasswordRefused
from indexer.french import without_accents

LEAST_CHARS: Final = 12
MOST_CHARS: Final = 200
"""Far beyond what anybody types: only a bound on the work."""
LEAST_SCORE: Final = 3
"""Of zxcvbn's five (0–4): more than 10⁸ guesses, where Argon2 makes each one dear."""
READ_CHARS: Final = 72
"""Of a password, what zxcvbn reads: its work grows with the square of them."""
FRENCH: Final = (
    *(
        "motdepasse",
        "azertyuiop",
        "azerty",
        "bonjour",
        "soleil",
        "doudou",
        "chouchou",
        "loulou",
        "marseille",
        "jetaime",
    ),
    *("reperes", "sante", "ville", "coordination", "atelier", "contrat", "conseil", "association"),
)
"""What people here would think of first, besides the common words that zxcvbn knows, which are English."""
LEAST_PART: Final = 4
"""Letters of a name or a login under which finding it in a password means nothing."""

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""Argon2id with 19 MiB, two passes, one lane: OWASP's Password Storage Cheat Sheet."""


def hashed(password: str) -> str:
    """What is kept of a password: 30 ms of work."""
    return HASHER.hash(_same(password))


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one that was kept; where none was, the same work is done for nothing."""
    try:
        return HASHER.verify(kept or _nobodys(), _same(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was kept with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def check(password: str, login: str, name: str) -> None:
    """Refuses what is easily found.

    Args:
        password: As it was typed.
        login: Of whoever chooses it.
        name: Likewise.

    Raises:
        PasswordRefused: With the reason.
    """
    from zxcvbn import zxcvbn  # its lists of words are read then

    password = _same(password)
    if len(password) < LEAST_CHARS:
        raise PasswordRefused(detail=TOO_SHORT.format(least=LEAST_CHARS))
    if len(password) > MOST_CHARS:
        raise PasswordRefused(detail=TOO_LONG.format(most=MOST_CHARS))
    known = f"{login.partition('@')[0]} {name}".casefold()
    parts = [part for part in re.split(r"[\W_]+", known) if len(part) >= LEAST_PART]
    if any(part in password.casefold() for part in parts):
        raise PasswordRefused(detail=HOLDS_NAME)
    if zxcvbn(without_accents(password)[:READ_CHARS], user_inputs=list(FRENCH))["score"] < LEAST_SCORE:
        raise PasswordRefused(detail=TOO_COMMON)


def _same(password: str) -> str:
    """A password as RFC 8265 compares them: the same letters whatever the keyboard made them of."""
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in password)
    return unicodedata.normalize("NFC", spaced)


@cache
def _nobodys() -> str:
    """What a password is compared with when there is nobody."""
    return hashed("nobody has this one")
