"""Every day that a text names, wherever its numbers and its words allow no other reading.

Hours, telephone numbers, postcodes, sums, years of a plan (« 2021-2026 ») and house numbers (« 7-9 rue ») are no days.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.triage.dates import reckoning, referring
from assistant.triage.dates.named import Named
from assistant.triage.dates.relative import RELATIVE
from assistant.triage.dates.words import NUMBER, number_of, weekday_alone
from assistant.triage.dates.written import WRITTEN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from assistant.triage.dates.named import Reading

_MOST: Final = 200
"""Expressions read in a part; beyond, it is a table of dates."""
_BESIDE: Final = 60
"""Characters within which « avant 18 h » is an hour of the day named there."""
_NEAR: Final = 400
"""Characters within which « le 7 » is of the month of the day named before it."""
_OVER = re.compile(
    r"\b(?:s'est tenue?|se sont tenue?s|s'est deroulee?|(?:a|ont) eu lieu|suite (?:a|au|aux)|depuis|"
    r"vot?re (?:mail|message|courriel|appel|(?:bon de )?commande|facture|devis|courrier)|"
    r"notre (?:echange|appel|derni\w+)|compte[ -]rendu|publiee?s?|en date du|"
    r"a ete|ont ete|(?:ai|avons|avez|ont|bien) (?:eu|tenu|recu)|etai\w+|avai\w+|arrete du|decret|loi|circulaire|"
    r"(?:j'ai|avons|avez|ont) (?:\w+ )?(?:r?envoye|adresse|transmis|paye|verse|signe|achete|emprunte|constate)e?s?)\b"
    r"[^.?!\n]{0,60}$"
    r"|\b(?:r?envoye|transmis|debite|paye|verse|signe|paru|nomme|achete|emprunte|depose|recu|notifie|conclu|"
    r"attribue|delivre|etabli)e?s?(?: (?!pour|"
    r"avant)\w+)? le $"
    r"|\belue?s? le $"
)
"""Just before a day without a year: what is told is over."""
_DENIED: Final = ("non ", "pas ")
"""Before a day that is not the one: « le 6 mai (et non le 5 comme annoncé) »."""
_STILL_TO_COME = re.compile(r"\b(?:avant|jusqu'|d'ici|au plus tard|limite|aura|auront|sera|seront|apres|etre\b|devra)")
_BARE = re.compile(
    rf"\b(?P<lead>(?:assemblee(?: generale)?|ag|ca|conseil|copil|bureau|seance|rencontre|journee|seminaire|colloque|"
    rf"webinaire) du|avant le|jusqu'au|d'ici le|d'ici au|tard le|des le|limite(?: au| le)?\s?:?|(?:reporte|fixe)e? au|"
    rf"pour le|le) (?P<n>{NUMBER})(?!\s?(?:h\b|heures?|%|€|euros?|k\b|ans?\b|mois\b|jours\b|rue\b|avenue|"
    rf"personnes|[/:]\d)|[.,]\d)"
    r"(?P<ended>\s?(?:[.,;:!?)\n]|$)|\s(?:a \d|au (?:matin|soir|plus)|et\b|ou\b|inclus|dernier|minuit|midi|max|"
    r"pour\b|si\b|"
    r"un\b|une\b|l[ea]s?\b|l'|mon\b|ma\b|mes\b|notre\b|nos\b|car\b|mais\b|alors\b|sauf\b|puis\b|avec\b|comme\b|donc\b|afin\b|merci|svp|prochain|sinon|grand|"
    r"(?:je|j'|on|ils?|elles?)\b|(?:nous|me|m'|ca me|ca nous|ca m'|ca|c'|ce) ?\w+(?:rait|ra|ient)\b|serait\b|suffi))?"
)
_HOUR_LIMIT = re.compile(
    r"\b(?:retour|repon|rappel|confirm|besoin|merci|envo|accord|signe|phrase|reaction|citation|"
    r"interview|tel\b|telephone|joindre)[^.!?\n]{0,60}?\b(?P<hour>(?:avant|avt|d'ici) "
    r"(?:\d\d?\s?h(?:eures)?\b|\d\d?\s?h\s?\d\d|midi))"
    r"|\b(?P<asked>(?:avant|avt) (?:\d\d?\s?h(?:\s?\d\d)?|midi)),? (?:svp|merci|s'il (?:vous|te) plait)"
    r"|\b(?:mise en ligne|bouclage|je boucle|on boucle|publication|parution|antenne)\b[^.!?\n]{0,30}?"
    r"\b(?P<out>a \d\d?\s?h\b(?:\s?\d\d)?)"
    r"|\b(?:part|pars|file|entre|passe|rentre|monte)s? (?:en|a la|au) (?:reunion|rendez-vous|rdv|seance|salle|comite|"
    r"conseil|studio|train)\b[^.!?\n]{0,20}?\b(?P<leaves>a \d\d?\s?h(?:eures)?\b(?:\s?\d\d)?)"
)
_GOES_ON = re.compile(r"\s\w+(?:ee?s?|ues?|ies?|ises?)\b|\s(?:en|sur|dans|chez|est|sera|aura|n'|qui|que)\b")
"""After « l'AG du 28 »: words that no year, month or street begins (« annulée », « en visio »)."""
_NO_DAY = re.compile(
    r"(?:appel|compos|urgence|samu|pompier|police)\w{0,6}[^.!?\n]{0,25}$"
    r"|\b(?:departement|dans|page|article|bus|tram|ligne|numero|arrondissement)\w{0,6}[^.!?\n\w]{0,3}$|\b(?:devant|"
    r"derriere|face a|habite(?:nt|z|r)?|sonn\w+) $"
)
"""Before « le 15 », « le 93 », « le 14 »: a number to call, a département, a house."""


