"""What all readers share: cleaning words, judging titles, and nesting pieces under their headings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from indexer.documents import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CONTROLS = (*range(9), *range(14, 32), 127)
_INVISIBLE = dict.fromkeys([*_CONTROLS, *map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")])
_SURROGATES = re.compile("[\ud800-\udfff]+")
"""Halves of characters: no text in UTF-8 holds them, and broken fonts or escapes give them."""
_MARKS_WITHOUT_END = re.compile("([\u0300-\u036f]{30})[\u0300-\u036f]+")
"""Accents heaped on one letter; sorting them takes `unicodedata.normalize` a time that grows as their square."""
CALL = "\ue000"
"""Stands where a call to a footnote was taken out, until `clean` closes the gap that several of them leave."""
_CALLS = re.compile(f"{CALL}(?:[ \u00a0\u202f]*{CALL})*")
_ORDINARY_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_MIXED_SPACES = re.compile(r" ?([\u00a0\u202f])[ \u00a0\u202f]*")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_MACHINE_TITLE = re.compile(
    r"^(microsoft (word|powerpoint|excel)\b.*|untitled.*|sans[ -]titre.*|(document|classeur|présentation)\s?\d*"
    r"|word document|présentation powerpoint|powerpoint presentation"
    r"|.*\.(docx?|pdf|odt|rtf|indd|pptx?|html?|xlsx?|md)"
    r"|\S*[_.\\/]\S*|(scan|img|dsc|numérisation)\W?\d*)$",
    re.IGNORECASE,
)
_MACHINE_AUTHOR = re.compile(
    r"^(unknown|inconnu|anonym\w*|admin\w*|user\d*|utilisateur\b.*|windows user|python-docx|openpyxl|owner"
    r"|auteur|author)$",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"^(tableau|table|tab\.)\s*(n\s?°\s*)?\w*\s*[–—:.-]|^tableau\s+\d", re.IGNORECASE)
_PART = re.compile(
    r"^(sommaire|table des matières|l[’']essentiel|introduction|préambule|avant-propos|préface|édito(rial)?|résumé"
    r"|remerciements|contexte|en bref|points? clés?|annexes?|conclusion|bibliographie)\W*$",
    re.IGNORECASE,
)
FIRST_CREDIBLE_YEAR = 1990
"""Older creation dates in files are clocks that were not set (1970, 1980)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block whose place among the headings is not known yet.

    Attributes:
        kind: What it is.
        text: Cleaned words; for a table, rows on lines and cells between tabs.
        level: For a heading, its rank in the file (any integers, smaller is outer); 0 elsewhere.
        page: 1-based; `None` where there are no pages.
        caption: A table's caption.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    caption: str = ""


def clean(text: str) -> str:
    """The words as printed: NFC, ligatures in letters, one space for a run of them, nothing invisible.

    A no-break space stays one where the source has it.
    """
    if text.isascii() and text.isalnum():
        return text
    letters = _SURROGATES.sub("", text.translate(_LIGATURES))
    text = _CALLS.sub("", unicodedata.normalize("NFC", _MARKS_WITHOUT_END.sub(r"\1", letters)).translate(_INVISIBLE))
    return _MIXED_SPACES.sub(r"\1", _ORDINARY_SPACES.sub(" ", text)).strip()


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as a TABLE block's text: a line a row, a tab between cells, rows without a word left out."""
    cleaned = ([clean(cell) for cell in row] for row in rows)
    return "\n".join("\t".join(row).rstrip("\t") for row in cleaned if any(row))


def comparable(text: str) -> str:
    """Letters and digits only, lower case: what two copies of a title have in common."""
    return "".join(character for character in clean(text).casefold() if character.isalnum())


def credible_title(title: object, stem: str) -> str:
    """A title from a file's properties, or an empty string when a program rather than a person wrote it.

    Args:
        title: As found; anything but a text counts as none.
        stem: The file's name without its suffix.
    """
    found = clean(title) if isinstance(title, str) else ""
    if not any(map(str.isalpha, found)) or _MACHINE_TITLE.match(found) or comparable(found) == comparable(stem):
        return ""
    return found


def credible_author(author: object) -> str:
    """An author from a file's properties, or an empty string when it is a program's default."""
    found = clean(author) if isinstance(author, str) else ""
    return "" if _MACHINE_AUTHOR.match(found) else found


def credible_year(moment: datetime | None) -> int | None:
    """The year of a date from a file's properties, or `None` when a clock was not set."""
    if moment is None or not FIRST_CREDIBLE_YEAR <= moment.year <= datetime.now(UTC).year + 1:
        return None
    return moment.year


def is_caption(text: str) -> bool:
    """Whether a paragraph names a table: « Tableau 1 – … »."""
    return bool(_CAPTION.match(text))


def with_captions(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces where a table without a caption takes the « Tableau … » paragraph just above it."""
    found: list[Piece] = []
    for piece in pieces:
        above = found[-1] if found else None
        names = above is not None and above.kind is BlockKind.PARAGRAPH and is_caption(above.text)
        if above is not None and names and piece.kind is BlockKind.TABLE and not piece.caption:
            found[-1] = replace(piece, caption=above.text)
        else:
            found.append(piece)
    return found


def first_heading(pieces: Iterable[Piece]) -> str:
    """The outermost heading that comes first; empty when there is none, or when it names a part that any text has."""
    headings = [piece for piece in pieces if piece.kind is BlockKind.HEADING]
    first = min(headings, key=lambda piece: piece.level).text if headings else ""
    return "" if names_a_part(first) else first


def names_a_part(heading: str) -> bool:
    """Whether a heading is of those that any publication can have (« Sommaire », « L’essentiel »): no title."""
    return bool(_PART.match(heading))


def nest(pieces: Sequence[Piece], title: str) -> tuple[Block, ...]:
    """Pieces as blocks, each under its headings, the document's own title taken out of them.

    Args:
        pieces: In reading order, headings with the levels that the file gives them.
        title: The document's title; the first heading that says the same is no block.

    Returns:
        Blocks whose heading levels count from 1, without a gap between the levels in use. Footnotes gathered at the
        end of a file that has no pages are under no heading.
    """
    pieces = _without_title(pieces, title)
    levels = sorted({piece.level for piece in pieces if piece.kind is BlockKind.HEADING})
    rank = {level: position for position, level in enumerate(levels, start=1)}
    path: list[tuple[int, str]] = []
    blocks: list[Block] = []
    for piece in pieces:
        level = rank[piece.level] if piece.kind is BlockKind.HEADING else 0
        if level:
            path = [(above, text) for above, text in path if above < level]
        apart = piece.kind is BlockKind.FOOTNOTE and piece.page is None
        headings = () if apart else tuple(text for _, text in path)
        blocks.append(Block(piece.kind, piece.text, piece.page, headings, level, piece.caption))
        if level:
            path.append((level, piece.text))
    return tuple(blocks)


def _without_title(pieces: Sequence[Piece], title: str) -> list[Piece]:
    wanted = comparable(title)
    for position, piece in enumerate(pieces):
        if wanted and piece.kind is BlockKind.HEADING and comparable(piece.text) == wanted:
            return [*pieces[:position], *pieces[position + 1 :]]
    return list(pieces)
