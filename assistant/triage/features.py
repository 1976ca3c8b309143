"""What the classifier looks at in a message: its words, pairs of them, cues, and how it is made.

Each input keeps the words of the message that it comes from, so that a decision can show them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.triage.alerts import raised
from assistant.triage.cues import cues
from assistant.triage.model import Part, Seen
from indexer.french import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.triage.model import Message

LONGEST: Final = 4000
"""Characters of a part that are read: what a message is about stands in its first page."""
SHORT, LONG = 40, 160
"""Words of a request: a few lines, or more than a screen."""
EMPTY_WORDS: Final = frozenset(
    "a au aux c ce cet cette ces d de des du en et il ils l la le les leur leurs on ou par qu que qui s sa se ses son "
    "sur un une y dans pour avec est sont ont plus n ne pas si bonjour cordialement merci madame monsieur bien "
    "tout".split()
)
"""Words that tell nothing of what a message wants. « Je », « nous », « vous », « votre » do, and are kept."""
PERSONS: Final = frozenset("je j me m moi mon ma mes tu te toi ton ta tes nous notre nos vous votre vos".split())
"""Who speaks, and to whom."""
_SUM = re.compile(r"\d[\d\s.,]*\s?(?:€|euros?\b)", re.IGNORECASE)
_I = re.compile(r"\b(?:je|j['’]|mon|ma|mes|moi)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:nous|notre|nos|on)\b", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"\b(?:je suis|nous sommes|en tant qu|je (?:travaille|bosse|coordonne|dirige|préside|représente|m['’]occupe|anime)"
    r"|j['’]anime|nous représentons|(?:étudiant|doctorant|coordonn|coordinat|charg|référent|infirmi|médecin|bénévole"
    r"|élue?|adjoint|maire|journaliste|sociologue|directeur|directrice|cheff?e?)[\w·.-]* (?:d|à|en|aux?|pour|chez))"
    r"[^.!?\n]{0,90}",
    re.IGNORECASE,
)
"""Words by which people say who they are, and what follows them."""
_TOKEN = re.compile(r"\S+")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9]+")
_FREE = frozenset("exemple fr com org net gouv".split())
PREFIX: Final = {Part.SUBJECT: "o:", Part.REQUEST: "", Part.COMMENT: "", Part.SIGNATURE: "g:", Part.ATTACHMENT: "j:"}
"""What the names of a part's inputs begin with: a word weighs otherwise in a subject or under a signature."""


@dataclass(frozen=True, slots=True)
class Feature:
    """An input of the classifier.

    Attributes:
        name: « o:w:offr » (a stem of the subject), « b:appel projet », « c:press », « s:question »…
        seen: The words that it comes from; `None` for how a message is made.
    """

    name: str
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """A levelled word, and where it stands in its text."""

    level: str
    start: int
    end: int


def features(message: Message) -> list[Feature]:
    """Everything that the classifier may weigh, with repetitions."""
    parts = (
        (Part.SUBJECT, message.subject),
        (Part.COMMENT, message.comment),
        (Part.REQUEST, message.request),
        (Part.SIGNATURE, message.signature),
        (Part.ATTACHMENT, "\n".join(re.sub(r"[_.-]", " ", file.name) for file in message.attachments)),
    )
    found = [feature for part, text in parts for feature in _of_text(text[:LONGEST], part)]
    return [*found, *_of_address(message), *_of_who(message), *_of_making(message)]


def _of_text(text: str, part: Part) -> Iterator[Feature]:
    read = [
        _Word(level, found.start(), found.end()) for found in _TOKEN.finditer(text) for level in words(found.group())
    ]
    prefix = PREFIX[part]
    before: tuple[str, _Word] | None = None
    for word in read:
        if word.level in EMPTY_WORDS:
            continue
        root = _root(word.level)
        yield Feature(f"{prefix}w:{root}", Seen(_trimmed(text, word.start, word.end), part))
        if prefix:  # the few words of a subject count in the whole as well
            yield Feature(f"w:{root}", Seen(_trimmed(text, word.start, word.end), part))
        if before:
            yield Feature(f"b:{before[0]} {root}", Seen(_trimmed(text, before[1].start, word.end), part))
        before = (root, word)
    yield from _cues(text, read, part)


def _root(level: str) -> str:
    """Stem of a word; all numbers are one, and pronouns stay (their dictionary form is the same for all)."""
    if level[0].isdigit():
        return "#"
    return level if level in PERSONS else stem(level)


def _cues(text: str, read: list[_Word], part: Part) -> Iterator[Feature]:
    """The cues of a text, those of a signature only as to who writes."""
    joined = " ".join(word.level for word in read)
    starts: list[int] = []
    at = 0
    for word in read:
        starts.append(at)
        at += len(word.level) + 1
    for name, pattern in cues().items():
        for found in pattern.finditer(joined):
            first = read[bisect_right(starts, found.start()) - 1]
            last = read[bisect_right(starts, max(found.start(), found.end() - 1)) - 1]
            seen = Seen(_trimmed(text, first.start, last.end), part)
            yield Feature(f"c:{name}", seen)
            if part in (Part.SUBJECT, Part.SIGNATURE):
                yield Feature(f"{PREFIX[part]}c:{name}", seen)


def _trimmed(text: str, start: int, end: int) -> str:
    return text[start:end].strip(" \n\t,;:.!?()[]«»\"“”'’*")


def _of_address(message: Message) -> Iterator[Feature]:
    """Words of the sender's address, and of its function in the name: « redaction@… », « Service RH »."""
    address = message.sender.address.lower()
    for word in _DOMAIN.findall(address):
        if word not in _FREE and not word.isdigit():
            yield Feature(f"a:{word}", Seen(message.sender.address, Part.ADDRESS))
    for word in words(message.sender.name):
        yield Feature(f"n:{stem(word)}", Seen(message.sender.name, Part.ADDRESS))


def _of_who(message: Message) -> Iterator[Feature]:
    """Who writes, as they say it: « je suis… », « nous sommes… », under the signature, in the address."""
    said = [found.group() for found in _INTRODUCED.finditer(f"{message.comment}\n{message.request}"[:LONGEST])]
    address = re.sub(r"[._@-]|\d+", " ", message.sender.address)
    for text in (*said, message.signature, message.sender.name, address):
        levelled = words(text)
        joined = " ".join(levelled)
        yield from (Feature(f"i:w:{_root(word)}") for word in levelled if word not in EMPTY_WORDS)
        yield from (Feature(f"i:c:{name}") for name, pattern in cues().items() if pattern.search(joined))


def _of_making(message: Message) -> Iterator[Feature]:
    """How a message is made, whatever it says."""
    whole = message.words()
    count = len(message.request.split())
    yield Feature("s:short" if count < SHORT else "s:long" if count > LONG else "s:middling")
    told = {
        "s:I": len(_I.findall(whole)),
        "s:we": len(_WE.findall(whole)),
        "s:question": message.request.count("?"),
        "s:exclamation": whole.count("!"),
        "s:sum": len(_SUM.findall(whole)),
        "s:link": len(_LINK.findall(whole)),
        "s:attachment": len(message.attachments),
        "s:forwarded": int(message.forwarder is not None),
        "s:unsigned": int(not message.signature),
        "s:list": len(re.findall(r"^\s*(?:[-•*–]|\d[).])\s", message.request, re.MULTILINE)),
        "s:shouted": int(sum(map(str.isupper, whole)) > sum(map(str.islower, whole))),
    }
    yield from (Feature(name) for name, times in told.items() for _ in range(min(times, 3)))
    yield from (Feature(f"s:alarm {alert.alarm.value}") for alert in raised(message))
