"""What stands above words that are quoted or forwarded: who wrote them, when, under which subject."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from assistant.triage.model import Correspondent
from indexer.reading import thread_cues as cues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST = 800
"""Characters of a line that are looked at."""
_FIELDS_WITHIN = 24
"""Lines in which the fields of one header stand, long lists of recipients folded."""
_ROLES: Mapping[str, str] = {
    **dict.fromkeys(("de", "from", "expéditeur"), "author"),
    **dict.fromkeys(("envoyé", "envoyé le", "sent", "date"), "day"),
    **dict.fromkeys(("objet", "subject", "sujet"), "subject"),
    **dict.fromkeys(("à", "a", "to", "pour", "destinataire", "destinataires"), "to"),
}
_ON_ONE_LINE = re.compile(
    r"(?:^|(?<=[\s>*]))\*{0,2}(?P<name>de|from|envoyé(?: le)?|sent|date|à|to|pour|cc|objet|subject|sujet)"
    r"\s?\*{0,2}\s?:\s?\*{0,2}\s?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'-]{1,80}@[\w-]{1,80}(?:\.[\w-]{1,40}){1,6}")
_AROUND_ADDRESS = re.compile(r"[<\[(]\s*(?:mailto:)?[^<>\[\]()]{0,200}@[^<>\[\]()]{0,200}[>\])]|mailto:", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\s+(?:de la part de|on behalf of|via)\s+.*$", re.IGNORECASE)
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan", "fév fev feb", "mar", "avr apr", "mai may", "juin jun", "juil jul", "aoû aou aug", "sep", "oct",
            "nov", "déc dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er)?[\s-]+([^\W\d_]{3,9})\.?,?[\s-]+((?:19|20)\d{2})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,9})\.?\s+(\d{1,2}),?\s+((?:19|20)\d{2})\b")
_IN_FIGURES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)?\d{2})\b")
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})")
_WROTE = re.compile(r"^(?:le|on)\s|\s(?:a\s+écrit|wrote)\b.*$", re.IGNORECASE)
_HOUR = re.compile(
    r"\b\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]m\b)?(?:\s?\(?(?:utc|gmt)?[+-]\d{1,4}:?\d{0,2}\)?)?", re.IGNORECASE
)


NOBODY = Correspondent()
"""Somebody of whom nothing is told."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What is told of a quoted message.

    Attributes:
        author: Who wrote it; both parts empty when it is not told.
        day: On which it was sent; `None` when not told.
        subject: As it stands; empty when not told.
        recipient: Whom it was sent to, as it stands.
    """

    author: Correspondent = NOBODY
    day: dt.date | None = None
    subject: str = ""
    recipient: str = ""

    def __bool__(self) -> bool:
        """Whether anything is told."""
        return self != Heading()


def correspondent(text: str) -> Correspondent:
    """Name and address of « Prénom Nom <adresse> », « Nom [mailto:adresse] », « adresse », « NOM Prénom ».

    Args:
        text: What follows « De : ».
    """
    text = text[:_LONGEST]
    found = _ADDRESS.search(text)
    name = _ON_BEHALF.sub("", _AROUND_ADDRESS.sub(" ", text))
    name = " ".join(_ADDRESS.sub(" ", name).split()).strip("'\"*<>[]();, ")
    return Correspondent(name, found[0].rstrip(".'") if found else "")


def written_day(text: str) -> dt.date | None:
    """The day that a header tells, in French, in English or in figures; `None` when it tells none.

    Args:
        text: « mercredi 4 mars 2026 17:42 », « 03/03/2025 09:12 », « Mon, 3 Mar 2025 09:12:00 +0100 », an ISO date.
    """
    text = text[:_LONGEST]
    if iso := _ISO.search(text):
        return _date(iso[1], iso[2], iso[3])
    for found in _DAY_FIRST.finditer(text):
        if day := _date(found[3], _month(found[2]), found[1]):
            return day
    for found in _MONTH_FIRST.finditer(text):
        if day := _date(found[3], _month(found[1]), found[2]):
            return day
    if figures := _IN_FIGURES.search(text):
        return _date(figures[3] if len(figures[3]) == 4 else f"20{figures[3]}", figures[2], figures[1])  # noqa: PLR2004 - a year
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _month(name: str) -> int:
    lowered = name.lower()
    return _MONTHS.get(lowered[:4] if lowered.startswith("jui") else lowered[:3], 0)


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def header(lines: Sequence[str], start: int = 0) -> tuple[Heading, int]:
    """The header of a quoted message.

    Args:
        lines: Without the spaces around them.
        start: Where it may begin; empty lines before it are passed over.

    Returns:
        What it tells, and the number of the first line below it: `start` when there is none.
    """
    found: dict[str, str] = {}
    number, end, last = start, start, ""
    while number < min(len(lines), start + _FIELDS_WITHIN):
        line = lines[number][:_LONGEST]
        field = cues.FIELD.match(line)
        if field and (role := _role(field["name"])) not in found:
            if role == "author" and len(list(_ON_ONE_LINE.finditer(line))) > 2:  # noqa: PLR2004 - not « De : » alone
                return _on_one_line(line), number + 1
            found[role], last, end = field["value"].strip(), role, number + 1
        elif line and not (end == number and _goes_on(line, found, last)):
            break
        elif line:
            found[last] = f"{found[last]} {line}"
            end = number + 1
        number += 1
    return (_heading(found), end) if found else (Heading(), start)


def _role(name: str) -> str:
    lowered = " ".join(name.lower().split())
    return _ROLES.get(lowered, lowered)


def _goes_on(line: str, found: Mapping[str, str], last: str) -> bool:
    """Whether a line carries on the field above it: an empty one, or a list of recipients."""
    if not found:
        return False
    return not found[last] or (last in {"to", "cc", "cci", "copie"} and ("@" in line or line.endswith(";")))


def _heading(found: Mapping[str, str]) -> Heading:
    return Heading(
        correspondent(found.get("author", "")),
        written_day(found.get("day", "")),
        " ".join(found.get("subject", "").strip("* ").split()),
        found.get("to", ""),
    )


def _on_one_line(line: str) -> Heading:
    """The same header when a page's line breaks have become spaces."""
    found: dict[str, str] = {}
    fields = list(_ON_ONE_LINE.finditer(line))
    ends = [*(field.start() for field in fields[1:]), len(line)][: len(fields)]
    for field, end in zip(fields, ends, strict=True):
        value = line[field.end() : end]
        found.setdefault(_role(field["name"]), value.strip("* "))
    return _heading(found)


def divider(line: str) -> Heading:
    """What a divider tells when the header stands on its line."""
    return _on_one_line(line[:_LONGEST])


def attribution(text: str) -> Heading:
    """What « Le lun. 3 mars 2025 à 09:12, Prénom Nom <adresse> a écrit : » tells.

    Args:
        text: On one line.
    """
    text = _WROTE.sub("", _WROTE.sub("", text[:_LONGEST]).strip()).strip()
    after = text[hour.end() :] if (hour := _HOUR.search(text)) else text.rpartition(",")[2] if "," in text else text
    return Heading(correspondent(after.strip(" ,:")), written_day(text))
