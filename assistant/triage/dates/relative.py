"""Days told from the day of the mail: « vendredi », « sous huitaine », « d'ici fin mars », « avant l'été »."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from assistant.triage.dates import reckoning
from assistant.triage.dates.calendar import SATURDAY, add_working_days
from assistant.triage.dates.named import Named
from assistant.triage.dates.words import (
    COUNT,
    FEASTS,
    MONTH,
    SCHOOL_HOLIDAYS,
    SEASONS,
    WEEKDAY,
    YEAR,
    count_of,
    month_of,
    one_of,
    weekday_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.triage.dates.named import Reading

_HOURS_A_DAY: Final = 24
_MIDDLE: Final = 15
"""The day of « mi-mai », last of the first fortnight."""
_WEEKS = {"huit": 1, "quinze": 2}
_LIMIT = r"(?:avant|d'ici|before|by)"
_SOON = dt.timedelta(days=75)
"""« avant les vacances », without a name: the next ones, when they are at hand."""


_JUST_OVER = re.compile(
    r"\b(?:reunie?s?|tenue?s?|deroulee?s?|eu lieu|recue?s?|envoyee?s?|appelee?|ecrit|vue?s?|"
    r"(?:ai|a|avons|avez|ont) (?:\w+ )?(?:parle|echange)|(?:s'est|s'etait|se sont) \w+|"
    r"(?:est|sont|suis|sommes|etes) passee?s?|hier\W+(?:non|enfin|pardon|plutot),?)\s(?:ce\s)?$"
)
"""Right before a weekday: the last one. Farther, « pas reçu mon reçu, la banque ferme jeudi » has another verb."""


def _weekday(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« vendredi », « vendredi prochain », « mardi dernier », « lundi en huit », « jeudi de la semaine prochaine »."""
    weekday = weekday_of(match["w"])
    assert weekday is not None
    which = match["which"] or ""
    if which.startswith(("dernier", "passe")) or (
        not which and _JUST_OVER.search(match.string[max(0, match.start() - 20) : match.start()])
    ):
        day = reckoning.previous(weekday, today)
    elif "semaine" in which:
        day = reckoning.week(today, 1)[0] + dt.timedelta(days=weekday)
    else:
        day = reckoning.coming(weekday, today)
        if match["this"] and today.weekday() == weekday:
            day = today
    weeks = next((weeks for word, weeks in _WEEKS.items() if which == f"en {word}"), 0)
    yield Named(match.start(), match.end(), day + dt.timedelta(weeks=weeks))


