"""The innermost real request of a message: whose it is, who passed it on, and what they wrote above it.

A forwarded message is opened as long as somebody only passed it on. An answer is not opened: its newest words are the
request and what it answers is history, unless its author wrote nothing, asks what to do with what stands below, or
reminds of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.triage.headings import NOBODY
from assistant.triage.subjects import Prefix, Subject, parted
from assistant.triage.thread import Layer, Link, part, without_greeting

if TYPE_CHECKING:
    import datetime as dt

    from assistant.triage.model import Correspondent

_MOST_LEVELS = 12
"""Forwarded messages in forwarded messages; more are no correspondence."""
_LONGEST_REMARK = 400
"""Characters of what is still a remark on the message below; longer words are a message of their own."""
_ASKS_WHAT_TO_DO = re.compile(
    r"\bque (?:lui |leur )?répond(?:re|ons|ez|s)\b|\bqu['’]en (?:penses?|pensez|dites|dis)\b"
    r"|\best[- ]ce pour (?:vous|toi|nous)\b|\bpour (?:vous|toi) \?"
    r"|\b(?:c['’]est|ce n['’]est pas) pour (?:vous|toi|nous)\b"
    r"|\bje (?:te|vous) (?:laisse|transf[èe]re|transmets|fais suivre|renvoie|redirige|mets en relation)"
    r"|\b(?:nous|on) (?:te|vous) (?:laissons|transf[ée]rons|transmet(?:tons)?|fai(?:sons|t) suivre|renvoyons)"
    r"|\b(?:peux|pourrais|pouvez|pourriez)[- ](?:tu|vous) (?:t['’]en |vous en )?(?:occuper|charger|traiter"
    r"|(?:lui |leur )?répondre (?:à (?:ce|cette|la|ce)|stp|svp|pour)|prendre (?:le relais|la suite))"
    r"|\bà traiter\b|\bsuite à donner\b|\bpour (?:attribution|suite|réponse|action|traitement|info(?:rmation)?)\b"
    r"|\bf\.?y\.?i\b"
    r"|\bau cas où (?:ça|cela) (?:vous|te)\b|\bà toutes fins utiles\b"
    r"|\breçu (?:ce|le) (?:message|mail|courriel) ci-dessous\b",
    re.IGNORECASE,
)
"""Words that only whoever passes a message on writes."""
_PASSES_ON = re.compile(
    r"\b(?:ci-dessous|ci-après|plus bas|transf[ée]r|transm[ie]t|fai(?:s|t|sons) suivre|relayer|relais|diffus|partager"
    r"|publier|annoncer|voir (?:le |ce )?(?:mail|message|courriel)|cf\.)",
    re.IGNORECASE,
)
"""Words that people who pass a message on write, and others as well."""
_REMINDS = re.compile(
    r"\b(?:je me permets de (?:vous )?re(?:lancer|venir|contacter)|relance|rappel\b"
    r"|sans (?:réponse|retour|nouvelles?) de"
    r"|(?:n['’]ai|n['’]avons) (?:pas |toujours pas )(?:eu|reçu) de (?:réponse|retour)"
    r"|(?:ma|notre) demande (?:ci-dessous|précédente)|mon (?:message|mail|courriel) (?:ci-dessous|précédent|du)"
    r"|avez-vous (?:pu|bien reçu|eu le temps))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it was sent, before its text is looked into.

    Attributes:
        author: Who sent it; both parts empty when unknown.
        day: When; `None` when unknown.
        subject: With its prefixes.
        text: Plain text, earlier messages included.
    """

    author: Correspondent
    day: dt.date | None
    subject: Subject
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, and by which way it came.

    Attributes:
        author: Who asks; both parts empty when nothing tells it.
        day: When it was written; `None` when not told.
        subject: Of the request, with its prefixes.
        text: Of the request; empty when it has none.
        signature: Of whoever asks.
        quoted: What stands below the request.
        forwarder: Who sent what was received; `None` when whoever asks sent it.
        comment: What those who passed it on wrote, the last of them first.
        is_reminder: Whether its author sent it a second time, with `comment` above it.
    """

    author: Correspondent
    day: dt.date | None
    subject: Subject
    text: str
    signature: str
    quoted: str
    forwarder: Correspondent | None = None
    comment: str = ""
    is_reminder: bool = False


def innermost(sent: Sent) -> Request:
    """The innermost real request of a message.

    Args:
        sent: As it came.
    """
    levels = [(sent, part(sent.text))]
    while len(levels) < _MOST_LEVELS and (inner := _passed_on(*levels[-1])) is not None:
        levels.append((inner, part(inner.text)))
    while len(levels) > 1 and levels[-1][1].is_silent:
        levels.pop()  # a message forwarded without a word in it: the last one that has some is the request
    return _request(levels)


def _request(levels: list[tuple[Sent, Layer]]) -> Request:
    (first, _), (last, layer) = levels[0], levels[-1]
    passing = levels[:-1]
    said = (without_greeting(above.own) and above.own for _, above in passing)
    signed = next((above.signature for _, above in passing if above.signature), "")
    author = last.author if last.author != NOBODY else first.author
    same = same_person(first.author, author)
    forwarder = next((above.author for above, _ in passing if above.author != NOBODY), None)
    return Request(
        author=author,
        day=last.day,
        subject=last.subject,
        text=layer.own,
        signature=layer.signature or signed,
        quoted=layer.below.text if layer.below else "",
        forwarder=None if same and last.author != NOBODY else forwarder,
        comment="\n\n".join(filter(None, said)),
        is_reminder=bool(passing) and same and last.author != NOBODY,
    )


def same_person(one: Correspondent, other: Correspondent) -> bool:
    """Whether two correspondents are known to be one: the same address, or the same name when one has no address."""
    if one.address and other.address:
        return one.address.lower() == other.address.lower()
    return bool(one.name) and _levelled(one.name) == _levelled(other.name)


def passes_on_what_is_attached(sent: Sent) -> bool:
    """Whether a message to which others are attached whole only passes them on.

    Args:
        sent: The message, of whose text nothing below is forwarded already.
    """
    layer = part(sent.text)
    if layer.is_silent or sent.subject.first is Prefix.FORWARD:
        return layer.below is None or layer.below.link is Link.ANSWERED
    said = without_greeting(layer.own)
    if layer.below is not None or len(said) > _LONGEST_REMARK:
        return False
    loose = sent.subject.first is None and bool(_PASSES_ON.search(said))
    return loose or bool(_ASKS_WHAT_TO_DO.search(said) or _REMINDS.search(said))


def _levelled(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.lower()))


def _passed_on(sent: Sent, layer: Layer) -> Sent | None:
    """The message below, when the one above only passes it on; `None` when it is what counts."""
    below = layer.below
    if below is None:
        return None
    subject = parted(below.heading.subject)
    if not subject.text and not subject.prefixes:
        subject = sent.subject.below()
    inner = Sent(below.heading.author, below.heading.day, subject, below.text)
    return inner if below.text and (layer.is_silent or _only_passes_on(sent, layer, inner)) else None


def _only_passes_on(sent: Sent, layer: Layer, inner: Sent) -> bool:
    link = layer.below.link if layer.below else Link.ANSWERED
    if link is Link.FORWARDED or sent.subject.first is Prefix.FORWARD:
        return True
    said = without_greeting(layer.own)
    if len(said) > _LONGEST_REMARK:
        return False
    if same_person(sent.author, inner.author):
        return bool(_REMINDS.search(said))
    if _ASKS_WHAT_TO_DO.search(said):
        return True
    return sent.subject.first is None and link is Link.UNCLEAR and bool(_PASSES_ON.search(said))
