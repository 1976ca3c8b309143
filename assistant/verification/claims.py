"""A draft, cut into the claims to check: stretches of a sentence, each with the sources it cites.

« Lyon compte 3 ASV [1], Paris en compte 5 [2]. »  ─▶  « Lyon compte 3 ASV » [1] · « Paris en compte 5 » [2]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.french import has_word, sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK = re.compile(r"\s*\[\s*\d{1,3}(?:\s*[,;et-]+\s*\d{1,3})*\s*\]")
"""« [1] », « [1, 2] », « [1][2] »."""
NUMBER = re.compile(r"\d+")
BULLET = re.compile(r"^\s*(?:[-–—•*]|\d{1,2}[.)])\s+")
EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|^#+\s*|`")
OPENING = re.compile(
    r"(?:(?:et|mais|ou|puis|or|car|donc|enfin|ainsi|aussi|tandis que|alors que|tandis qu['’]|alors qu['’]|que|qu['’]|"
    r"pendant que|quand|lorsque|dont|en|dans|à|au|aux|chez|pour|depuis|selon|d['’]après|par|avec|parmi|sur)[\s,]*)+",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"(?:les?|la|l['’]|une?|des|du|d['’]|ces?t?(?:te)?|chaque|plusieurs|certaine?s|tou(?:s|te|tes|t)|aucune?|quelques|"
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|près|plus|moins|environ)(?:(?<=['’])|\s)|\d|(?-i:[A-ZÀ-Ý])",
    re.IGNORECASE,
)
"""How a subject of its own begins: a determiner, a figure, a name; neither « il » nor « son »."""
PRONOUN = re.compile(
    r"(?:ils?|elles?|cela|ceci|celles?(?:-ci)?|celui(?:-ci)?|ceux(?:-ci)?|son|sa|ses|leurs?|chacune?|tous deux)\s"
    r"(?!s['’]agit|y a\b|existe|faut|est (?:possible|recommandé|nécessaire|important))",
    re.IGNORECASE,
)
QUOTES = (("«", "»"), ("“", "”"), ("‹", "›"))
"""Also the other way round, as sentencex reads them."""
SMALL = 3
"""A stretch of fewer words is part of the next one."""
LEADING = re.compile(rf"^((?:{MARK.pattern})+)[\s.,;]*")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that cite sources. `numbers` are the 1-based `[n]` that follow them, in order; empty: no citation."""

    text: str
    numbers: tuple[int, ...]

    @property
    def has_subject(self) -> bool:
        """Whether it has one of its own: « et la ville en compte 5 », not « et en compte 5 »."""
        opening = OPENING.match(self.text)
        rest = self.text[opening.end() :] if opening else self.text
        return bool(SUBJECT.match(rest))


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft.

    Attributes:
        text: Its words, without `[n]` nor markup.
        claims: What it says, piece by piece, in order.
    """

    text: str
    claims: tuple[Claim, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The sources that it cites, each once, in order."""
        return tuple(dict.fromkeys(number for claim in self.claims for number in claim.numbers))

    @property
    def leans(self) -> bool:
        """Whether it begins with « il », « leur »: what it is about stands in the sentence before."""
        return bool(PRONOUN.match(self.text))


def cut(text: str) -> tuple[list[DraftSentence], str]:
    """The sentences of a draft that are complete, and the rest, which may still go on.

    A sentence ends at a line's end, or where French ends it; a mark after its full stop is still its own.
    """
    *lines, rest = text.split("\n")
    sentences = [s for line in lines for s in last(line)]
    pieces = _pieces(rest)
    going_on = 1
    while going_on < len(pieces) and _still_open(rest, *pieces[-going_on]):
        going_on += 1
    if len(pieces) > going_on:
        sentences.extend(_sentence(piece) for _, piece in pieces[:-going_on])
        rest = rest[pieces[-going_on][0] :]
    return [s for s in sentences if has_word(s.text)], rest


def _still_open(text: str, start: int, piece: str) -> bool:
    """Whether what stands before a piece may still go on in it.

    « … un ASV. [ »: the mark that begins is still the sentence's; so may be the sign of « … un ASV !: », and all that
    comes before a quotation is closed.
    """
    if piece.startswith("[") or not has_word(piece):
        return True
    before = text[:start]
    return any(before.count(left) != before.count(right) for left, right in QUOTES) or (
        before.count('"') % 2 == 1 or before.count("(") > before.count(")")
    )


def last(rest: str) -> list[DraftSentence]:
    """The sentences of what `cut` left, once nothing follows."""
    return [s for s in (_sentence(piece) for _, piece in _pieces(rest)) if has_word(s.text)]


def _pieces(line: str) -> list[tuple[int, str]]:
    """Where each sentence of a line begins, and its words with their marks."""
    pieces: list[tuple[int, str]] = []
    bullet = BULLET.match(line)
    opened = bullet.end() if bullet else 0
    for span in sentence_spans(line[opened:]):
        start, piece = opened + span.start, line[opened + span.start : opened + span.end]
        opening = LEADING.match(piece)
        if opening and pieces:
            before, words = pieces.pop()
            pieces.append((before, words + opening.group(1)))
            start, piece = start + opening.end(), piece[opening.end() :]
        if pieces and not has_word(pieces[-1][1]):
            before, words = pieces.pop()
            start, piece = before, f"{words} {piece}"
        if piece.strip():
            pieces.append((start, piece))
    return pieces


def _sentence(piece: str) -> DraftSentence:
    piece = EMPHASIS.sub("", piece)
    claims: list[Claim] = []
    start = 0
    for marks in re.finditer(rf"(?:{MARK.pattern})+", piece):
        numbers = tuple(dict.fromkeys(int(n) for n in NUMBER.findall(marks.group())))
        claims.append(Claim(_trimmed(piece[start : marks.start()]), numbers))
        start = marks.end()
    if has_word(piece[start:]):
        claims.append(Claim(_trimmed(piece[start:]), ()))
    return DraftSentence(_whole(piece), _joined([claim for claim in claims if has_word(claim.text)]))


def _joined(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Neighbours that cite the same sources are one claim, and so is what is too short to say anything with the next.

    « Roubaix finance le poste [1], et Lille [1] porte deux ateliers [1] » is judged whole.
    """
    joined: list[Claim] = []
    for claim in claims:
        before = joined[-1] if joined else None
        if before and before.numbers and (claim.numbers == before.numbers or len(before.text.split()) < SMALL):
            numbers = tuple(dict.fromkeys((*before.numbers, *claim.numbers)))
            joined[-1] = Claim(f"{before.text}, {claim.text}", numbers if claim.numbers else ())
        else:
            joined.append(claim)
    return tuple(joined)


def _trimmed(text: str) -> str:
    return text.strip(" \t\u00a0\u202f,;.")


def _whole(piece: str) -> str:
    """The words of a sentence, the marks taken out, its full stop put back where they hid it."""
    text = " ".join(MARK.sub("", piece).split(" ")).strip()
    text = re.sub(r"\s+([.,])", r"\1", text)
    return text if not text or text[-1] in ".!?…:»" else f"{text}."
