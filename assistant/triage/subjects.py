"""Subjects: what mail programs and servers put in front of them, and what that says of the message."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

_LONGEST = 1000
"""Characters of a subject that are looked at."""
_REPLY = "re|ré|rép|réponse|aw|antw|sv"
_FORWARD = "tr|trans|transf|transféré|fw|fwd|wg|rv"
_PREFIX = re.compile(
    rf"^\s*(?:(?P<reply>{_REPLY})|(?P<forward>{_FORWARD}))\s{{0,3}}(?:[\[(]\d{{1,3}}[\])])?\s{{0,3}}:", re.IGNORECASE
)
_TAG = re.compile(
    r"^\s*(?:\[(?:[^\]\w]{0,3}(?:mail |message |expéditeur |e-?mail )?(?:externe?|external|ext|spam|suspect"
    r"|pub|publicité|suspicion de spam|phishing)\b[^\]]{0,20})\]|\*{2,5}\s?(?:spam|pub|suspect)\s?\*{2,5})",
    re.IGNORECASE,
)
"""What servers write there: « [Externe] », « [SPAM?] », « ***SPAM*** »."""


class Prefix(enum.StrEnum):
    """What a subject's prefix says of its message."""

    REPLY = "reply"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject and its prefixes.

    Attributes:
        text: Without them.
        prefixes: From the left: the last that was put there first.
    """

    text: str
    prefixes: tuple[Prefix, ...] = ()

    @property
    def first(self) -> Prefix | None:
        """What the message itself is; `None` when its subject does not say."""
        return self.prefixes[0] if self.prefixes else None

    def below(self) -> Subject:
        """What the subject of the message that it answers or passes on must have been."""
        return Subject(self.text, self.prefixes[1:])


def parted(subject: str) -> Subject:
    """A subject without « Re: », « TR : », « Fwd: », « [Externe] », « [SPAM?] ».

    Args:
        subject: Decoded; one line.
    """
    text = " ".join(subject[:_LONGEST].split())
    prefixes: list[Prefix] = []
    while found := _PREFIX.match(text) or _TAG.match(text):
        if found.re is _PREFIX:
            prefixes.append(Prefix.REPLY if found["reply"] else Prefix.FORWARD)
        text = text[found.end() :]
    return Subject(text.strip(), tuple(prefixes))
