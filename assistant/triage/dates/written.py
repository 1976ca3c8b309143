"""Days written as numbers: « 12/03 », « les 8 et 9 octobre », « du 25 mai au 3 juillet », « vendredi 6 mars »."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assistant.triage.dates import reckoning
from assistant.triage.dates.named import Named
from assistant.triage.dates.words import (
    ANY_WEEKDAY,
    COUNTED,
    ENGLISH_MONTH,
    MONTH,
    NUMBER,
    WEEKDAY,
    YEAR,
    month_of,
    number_of,
    one_of,
    weekday_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.triage.dates.named import Reading

_NOT_BEFORE = r"(?<![\w/.:+°])(?<![\w]-)(?<!\d,)(?<!\dh )(?<!\d h )"
"""A number that goes on a word, an hour, a telephone number or a sum is no day."""
_W = rf"(?:(?P<w>{ANY_WEEKDAY}),?\s+(?:le\s+)?)?"
_TO = r"\s+(?:au|et(?:\s+le)?|a|jusqu'au)\s+"
_CUED = (
    r"(?:(?<=le )|(?<=au )|(?<=du )|(?<=les )|(?<=ici )|(?<=: )|(?<=\()|(?<=seance )|(?<=reunion )|"
    r"(?<=visio )|(?<=copil )|(?<=avant )|(?<=limite )|(?<=clos )|(?<=rdv ))"
)
_KNOWN_REACH: Final = 60
_KNOWN = re.compile(r"\w (?<!partir )(?<!compter )du $")
_DONE = (
    r"\b(?:il|elle|on|ils|elles|nous|j')\s?(?:m'|l'|nous |leur |lui )?(?:ai|a|avons|ont) "
    r"(?!une?\b|l[ea]s?\b|lieu|besoin|\w*(?:prevu|invite|convie|programme|organise|fixe|cale|choisi|reserve|conference)\b)"
    r"\w+(?:e|i|u|it|is|ert)\b"
)
"""What is over, but not what was planned (« nous avons convié les élus le 3 juin »)."""
_TOLD_AS_OVER = re.compile(rf"(?: \d{{4}})?,? (?:[^.!?;,]{{1,50}}, )?{_DONE}")
"""Right after a day: what was done then (« le 3 juin, en réunion, il a coupé le micro »)."""
_DONE_THEN = re.compile(rf"{_DONE} [^.!?;,:]{{0,40}}\ble $")
"""Right before a day: the same (« nous avons alerté son employeur le 8 juillet »)."""
_TO_COME = re.compile(r"\bavant\b|jusqu'|d'ici|limite|prochain")
_MONTH_BEFORE = re.compile(rf"\b(?:de|d'|en|mois de)\s?(?P<m>{MONTH})[\s,(:]{{1,3}}(?:le\s)?$")


def _day(
    match: re.Match[str], today: dt.date, number: str, month: int, *, year: str | None, weekday: str | None, past: bool
) -> Named:
    """One day; a weekday that contradicts it makes it inexact, and the number is kept."""
    wanted = weekday_of(weekday)
    if year:
        day = dt.date(reckoning.full_year(year), month, number_of(number))
    else:
        recent = reckoning.KNOWN if _is_known(match) else reckoning.JUST_PAST
        day = reckoning.occurrence(month, number_of(number), today, wanted, past=past, recent=recent)
    return Named(match.start(), match.end(), day, exact=wanted is None or day.weekday() == wanted)


def _is_known(match: re.Match[str]) -> bool:
    """« la journée du 19 mai », « le 19 mai, on nous a dit »: that day is known. Not so of « du 19 au 21 mai »."""
    before = match.string[max(0, match.start() - _KNOWN_REACH) : match.start()]
    spanned = "n1" in match.re.groupindex
    if spanned or _TO_COME.search(before):
        return False
    over = _KNOWN.search(before) or _DONE_THEN.search(before) or _TOLD_AS_OVER.match(match.string, match.end())
    return over is not None


def _before(last: dt.date, month: int, number: int) -> dt.date:
    """The first day of a span that ends on `last`: the same year, or the year before over a new year."""
    return dt.date(last.year - ((month, number) > (last.month, last.day)), month, number)


def _span(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« du 25 mai au 3 juillet 2026 », « entre le 4 et le 29 mai »."""
    last = _day(match, today, match["n2"], month_of(match["m2"]), year=match["y2"], weekday=match["w2"], past=past)
    month = month_of(match["m1"]) if match["m1"] else last.day.month
    first = _before(last.day, month, number_of(match["n1"]))
    yield replace(last, day=first.replace(year=int(match["y1"])) if match["y1"] else first, until=last.day)


