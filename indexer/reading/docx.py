"""Word documents, through python-docx.

The document's XML is walked rather than python-docx's paragraphs, which leave out tracked insertions, content
controls and text boxes, and keep hidden text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from indexer.documents import BlockKind, Reading
from indexer.reading.docx_visibility import Visibility, is_deleted
from indexer.reading.packages import check_package, damage_as_unreadable
from indexer.reading.pieces import (
    CALL,
    Piece,
    clean,
    credible_author,
    credible_title,
    credible_year,
    first_heading,
    nest,
    table_text,
    with_captions,
)

if TYPE_CHECKING:
    # python-docx publishes no types for its elements.
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Element = Any

_HEADING = re.compile(r"^(?:heading|titre) ?([1-9])$", re.IGNORECASE)
_TITLE_STYLES = frozenset({"title", "titre"})
_CAPTION_STYLES = frozenset({"caption", "table caption", "légende"})
_CALL = re.compile(r"^\s*[\[(]?(\d{1,3}|\*{1,3})(\s?[,;]\s?\d{1,3})*[\])]?\s*$")
_UNIT = re.compile(r"\b[kcdmh]?m$")
_CONTENTS_STYLE = re.compile(r"^(toc|tm) ?(\d|heading)", re.IGNORECASE)
_BODY_LEVEL = 9
"""`w:outlineLvl` of body text (ECMA-376, 17.3.1.20); 0 to 8 are headings."""
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
# python-docx 1.2.0 opens no .docm, which only differs by this name and by a part that is not read.
PartFactory.part_type_for[_WITH_MACROS] = DocumentPart
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def read_docx(path: Path) -> Reading:
    """Read a Word document.

    Args:
        path: The file.

    Returns:
        Its blocks, without pages; footnotes and endnotes last; no hidden text, no comment, no table of contents,
        deletions made and insertions accepted.

    Raises:
        EncryptedFile: A password is needed.
        ArchiveRefused: It unpacks to more than may be read.
        UnreadableFile: No Word document, or a damaged one.
    """
    check_package(path)
    with damage_as_unreadable(path, OpcError):
        document = Package.open(str(path)).main_document_part.document
        walker = _Walker(document)
        pieces = with_captions([*walker.pieces(document.element.body), *walker.notes()])
        properties = document.core_properties
        title = credible_title(properties.title, path.stem) or first_heading(pieces)
        author, created = credible_author(properties.author), properties.created
        return Reading(nest(pieces, title), title=title, author=author, year=credible_year(created))


class _Walker:
    """Turns one document's elements into pieces."""

    def __init__(self, document: Element) -> None:
        self._document = document
        self._visibility = Visibility({style.style_id: style for style in document.styles})

    def pieces(self, container: Element) -> Iterator[Piece]:
        """What a body, a cell or a content control holds, in order."""
        caption = ""
        for element in container:
            if element.tag in {qn("w:sdt"), qn("w:customXml")}:
                yield from self._content_control(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element, caption)
                caption = ""
            elif element.tag == qn("w:p"):
                if caption:
                    yield Piece(BlockKind.PARAGRAPH, caption)
                caption = self._text(element) if self._is_caption(element) else ""
                if not caption:
                    yield from self._paragraph(element)
        if caption:
            yield Piece(BlockKind.PARAGRAPH, caption)

    def notes(self) -> Iterator[Piece]:
        """Footnotes, then endnotes, in the order of their numbers."""
        for kind in ("footnotes", "endnotes"):
            for relation in self._document.part.rels.values():
                if not relation.reltype.endswith(f"/{kind}"):
                    continue
                for note in parse_xml(relation.target_part.blob):
                    if note.get(qn("w:type")) in _SEPARATORS:
                        continue
                    text = clean(" ".join(self._text(paragraph) for paragraph in note.iter(qn("w:p"))))
                    if text:
                        yield Piece(BlockKind.FOOTNOTE, text)

    def _content_control(self, element: Element) -> Iterator[Piece]:
        gallery = next(element.iter(qn("w:docPartGallery")), None)
        if gallery is not None and gallery.get(qn("w:val")) == "Table of Contents":
            return
        contents = [element] if element.tag == qn("w:customXml") else element.iterchildren(qn("w:sdtContent"))
        for content in contents:
            yield from self.pieces(content)

    def _paragraph(self, element: Element) -> Iterator[Piece]:
        if len(element) == 0:
            return
        names = self._style_names(element)
        if any(_CONTENTS_STYLE.match(name) for name in names):
            return
        text = self._text(element)
        if text:
            level = self._level(element, names)
            if level is not None:
                yield Piece(BlockKind.HEADING, text, level)
            else:
                yield Piece(BlockKind.LIST_ITEM if self._is_item(element) else BlockKind.PARAGRAPH, text)
        for box in _text_boxes(element):
            yield from self.pieces(box)

    def _table(self, element: Element, caption: str) -> Iterator[Piece]:
        """A table; one with a single cell is a frame around paragraphs."""
        found = [row for row in element.iter(qn("w:tr")) if _table_of(row) is element and not is_deleted(row)]
        rows = [list(_cells(row)) for row in found]
        if sum(len(row) for row in rows) == 1:
            if caption:
                yield Piece(BlockKind.PARAGRAPH, caption)
            yield from self.pieces(rows[0][0][0])
            return
        text = table_text(
            [words for cell, span in row for words in (self._cell(cell), *[""] * (span - 1))] for row in rows
        )
        if text:
            yield Piece(BlockKind.TABLE, text, caption=caption)

    def _cell(self, element: Element) -> str:
        """The words of a cell; none where it goes on from the cell above."""
        merged = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merged is not None and merged.get(qn("w:val")) != "restart":
            return ""
        return " ".join(filter(None, (self._text(paragraph) for paragraph in element.iter(qn("w:p")))))

    def _text(self, paragraph: Element) -> str:
        return "" if self._visibility.hides_paragraph(paragraph) else clean("".join(self._words(paragraph)))

    def _words(self, element: Element) -> Iterator[str]:
        """Visible words below an element: not deleted ones, not those of text boxes."""
        before = ""
        for child in element:
            if child.tag == qn("w:r"):
                words = "".join(_characters(child))
                if self._visibility.hides(child):
                    continue
                yield CALL if _is_call(child, words, before) else words
                before = words or before
            elif child.tag in _HOLDERS:
                yield from self._words(child)
            elif str(child.tag).startswith(_FORMULA):
                yield "".join(text.text or "" for text in child.iter(f"{_FORMULA}t"))

    def _style_chain(self, paragraph: Element) -> list[Element]:
        return self._visibility.chain(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))

    def _style_names(self, paragraph: Element) -> list[str]:
        return [style.name for style in self._style_chain(paragraph) if style.name]

    def _is_caption(self, paragraph: Element) -> bool:
        return any(name.casefold() in _CAPTION_STYLES for name in self._style_names(paragraph))

    def _level(self, paragraph: Element, names: Iterable[str]) -> int | None:
        """0 for the title, 1 to 9 for headings, `None` for anything else."""
        # Word and pandoc derive the styles of author and date from that of the title: only the title's own counts.
        for position, name in enumerate(names):
            if name.casefold() in _TITLE_STYLES:
                return None if position else 0
            if match := _HEADING.match(name):
                return int(match[1])
        properties = [paragraph.find(qn("w:pPr")), *(s.element.find(qn("w:pPr")) for s in self._style_chain(paragraph))]
        for found in properties:
            outline = found.find(qn("w:outlineLvl")) if found is not None else None
            if outline is not None:
                level = int(outline.get(qn("w:val")))
                return level + 1 if level < _BODY_LEVEL else None
        return None

    def _is_item(self, paragraph: Element) -> bool:
        """Whether a bullet or a number stands before it."""
        properties = [paragraph.find(qn("w:pPr")), *(s.element.find(qn("w:pPr")) for s in self._style_chain(paragraph))]
        for found in properties:
            number = found.find(f"{qn('w:numPr')}/{qn('w:numId')}") if found is not None else None
            if number is not None:
                return bool(number.get(qn("w:val")) != "0")
        return False


