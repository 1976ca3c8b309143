"""Deadline, event or neither: what a day is in a message, by the words around it.

From the surest to the least sure: what stands right before the day (« avant le », « jusqu'au », « au copil du »), then
the nearest words of the sentence that say what happens then.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assistant.triage.dates import cues
from assistant.triage.dates.cues import Cue
from assistant.triage.model import DateRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.triage.dates.clauses import Text
    from assistant.triage.dates.named import Named


class Weight(enum.IntEnum):
    """How much a deadline binds: of two, the heavier is kept, then the nearer."""

    NONE = 0
    GUESSED = 1
    """A coming day that nothing explains, in a message that asks for something: more often than not its deadline."""
    VAGUE = 2
    """A week, a season, some time in a month."""
    CALL = 3
    """A call back, a publication."""
    NEED = 4
    """The sender's own meeting or work."""
    CLOSING = 5
    """An answer wanted by then, a closing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The part of a day, how much it binds, and whether people meet then."""

    role: DateRole
    weight: Weight = Weight.NONE
    meeting: bool = False


_OTHER = Judged(DateRole.OTHER)
_UNEXPLAINED = Judged(DateRole.OTHER, Weight.GUESSED)
_EVENT = Judged(DateRole.EVENT)
_MOVED = Judged(DateRole.EVENT, Weight.CLOSING)
"""The new day of an event, which the day that was told before gives way to."""
_OF_CUE = {
    Cue.CLOSING: Judged(DateRole.DEADLINE, Weight.CLOSING),
    Cue.NEED: Judged(DateRole.DEADLINE, Weight.NEED),
    Cue.MEETING: Judged(DateRole.DEADLINE, Weight.NEED, meeting=True),
    Cue.CALL: Judged(DateRole.DEADLINE, Weight.CALL),
    Cue.EVENT: _EVENT,
    Cue.NOTHING: _OTHER,
}
_AFTER_COSTS: Final = 12
_BOUND_COSTS: Final = 25
_DAY_COSTS: Final = 40
"""Characters that words are taken to be farther by standing after the day, behind a comma, behind another day."""
_OF_NEXT: Final = 15
"""Characters between words and the next day, within which they tell of that one."""
_FAR: Final = 10_000
_HEAD_REACH: Final = 70
"""Characters before « du 20 mars » in which its noun stands."""
_BOUND = re.compile(r"[,;()]|\s-\s")
_OPENING = re.compile(r"\b(?:du|entre(?: le| les)?|les|des|de)\s$")
"""Before the first day of a span."""
_OF = re.compile(r"\b(?:du|de|d'|de ce)\s?$")
_AT = re.compile(r"(?<!\w)au\s$")
_CONTINUED = re.compile(
    r"(?:[\s,;/()&-]|et|ou|puis|les?|ainsi que|and|or|soit|a|\d\d?\s?h(?:\s?\d\d)?|matin|soir|midi|donc|"
    r"c'est-a-dire|disons|mettons|(?:on )?dit|en fait|a savoir){0,20}"
)
_FURTHEST_LIST: Final = 40
_OUT = re.compile(r"semaine$|(?:sortie|parution|publication|diffusion) |scrutin|elections?\b|municipales")
"""« avant la sortie publique le 25 juin », « pour le scrutin du 15 »: what comes, not what is due."""
_FREE = re.compile(
    r"\b(?:(?:seriez|etes)[- ]vous (?:\w+ )?(?:disponibles?|dispos?|libres?)|"
    r"entretiens?(?! (?:de recrut|d'embauche|auront|se))"
    r"|interviews?|un (?:appel|echange|creneau))\b[^.?!;]{0,60}$"
)
"""Before a span: some time of who reads is wanted."""
_HELD = re.compile(r"\b(?:contrat|cdd|remplacement|mission|vacation|stage)\b[^.!?;:,]{0,25}\bdu (?:\w+ )?$")
"""Before a span: how long a post is held."""
_OR = re.compile(r"\s+ou\s+(?:le\s+|plutot\s+)?")
_SET_AT = re.compile(r"\b(?:arrete|cale|prevu|programme)ee?s? au (?:\w+ )?$")
_FIXED = re.compile(r"fixee?s?")
"""« la première séance est fixée au 29 janvier »: when people meet, rather than by when."""
_SAME_THING = re.compile(r"\W*(?:il|elle|celui-ci|celle-ci|(?:la )?premiere (?:seance|reunion|rencontre))\b")
"""A sentence that goes on about what the one before has named."""
_THERE = re.compile(r"\by (?=\w)")
"""« pourriez-vous y intervenir », in the sentence after the one that names the meeting."""
_FIGURE = re.compile(r"\d")
_RETOLD = re.compile(
    r"\s?(?:\(|[,(]?\s?(?:soit|donc|c'est-a-dire|disons|mettons|en fait|on dit|a savoir))\s?(?:on dit\s)?"
    r"(?:avant\s|pour\s)?(?:le\s)?"
)
_BACKWARD = re.compile(
    r"\b(?:suite|apres|depuis|comptes?[- ]rendus?|bilan|issue|au lieu|initialement|"
    r"semaine)\b[^,;.]{0,50}$"
)


