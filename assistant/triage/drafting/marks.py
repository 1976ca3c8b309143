r"""What tells, inside a rendered text, which words rest on which source: characters that no message can hold.

    \ue000 source's key \ue001 words, with \ue003 where [n] is shown \ue002

Templates put such spans in as they are; `pieces` reads them back. They are characters of Unicode's private use area,
taken out of everything that comes from elsewhere: « [1] » in a subject is no citation.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indexer.french import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _SAYS, _CLOSE, _SHOWN = "\ue000", "\ue001", "\ue002", "\ue003"
MARKED: Final = re.compile(f"{_OPEN}(\\d{{1,4}}){_SAYS}([^{_CLOSE}]*){_CLOSE}")
_OURS: Final = re.compile(f"[{_OPEN}{_SAYS}{_CLOSE}{_SHOWN}]")
_ITEM: Final = re.compile(r"\s*[-–•*]\s")
_AFTER: Final = re.compile(r"[\s.,;:!?)]*")
_BLANKS: Final = re.compile(r"\n{3,}")
_LINE_ENDS: Final = re.compile(r"[ \t]+(?=\n)")
_TYPOGRAPHY: Final = re.compile(r" (?=[»:;?!])|(?<=«) ")
NO_BREAK: Final = "\u00a0"

_LINK: Final = re.compile(r"\b(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
LINK, ADDRESS = "(lien)", "(adresse)"
_SIGNS: Final = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", "'": "’", **dict.fromkeys("*`~|\\", "")})
_GUILLEMETS: Final = re.compile(r"«\s?|\s?»")
_EDGES: Final = re.compile(r"(?<!\w)_+|_+(?!\w)")
_LEADING: Final = re.compile(r"^(?:[#›•–-]+|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a draft and the key of the source that they rest on; 0 for none."""

    text: str
    source: int


def marked(key: int, words: str, *, shown: bool = True) -> str:
    """Words that rest on a source, followed by its [n] where that is shown.

    Args:
        key: Of the source, from 1.
        words: Already `verbatim`; may be empty, for the [n] alone.
        shown: Whether readers see the [n].
    """
    said = " ".join(filter(None, (words, _SHOWN if shown else "")))
    return f"{_OPEN}{key}{_SAYS}{said}{_CLOSE}"


def verbatim(text: str) -> str:
    """Words of a publication on one line, the marks' own characters taken out."""
    return " ".join(_OURS.sub("", text).split())


def plain(text: str, limit: int) -> str:
    """Words of a message as they may stand in a draft: one line, no markup, no link, no mark, at most `limit` long."""
    line = " ".join("".join(letter if _shows(letter) else " " for letter in text[: 20 * limit]).split())
    line = _ADDRESS.sub(ADDRESS, _LINK.sub(LINK, line))
    line = _GUILLEMETS.sub(lambda found: "“" if "«" in found.group() else "”", line)
    line = _LEADING.sub("", _EDGES.sub("", line.translate(_SIGNS)).strip())
    line = " ".join(line.replace('"', "").split())
    if len(line) <= limit:
        return line
    return f"{line[:limit].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def _shows(letter: str) -> bool:
    """Whether a character is one that is seen; neither control nor private use, nor one that turns the text round."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def pieces(rendered: str) -> list[Piece]:
    """A rendered text cut into sentences, each with its source; joined, they are the text.

    A line of a list is one piece, however many sentences it holds; a sentence with several sources is cut after each.
    Our own words get the no-break spaces of French; quotations keep theirs.
    """
    text = _BLANKS.sub("\n\n", _LINE_ENDS.sub("", rendered)).strip() + "\n"
    found: list[Piece] = []
    for stretch in _stretches(text):
        for piece in _by_source(stretch):
            if piece.text.strip() or not found:
                found.append(piece)
            else:
                found[-1] = Piece(found[-1].text + piece.text, found[-1].source)
    return found


def shown(piece: Piece, number: int) -> str:
    """The words of a piece as readers see them, its [n] being `number`."""
    words, at = [], 0
    for span in MARKED.finditer(piece.text):
        words.append(_french(piece.text[at : span.start()]))
        words.append(span.group(2).replace(_SHOWN, f"[{number}]"))
        at = span.end()
    return "".join([*words, _french(piece.text[at:])])


def _french(text: str) -> str:
    return _TYPOGRAPHY.sub(NO_BREAK, text)


def _stretches(text: str) -> Iterator[str]:
    """Sentences, with the white space that follows them."""
    for line in text.splitlines(keepends=True):
        opaque = MARKED.sub(lambda span: "x" * len(span.group()), line)
        if _ITEM.match(opaque):
            yield line
            continue
        starts = [span.start for span in sentence_spans(opaque)][1:]
        for begin, end in zip([0, *starts], [*starts, len(line)], strict=True):
            yield line[begin:end]


def _by_source(stretch: str) -> Iterator[Piece]:
    spans = list(MARKED.finditer(stretch))
    if not spans:
        yield Piece(stretch, 0)
        return
    begin = 0
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        if following is not None and following.group(1) == span.group(1):
            continue
        after = _AFTER.match(stretch, span.end())
        end = after.end() if after and following else len(stretch)
        yield Piece(stretch[begin:end], int(span.group(1)))
        begin = end
