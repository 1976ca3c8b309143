"""One message of a thread: its author's own words, who signs them, and what stands below, one level at a time."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from assistant.triage.headings import NOBODY, Heading, attribution, divider, header
from assistant.triage.signing import signed
from indexer.reading import thread_cues as cues
from indexer.reading.threads import introduction, separate

_MARKED_ONCE = re.compile(r"^\s{0,3}>[ \t]?")
_MESSAGE_OF = re.compile(r"^message du \d", re.IGNORECASE)
"""Orange's webmail, above the fields."""
_CLOSING_RULE = re.compile(r"^[-_=*]{5,}$")
_SAYS_END = re.compile(
    r"^-{0,12}\s?(?:fin d[ue] (?:message|courriel|mail)|end (?:of )?forwarded message)\b.{0,40}$", re.IGNORECASE
)
_LONGEST_TAIL = 800
"""Characters that a forwarder may write below what he forwards; a longer tail is the forwarded message's own."""
_WORDS = re.compile(r"[\w·]+")
_WITH_GREETING = re.compile(
    r"bonjour|bonsoir|salut|hello|coucou|hi|dear|re|et|à|a|tous|toutes?|l|équipe|mesdames|madame|monsieur|messieurs"
    r"|ch(?:er|ère)s?|cher·e·?s?|collègues?|vous|la|le|les|des|du|de|amis?|amie?s|président[·e]*|mme|mlle|m|e|s|es",
    re.IGNORECASE,
)
"""Words of a line that only greets, besides names."""
_GREETS = re.compile(
    r"^(?:re-?)?(?:bonjour|bonsoir|salut|hello|coucou|hi|dear|cher|chère|madame|monsieur|mesdames"
    r"|messieurs|[àa] tou[st])",
    re.IGNORECASE,
)
_LONGEST_GREETING = 80
"""Characters of a line that only greets."""
_LONGEST_NAME = 4


class Link(enum.StrEnum):
    """What introduces the message below."""

    FORWARDED = "forwarded"
    """« Message transféré »."""
    ANSWERED = "answered"
    """« a écrit : », or only `>` signs."""
    UNCLEAR = "unclear"
    """A header, « Message d’origine »: programs write the same above what they answer and what they forward."""


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below somebody's words.

    Attributes:
        link: What introduces it.
        heading: What is told of it.
        text: Its lines, one level of `>` taken off, that heading left out.
    """

    link: Link
    heading: Heading
    text: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One message of a thread.

    Attributes:
        own: What its author wrote, without empty lines around.
        signature: Closing formula, name, coordinates; « Envoyé de mon iPhone ».
        below: The message that it answers or forwards; `None` when there is none.
    """

    own: str
    signature: str
    below: Below | None = None

    @property
    def is_silent(self) -> bool:
        """Whether its author wrote nothing, or only a greeting."""
        return not without_greeting(self.own)


def without_greeting(text: str) -> str:
    """A text without the lines that only greet; empty when nothing else has a word."""
    lines = [line.strip() for line in text.splitlines()]
    kept = [line for line in lines if not _greets(line)]
    return "\n".join(kept).strip() if any(character.isalnum() for line in kept for character in line) else ""


def _greets(line: str) -> bool:
    if len(line) > _LONGEST_GREETING or not _GREETS.match(line):
        return False
    others = [word for word in _WORDS.findall(line) if not _WITH_GREETING.fullmatch(word)]
    return len(others) <= _LONGEST_NAME and all(word[0].isupper() and not word.isupper() for word in others)


def part(text: str) -> Layer:
    """Part a message's words from those below.

    Args:
        text: Plain text, or a page's as `indexer.reading.mail.written` gives it.
    """
    lines = [line.strip() for line in text.splitlines()]
    number = 0
    while number < len(lines):
        if cues.MARK.match(lines[number]):
            return _marked(lines, number, number, Heading(), Link.ANSWERED)
        if length := introduction(lines, number):
            return _introduced(lines, number, length)
        number += 1
    return _layer(lines, None)