@dataclass(frozen=True, slots=True)
class Around:
    """The sentence of a day.

    Attributes:
        lead, tail: Before and after it, levelled.
        preceding, following: The sentences before and after it.
        days_before, days_after: How far from it the other days of the sentence stand, in characters.
    """

    lead: str
    tail: str
    preceding: str
    following: str
    days_before: tuple[int, ...]
    days_after: tuple[int, ...]

    @classmethod
    def of(cls, text: Text, named: Named, all_named: Sequence[Named]) -> Around:
        """What stands around a day of a text."""
        first, last = text.sentence(named.start, named.end)
        return cls(
            text.plain[first : named.start],
            text.plain[named.end : last],
            text.previous_sentence(first),
            text.next_sentence(last),
            tuple(named.start - other.end for other in all_named if first <= other.start and other.end <= named.start),
            tuple(other.start - named.end for other in all_named if named.end <= other.start and other.end <= last),
        )

    @property
    def sentence(self) -> str:
        """All of it, save the day."""
        return f"{self.lead}…{self.tail}"

    def cues(self) -> Iterator[tuple[int, int, Cue]]:
        """Words that tell something: how far they are, minus their length, what they tell."""
        for cue, costs, pattern in cues.CUES:
            for match in pattern.finditer(self.lead):
                gap = self.lead[match.end() :]
                distance = len(gap) + costs + _DAY_COSTS * sum(day < len(gap) for day in self.days_before)
                yield distance + _BOUND_COSTS * len(_BOUND.findall(gap)), -len(match.group()), cue
            for match in pattern.finditer(self.tail):
                gap = self.tail[: match.start()]
                to_next = min((day - match.end() for day in self.days_after if day >= match.end()), default=_FAR)
                distance = (
                    len(gap)
                    + costs
                    + _AFTER_COSTS
                    + _DAY_COSTS * (to_next <= _OF_NEXT)
                    + _DAY_COSTS * sum(day < len(gap) for day in self.days_after)
                )
                yield distance + _BOUND_COSTS * len(_BOUND.findall(gap)), -len(match.group()), cue


def judge(text: Text, named: Named, all_named: Sequence[Named], before: Judged | None) -> Judged:
    """What a day is.

    Args:
        text: Where it stands.
        named: The day.
        all_named: Every day of the text, in order.
        before: What the day just before it is; `None` for the first one.
    """
    if before is not None and _goes_on(text, named, all_named):
        return before if named.vague or named.rough else _made_exact(before)
    around = Around.of(text, named, all_named)
    if cues.JUST_DONE.search(around.lead) and cues.THIS_DAY.fullmatch(text.plain, named.start, named.end):
        return _OTHER
    judged = _moved(around) or _limited(named, around) or _referred(named, around) or _told(named, around)
    if cues.THIS_DAY.fullmatch(text.plain, named.start, named.end) and judged.weight is not Weight.CLOSING:
        return judged if judged.weight is Weight.CALL else _OTHER
    if judged is _UNEXPLAINED and not (named.exact and cues.NAMED_DAY.search(text.plain, named.start, named.end)):
        return _OTHER
    return _as_rough_as(named, judged, around)


