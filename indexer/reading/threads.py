"""Whose words a message holds: its author's, those quoted, a signature, or a legal notice.

Pure text: lines in, a role for each line out. The separation is by what mail programs write
(`indexer.reading.thread_cues`), never by position alone. When in doubt, a line that follows a quotation's heading
counts as quoted: attributing another's words to the sender is the worse mistake.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from indexer.reading import thread_cues as cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WROTE_WITHIN = 3
"""Lines over which a mail program may fold « Le …, … a écrit : »."""
_FIELDS_WITHIN = 8
"""Lines in which the fields of a quoted header stand (long lists of recipients are folded)."""
_LONGEST_INTRODUCTION = 800
"""Characters; what introduces a quotation is shorter, and patterns stay fast."""
_LIKELY_FOLDED = 60
"""Characters from which a quoted line was probably folded by a mail program (they fold at 72 to 78)."""
_LONGEST_NOTICE = 3000
"""Characters; a longer paragraph is text."""
_LONGEST_SIGNATURE = 14
"""Lines with words in a signature; a longer tail is text."""
_LONGEST_SIGNATURE_LINE = 140
_SENTENCE_WORDS = 8


class Role(enum.StrEnum):
    """Whose words a line is, or what it is there for."""

    BODY = "body"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True, slots=True)
class MessageParts:
    """A message's text, by role; each part in the message's order, without empty lines around it.

    Attributes:
        body: What its author wrote.
        quoted: Earlier or forwarded messages, what introduces them included, the `>` in front of lines taken off.
        signature: Closing formula, name, function, coordinates; « Envoyé de mon iPhone ».
        disclaimer: Confidentiality and printing notices, warnings that the mail server adds.
        forwarded: Whether the quoted part is introduced as forwarded rather than answered.
    """

    body: str
    quoted: str
    signature: str
    disclaimer: str
    forwarded: bool


def separate(text: str) -> MessageParts:
    """Part a message's text.

    Args:
        text: The plain text of a message, whatever ends its lines.
    """
    lines = text.splitlines()
    found = roles(lines)
    of = {role: [line for line, its in zip(lines, found, strict=True) if its is role] for role in Role}
    quoted = [unmarked(line) for line in of[Role.QUOTED]]
    return MessageParts(
        body=_joined(of[Role.BODY]),
        quoted=_joined(quoted),
        signature=_joined(of[Role.SIGNATURE]),
        disclaimer=_joined(of[Role.DISCLAIMER]),
        forwarded=introduces_forwarded(quoted),
    )


def roles(lines: Sequence[str]) -> list[Role]:
    """The role of each line.

    Args:
        lines: Of a message, in order. A paragraph given as one long line is judged as well; a line that begins with
            `>` is a quoted one.

    Returns:
        As many roles as lines.
    """
    lines = [line.strip() for line in lines]
    found = [Role.QUOTED if quoted else Role.BODY for quoted in _quoted(lines)]
    for number in _notices(lines, _own(found)):
        found[number] = Role.DISCLAIMER
    for number in _signed(lines, _own(found)):
        found[number] = Role.SIGNATURE
    return found


def unmarked(line: str) -> str:
    """A line without the `>` that mail programs put in front of quoted ones."""
    return cues.MARKS.sub("", line)


def introduces_forwarded(lines: Iterable[str]) -> bool:
    """Whether a quoted part is a forwarded message, by its first two lines that have words."""
    return any(cues.FORWARDED.search(line[:_LONGEST_INTRODUCTION]) for line in islice(filter(str.strip, lines), 2))


def _joined(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def _own(found: Sequence[Role]) -> list[int]:
    return [number for number, role in enumerate(found) if role is Role.BODY]


def _quoted(lines: Sequence[str]) -> list[bool]:
    """Whether each line is another's."""
    found = [bool(cues.MARK.match(line)) for line in lines]
    number = 0
    while number < len(lines):
        length = 0 if found[number] else introduction(lines, number)
        if length and not _marked_next(lines, number + length):
            return [*found[:number], *[True] * (len(lines) - number)]
        for line in range(number, number + (length or _folded_end(lines, number))):
            found[line] = True
        number += length or 1
    return found


def introduction(lines: Sequence[str], number: int) -> int:
    """How many lines introduce quoted words here; 0 when none does.

    Args:
        lines: Of a message, without the spaces around them.
        number: Of the line, from 0. Of a header, or of a rule above one, only what stands above the header counts.
    """
    line = lines[number][:_LONGEST_INTRODUCTION]
    if cues.DIVIDER.match(line) or cues.BEGINS.match(line) or cues.FIELDS_ON_ONE_LINE.match(line):
        return 1
    if cues.RULE.match(line):
        below = next((n for n in range(number + 1, min(number + 3, len(lines))) if lines[n]), None)
        return below - number if below is not None and _is_header(lines, below, ruled=True) else 0
    return 1 if _is_header(lines, number, ruled=False) else _attribution(lines, number)


