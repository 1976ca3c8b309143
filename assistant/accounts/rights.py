"""What somebody may do, and who is calling: the two values that everything else asks about."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from indexer.errors import ReperesError


class Right(enum.StrEnum):
    """What may be done. An account has some of them; a key has some of its account's.

    Reading is asking, searching and opening publications. The team sees solicitations, with the personal data that is
    in them; maintenance looks after publications, answers and evaluations without seeing any; administration gives and
    takes accounts and keys, and has every other right.
    """

    READING = "lecture"
    TEAM = "equipe"
    MAINTENANCE = "maintenance"
    ADMINISTRATION = "administration"


EVERYTHING: Final = frozenset(Right)


class Mode(enum.StrEnum):
    """Who may read: anybody, those who have an account, those whom the single sign-on knows (and accounts)."""

    OPEN = "open"
    ACCOUNTS = "accounts"
    OIDC = "oidc"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks for something.

    Attributes:
        rights: What they may do; with administration, all of it.
        name: Under which changes are signed; empty for somebody unknown.
        login: Of their account; empty without one. What the audit log calls them.
        account: Number of their account; `None` without one.
        token: That a form, or a script of our pages, gives back; empty for whoever has no session.
        key: Name of the API key they called with; empty without one.
        doubt: Why it could not be told whose session they show: they are a stranger until it can.
    """

    rights: frozenset[Right] = frozenset()
    name: str = ""
    login: str = ""
    account: int | None = None
    token: str = ""
    key: str = ""
    doubt: ReperesError | None = None

    def may(self, right: Right) -> bool:
        """Whether they have a right."""
        return right in self.rights or Right.ADMINISTRATION in self.rights


READER: Final = Caller(rights=frozenset({Right.READING}))
"""Anybody, where reading is open."""
NOBODY: Final = Caller()
"""Anybody, where it is not."""