_HOLDERS = frozenset(
    map(
        qn,
        (
            "w:hyperlink",
            "w:ins",
            "w:smartTag",
            "w:sdt",
            "w:sdtContent",
            "w:fldSimple",
            "w:moveTo",
            "w:customXml",
            "w:bdo",
            "w:dir",
        ),
    )
)


def _is_call(run: Element, words: str, before: str) -> bool:
    """Whether a run is a footnote's number typed by hand, raised after a word (not the exponent of « 12 m² »)."""
    raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    if raised is None or raised.get(qn("w:val")) != "superscript" or not _CALL.match(words):
        return False
    return not _UNIT.search(before)


def _characters(run: Element) -> Iterator[str]:
    """What a run prints: not field codes; calls of footnotes only as places."""
    for child in run:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in {qn("w:tab"), qn("w:ptab"), qn("w:br"), qn("w:cr")}:
            yield " "
        elif child.tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
            yield CALL
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    """Contents of the text boxes anchored in a paragraph, once each (Word repeats them for older readers)."""
    for box in paragraph.iter(qn("w:txbxContent")):
        again = next(box.iterancestors(f"{_COMPATIBILITY}Fallback"), None)
        if again is None and next(box.iterancestors(qn("w:p"))) is paragraph:
            yield box


def _cells(row: Element) -> Iterator[tuple[Element, int]]:
    """A row's cells and how many columns each spans."""
    for cell in row.iter(qn("w:tc")):
        if _table_of(cell) is _table_of(row):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            yield cell, int(span.get(qn("w:val"))) if span is not None else 1


def _table_of(element: Element) -> Element:
    """The innermost table that holds a row or a cell."""
    return next(element.iterancestors(qn("w:tbl")))