def _attribution(lines: Sequence[str], number: int) -> int:
    """How many lines « Le …, … a écrit : » takes here; 0 when it is not there."""
    for length in range(1, _WROTE_WITHIN + 1):
        folded = lines[number : number + length]
        if len(folded) < length or not folded[-1] or cues.MARK.match(folded[-1]):
            return 0
        whole = " ".join(folded)
        if len(whole) > _LONGEST_INTRODUCTION:
            return 0
        if cues.WROTE.match(whole):
            return length
    return 0


def _is_header(lines: Sequence[str], number: int, *, ruled: bool) -> bool:
    """Whether the header of a quoted message begins here: who, when, and to whom or about what.

    A memorandum has such lines too; a header is told from it by an address, by the rule above it, or by « Envoyé ».
    """
    if not cues.FIELD.match(lines[number]):
        return False
    found = (cues.FIELD.match(line) for line in lines[number : number + _FIELDS_WITHIN])
    fields = {field["name"].lower(): field["value"] for field in found if field}
    author = next((fields[name] for name in sorted(cues.FROM & fields.keys())), "")
    certain = ruled or "@" in author or bool(cues.SENT & fields.keys())
    return bool(author) and certain and bool(cues.DATED & fields.keys()) and bool(cues.TO_OR_ABOUT & fields.keys())


def _marked_next(lines: Sequence[str], number: int) -> bool:
    following = next((lines[n] for n in range(number, len(lines)) if lines[n]), "")
    return bool(cues.MARK.match(following))


def _folded_end(lines: Sequence[str], number: int) -> int:
    """1 when a line is the end of the quoted one above, folded without its `>`; else 0."""
    if not 0 < number < len(lines) - 1 or not lines[number]:
        return 0
    above, below = lines[number - 1], lines[number + 1]
    folded = bool(cues.MARK.match(above)) and len(above) >= _LIKELY_FOLDED and above[-1] not in ".?!:;"
    return int(folded and bool(cues.MARK.match(below)) and lines[number][0].islower())


def _paragraphs(lines: Sequence[str], numbers: Iterable[int]) -> Iterator[list[int]]:
    """Line numbers, in groups that neither an empty line nor a line left out parts."""
    group: list[int] = []
    for number in numbers:
        if group and (number != group[-1] + 1 or not lines[number]):
            yield group
            group = []
        if lines[number]:
            group.append(number)
    if group:
        yield group


def _notices(lines: Sequence[str], own: Sequence[int]) -> Iterator[int]:
    """Lines of legal notices: whole paragraphs, and the paragraphs that carry them on; banners of the mail server."""
    goes_on = False
    for group in _paragraphs(lines, own):
        text = " ".join(lines[number] for number in group)
        if len(text) > _LONGEST_NOTICE:
            goes_on = False
            continue
        goes_on = bool(cues.NOTICE.search(text)) or (goes_on and bool(cues.NOTICE_GOES_ON.search(text)))
        if goes_on or cues.BANNER.search(text):
            yield from group


def _signed(lines: Sequence[str], own: Sequence[int]) -> Iterator[int]:
    """Lines of the signature among the author's own."""
    own = [number for number in own if lines[number]]
    yield from (number for number in own if cues.MOBILE.match(lines[number]))
    own = [number for number in own if not cues.MOBILE.match(lines[number])]
    starts = [place for place, number in enumerate(own) if cues.DELIMITER.match(lines[number])]
    if starts and len(own) - starts[-1] <= _LONGEST_SIGNATURE + 1:
        yield from own[starts[-1] :]
        own = own[: starts[-1]]
    for place, number in enumerate(own):
        closes = bool(cues.CLOSING.match(lines[number]))
        if not closes and not cues.THANKS.match(lines[number]):
            continue
        rest = own[place + 1 :]
        signature = _below_closing(lines, rest)
        if len(signature) <= _LONGEST_SIGNATURE and (closes or (signature and signature == rest)):
            yield from (number, *signature)
            return


def _below_closing(lines: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """The lines below a closing formula that are a name and coordinates, up to a post-scriptum or a sentence."""
    signature: list[int] = []
    for group in _paragraphs(lines, numbers):
        text = " ".join(lines[number] for number in group)
        is_sentence = len(text.split()) >= _SENTENCE_WORDS and text[-1] in ".?!…"
        is_long = any(len(lines[number]) > _LONGEST_SIGNATURE_LINE for number in group)
        if is_sentence or is_long or any(_begins_text(lines[number]) for number in group):
            break
        signature.extend(group)
    return signature


def _begins_text(line: str) -> bool:
    return bool(cues.POSTSCRIPT.match(line) or cues.ITEM.match(line))