def named_days(plain: str, today: dt.date) -> list[Named]:
    """Every day that a text names, in its order; words that name none, or an impossible one, are left out.

    Args:
        plain: Levelled text (`clauses.level`).
        today: From which relative words and missing years are reckoned.
    """
    found: list[Named] = []
    taken = bytearray(len(plain))
    for pattern, reading in (*WRITTEN, *RELATIVE):
        for match in pattern.finditer(plain):
            start, end = match.span()
            if len(found) < _MOST and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found += _read(reading, match, today)
    found.sort(key=_place)
    found = sorted((*found, *_bare(plain, taken, found, today)), key=_place)
    found = [named for named in found if not _told_again(plain, named, found)]
    completed = sorted(
        (
            *found,
            *referring.eves(plain, found, today),
            *referring.eves_of(plain, found, today),
            *_hours(plain, found, today),
        ),
        key=_place,
    )
    return sorted((*completed, *referring.same_days(plain, completed, today)), key=_place)


def _told_again(plain: str, named: Named, found: Sequence[Named]) -> bool:
    """Whether « (jeudi, 13 h 30) » is but the weekday of the day named just before, « le 9 avril »."""
    if weekday_alone(plain[named.start : named.end]) is None or not plain[: named.start].endswith("("):
        return False
    return any(
        0 < named.start - other.end <= _BESIDE and other.exact and other.day.weekday() == named.day.weekday()
        for other in found
    )


def _hours(plain: str, found: Sequence[Named], today: dt.date) -> list[Named]:
    """« sans retour avant 18 h », no day being named near it: today."""
    return [
        Named(*match.span(match.lastgroup or 0), today, rough=True, limit=True)
        for match in _HOUR_LIMIT.finditer(plain)
        if not any(_is_of(plain, match.start(match.lastgroup or 0), named) for named in found)
    ][:_MOST]


def _is_of(plain: str, hour: int, named: Named) -> bool:
    """Whether an hour is of a day that stands near it, in its sentence."""
    between = plain[named.end : hour] if named.start < hour else plain[hour : named.start]
    return len(between) < _BESIDE and not re.search(r"[.!?]\s", between)


def _place(named: Named) -> int:
    return named.start


def _read(reading: Reading, match: re.Match[str], today: dt.date) -> list[Named]:
    """What a match names; nothing when it names no possible day (« 31 juin »), or one out of the calendar."""
    before = match.string[max(0, match.start() - 90) : match.start()]
    over = _OVER.search(before)
    try:
        return list(reading(match, today, over is not None and not _STILL_TO_COME.search(before)))
    except (ValueError, OverflowError):
        return []


def _bare(plain: str, taken: bytearray, found: Sequence[Named], today: dt.date) -> list[Named]:
    """« le 7 », « jusqu'au 4 »: of the month of the day named before, else the next such day."""
    days: list[Named] = []
    for match in _BARE.finditer(plain):
        start, end = match.span("n")
        if any(taken[start:end]) or len(days) >= _MOST:
            continue
        unended = match["ended"] is None and not (match["lead"].endswith(" du") and _GOES_ON.match(plain, end))
        if (match["lead"] in {"le", "pour le"} or match["lead"].endswith(" du")) and (
            unended or _NO_DAY.search(plain[max(0, start - 45) : match.start()])
        ):
            continue
        before = plain[max(0, match.start() - _BESIDE) : match.start()]
        numbering = plain.startswith(")", end) and "(" not in before  # « pour le 1) »: the first of some points
        if numbering or before.endswith(_DENIED) or (match["lead"].endswith(" du") and _OVER.search(before)):
            continue
        near = [named.day for named in found if 0 <= start - named.end <= _NEAR and named.exact]
        try:
            day = reckoning.numbered(number_of(match["n"]), today, near=near[-1] if near else None)
        except (ValueError, OverflowError):
            continue
        days.append(Named(start, end, day))
    return days
