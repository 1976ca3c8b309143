"""What a publication says, from its source text: the units that a reading of its file must give back, in order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_CAPTION = re.compile(r"Tableau \d+")
_SPACES = re.compile(r"\s+")
_VARIANTS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "·": "-"})


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of the source: its caption (empty when it has none) and its rows of cells, header first."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a reading should give back.

    Attributes:
        units: Headings, paragraphs and list items, in the order of the text, levelled (see `levelled`).
        tables: In the order of the text, levelled.
        notes: Footnotes, levelled.
    """

    units: tuple[str, ...]
    tables: tuple[SourceTable, ...]
    notes: tuple[str, ...]


def levelled(text: str) -> str:
    """A text as it is compared: NFKC, one space for any white space, one form for apostrophes, quotes and dashes.

    A scan does not tell « ’ » from « ' » nor « · » from « - »; the words are the same.
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_VARIANTS)).strip()


def expected(markdown: str) -> Expected:
    """What a source text says.

    Args:
        markdown: Without front matter.
    """
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin).parse(markdown)
    start = next((place for place, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    units: list[str] = []
    tables: list[SourceTable] = []
    rows: list[list[str]] = []
    for place, token in enumerate(tokens[:start]):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and tokens[place - 1].type in {"th_open", "td_open"}:
            rows[-1].append(_plain(token))
        elif token.type == "table_close":
            caption = units.pop() if units and _CAPTION.match(units[-1]) else ""
            tables.append(SourceTable(caption, tuple(map(tuple, rows))))
            rows = []
        elif token.type == "inline" and _plain(token):
            units.append(_plain(token))
    notes = tuple(_plain(token) for token in tokens[start:] if token.type == "inline")
    return Expected(tuple(units), tuple(tables), notes)


def _plain(inline: Token) -> str:
    return levelled("".join(_words(inline.children or [])))


def _words(children: Sequence[Token]) -> list[str]:
    return [
        child.content if child.type in {"text", "code_inline"} else " " if child.type.endswith("break") else ""
        for child in children
    ]