def _near(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« demain », « après-demain », « ce soir », « dans la journée »."""
    words = match.group()
    days = 2 if words.startswith("apres") else int("demain" in words or words == "tomorrow")
    yield Named(match.start(), match.end(), today + dt.timedelta(days=days))


def _within(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« sous 48 h », « sous huitaine », « d'ici quinze jours », « dans un délai de 5 jours ouvrés »."""
    count, unit = count_of(match["count"]), match["unit"] or "jours"
    limit = match["from"] not in {"dans", "dans la"}
    if unit.startswith("h"):
        day = today + dt.timedelta(days=-(-count // _HOURS_A_DAY))
    elif unit.startswith(("semaine", "week")):
        day = today + dt.timedelta(weeks=count)
    elif unit.startswith(("mois", "month")):
        day = reckoning.months_later(today, count)
    else:
        day = add_working_days(today, count) if match["worked"] else today + dt.timedelta(days=count)
    yield Named(match.start(), match.end(), day, exact=False, limit=limit, vague=not limit)


def _end(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« fin mars », « avant la fin du mois », « fin février 2027 », « d'ici la fin de l'année »."""
    if match["m"]:
        day = _month(match["m"], match["y"], today, past)[1]
    elif match["what"] and "an" in match["what"]:
        day = dt.date(today.year, 12, 31)
    elif match["what"] and "semaine" in match["what"]:
        day = reckoning.week(today, int("prochaine" in match["what"]))[1]
    else:
        day = reckoning.end_of_month(today)
    yield Named(match.start(), match.end(), day, exact=False, rough=True)


def _month(name: str, year: str | None, today: dt.date, past: bool) -> tuple[dt.date, dt.date]:
    """First and last days of a month: the coming one, or the last one where what is over is told."""
    month = month_of(name)
    first = dt.date(int(year) if year else today.year, month, 1)
    if not year and past and first > today:
        first = first.replace(year=today.year - 1)
    elif not year and not past and reckoning.end_of_month(first) < today:
        first = first.replace(year=today.year + 1)
    return first, reckoning.end_of_month(first)


def _within_month(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:
    """« début juin », « mi-mai », « courant mars », « la première quinzaine d'avril »."""
    first, last = _month(match["m"], match["y"], today, past)
    where, middle = match["where"], first.replace(day=_MIDDLE)
    if where.startswith(("debut", "mi")):
        yield Named(match.start(), match.end(), middle if where == "mi" else first, exact=False, rough=True)
        return
    if where.startswith("premiere"):
        last = middle
    elif where.startswith(("seconde", "deuxieme")):
        first = middle + dt.timedelta(days=1)
    yield Named(match.start(), match.end(), first, until=last, exact=False, vague=True)


def _before_period(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« avant l'été », « d'ici la rentrée », « avant juin »."""
    if match["season"]:
        month, number = SEASONS[match["season"]]
        day = dt.date(today.year, month, number)
        if 0 < (today - day).days <= reckoning.JUST_PAST:
            raise ValueError(match.group())
        day = day if day >= today else day.replace(year=today.year + 1)
        feast = match["season"] in FEASTS
        day -= dt.timedelta(days=feast)
    else:
        first = _month(match["m"], match["y"], today, False)[0]
        first = first if first > today or match["y"] else first.replace(year=first.year + 1)
        day = first - dt.timedelta(days=1)
        feast = False
    yield Named(match.start(), match.end(), day, exact=False, vague=not feast, rough=feast, limit=True)


def _before_holidays(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« avant les vacances de la Toussaint », « d'ici les congés de fin d'année », « avant les vacances »."""
    words = match.group()
    starts = {name: _holidays(name, today) for name in SCHOOL_HOLIDAYS}
    if "toussaint" in words or "automne" in words:
        start = starts["toussaint"]
    elif "noel" in words or "fin" in words or "fetes" in words:
        start = starts["noel"]
    elif "ete" in words or "grandes" in words:
        start = starts["ete"]
    else:
        start = min(starts.values())
        if start - today > _SOON:
            raise ValueError(words)  # others come first, which depend on the zone
    friday = start - dt.timedelta(days=1)
    yield Named(match.start(), match.end(), friday, exact=False, rough=True, vague="fetes" in words, limit=True)


def _holidays(name: str, today: dt.date) -> dt.date:
    """The Saturday on which the next ones begin."""
    month, number = SCHOOL_HOLIDAYS[name]
    years = (today.year, today.year + 1)
    saturdays = (reckoning.first_from(dt.date(year, month, number), SATURDAY) for year in years)
    return next(saturday for saturday in saturdays if saturday > today)


def _week(match: re.Match[str], today: dt.date, past: bool) -> Iterator[Named]:  # noqa: ARG001 - a `Reading`
    """« la semaine prochaine », « cette semaine », « début de semaine prochaine », « ce week-end »."""
    words = match.group()
    monday, friday = reckoning.week(today, int("prochain" in words or "next" in words))
    if "end" in words:
        saturday = reckoning.week(today)[1] + dt.timedelta(days=1)
        yield Named(
            match.start(), match.end(), saturday, until=saturday + dt.timedelta(days=1), exact=False, vague=True
        )
    elif words.startswith("debut"):
        yield Named(match.start(), match.end(), monday, exact=False, vague=True)
    else:
        yield Named(match.start(), match.end(), monday, until=friday, exact=False, vague=True)


RELATIVE: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (
            (
                r"\b(?P<from>sous|d'ici(?: a)?|within|delai (?:maximum |maximal |legal )?(?:de|d')|"
                rf"(?:avez|donne|laisse|disposez d[e'])(?=\s?{COUNT}\s\w{{1,8}}(?:\souvres?)?(?:\s(?:pour|"
                rf"a compter|je)\b|[.,]|$))|dans les|dans)\s?"
                rf"(?:(?:la|une|les|a peine|environ|maximum|max|"
                rf"petite)\s){{0,2}}(?P<count>{COUNT})(?![\d,.])\s?(?:de\s|petite?s?\s)?"
                r"(?P<unit>heures?|h|hours?|jours?|days?|semaines?|weeks?|mois|months?)\b(?P<worked>\souvre?s?\b|"
                r"\souvrables?)?"
            ),
            _within,
        ),
        (
            (
                r"\b(?P<from>sous|d'ici(?: une| la)?|dans la)\s(?P<count>huitaine|quinzaine|dizaine)\b"
                r"(?P<unit>\sde jours)?(?P<worked>$^)?"
            ),
            _within,
        ),
        (
            (
                r"\b(?:avant|d'ici(?: a)?)\s(?:(?:le debut des|le depart en|les|nos|vos|mes|ces)\s)?(?:grandes\s)?"
                r"(?:(?:vacances|conges)(?:\sscolaires)?(?:\s(?:de\s(?:la\s)?(?:toussaint|noel|fin d'annee)|d'ete|"
                r"de l'ete|"
                r"d'automne))?|(?<=les )fetes(?:\sde (?:fin d'annee|noel))?)(?!\w)"
                r"(?!\s(?:de (?:paques|fevrier|printemps|la|mon|ma)|d'hiver|en\b))"
            ),
            _before_holidays,
        ),
        (
            (
                rf"(?<!bonne )\b(?:en\s(?={MONTH}\s(?:au plus tard|dernier delai|max))|(?:fin|"
                rf"end)\s)(?:of\s)?(?:(?:du mois\s|mois\s)?(?:de\s|"
                rf"d')?(?P<m>{MONTH})(?:\s(?P<y>{YEAR}))?|"
                r"(?P<what>du mois|de mois|de ce mois|de la semaine(?: prochaine)?|de semaine(?: prochaine)?|"
                r"de l'an(?:nee)?|d'annee|the month|the week))(?!\w)"
            ),
            _end,
        ),
        (
            (
                r"\b(?P<where>debut|mi|courant|(?:premiere|seconde|deuxieme) quinzaine)[-\s](?:du mois\s)?(?:de\s|d')?"
                rf"(?P<m>{MONTH})(?:\s(?P<y>{YEAR}))?(?!\w)"
            ),
            _within_month,
        ),
        (
            (
                rf"\b{_LIMIT}\s(?:(?P<season>{one_of(SEASONS)})|(?:le mois (?:de |d'))?(?P<m>{MONTH})(?!\s\d\d?\b)"
                rf"(?:\s(?P<y>{YEAR}))?)(?!\w)"
            ),
            _before_period,
        ),
        (
            (
                rf"(?<!tous les )(?<!chaque )(?<!tout les )(?<!\bdu )(?<!\bau )(?<!\ble )"
                rf"(?<!\bun )(?<!\bsauf )(?<!premier )(?<!deuxieme )(?<!troisieme )(?<!dernier )\b(?:(?P<this>ce|"
                rf"this)\s)?(?P<w>{WEEKDAY})\b"
                r"(?:\s(?:(?:matin|midi|soir|apres[- ]midi)\s)?"
                r"(?P<which>prochain|suivant|dernier(?! \w*(?:carat|delai|jour|recours|moment))|passe|en huit|"
                r"en quinze|de la semaine prochaine))?"
                r"(?!\s(?:et|ou|au)\s(?:le\s)?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi)s?\s(?:matin|de)s?)"
            ),
            _weekday,
        ),
        (
            (
                rf"(?:(?<=avant le )|(?<=ici le )|(?<=jusqu'au )|(?<=pour le )|(?<=tard le )|"
                rf"\ble )(?P<this>$^)?(?P<w>{WEEKDAY})\s"
                r"(?P<which>prochain|suivant|en huit|en quinze|de la semaine prochaine)"
            ),
            _weekday,
        ),
        (
            (
                r"\b(?:debut de (?:la )?semaine(?: prochaine)?|(?:la|en) semaine prochaine|semaine prochaine|"
                r"(?:dans la|cette|de la) semaine(?! (?:derniere|passee|d'|de |du |des |nationale|europeenne|"
                r"mondiale))|"
                r"(?:ce|le) week-?end|next week|this week)\b"
            ),
            _week,
        ),
        (
            (
                r"(?<!de )(?<!de l')\b(?:apres[- ]demain|demain(?!\s?\??\s?»)|tomorrow)\b|"
                r"\b(?:ce (?:soir|jour(?![\s-]?la\b)|matin|midi)|cet apres[- ]midi|(?:dans|en fin de|fin de|"
                r"d'ici la fin de) (?:la )?journee)\b|"
                r"(?<!d')\baujourd'hui\b|\b(?:today|tonight)\b"
            ),
            _near,
        ),
    )
)
"""Longest first: words that one has read are not read again by another."""
