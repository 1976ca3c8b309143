"""A draft, cut into the claims to check: stretches of a sentence, each with the sources it cites.

« Lyon compte 3 ASV [1], Paris en compte 5 [2]. »  ─▶  « Lyon compte 3 ASV » [1] · « Paris en compte 5 » [2]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.french import has_word, sentence_spans

MARK = re.compile(r"\s*\[\s*\d{1,3}(?:\s*[,;et-]+\s*\d{1,3})*\s*\]")
"""« [1] », « [1, 2] », « [1][2] »."""
NUMBER = re.compile(r"\d+")
BULLET = re.compile(r"^\s*(?:[-–—•*]|\d{1,2}[.)])\s+")
EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|^#+\s*|`")
LEADING = re.compile(rf"^((?:{MARK.pattern})+)[\s.,;]*")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that cite sources. `numbers` are the 1-based `[n]` that follow them, in order; empty: no citation."""

    text: str
    numbers: tuple[int, ...]


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


def cut(text: str) -> tuple[list[DraftSentence], str]:
    """The sentences of a draft that are complete, and the rest, which may still go on.

    A sentence ends at a line's end, or where French ends it; a mark after its full stop is still its own.
    """
    *lines, rest = text.split("\n")
    sentences = [s for line in lines for s in last(line)]
    pieces = _pieces(rest)
    # « … un ASV. [ » : the mark that begins is still the sentence's.
    going_on = 2 if pieces and rest[pieces[-1][0] :].startswith("[") else 1
    if len(pieces) > going_on:
        sentences.extend(_sentence(piece) for _, piece in pieces[:-going_on])
        rest = rest[pieces[-going_on][0] :]
    return [s for s in sentences if has_word(s.text)], rest


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
    return DraftSentence(_whole(piece), tuple(claim for claim in claims if has_word(claim.text)))


def _trimmed(text: str) -> str:
    return text.strip(" \t\u00a0\u202f,;.")


def _whole(piece: str) -> str:
    """The words of a sentence, the marks taken out, its full stop put back where they hid it."""
    text = " ".join(MARK.sub("", piece).split(" ")).strip()
    text = re.sub(r"\s+([.,])", r"\1", text)
    return text if not text or text[-1] in ".!?…:»" else f"{text}."
