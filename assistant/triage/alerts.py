"""What a message says that must be told before anything else: danger, health, fraud, contacts wanted.

Rules over words, sentence by sentence, that decide whatever a classifier thinks; missing a person in danger is the
worst error here. A sentence is compared levelled (`indexer.french.words`), with the pronoun of « m'a » and « s'est »
kept. The subject, a forwarder's comment and the request are read, and the attachments' names; never the quoted history.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.fuzz import ratio

from assistant.answers import Reason
from assistant.messages import CONTACT
from assistant.privacy.words import folded, is_forename
from assistant.situation_patterns import DISTRESS, EMERGENCY, IN_GENERAL, any_of
from assistant.situations import RULES
from assistant.triage import alert_danger, alert_fraud, alert_health, alert_wishes
from assistant.triage import alert_patterns as patterns
from assistant.triage import alert_people as people
from assistant.triage.languages import is_foreign
from assistant.triage.model import Alarm, Alert, Part, Seen
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.triage.model import Message

LONGEST: Final = 30_000
"""Characters of a part that are read: a newsletter of a hundred pages is no cry for help."""
SHOWN: Final = 200
"""Characters of a sentence that are shown as the words that raised an alarm."""
MOST_SHOWN: Final = 3
WRAPPED: Final = 55
"""Characters from which a line that ends without a full stop goes on in the next: mailers cut near 72."""
LOOK_ALIKE: Final = 85
"""How like the association's name (0–100, rapidfuzz) the name of a host is, without being it, when it imitates it."""

_END: Final = re.compile(r"(?<=[.!?;…])(?<!\bM\.)(?<!\b[MD][mr]\.)(?<!\bMme\.)(?<!\bPr\.)\s+|\n+")
_PRONOUN: Final = re.compile(r"\b([jmts])['’](?=\w)", re.IGNORECASE)
_OBJECT: Final = re.compile(r"\bl['’](?=(?:a|ont|avait|aurait)\b)", re.IGNORECASE)
_QUOTED: Final = re.compile(r"«[^»]{1,300}»|“[^”]{1,300}”|\"[^\"]{1,300}\"")
_HOST: Final = re.compile(r"(?:@|https?://)([\w.-]{3,100})")
NEAR: Final = 200
"""Characters after a name in which an illness is that person's."""
_NAMED: Final = re.compile(
    r"\b(?P<forename>[A-ZÀ-Ý][a-zà-ÿ]{1,20}(?:-[A-ZÀ-Ý][a-zà-ÿ]{1,20})?) [A-ZÀ-Ý](?:[\w'’-]{1,30}|\.)[\s,(:]{1,3}"
)
"""A forename with a name, or its first letter."""
_NIR: Final = re.compile(
    r"(?<!\d)[12][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d\d|2[abAB])[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d\d)?(?!\d)"
)
"""A social security number: year, month, département, commune, order, key."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a part: its words as they stand, and levelled."""

    text: str
    part: Part
    levelled: str

    def seen(self) -> Seen:
        """Its words, cut where they are long."""
        if len(self.text) <= SHOWN:
            return Seen(self.text, self.part)
        return Seen(self.text[:SHOWN].rsplit(None, 1)[0], self.part)


@functools.cache
def _pattern(ways: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(*(rf"\b(?:{way})\b" for way in ways)))


