"""When a file was published: what it says, rather than when it was converted."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from indexer.french import without_accents
from indexer.inference.evidence import is_short_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.inference.evidence import Evidence

FIRST_YEAR: Final = 1980
"""Older years in a file are rather a subject, a number or a clock that was not set; our choice."""
MONTHS: Final = dict(
    zip(
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(),
        range(1, 13),
        strict=True,
    )
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19[89]|20[0-4])\d(?![\d/]|[.,-]\d)")
_YEAR_IN_NAME = re.compile(
    r"(?<!\d)((?:19[89]|20[0-4])\d)(?:[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
_DAY = re.compile(rf"\b(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+((?:19[89]|20[0-4])\d)\b")
_ISO = re.compile(r"\b((?:19[89]|20[0-4])\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
_NUMERIC = re.compile(r"\b(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])/((?:19[89]|20[0-4])\d)\b")
_PUBLISHED = re.compile(
    r"(?:\b(?:publiee?|parue?|editee?|datee?|mise? (?:a jour|en ligne)|version|copyright|depot legal)s?\b|\(c\)|©)"
    r"[^.\n]{0,25}$"
)
_SUMMED_UP = re.compile(
    r"»[^()]{0,60}\(([^()]*?(?:\([^()]*\))?[^()]*?),\s*(?:[^\d(),]{0,12}\s)?((?:19[89]|20[0-4])\d)\)"
)
"""« Titre » (éditeur, mois année): the reference that a summary gives of what it sums up."""


def date_of(evidence: Evidence, kind: str) -> tuple[int | None, str]:
    """Year and day of publication.

    What the first page says (a dated line, « publié le … », the reference of what is summed up) comes before what the
    file's properties say, since those often date from a conversion; then the file's name, the folder's, the title.

    Args:
        evidence: What the file shows.
        kind: Its kind: the day that minutes are titled with is theirs.

    Returns:
        The year, `None` when nothing says it; the ISO date, empty when the day is not told. They agree.
    """
    day = _day_of(evidence, kind)
    year = int(day[:4]) if day else _year_of(evidence)
    return (None, "") if year is not None and not is_credible(year) else (year, day)


def is_credible(year: int) -> bool:
    """Whether something can have been published that year."""
    return FIRST_YEAR <= year <= dt.datetime.now(dt.UTC).year + 1


def reference_of(texts: Iterable[str]) -> tuple[str, int] | None:
    """Publisher and year of the publication that a summary says it sums up; `None` when it gives no reference."""
    for text in texts:
        found = _SUMMED_UP.search(text) if "partir de" in text or "sum" in text else None
        if found:
            return found[1].strip(), int(found[2])
    return None


def _day_of(evidence: Evidence, kind: str) -> str:
    for line in evidence.opening:
        levelled = without_accents(line)
        for found, day in _days(levelled):
            alone = is_short_line(line) and len(levelled) - len(found) <= 30  # noqa: PLR2004 - a place, « le », « publié »
            if alone or _PUBLISHED.search(levelled[: levelled.index(found)]):
                return day
    in_title = [day for _, day in _days(without_accents(evidence.title))]
    if kind == "compte-rendu" and len(in_title) == 1:
        return in_title[0]
    return evidence.reading.date


def _days(levelled: str) -> list[tuple[str, str]]:
    """Days written in a levelled text, with the words that write them."""
    written = [(m.group(), _iso(m[3], MONTHS[m[2]], m[1])) for m in _DAY.finditer(levelled)]
    written += [(m.group(), _iso(m[1], m[2], m[3])) for m in _ISO.finditer(levelled)]
    written += [(m.group(), _iso(m[3], m[2], m[1])) for m in _NUMERIC.finditer(levelled)]
    return [(text, day) for text, day in written if day]


def _iso(year: str, month: str | int, day: str) -> str:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _year_of(evidence: Evidence) -> int | None:
    reference = reference_of(evidence.opening)
    if reference:
        return reference[1]
    for line in evidence.opening:
        levelled = without_accents(line)
        for found in _YEAR.finditer(levelled):
            alone = is_short_line(line) and len(_YEAR.findall(levelled)) == 1 and len(levelled) <= 60  # noqa: PLR2004 — as long as a short line may be
            if alone or _PUBLISHED.search(levelled[: found.start()]):
                return int(found.group())
    in_name = _YEAR_IN_NAME.search(evidence.stem)
    if in_name:
        return int(in_name[1])
    if evidence.reading.year:
        return evidence.reading.year
    years = {int(year) for year in _YEAR.findall(evidence.title)}
    if len(years) == 1:
        return years.pop()
    return next((int(f) for f in reversed(evidence.folders) if _YEAR.fullmatch(f)), None)