def _made_exact(judged: Judged) -> Judged:
    """« avant les fêtes, disons le 18 décembre »: the second day binds as a day does."""
    return replace(judged, weight=Weight.NEED) if judged.weight is Weight.VAGUE else judged


def is_earlier_choice(text: Text, named: Named, following: Named | None) -> bool:
    """Whether a day is the first of two that are offered (« lundi ou mardi »): there is time until the second."""
    return following is not None and _OR.fullmatch(text.plain, named.end, following.start) is not None


def is_told_better(text: Text, named: Named, following: Named | None) -> bool:
    """Whether the next day tells this one exactly: « quinze jours avant, soit le 12 », « vendredi (le 20) »."""
    if following is None or not following.exact or not _FIGURE.search(text.plain, following.start, following.end):
        return False
    if named.exact and _FIGURE.search(text.plain, named.start, named.end):
        return False
    return _RETOLD.fullmatch(text.plain, named.end, following.start) is not None


def _goes_on(text: Text, named: Named, all_named: Sequence[Named]) -> bool:
    """Whether a day goes on a list (« 18 juin, 24 septembre ») or tells one again (« fin du mois (28/02) »)."""
    if named.listed:
        return True
    end = max((other.end for other in all_named if other.end <= named.start), default=None)
    if end is None or named.start - end > _FURTHEST_LIST:
        return False
    return _CONTINUED.fullmatch(text.plain, end, named.start) is not None


def _moved(around: Around) -> Judged | None:
    """« la journée est reportée au 6 novembre »; `None` where what is moved is a limit, or nothing."""
    if not cues.MOVED.search(around.lead) or cues.CLOSES.search(around.lead):
        return None
    return _MOVED if _nearest(around) is Cue.EVENT else None


def _limited(named: Named, around: Around) -> Judged | None:
    """« avant le 12 mars », « sous huitaine », « avant le conseil du 18 mars »; `None` where no limit is set."""
    if cues.LATEST_AFTER.search(around.tail):
        return _OF_CUE[Cue.CLOSING]
    limit = cues.LIMIT.search(around.lead)
    by_name = None if limit or named.until else cues.LIMITED_BY.search(around.lead)
    if not (limit or by_name or named.limit):
        return None
    unlike = _no_limit(around, limit) if limit else None
    if unlike is not None:
        return unlike
    if cues.PROMISE.search(around.lead) or (by_name and _OUT.match(by_name["what"])):
        return _OTHER
    if by_name and by_name.group().startswith("pour") and _nearest(around, _HEAD_REACH) is Cue.EVENT:
        return _EVENT
    return _binding(named, around, limit, by_name)


def _no_limit(around: Around, limit: re.Match[str]) -> Judged | None:
    """« disponible pour le 14 avril », « absente jusqu'au 3 », « une séance fixée au 29 »; `None` for a true limit."""
    before = around.lead[: limit.start()]
    if limit["aim"] and cues.NOT_FOR.search(before):
        return _EVENT
    if limit["until"] and cues.LASTING.search(before):
        return _OF_CUE[Cue.CLOSING] if cues.CLOSES.search(around.lead) else _OTHER
    cue = _nearest(around) if _FIXED.search(limit.group()) and not cues.CLOSES.search(around.lead) else None
    return _OF_CUE[cue] if cue in {Cue.MEETING, Cue.EVENT} else None


