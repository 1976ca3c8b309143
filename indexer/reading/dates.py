"""The date that a publication prints on itself: near its title, in its imprint, after « Publié le ».

Only lines that are a date, or that say what the date is of, are believed: a date in running text is that of what
the text tells.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from indexer.reading.pieces import FIRST_CREDIBLE_YEAR, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv", "février fevrier févr fév", "mars", "avril avr", "mai", "juin", "juillet juil",
            "août aout", "septembre sept", "octobre oct", "novembre nov", "décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SEASONS = "printemps|été|automne|hiver"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = rf"(?P<day>\d{{1,2}})(?:er)?\s+(?P<month>{_MONTH})\.?\s+{_YEAR}"
_FIGURES = r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d{2})"
_ISO = r"(?P<iso>(?:19|20)\d{2}-\d{2}-\d{2})"
_MONTHS_ONLY = (
    rf"(?:(?:{_MONTH}|{_SEASONS})\.?\s*(?:[-–/]|et|à)\s*)?(?:{_MONTH}|{_SEASONS})\.?\s+(?P<year>(?:19|20)\d{{2}})"
)
_ANY = tuple(
    re.compile(rf"(?<![\w/]){pattern}(?![\w/])", re.IGNORECASE)
    for pattern in (_ISO, _DAY, _FIGURES, _MONTHS_ONLY, _YEAR)
)
_MARK = re.compile(
    r"^\W*(?:©|publi[ée]e?s?\s+(?:le|en)\b|paru(?:e|tion)?\b|(?:date|année) (?:de |d’|d')\w+|mise? à jour|actualis\w+"
    r"|dépôt légal|achevé d|imprimé en|édition|version du|date\s*:)",
    re.IGNORECASE,
)
"""What a line begins with whose date is that of publication."""
_ALONE = re.compile(r"^[\W\d_]*(?:[\w’'-]+(?:\s[\w’'-]+){0,2}\s*,\s*)?(?:le\s+|en\s+)?$", re.IGNORECASE)
"""What may stand before a date on a line of its own: nothing, or a place (« Saint-Denis, le »)."""
_KIND = re.compile(r"^(?:[^\W\d]|[\s’'-]){0,60}(?:n\s?°\s*\d{1,4}\s*)?[–—|•·,:-]\s*$", re.IGNORECASE)
"""Or the kind of publication, its number, and a dash (« Note de synthèse – », « Lettre n° 8, »)."""
_AFTER = re.compile(r"^[\s.)\]–—|•·,-]*(?:n\s?°\s*\d+)?[\s.)\]]*$")
_LONGEST = 120


class PrintedDate(NamedTuple):
    """A date as printed.

    Attributes:
        year: `None` when there is no date.
        date: ISO (YYYY-MM-DD) when the day is printed; else empty.
    """

    year: int | None
    date: str


def printed_date(lines: Iterable[str]) -> PrintedDate:
    """The date of publication that lines of a title page or an imprint print.

    Args:
        lines: In order of trust; the most precise date wins, the first among equals. A year after the next one is
            that of a plan (« 2030 »).

    Returns:
        Its year, and its day where it is printed; both missing when no line is a date.
    """
    last = datetime.now(UTC).year + 1
    found = [dated for line in lines if (dated := _date_of(clean(line), last)) is not None]
    if not found:
        return PrintedDate(None, "")
    return min(found, key=lambda dated: (dated[0], not dated[1].date))[1]


def _date_of(line: str, last: int) -> tuple[int, PrintedDate] | None:
    """The date that a line is, with its rank: 0 for one that is precise or said to be of publication."""
    if len(line) > _LONGEST:
        return None
    for precision, pattern in enumerate(_ANY):
        match = pattern.search(line)
        if match is None:
            continue
        before, after = line[: match.start()], line[match.end() :]
        marked = bool(_MARK.match(before))
        alone = bool(_ALONE.match(before) or _KIND.match(before)) and bool(_AFTER.match(after))
        dated = _read(match)
        if (marked or alone) and dated is not None and FIRST_CREDIBLE_YEAR <= (dated.year or 0) <= last:
            return (0 if marked else 1 if precision < len(_ANY) - 1 else 2), dated
        return None
    return None


def _read(match: re.Match[str]) -> PrintedDate | None:
    """A match's values; `None` when there is no such day."""
    parts = match.groupdict()
    try:
        if parts.get("iso"):
            day = date.fromisoformat(parts["iso"])
        elif parts.get("d"):
            day = date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        elif parts.get("day"):
            day = date(int(parts["year"]), _MONTHS[parts["month"].lower()], int(parts["day"]))
        else:
            return PrintedDate(int(parts["year"]), "")
    except ValueError:
        return None
    return PrintedDate(day.year, day.isoformat())
