"""OpenDocument texts: what a reader of the page sees, without what is hidden, deleted or commented."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from indexer.documents import BlockKind, Reading
from indexer.reading.odf import OpenDocument, q, style_name
from indexer.reading.packages import damage_as_unreadable
from indexer.reading.pieces import CALL, Piece, clean, first_heading, nest, table_text, with_captions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element

_TITLE_STYLES = frozenset({"title", "titre", "titre principal"})
_CAPTION_STYLES = frozenset({"caption", "légende", "table", "tableau"})
_WIDEST = 1000
"""Columns that one cell may be repeated over; nobody lays out a wider table in a text."""
_LISTS = frozenset(map(q, ("text:list-item", "text:list-header")))
_HOLDERS = frozenset(
    map(q, ("text:section", "text:index-body", "text:bibliography", "draw:text-box", "text:numbered-paragraph"))
)
_LAID_OVER = frozenset(map(q, ("draw:frame", "draw:custom-shape", "draw:rect", "draw:g", "draw:a")))
_NOT_READ = frozenset(
    map(
        q,
        (
            "text:tracked-changes",
            "office:annotation",
            "office:annotation-end",
            "text:note",
            "text:ruby-text",
            "text:hidden-text",
            "text:table-of-content",
            "text:illustration-index",
            "text:table-index",
            "text:object-index",
            "text:user-index",
            "text:alphabetical-index",
            "text:toc-mark",
            "text:alphabetical-index-mark",
            "office:forms",
        ),
    )
)
_SPACES = frozenset(map(q, ("text:s", "text:tab", "text:line-break")))


def read_odt(path: Path) -> Reading:
    """Read an OpenDocument text.

    Args:
        path: The file.

    Returns:
        Its blocks, without pages (they come of the lay-out, which the file does not hold); notes last; no hidden
        text, no comment, no table of contents, deletions made and insertions accepted.

    Raises:
        EncryptedFile: A password is needed.
        ArchiveRefused: It unpacks to more than may be read.
        UnreadableFile: No OpenDocument text, or a damaged one.
    """
    with damage_as_unreadable(path):
        document = OpenDocument(path, "text")
        walker = _Walker(document)
        pieces = with_captions([*walker.pieces(document.body), *walker.notes])
        title = document.title() or first_heading(pieces)
        return Reading(nest(pieces, title), title=title, author=document.author(), year=document.year())


class _Walker:
    """Turns one document's elements into pieces.

    Attributes:
        notes: Footnotes and endnotes met so far.
    """

    def __init__(self, document: OpenDocument) -> None:
        self.notes: list[Piece] = []
        self._styles = document.styles
        self._backed = False

    def pieces(self, container: Element) -> Iterator[Piece]:
        """What a body, a section, a cell or a frame holds, in order."""
        caption = ""
        for element in container.iterchildren("*"):
            if element.tag == q("table:table"):
                yield from self._table(element, caption)
                caption = ""
                continue
            if caption:
                yield Piece(BlockKind.PARAGRAPH, caption)
            caption = self._caption(element)
            if not caption:
                yield from self._element(element)
        if caption:
            yield Piece(BlockKind.PARAGRAPH, caption)

    def _element(self, element: Element) -> Iterator[Piece]:
        if element.tag in _NOT_READ or _is_hidden(element):
            return
        if element.tag in {q("text:p"), q("text:h")}:
            yield from self._paragraph(element, BlockKind.PARAGRAPH)
        elif element.tag == q("text:list"):
            yield from self._list(element)
        elif element.tag in _HOLDERS or element.tag in _LAID_OVER:
            with self._on(_family(element), _style(element)):
                yield from self.pieces(element)

    def _list(self, element: Element) -> Iterator[Piece]:
        for item in (child for child in element.iterchildren("*") if child.tag in _LISTS):
            for position, child in enumerate(item.iterchildren("*")):
                if child.tag in {q("text:p"), q("text:h")}:
                    kind = BlockKind.PARAGRAPH if position else BlockKind.LIST_ITEM
                    yield from self._paragraph(child, kind)
                else:
                    yield from self._element(child)

    def _paragraph(self, element: Element, kind: BlockKind) -> Iterator[Piece]:
        text = self._text(element)
        level = self._level(element)
        if text:
            yield Piece(kind, text) if level is None else Piece(BlockKind.HEADING, text, level)
        for shape in _laid_over(element):
            yield from self._element(shape)

    def _level(self, element: Element) -> int | None:
        """0 for the title, 1 to 10 for headings, `None` for anything else."""
        if self._is_title(element):
            return 0
        if element.tag != q("text:h"):
            return None
        level = element.get(q("text:outline-level"), "1")
        return int(level) if level.isdigit() else 1

    def _is_title(self, element: Element) -> bool:
        """Whether its own style, or the named style that its direct formatting is derived from, is the title's."""
        for style in self._styles.chain("paragraph", _style(element)):
            holder = style.getparent()
            if holder is None or holder.tag != q("office:automatic-styles"):
                return style_name(style).casefold() in _TITLE_STYLES
        return (_style(element) or "").casefold() in _TITLE_STYLES

    def _caption(self, element: Element) -> str:
        """The words of a paragraph that names the table after it; empty for anything else."""
        if element.tag != q("text:p"):
            return ""
        names = {name.casefold() for name in self._styles.names("paragraph", _style(element))}
        return self._text(element) if names & _CAPTION_STYLES else ""

    def _table(self, element: Element, caption: str) -> Iterator[Piece]:
        """A table; one with a single cell is a frame around paragraphs."""
        with self._on("table", _style(element)):
            rows = list(_rows(element))
            cells = [[cell for cell in row.iterchildren("*") if cell.tag in _CELLS] for row in rows]
            if sum(map(len, cells)) == 1:
                if caption:
                    yield Piece(BlockKind.PARAGRAPH, caption)
                yield from self.pieces(cells[0][0])
                return
            shown = _shown_columns(element)
            texts = [self._row(row, found, shown) for row, found in zip(rows, cells, strict=True)]
        text = table_text(texts)
        if text:
            yield Piece(BlockKind.TABLE, text, caption=caption)
        elif caption:
            yield Piece(BlockKind.PARAGRAPH, caption)

    def _row(self, row: Element, cells: list[Element], shown: list[bool]) -> list[str]:
        texts: list[str] = []
        with self._on("table-row", _style(row)):
            for cell in cells:
                with self._on("table-cell", _style(cell)):
                    words = " ".join(filter(None, (self._text(found) for found in _paragraphs(cell))))
                texts += [words] * _repeated(cell, "table:number-columns-repeated")
        return [text for column, text in enumerate(texts) if column >= len(shown) or shown[column]]

    def _text(self, paragraph: Element) -> str:
        hidden = next(paragraph.iter(q("text:hidden-paragraph")), None)
        if hidden is not None and hidden.get(q("text:is-hidden"), "true") == "true":
            return ""
        style = _style(paragraph)
        with self._on("paragraph", style):
            return clean("".join(self._words(paragraph, hidden=self._hides("paragraph", style))))

    def _words(self, element: Element, *, hidden: bool) -> Iterator[str]:
        """Visible words below an element; notes are put aside where they are called."""
        if not hidden:
            yield element.text or ""
        for child in element.iterchildren("*"):
            if child.tag == q("text:note"):
                yield CALL
                if not hidden:
                    self._note(child)
            elif child.tag in _SPACES:
                yield " "
            elif child.tag not in _NOT_READ and child.tag not in _LAID_OVER and not _is_hidden(child):
                yield from self._span(child, hidden=hidden)
            if not hidden:
                yield child.tail or ""

    def _span(self, element: Element, *, hidden: bool) -> Iterator[str]:
        style = _style(element) if element.tag in {q("text:span"), q("text:a")} else None
        with self._on("text", style):
            # A span inside hidden text is shown only when its own style says so.
            shown = hidden and self._styles.value("text", style, "style:text-properties", "text:display") == "true"
            yield from self._words(element, hidden=self._hides("text", style) or (hidden and not shown))

    def _note(self, note: Element) -> None:
        paragraphs = (found for body in note.iterchildren(q("text:note-body")) for found in _paragraphs(body))
        text = clean(" ".join(map(self._text, paragraphs)))
        if text:
            self.notes.append(Piece(BlockKind.FOOTNOTE, text))

    def _hides(self, family: str, style: str | None) -> bool:
        return self._styles.hides(family, style, backed=self._backed)

    @contextmanager
    def _on(self, family: str, style: str | None) -> Iterator[None]:
        """Inside an element whose style may put a colour behind the text."""
        before = self._backed
        self._backed = before or (style is not None and self._styles.backs(family, style))
        try:
            yield
        finally:
            self._backed = before


