"""Markdown, through markdown-it, and plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from indexer import plain_yaml
from indexer.documents import BlockKind, Reading
from indexer.reading.charset import read_text
from indexer.reading.pieces import CALL, Piece, clean, first_heading, nest, table_text, with_captions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it.token import Token

_UNDEFINED_CALL = re.compile(r"\[\^[^\]\s]+\]")
_ITEM = re.compile(r"^\s*(?:[-*•–▪◦]|\d{1,2}[.)])\s+")
_LONGEST_TITLE = 120


def read_markdown(path: Path) -> Reading:
    """Read a Markdown file: CommonMark with pipe tables and footnotes.

    Args:
        path: The file; of its YAML front matter only `title` is used.

    Returns:
        Its blocks, markup removed, without pages; footnotes last.

    Raises:
        UnreadableFile: The bytes are no text.
    """
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).use(footnote_plugin, inline=False)
    tokens = parser.parse(read_text(path))
    pieces = with_captions(_Walker(tokens).pieces())
    title = _front_title(tokens) or first_heading(pieces)
    return Reading(nest(pieces, title), title=title)


def read_plain(path: Path) -> Reading:
    """Read a plain text file: paragraphs between empty lines.

    Args:
        path: The file; a first line that stands alone and does not end as a sentence is its title.

    Returns:
        Its paragraphs and list items, without pages.

    Raises:
        UnreadableFile: The bytes are no text.
    """
    text = read_text(path).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    paragraphs = [part.split("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    pieces = [piece for lines in paragraphs for piece in _plain_pieces(lines)]
    title = _plain_title(pieces)
    if title:
        pieces[0] = Piece(BlockKind.HEADING, title, 1)
    return Reading(nest(pieces, title), title=title)


def _plain_pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """Paragraph and items of lines that no empty line parts."""
    gathered: list[str] = []
    kind = BlockKind.PARAGRAPH
    for line in (line for line in lines if line.strip()):
        if _ITEM.match(line):
            yield from _joined(gathered, kind)
            gathered, kind = [_ITEM.sub("", line)], BlockKind.LIST_ITEM
        else:
            gathered.append(line)
    yield from _joined(gathered, kind)


def _joined(lines: Sequence[str], kind: BlockKind) -> Iterator[Piece]:
    text = clean(" ".join(lines))
    if text:
        yield Piece(kind, text)


def _plain_title(pieces: Sequence[Piece]) -> str:
    if len(pieces) < 2 or pieces[0].kind is not BlockKind.PARAGRAPH:  # noqa: PLR2004 - a title and what it is the title of
        return ""
    first = pieces[0].text.lstrip("#").lstrip()
    return first if first and len(first) <= _LONGEST_TITLE and first[-1] not in ".;:,!" else ""


def _front_title(tokens: Sequence[Token]) -> str:
    """The `title` of the front matter; an empty string when there is none, or when it is not YAML."""
    for token in tokens:
        if token.type == "front_matter":
            try:
                fields = plain_yaml.load(token.content)
            except plain_yaml.NotPlain:
                return ""
            title = fields.get("title") if isinstance(fields, dict) else None
            return clean(title) if isinstance(title, str) else ""
    return ""


class _Walker:
    """Turns markdown-it's flat stream of tokens into pieces."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._items = 0
        self._note: list[str] | None = None
        self._rows: list[list[str]] = []
        self._heading = 0
        self._in_table = False

    def pieces(self) -> Iterator[Piece]:
        """Pieces in the order of the file, notes after them as the footnote plugin places them."""
        for token in self._tokens:
            self._enter_or_leave(token)
            match token.type:
                case "inline":
                    yield from self._words(_inline(token))
                case "fence" | "code_block":
                    yield from self._words(token.content)
                case "table_close":
                    yield Piece(BlockKind.TABLE, table_text(self._rows))
                case "footnote_close":
                    yield from _joined(self._note or [], BlockKind.FOOTNOTE)
                    self._note = None

    def _enter_or_leave(self, token: Token) -> None:
        """Keep account of what the next words are in."""
        match token.type:
            case "heading_open" | "heading_close":
                self._heading = int(token.tag[1]) if token.nesting > 0 else 0
            case "list_item_open" | "list_item_close":
                self._items += token.nesting
            case "footnote_open":
                self._note = []
            case "table_open" | "table_close":
                self._in_table = token.nesting > 0
                self._rows = self._rows if token.nesting < 0 else []
            case "tr_open":
                self._rows.append([])

    def _words(self, text: str) -> Iterator[Piece]:
        text = clean(text)
        if self._in_table:
            self._rows[-1].append(text)
        elif self._note is not None:
            self._note.append(text)
        elif not text:
            return
        elif self._heading:
            yield Piece(BlockKind.HEADING, text, self._heading)
        else:
            yield Piece(BlockKind.LIST_ITEM if self._items else BlockKind.PARAGRAPH, text)


def _inline(token: Token) -> str:
    """Words of an inline token, without markup, raw HTML or calls of footnotes."""
    words: list[str] = []
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline" | "text_special":
                words.append(child.content)
            case "softbreak" | "hardbreak":
                words.append(" ")
            case "footnote_ref":
                words.append(CALL)
            case "image":
                words.append(_inline(child))
    return _UNDEFINED_CALL.sub(CALL, "".join(words))
