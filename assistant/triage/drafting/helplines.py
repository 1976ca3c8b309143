"""Whom to turn to, for a message that tells of a danger or of somebody's health: the numbers that it calls for.

The numbers are those of the association's own card « Détresse, danger, urgence : vers qui orienter », which is to be
read again every year. No diagnosis, no judgement: words choose numbers, and nothing of the story is repeated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.triage.drafting import wording
from assistant.triage.drafting.context import Helpline
from assistant.triage.model import Alarm
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from assistant.triage.model import Message

READ: Final = 20_000
"""Characters of a message that are looked at."""
AT_ONCE: Final = ("15", "112", "114")
"""Given whenever somebody may be in danger."""
LISTENING: Final = ("3114", "3919", "119")
"""Given together when a danger is told and no word says of which kind."""

_VIOLENCE: Final = (
    r"violen\w+|viole[es]?|viols?|frapp\w+|battue?s?|coups|gifl\w+|tabass\w+|etrangl\w+|menac\w+|agress\w+|maltrait\w+"
    r"|harcel\w+|emprise|sequestr\w+|inceste|attouchements?"
)
_CALLS: Final[Mapping[str, re.Pattern[str]]] = {
    number: re.compile(rf"\b(?:{pattern})\b")
    for number, pattern in {
        "3114": r"suicid\w+|en finir|mourir|me tuer|se tuer|idees noires|plus envie de vivre|envie de rien"
        r"|mettre fin a (?:mes|ses|leurs) jours|peux plus|peut plus|a bout|en detresse|desesper\w+|plus la force"
        r"|me faire du mal|se faire du mal|scarifi\w+",
        "119": r"enfants?|mineure?s?|bebes?|nourrissons?|fillettes?|gamine?s?|eleves?|ados?|adolescente?s?"
        r"|petite? fille|petit garcon|ecole|college",
        "17": _VIOLENCE,
        "rights": r"discrimin\w+|racis\w+|refus\w* de (?:soins?|me soigner|la soigner|le soigner|nous recevoir)"
        r"|refuse\w* (?:de|les|mon|ma|notre)|homophob\w+|transphob\w+|islamophob\w+|antisemit\w+",
    }.items()
}
_WOMAN: Final = re.compile(
    r"\b(?:femmes?|mari|conjoint|compagnon|concubin|ex|epouse|soeur|mere|amie|copain|voisine|fille|elle|enceinte)\b"
)


def helplines(message: Message, category: str, alarms: Collection[Alarm]) -> tuple[Helpline, ...]:
    """Numbers and organisations to give, the most pressing first; none for a message that tells no such thing.

    Args:
        message: Its words are looked at, and not kept.
        category: Code; « C1 » is always given something.
        alarms: Those that it raised.
    """
    told = {Alarm.DANGER, Alarm.HEALTH}.intersection(alarms)
    if not told and category != "C1":
        return ()
    levelled = " ".join(words(message.words()[:READ]))
    called = {number for number, pattern in _CALLS.items() if pattern.search(levelled)}
    if "17" in called and _WOMAN.search(levelled):
        called.add("3919")
    if Alarm.DANGER not in alarms:
        called &= {"3114", "rights"}
    elif not called & {"17", *LISTENING}:
        called.update(LISTENING)
    if told or not called:
        called.update(AT_ONCE)
    if Alarm.HEALTH in alarms:
        called.add("doctor")
    order = sorted(wording.HELPLINES, key=lambda number: number != "doctor" or Alarm.DANGER in alarms)
    return tuple(Helpline(*wording.HELPLINES[number]) for number in order if number in called)
