"""Days told from another day of the text: « la veille », « trois jours avant le comité du 14 », « ce jour-là »."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from assistant.triage.dates import reckoning
from assistant.triage.dates.named import Named
from assistant.triage.dates.words import COUNT, WEEKDAY, WEEKDAYS, count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST: Final = 200
"""Expressions read in a part, as in `expressions`."""
_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(weeks=1)
_REFERS: Final = 900
"""Characters within which « trois jours avant », « ce jour-là » look back to the day that they count from."""
_EVE_REACH: Final = 110
"""Characters before a day in which « trois jours avant le comité du » stands."""
_THAT_DAY = (
    r"(?:parution|publication|diffusion|sortie|impression|bouclage|reunion|seance|rencontre|journee|soutenance|"
    r"echeance|evenement|emission|assemblee|jour j|date|visite|audition|jury|vote|commission|comite|copil|conseil|"
    r"bureau|manifestation|colloque|seminaire|forum|atelier|webinaire|formation|rendez-vous|echange|depart)\b"
    r"(?! du\b| de\b| d')"
)
"""What a day that was named before is called again: « la veille de la parution », « cinq jours avant l'échéance »."""
_FULL = r"(?: (?:plein|entier|franc|ouvre|ouvrable)e?s?| au moins| environ)?"
_EVE = re.compile(
    r"\b(?:(?<=jusqu'a )|(?<=avant )|(?<=tard )|(?<=ferme )|(?<=ferment )|(?<=pour ))(?:l'avant-|la )veille\b"
    r"(?! de| du| d')"
    r"|(?:\bferm\w+|\bclotur\w+|\bclos\w*|\brend\w*|\bavoir\b|\btransm\w+|\brecevoir|\bfau(?:t|dra|drait)\b|"
    r"\bbesoin|\benvo\w+|"
    r"\bboucl\w+|\binscri\w+|\brepon\w+|\blaiss\w+|\bdonn\w+|\bdepos\w+|\blivr\w+|\bconfirm\w+|"
    r"\bpreven\w+) [^.!?\n,;]{0,30}?(?P<eve>\b(?:l'avant-|la )veille\b)"
    rf"(?! du| de(?! (?:la |l'|notre |cette ){_THAT_DAY})| d')"
    r"|\bla (?P<week>semaine) (?:precedente|d'avant)\b"
    rf"|\ble (?P<w>{WEEKDAY}) (?:precedent|d'avant)\b"
    rf"|\b(?P<count>{COUNT}) (?:jours?|(?P<weeks>semaines?)){_FULL} (?:auparavant\b|plus tot\b(?! que)|avant\b"
    rf"(?! l[ea]s? (?!{_THAT_DAY})| l'(?!{_THAT_DAY})| not| vot| mon| que| de\b| d'))"
)
_EVE_OF = re.compile(
    rf"\b(?:(?P<count>{COUNT}) (?:jours?|(?P<weeks>semaines?)){_FULL} avant|(?P<eve>la veille d[eu]|"
    rf"l'avant-veille d[eu]))\b"
    rf"(?: (?:l[ea]s? |l'|la |not\w+ |vot\w+ |mon |ma |ce |cette )?[^.!?;:,()\d]{{1,60}}?)?(?: (?:du|le|"
    rf"de ce))? (?:{WEEKDAY} )?$"
)
"""Right before a day: « trois jours avant le comité du 14 », « la veille du 12 mai »."""
_SAME_DAY = re.compile(
    r"\b(?P<by>d'ici[\s-]la\b(?=[-\s]*(?:[.,;:!?)\n]|$|(?:il|je|j'|nous|on|vous|ce|c'|pour|merci)\b))|(?:pour |a |"
    r"avant )?(?:ce jour[\s-]la|cette date(?:[\s-]la)?)\b)"
)
"""A day that was named before, which is now said to be the limit."""


def eves(plain: str, found: Sequence[Named], today: dt.date) -> list[Named]:
    """« inscription jusqu'à la veille », « il me le faut une semaine avant »: before the day named last."""
    days: list[Named] = []
    for match in _EVE.finditer(plain):
        earlier = (_WEEK if match["weeks"] or match["week"] or match["w"] else _DAY) * _count(match)
        since = _looked_back(match, found, today, earlier)
        if since is not None:
            day = since - earlier if match["w"] is None else reckoning.previous(WEEKDAYS[match["w"]], since)
            span = match.span("eve" if match["eve"] else 0)
            exact = not (match["count"] or match["week"])
            days.append(Named(*span, day, exact=exact, limit=True, since=since))
    return days[:_MOST]


def _count(match: re.Match[str]) -> int:
    """Of the days or weeks that a match goes back: two for « l'avant-veille », one where none is told."""
    if match["count"]:
        return count_of(match["count"])
    return 1 + ("avant-veille" in match.group())


def eves_of(plain: str, found: Sequence[Named], today: dt.date) -> list[Named]:
    """« trois jours avant le comité du 14 »: before the day that follows."""
    days: list[Named] = []
    for named in found:
        match = _EVE_OF.search(plain, max(0, named.start - _EVE_REACH), named.start)
        if match is None:
            continue
        earlier = (_WEEK if match["weeks"] else _DAY) * _count(match)
        if named.day - today >= earlier:
            start, end = match.start(), match.end("count") if match["count"] else match.end("eve")
            exact = match["count"] is None
            days.append(Named(start, end, named.day - earlier, exact=exact, limit=True, since=named.day))
    return days[:_MOST]


def same_days(plain: str, found: Sequence[Named], today: dt.date) -> list[Named]:
    """« j'imprime le 6 mars, il me faut un oui ce jour-là »: the day named last, told again."""
    days: list[Named] = []
    for match in _SAME_DAY.finditer(plain):
        until_then = match["by"].startswith("d'ici")  # also said in wishing well: « d'ici là, bon courage »
        limit = until_then or match["by"].startswith(("pour", "avant"))
        near = found if limit else [named for named in found if "." not in plain[named.end : match.start()]]
        day = _looked_back(match, near, today)
        if day is not None:
            days.append(Named(*match.span("by"), day, limit=limit, vague=until_then))
    return days[:_MOST]


def _looked_back(
    match: re.Match[str], found: Sequence[Named], today: dt.date, earlier: dt.timedelta = _DAY * 0
) -> dt.date | None:
    """The day named last before some words, save those before which so much time is over."""
    near = [
        named.day
        for named in found
        if 0 <= match.start() - named.end <= _REFERS and (named.exact or named.since) and named.day - today >= earlier
    ]
    return near[-1] if near else None
