"""The figures of a text, in one form.

« 29 000 », « 29000 » and « vingt-neuf mille » are the same figure; « 40 » and « 40 % » are not.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from text_to_num import alpha2digit

from indexer.french import THOUSANDS, whole

SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
DASHES = re.compile(r"[\u2010-\u2015\u2212]")
ARTICLE = re.compile(r"(?<!\bet )(?<![\w-])(?:une?s?)(?![\w-])", re.IGNORECASE)
"""« un », « une » are articles far more often than figures, « vingt et un » apart."""
ONE = re.compile(
    r"(?<![\w-])une? (?=[\w’']+ sur \w)|"
    r"(?<![\w-])une? (?=(?:ans?|mois|semaine|jour|heure|minute|point|euro|fois|sur)\b)|"
    r"(?<![\w-])(?:une? |la |le |l['’])(?=(?:moitié|demie?|tiers|quart|dizaine|douzaine|quinzaine|vingtaine|trentaine|"
    r"quarantaine|cinquantaine|soixantaine|centaine|millier|million|milliard)\b)",
    re.IGNORECASE,
)
"""Where « un » counts: before a unit or a part."""
DAY = re.compile(r"(?<![\w./-])(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?![\w/-])")
"""« 12/06/2019 », « 12.06.2019 »."""
TIME = re.compile(r"(?<!\w)(\d{1,2}) ?h ?(\d{2})(?!\w)", re.IGNORECASE)
GLUED = re.compile(r"(?<=\d)(?=(?:k€|M€|Md€|Mds€|€|%|km|ha|h|min|ans?|mois|jours?|hab)(?!\w))", re.IGNORECASE)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
PARTS = str.maketrans({"½": "1/2", "¼": "1/4", "¾": "3/4"})
HIDDEN = {ord(digit): 0xE000 + int(digit) for digit in "0123456789"}
"""Digits of a code, out of the reach of what reads figures: characters for private use."""
MASK = "\ue0ff"
SHOWN = {hidden: digit for digit, hidden in HIDDEN.items()}
WITH_DIGIT = re.compile(r"[\w.-]*\d[\w-]*")
UNITS = {
    "%": r"%",
    "€": r"€|euros?",
    "pt": r"points?",
    "an": r"ans?\b|années?",
    "mois": r"mois",
    "semaine": r"semaines?",
    "jour": r"jours?",
    "h": r"heures?|h",
    "min": r"minutes?|min",
    "km": r"km|kilomètres?",
    "ha": r"hectares?|ha",
}
"""Units that belong to a figure: without its own, it is another figure. Other nouns are judged as words."""
POWERS = {"µmilleµ": 3, "µmillionµ": 6, "µmilliarµ": 9, "k": 3, "m": 6, "md": 9, "mds": 9}
POWER = re.compile(r"(?<=\d )(?:mille|millions?|milliards?)\b", re.IGNORECASE)
CODE = re.compile(r"\b[^\W\d_]+-?\d[\w-]*")
"""« L1434-10 », « covid-19 »: a name, that holds no figure."""
PER_CENT = re.compile(r"(?<=\w )pour[ -]cents?\b|\bpourcents?\b", re.IGNORECASE)
ROUND = (
    "moitié|demie?s?|tiers|quarts?|double|triple|quadruple|dizaines?|douzaines?|quinzaines?|vingtaines?|trentaines?|"
    "quarantaines?|cinquantaines?|soixantaines?|centaines?|milliers?|millions?|milliards?"
)
"""Quantities in words that no digits stand for: taken literally, « moitié » is not « 50 % »."""
_UNIT = "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(UNITS.values()))
FIGURE = re.compile(
    rf"(?<![\w.,-])(?:(?P<count>\d+)\s)?(?P<round>{ROUND})(?!\w)"
    rf"|(?<![\w.,])(?P<minus>(?<![\w)\]%€])-)?(?P<whole>\d+)(?:[.,](?P<decimals>\d+))?"
    rf"(?:i?ère?s?|ers?|res?|es?|i?èmes?|nde?s?)?(?![\w])"
    rf"(?:\s?(?P<power>µ\w+?µ|k(?=€)|Mds?(?=\s?€)|M(?=\s?€))(?!\w))?"
    rf"(?:\s?(?:d['’]|de )?(?:{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
RANGE = re.compile(r"\s?(?:à|et|ou|-|/)\s?$")


class Bound(enum.StrEnum):
    """What is said before a figure of how exact it is."""

    EXACT = "exact"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"


_BEFORE = r"\s(?:la |le |les |l['’]|d['’]|de |un |une |à |quelque |quelques )*$"
_WORDS = {
    Bound.BELOW: r"moins d['’e]|au plus|au maximum|maximum|jusqu['’]à|jusqu['’]au|inférieure?s? à|sous l(?:es|a|e)|"
    r"n['’]atteint pas|en dessous d['’e]",
    Bound.ABOVE: r"plus d['’e]|au moins|au minimum|minimum|supérieure?s? à|au-delà d['’e]|dépass\w+",
    Bound.ABOUT: r"près d['’e]|environ|autour d['’e]|presque|quasi(?:ment)?|à peu près|quelque|de l['’]ordre d['’e]|"
    r"approximativement",
}
BOUNDS = {bound: re.compile(rf"\b(?:{pattern})(?:{_BEFORE}|\s?$)", re.IGNORECASE) for bound, pattern in _WORDS.items()}
LOOK_BACK = 32
"""Characters before a figure where its bound may stand."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes:
        value: Canonical decimal (« 29000 », « 87.3 »), or a round quantity's words (« 1 vingtaine »).
        unit: A key of `UNITS`; empty without one.
        bound: How exact it is said to be.
    """

    value: str
    unit: str
    bound: Bound

    @property
    def key(self) -> tuple[str, str]:
        """What must be the same in two texts."""
        return self.value, self.unit


def digits(text: str) -> str:
    """A text on one line whose numbers in words are in digits, thousands joined, units apart, dates in words."""
    text = DASHES.sub("-", unicodedata.normalize("NFC", text)).translate(PARTS)
    text = THOUSANDS.sub(lambda number: SPACES.sub("", number.group()), text)
    text = PER_CENT.sub("%", SPACES.sub(" ", text))
    text = DAY.sub(_day, GLUED.sub(" ", TIME.sub(r"\1h\2", text)))
    text = ONE.sub("1 ", text)
    masked = ARTICLE.sub(lambda article: MASK * len(article.group()), text)
    # « 3 millions » would come back as « 3 1000000 »: powers after digits are ours to read.
    masked = POWER.sub(lambda power: f"µ{power.group()[:7].lower()}µ", masked)
    masked = CODE.sub(lambda code: code.group().translate(HIDDEN), masked)
    changed: str = alpha2digit(whole(masked), "fr", threshold=0)  # compiled: it takes no half of a character
    return changed.replace(MASK, "")


def _day(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= len(MONTHS) else match.group()


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order. A range gives two, the first with the unit of the second."""
    text = digits(text)
    found: list[Figure] = []
    matches = list(FIGURE.finditer(text))
    for position, match in enumerate(matches):
        unit = _unit(match)
        after = matches[position + 1] if position + 1 < len(matches) else None
        if not unit and after is not None and after["whole"] and RANGE.fullmatch(text[match.end() : after.start()]):
            unit = _unit(after)
        found.append(Figure(_value(match), unit, _bound(text[: match.start()])))
    return tuple(found)


