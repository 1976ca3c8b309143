"""What a check finds: fine, to be looked at, or broken; one sentence, one remedy."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.messages import sentence
from indexer.settings import Settings

if TYPE_CHECKING:
    from indexer.errors import ReperesError

END: Final = re.compile(r"(?<=[.)»])\s+(?=[A-ZÀÉ])")
"""Between what is wrong and what to do, in the sentences of our errors."""


class Level(enum.StrEnum):
    """How it is."""

    OK = "ok"
    ATTENTION = "attention"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        check: Its name, for programs.
        level: How it is.
        sentence: In French.
        remedy: In French; empty when all is well.
    """

    check: str
    level: Level
    sentence: str
    remedy: str = ""


Check = Callable[[Settings], Iterator[Finding]]


def fine(check: str, told: str) -> Finding:
    """All is well."""
    return Finding(check, Level.OK, told)


def attention(check: str, told: str, remedy: str) -> Finding:
    """It works, and somebody should look at it."""
    return Finding(check, Level.ATTENTION, told, remedy)


def problem(check: str, told: str, remedy: str) -> Finding:
    """It does not work, or soon will not."""
    return Finding(check, Level.PROBLEM, told, remedy)


def of_error(check: str, error: ReperesError) -> Finding:
    """What an error of ours says, its remedy apart."""
    told, _, remedy = END.sub("\n", sentence(error), count=1).partition("\n")
    return problem(check, told, remedy)
