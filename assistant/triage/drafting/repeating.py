"""What of a message's words may be repeated to whoever wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.triage.drafting.marks import plain
from assistant.triage.model import Alarm
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.triage.model import Alert

NOTHING: Final = frozenset({Alarm.DANGER, Alarm.HEALTH})
"""Alarms after which nothing of the message is repeated."""
NOT_THEIRS: Final = frozenset({Alarm.INSTRUCTION, Alarm.COMPLAINT})
"""Alarms whose own words are not repeated."""

SHOUTED_WORDS: Final = 3
"""In capitals, from which a line is taken for a sentence that shouts."""


@dataclass(frozen=True, slots=True)
class Repeating:
    """What may be repeated.

    Attributes:
        nothing: Whether nothing may.
        never: Words on one line, of which none may.
    """

    nothing: bool
    never: tuple[str, ...]

    @classmethod
    def after(cls, category: str, alerts: Sequence[Alert]) -> Repeating:
        """What may be of a message of a category, that raised alerts."""
        nothing = category == "C1" or any(alert.alarm in NOTHING for alert in alerts)
        words = (seen.words for alert in alerts if alert.alarm in NOT_THEIRS for seen in alert.seen)
        return cls(nothing, tuple(filter(None, (" ".join(each.split()) for each in words))))

    def of(self, text: str, limit: int) -> str:
        """A text on one line, fit for a draft; empty when it is not to be repeated."""
        line = " ".join(text.split())
        if self.nothing or any(words in line or line in words for words in self.never):
            return ""
        return plain(_lowered(line), limit).rstrip(" ,;:")

    def each(self, texts: Sequence[str], limit: int) -> tuple[str, ...]:
        """Those of several texts that may be repeated."""
        return tuple(filter(None, (self.of(text, limit) for text in texts)))


def _lowered(line: str) -> str:
    """A line written in capitals, as one writes a sentence; its acronyms stay."""
    if not line.isupper() or len(line.split()) < SHOUTED_WORDS:
        return line
    known = {acronym.acronym for acronym in acronyms()}
    first, *rest = (word if word.strip(",;:.!?()") in known else word.lower() for word in line.split())
    return " ".join([f"{first[0].upper()}{first[1:]}", *rest])