def _introduced(lines: list[str], number: int, length: int) -> Layer:
    """Parted at the line that introduces the words below."""
    line = lines[number]
    after = number + length
    if cues.DIVIDER.match(line) or cues.BEGINS.match(line):
        link = Link.FORWARDED if cues.FORWARDED.search(line) or cues.BEGINS.match(line) else Link.UNCLEAR
        heading = divider(line)
    elif cues.RULE.match(line):
        link, heading = Link.UNCLEAR, Heading()
    elif cues.FIELD.match(line):
        link, heading, after = Link.UNCLEAR, Heading(), number
    else:
        link, heading = Link.ANSWERED, attribution(" ".join(lines[number:after]))
    following = next((n for n in range(after, len(lines)) if lines[n]), len(lines))
    if following < len(lines) and cues.MARK.match(lines[following]):
        return _marked(lines, number, following, heading, link)
    if not heading:
        heading, after = header(lines, after)
    inner, tail = _without_tail(lines[after:], lines[:number])
    return _layer([*lines[:number], "", *tail], Below(link, heading, "\n".join(inner).strip("\n")))


def _marked(lines: list[str], end: int, start: int, heading: Heading, link: Link) -> Layer:
    """Parted where `>` signs begin; what its author wrote between and below them is his own.

    Args:
        lines: All of the message.
        end: First line that is not the author's own, from 0.
        start: First line with a `>`.
        heading: What introduced them.
        link: How.
    """
    own, inner = lines[:end], []
    for number in range(start, len(lines)):
        line = lines[number]
        if cues.MARK.match(line):
            inner.append(_MARKED_ONCE.sub("", line))
        elif _is_folded(lines, number):
            inner.append(line)
        elif line or (inner and inner[-1]):
            own.append(line)
    start = 1 if inner and _MESSAGE_OF.match(inner[0]) else 0
    if not heading and (found := header(inner, start))[0].author != NOBODY:
        heading, inner = found[0], inner[found[1] :]
    return _layer(own, Below(link, heading, "\n".join(inner).strip("\n")))


def _is_folded(lines: list[str], number: int) -> bool:
    """Whether a line is the end of the quoted one above, folded without its `>`."""
    if not 0 < number < len(lines) - 1 or not lines[number] or not lines[number][0].islower():
        return False
    return bool(cues.MARK.match(lines[number - 1]) and cues.MARK.match(lines[number + 1]))


def _without_tail(inner: list[str], above: list[str]) -> tuple[list[str], list[str]]:
    """The forwarded lines, and what the forwarder wrote below the rule that closes them.

    A rule of hyphens closes a forwarded message when little follows it and nothing was said above, or when only a
    signature follows it; elsewhere it belongs to what is forwarded.
    """
    places = [n for n, line in enumerate(inner) if n and (_CLOSING_RULE.match(line) or _SAYS_END.match(line))]
    if not places:
        return inner, []
    kept, tail = inner[: places[-1]], inner[places[-1] + 1 :]
    if _SAYS_END.match(inner[places[-1]]):
        return kept, tail
    if sum(map(len, tail)) > _LONGEST_TAIL or any(introduction(tail, n) for n in range(len(tail))):
        return inner, []
    said, follows = separate("\n".join(above)), separate("\n".join(tail))
    ends_above = bool(said.signature) or bool(without_greeting(said.body))
    follows_words = bool(without_greeting(follows.body))
    return (inner, []) if (ends_above and follows_words) or said.signature else (kept, tail)


def _layer(own: list[str], below: Below | None) -> Layer:
    parts = separate("\n".join(own))
    body, signature = signed(parts.body)
    lines = [line for line in parts.signature.splitlines() if not cues.DELIMITER.match(line.strip())]
    return Layer(unfolded(body), "\n".join(filter(None, (signature, "\n".join(lines).strip("\n")))), below)


_WIDEST_FOLD = 80
_NARROWEST_FOLD = 58
_FEWEST_FOLDS = 2
"""Programs fold at 72 to 78 characters; a text with lines of their width that end amid a sentence was folded."""


def unfolded(text: str) -> str:
    """A text whose lines were folded by a mail program, each paragraph on one line; any other text as it is."""
    lines = text.splitlines()
    if not lines or max(map(len, lines)) > _WIDEST_FOLD:
        return text
    if sum(_goes_on(lines, number) for number in range(len(lines))) < _FEWEST_FOLDS:
        return text
    joined: list[str] = []
    for number, line in enumerate(lines):
        if number and _goes_on(lines, number - 1):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether the line below carries on this one."""
    if number + 1 >= len(lines):
        return False
    line, below = lines[number], lines[number + 1]
    return (
        len(line) >= _NARROWEST_FOLD
        and line[-1] not in ".?!:;"
        and bool(below)
        and (below[0].islower() or len(line) + len(below.split()[0]) >= 72)  # noqa: PLR2004 - see _FEWEST_FOLDS
        and not cues.ITEM.match(below)
    )