@functools.cache
def _raw(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def raised(message: Message) -> tuple[Alert, ...]:
    """The alarms that a message raises, most serious first; none for most messages."""
    sentences = list(_sentences(message))
    found = {
        Alarm.DANGER: [s for s in sentences if _tells_danger(s)] + _farewell(sentences),
        Alarm.HEALTH: [s for s in sentences if _tells_health(s)] + _medical_files(message),
        Alarm.FRAUD: _fraudulent(message, sentences),
        Alarm.CONTACTS: [s for s in sentences if _asks_for_contacts(s)],
        Alarm.INSTRUCTION: [s for s in sentences if _speaks_to_software(s)],
        Alarm.COMPLAINT: _said(sentences, patterns.COMPLAINT),
        Alarm.POLITICAL: _said(sentences, patterns.POLITICAL),
        Alarm.COMMITMENT: _committing(sentences),
        Alarm.RIGHTS: [s for s in sentences if _uses_rights(s)],
        Alarm.LANGUAGE: sentences[:1] if is_foreign(message.words()[:LONGEST]) else [],
    }
    return tuple(Alert(alarm, _shown(found[alarm])) for alarm in Alarm if found[alarm])


def _shown(sentences: Sequence[_Sentence]) -> tuple[Seen, ...]:
    return tuple(dict.fromkeys(sentence.seen() for sentence in sentences))[:MOST_SHOWN]


def _sentences(message: Message) -> Iterator[_Sentence]:
    parts = ((Part.REQUEST, message.request), (Part.SUBJECT, message.subject), (Part.COMMENT, message.comment))
    for part, text in parts:
        for sentence in filter(None, map(str.strip, _END.split(_unwrapped(text[:LONGEST])))):
            yield _Sentence(sentence, part, _level(sentence))


def _unwrapped(text: str) -> str:
    """Lines that a mailer cut put together again, with one character for another: words stay verbatim."""
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in itertools.pairwise(lines):
        goes_on = len(before) >= WRAPPED and line[:1].islower() and before.rstrip()[-1:] not in set(".!?;:…")
        joined.append((" " if goes_on else "\n") + line)
    return "".join(joined)


def _level(text: str) -> str:
    """Its words levelled, with the pronouns that elision hides and without « ne »: many never write it."""
    return " ".join(word for word in words(_OBJECT.sub("la ", _PRONOUN.sub(r"\1e ", text))) if word != "ne")


def _holds(sentence: _Sentence, pattern: str) -> bool:
    return bool(_pattern((pattern,)).search(sentence.levelled))


def _said(sentences: Sequence[_Sentence], ways: tuple[str, ...]) -> list[_Sentence]:
    return [sentence for sentence in sentences if _pattern(ways).search(sentence.levelled)]


def _tells_danger(sentence: _Sentence) -> bool:
    own = _own_words(sentence)
    if _pattern(alert_danger.SURE_DANGER).search(own) or RULES[Reason.DISTRESS].search(own):
        return True
    return _is_told(sentence, (*alert_danger.TOLD_DANGER, *DISTRESS, *EMERGENCY))


def _farewell(sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentences in which somebody sets their affairs in order, and is alone: each is ordinary by itself."""
    orders, lonely = (_said(sentences, ways) for ways in alert_danger.FAREWELL)
    return [*orders, *lonely] if orders and lonely else []


def _tells_health(sentence: _Sentence) -> bool:
    if _pattern(alert_health.SURE_HEALTH).search(_own_words(sentence)) or _NIR.search(sentence.text):
        return True
    if _is_told(sentence, alert_health.TOLD_HEALTH):
        return True
    if _is_told(sentence, alert_health.TOLD_HEALTH_IF_CLOSE) and _holds(sentence, people.CLOSE):
        return True
    return _names_somebody_ill(sentence)


def _names_somebody_ill(sentence: _Sentence) -> bool:
    """Whether an illness is told after a forename and a name: « pour remplacer Léa Garance, en dépression »."""
    named = (m for m in _NAMED.finditer(sentence.text) if is_forename(folded(m["forename"])))
    return any(
        _pattern((alert_health.NAMED_HEALTH,)).search(_level(sentence.text[m.end() : m.end() + NEAR])) for m in named
    )


def _own_words(sentence: _Sentence) -> str:
    """What a sentence says levelled, without what it quotes when it is one of professionals: a title, a testimony."""
    if not _QUOTED.search(sentence.text) or not _holds(sentence, people.TOPIC):
        return sentence.levelled
    return _level(_QUOTED.sub(" ", sentence.text))


def _is_told(sentence: _Sentence, ways: tuple[str, ...]) -> bool:
    """Whether it is told of somebody, rather than of people in general."""
    match = _pattern(ways).search(sentence.levelled)
    if match is None:
        return False
    before = sentence.levelled[: match.end()]
    general = any(_pattern((way,)).search(before) for way in (people.TOPIC, people.GENERIC, *IN_GENERAL))
    return not general or _holds(sentence, people.CLOSE)


def _medical_files(message: Message) -> list[_Sentence]:
    named = [_Sentence(file.name, Part.ATTACHMENT, _level(file.name.replace("_", " "))) for file in message.attachments]
    return _said(named, (alert_health.HEALTH_FILES,))


def _fraudulent(message: Message, sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """Sentences and names of files of a fraud: one sure sign, or several that are ordinary one by one."""
    files = [_Sentence(f.name, Part.ATTACHMENT, "") for f in message.attachments]
    harmful = [file for file in files if _raw(alert_fraud.HARMFUL).search(file.text)]
    sure = [*_said(sentences, alert_fraud.SURE_FRAUD), *_said(sentences, (alert_fraud.HARMFUL_TOLD,)), *harmful]
    sure += _look_alikes(message)
    if sure:
        return sure
    signs = [held[0] for way in alert_fraud.FRAUD_SIGNS if (held := _said(sentences, (way,)))]
    signs += [s for s in sentences if _raw(alert_fraud.SHORTENERS).search(s.text)][:1]
    return signs if len(signs) >= alert_fraud.FRAUD_ENOUGH else []


def _look_alikes(message: Message) -> list[_Sentence]:
    """Hosts of the sender and of links whose name is nearly the association's."""
    ours = CONTACT.partition("@")[2].rpartition(".")[0]
    found = []
    for text, part in (
        (f"@{message.sender.address.rpartition('@')[2]}", Part.ADDRESS),
        (message.request, Part.REQUEST),
    ):
        for host in _HOST.findall(text[:LONGEST]):
            labels = host.lower().split(".")
            if ours not in labels and any(ratio(label, ours) >= LOOK_ALIKE for label in labels):
                found.append(_Sentence(host, part, ""))
    return found


def _asks_for_contacts(sentence: _Sentence) -> bool:
    wanted = _pattern(alert_wishes.CONTACTS).search(sentence.levelled) or _wants_to_reach_somebody(sentence)
    return bool(wanted) and not _holds(sentence, alert_wishes.NOT_CONTACTS)


def _wants_to_reach_somebody(sentence: _Sentence) -> bool:
    """Whether the address or telephone of somebody called by a forename is asked for: « le 06 de Claire ? »."""
    found = _pattern((alert_wishes.REACH_OF,)).finditer(sentence.levelled)
    return any(is_forename(match["who"]) for match in found)


def _speaks_to_software(sentence: _Sentence) -> bool:
    spoken = _pattern(alert_wishes.INSTRUCTION).search(sentence.levelled)
    hidden = _raw(alert_wishes.HIDDEN).search(sentence.text)
    return bool(spoken or hidden or RULES[Reason.INJECTION].search(sentence.levelled))


def _uses_rights(sentence: _Sentence) -> bool:
    if sentence.part is Part.SUBJECT and _holds(sentence, alert_wishes.RIGHTS_SUBJECT):
        return True
    quiet = (alert_wishes.FOOTER, alert_wishes.NEW_ADDRESS)
    return bool(_pattern(alert_wishes.RIGHTS).search(sentence.levelled)) and not any(_holds(sentence, q) for q in quiet)


def _committing(sentences: Sequence[_Sentence]) -> list[_Sentence]:
    relayed = any(_holds(sentence, patterns.RELAYED) for sentence in sentences)
    return [] if relayed else _said(sentences, patterns.COMMITMENT)