_CELLS = frozenset(map(q, ("table:table-cell", "table:covered-table-cell")))
_ROW_GROUPS = frozenset(map(q, ("table:table-header-rows", "table:table-rows", "table:table-row-group")))


def _style(element: Element) -> str | None:
    for name in ("text:style-name", "table:style-name", "draw:style-name"):
        if found := element.get(q(name)):
            return str(found)
    return None


def _family(element: Element) -> str:
    return "section" if element.tag == q("text:section") else "graphic"


def _is_hidden(element: Element) -> bool:
    """Whether a section, or a field that hides, is switched to hidden (ODF 1.3 part 3, 19.812 and 19.862)."""
    if element.tag == q("text:section"):
        display = element.get(q("text:display"), "true")
        return bool(display == "none" or (display == "condition" and element.get(q("text:is-hidden")) == "true"))
    return False


def _laid_over(element: Element) -> Iterator[Element]:
    """Frames and shapes anchored in a paragraph, the outermost ones."""
    for child in element.iterchildren("*"):
        if child.tag in _LAID_OVER:
            yield child
        elif child.tag not in _NOT_READ:
            yield from _laid_over(child)


def _rows(table: Element) -> Iterator[Element]:
    """Rows that are shown, those of groups and of the header included, those of tables in cells not."""
    for child in table.iterchildren("*"):
        if child.tag == q("table:table-row"):
            if child.get(q("table:visibility"), "visible") == "visible":
                yield child
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _shown_columns(table: Element) -> list[bool]:
    shown: list[bool] = []
    for column in table.iter(q("table:table-column")):
        visible = column.get(q("table:visibility"), "visible") == "visible"
        shown += [visible] * _repeated(column, "table:number-columns-repeated")
    return shown


def _paragraphs(holder: Element) -> Iterator[Element]:
    """Paragraphs in a cell or a note, whatever they are nested in, those of comments not."""
    for child in holder.iterchildren("*"):
        if child.tag in {q("text:p"), q("text:h")}:
            yield child
        elif child.tag not in _NOT_READ and not _is_hidden(child):
            yield from _paragraphs(child)


def _repeated(element: Element, attribute: str) -> int:
    value = element.get(q(attribute), "1")
    return max(1, min(int(value), _WIDEST)) if value.isdigit() else 1