def _figured_span(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« du 12/03 au 15/03/2026 »."""
    last = _day(match, today, match["n2"], int(match["m2"]), year=match["y2"], weekday=None, past=past)
    yield replace(last, day=_before(last.day, int(match["m1"]), int(match["n1"])), until=last.day)


def _listed(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« les 8 et 9 octobre » and « 9-11 octobre » are spans, « les 4 et 18 juin » two days, « 30 - 12 mai » one."""
    last = _day(match, today, match["n"], month_of(match["m"]), year=match["y"], weekday=match["w"], past=past)
    numbers = [number_of(digits) for digits in re.findall(NUMBER, match["first"])]
    if not all(before < after for before, after in zip(numbers, [*numbers[1:], last.day.day], strict=True)):
        yield last
    elif last.day.day - numbers[0] == len(numbers) or "-" in match["sep"]:
        yield replace(last, day=last.day.replace(day=numbers[0]), until=last.day)
    else:
        for place, number in enumerate([*numbers, last.day.day]):
            yield replace(last, day=last.day.replace(day=number), listed=place > 0)


def _written(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« vendredi 6 mars », « 12 mars 2027 », « 1er avril », « le 12 janvier dernier »."""
    over = past or match["which"] == "dernier"
    yield _day(match, today, match["n"], month_of(match["m"]), year=match["y"], weekday=match["w"], past=over)


def _english(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« March 12 », « March 12th, 2026 »."""
    yield _day(match, today, match["n"], month_of(match["m"]), year=match["y"], weekday=match["w"], past=past)


def _figures(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« 2026-03-12 », « 12-03-2026 », « 12.03.26 », « le 12/03 »."""
    groups = match.groupdict()
    month, year, weekday = int(match["m"]), groups.get("y"), groups.get("w")
    announced = match.string.endswith(("le ", "au ", "avant ", "clos ", "limite "), 0, match.start()) or weekday
    if groups.get("s") == "." and len(match.group()) < len("1.1.2026") and not announced:
        raise ValueError(match.group())  # « 5.7.26 » is a version
    yield _day(match, today, match["n"], month, year=year, weekday=weekday, past=past)


def _weekday_number(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« lundi 20 », « la séance de décembre (jeudi 10) »."""
    weekday, number = weekday_of(match["w"]), number_of(match["n"])
    month = _MONTH_BEFORE.search(match.string, max(0, match.start() - 50), match.start())
    if month:
        day = reckoning.occurrence(month_of(month["m"]), number, today, weekday)
    else:
        day = reckoning.numbered(number, today, weekday)
    yield Named(match.start(), match.end(), day, exact=day.weekday() == weekday)


WRITTEN: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"(?<![\w/.°-])(?<!° )(?P<y>{YEAR})-(?P<m>\d\d)-(?P<n>\d\d)(?![\d-])", _figures),
        (
            (
                r"(?<=du )(?P<n1>\d{1,2})/(?P<m1>\d{1,2})(?:/\d{2,4})?\s+au\s+"
                r"(?P<n2>\d{1,2})/(?P<m2>\d{1,2})(?:/(?P<y2>\d{4}|\d\d))?(?![\d/])"
            ),
            _figured_span,
        ),
        (
            (
                rf"(?:(?<=du )|(?<=entre le )|(?<=entre les )|(?<=entre ))(?:{WEEKDAY}\s+)?(?P<n1>{NUMBER})"
                rf"(?:\s+(?P<m1>{MONTH}))?(?:\s+(?P<y1>{YEAR}))?{_TO}(?:(?P<w2>{WEEKDAY})\s+)?(?P<n2>{NUMBER})\s+"
                rf"(?P<m2>{MONTH})(?:\s+(?P<y2>{YEAR}))?(?!\w)"
            ),
            _span,
        ),
        (
            (
                rf"{_NOT_BEFORE}(?:{WEEKDAY}s?\s+)?(?P<first>{NUMBER}(?:\s?,\s?(?:{WEEKDAY}\s+)?{NUMBER}){{0,5}})"
                rf"(?P<sep>\s{{0,2}}[-/&]\s{{0,2}}|\s+(?:et|ou|puis|and|or)\s+(?:le\s+)?)"
                rf"(?:(?P<w>{WEEKDAY})\s+)?(?P<n>{NUMBER})\s+(?P<m>{MONTH})(?:\s+(?P<y>{YEAR}))?(?!\w)"
            ),
            _listed,
        ),
        (
            (
                rf"{_NOT_BEFORE}{_W}(?P<n>{NUMBER}|{one_of(COUNTED)})\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?"
                r"(?:\s+(?P<which>dernier(?! (?:delai|carat|jour))|prochain))?(?!\w)"
            ),
            _written,
        ),
        (rf"\b{_W}(?P<m>{ENGLISH_MONTH})\s(?P<n>{NUMBER})(?:,?\s(?P<y>{YEAR}))?(?![\w/])(?!\s?(?:%|€|h\b))", _english),
        (
            (
                rf"{_NOT_BEFORE}{_W}(?P<n>0?[1-9]|[12]\d|3[01])(?P<s>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=s)"
                r"(?P<y>(?:19|20)\d\d|[23]\d)(?![\w/%€]|[.-]\d|\s?€)"
            ),
            _figures,
        ),
        (
            (
                rf"{_NOT_BEFORE}(?:{_CUED}|(?P<w>{WEEKDAY})\s)(?P<n>0?[1-9]|[12]\d|3[01])[/.](?P<m>0?[1-9]|1[0-2])"
                r"(?![\w/%€]|[.,-]\d|\s?(?:€|%|euros?|pts?\b|points?\b))"
            ),
            _figures,
        ),
        (rf"{_NOT_BEFORE}(?P<n>0[1-9]|[12]\d|3[01])/(?P<m>0[1-9]|1[0-2])(?![\w/%€]|[.,-]\d)", _figures),
        (
            rf"\b(?P<w>{WEEKDAY})\s+(?P<n>{NUMBER})(?!\w|\s?(?:h\b|heures?\b|:\d|/|%|€)|\s(?:ans|mois|jours|places)\b)",
            _weekday_number,
        ),
    )
)
"""Surest first: words that one has read are not read again by another."""