def canonical(text: str) -> str:
    """A text whose figures are told by their values alone, so that one figure is one word; units are `figures`'."""
    return FIGURE.sub(lambda match: f" {_value(match)} ", digits(text)).translate(SHOWN)


def with_digits(text: str) -> frozenset[str]:
    """Every stretch of a text that holds a digit and is no figure of `figures`: codes, hours, references."""
    rest = FIGURE.sub(" ", digits(text)).translate(SHOWN)
    return frozenset(found.lower().strip(".-") for found in WITH_DIGIT.findall(rest))


def _value(match: re.Match[str]) -> str:
    if match["round"]:
        counted = f"{match['count']} " if match["count"] else ""
        return counted + match["round"].lower().rstrip("s")
    value = Decimal(f"{match['minus'] or ''}{match['whole']}.{match['decimals'] or 0}")
    if match["power"]:
        value *= Decimal(10) ** POWERS[match["power"].lower()]
    return f"{value.normalize():f}"


def _unit(match: re.Match[str]) -> str:
    return next((unit for i, unit in enumerate(UNITS) if match[f"u{i}"]), "")


def _bound(before: str) -> Bound:
    tail = before[-LOOK_BACK:]
    return next((bound for bound, pattern in BOUNDS.items() if pattern.search(tail)), Bound.EXACT)