def _binding(named: Named, around: Around, limit: re.Match[str] | None, by_name: re.Match[str] | None) -> Judged:
    """How much a limit binds: more where something is wanted of who reads."""
    softened = cues.SOFT.search(around.lead) and cues.AT_LEAST_LATEST.search(around.tail)
    if softened or cues.ASIDE.search(around.lead):
        return Judged(DateRole.DEADLINE, Weight.VAGUE)
    binds = limit is not None and cues.AT_LEAST_LATEST.search(limit.group())
    wanted = binds or cues.WANTED.search(around.sentence)
    meeting = by_name is not None and _nearest(around, _HEAD_REACH) in {Cue.MEETING, Cue.EVENT}
    if meeting and cues.OPEN.search(around.sentence):
        return _EVENT
    judged = Judged(DateRole.DEADLINE, Weight.CLOSING if wanted else Weight.NEED, meeting)
    return judged if wanted or not named.vague else _OTHER


def _referred(named: Named, around: Around) -> Judged | None:
    """« notre comité de pilotage du 20 mars », « le webinaire du 14 avril », « au 1er septembre »."""
    if named.until is not None and named.exact and not named.vague:
        return _spanned(around)
    if _AT.search(around.lead):
        near = _nearest(around, _HEAD_REACH)
        if near in {Cue.MEETING, Cue.EVENT} and _SET_AT.search(around.lead) and not cues.CLOSES.search(around.lead):
            return _invited(_OF_CUE[near], around)
        return _OF_CUE[Cue.CLOSING] if near is Cue.CLOSING else _OTHER
    if not _OF.search(around.lead):
        return None
    if _BACKWARD.search(around.lead):
        return _OTHER
    cue = _nearest(Around(around.lead[-_HEAD_REACH:], "", around.preceding, around.following, around.days_before, ()))
    return None if cue is None else _invited(_OF_CUE[cue], around)


def _spanned(around: Around) -> Judged:
    """« du 3 au 30 mars », « entre le 5 et le 23 octobre »: too long for somebody's meeting."""
    cue = _nearest(around, save=Cue.MEETING)
    if _HELD.search(around.lead):
        return _OTHER
    if _FREE.search(around.lead):
        return _OF_CUE[Cue.CLOSING]
    if cue is Cue.EVENT:
        return _EVENT
    closes = cue is Cue.CLOSING or (cue in {None, Cue.NOTHING} and cues.CLOSES.search(around.lead))
    return _OF_CUE[Cue.CLOSING] if closes and not cues.CLOSED.search(around.lead) else _OTHER


def _told(named: Named, around: Around) -> Judged:
    """By the nearest words of the sentence; with none, an hour right after a day makes it an event."""
    cue = _nearest(around)
    if cue is None:
        starts = cues.HOUR.search(around.tail) or cues.INVITED.search(around.sentence)
        return _EVENT if named.exact and starts else _UNEXPLAINED
    if _OF_CUE[cue].role is DateRole.DEADLINE and cues.PROMISE.search(around.lead):
        return _OTHER
    return _invited(_OF_CUE[cue], around)


def _nearest(around: Around, reach: int | None = None, save: Cue | None = None) -> Cue | None:
    near = min((seen for seen in around.cues() if seen[2] is not save), key=lambda seen: seen[:2], default=None)
    return near[2] if near is not None and (reach is None or near[0] <= reach) else None


def _invited(judged: Judged, around: Around) -> Judged:
    """A meeting that whoever reads is asked to come to is an event."""
    if judged.weight is not Weight.NEED and not (judged.weight is Weight.CALL and cues.LIVE.search(around.sentence)):
        return judged
    there = _THERE.search(around.following)
    asked = cues.INVITED.search(around.sentence) or (there and cues.INVITED.match(around.following, there.start()))
    if judged.meeting and not asked and _SAME_THING.match(around.lead):
        asked = cues.INVITED.search(around.preceding)
    return _EVENT if asked else judged


def _as_rough_as(named: Named, judged: Judged, around: Around) -> Judged:
    """« courant mars » is no event's day, and binds less than a day does."""
    rough = named.vague or named.rough
    if named.vague and judged.weight is Weight.CALL:
        return _OTHER
    if not rough or judged.role is DateRole.OTHER:
        return judged
    if judged.role is DateRole.EVENT:
        return _OTHER
    if cues.HEDGED.search(around.sentence) and named.vague:
        return _OTHER
    return Judged(judged.role, Weight.VAGUE) if named.vague else judged
