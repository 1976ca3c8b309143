"""A document as Word keeps it (DOCX): the styles that Word and LibreOffice know, real links, a language, properties.

python-docx writes the package; it has no words for links and bookmarks, whose few elements are made here. Word shows
built-in styles by their French names: « Title » is « Titre », « Quote » is « Citation ».
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.conversations import export_words as words
from assistant.conversations.exporting import LineKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.conversations.bibliography import Cited, Entry
    from assistant.conversations.exporting import Line, Part, Sheet

LANGUAGE: Final = "fr-FR"
LINK, MARK, BIBLIOGRAPHY, FACTS, LIST, DEEPER = (
    "Hyperlink",
    "Renvoi",
    "Bibliography",
    "Mention",
    "List Bullet",
    "List Bullet 2",
)
LINK_COLOUR: Final = RGBColor(0x0B, 0x4F, 0x8A)
"""Contrast of 8.4 on white."""
MOST_TITLE: Final = 255
"""Characters of a property: python-docx refuses more."""
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_Element = Any
"""python-docx publishes no types."""


def docx(sheet: Sheet) -> bytes:
    """The whole document."""
    document = Document()
    _prepare(document, sheet)
    writer = _Writer(document)
    writer.paragraph(sheet.title, "Title")
    if sheet.link:
        writer.external(writer.paragraph("", FACTS), sheet.link, sheet.link)
    for part in sheet.parts:
        _part(writer, part, alone=sheet.alone)
    if sheet.bibliography:
        writer.paragraph(words.BIBLIOGRAPHY, "Heading 1")
        for entry in sheet.bibliography:
            _entry(writer, entry)
    if sheet.index:
        writer.paragraph(sheet.index, FACTS)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


class _Writer:
    """Adds paragraphs to a document, with links within it and out of it."""

    def __init__(self, document: _Element) -> None:
        self._document = document
        self._bookmarks = 0

    def paragraph(self, text: str, style: str) -> _Element:
        """A paragraph."""
        made = self._document.add_paragraph(style=style)
        self.run(made, text)
        return made

    def run(self, paragraph: _Element, text: str, style: str | None = None, *, italic: bool = False) -> None:
        """Words at the end of a paragraph."""
        if text:
            run = paragraph.add_run(_xml(text), style=style)
            run.italic = italic or None

    def external(self, paragraph: _Element, text: str, address: str) -> None:
        """A link to the web."""
        relation = paragraph.part.relate_to(_xml(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        self._link(paragraph, text, LINK, {"r:id": relation})

    def mark(self, paragraph: _Element, number: int) -> None:
        """A `[n]` that leads to its entry in the bibliography."""
        self._link(paragraph, f"[{number}]", MARK, {"w:anchor": _anchor(number)})

    def target(self, paragraph: _Element, number: int) -> None:
        """The place where a `[n]` leads."""
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), _anchor(number))
        paragraph._p.append(start)  # noqa: SLF001 — the element below python-docx's own
        self.run(paragraph, f"[{number}]")
        paragraph._p.append(end)  # noqa: SLF001 — likewise

    def _link(self, paragraph: _Element, text: str, style: str, attributes: dict[str, str]) -> None:
        link = OxmlElement("w:hyperlink")
        for name, value in attributes.items():
            link.set(qn(name), value)
        self.run(paragraph, text, style)
        link.append(paragraph.runs[-1]._r)  # noqa: SLF001 — moved into the link
        paragraph._p.append(link)  # noqa: SLF001 — likewise


def _part(writer: _Writer, part: Part, *, alone: bool) -> None:
    if not alone:
        writer.paragraph(part.question, "Heading 1")
    writer.paragraph(part.made, FACTS)
    for notice in part.notices:
        writer.paragraph(notice, FACTS)
    if part.lead:
        writer.paragraph(part.lead, "Normal")
    for line in part.lines:
        _line(writer, line)
    if part.also:
        writer.paragraph(part.also_title, "Heading 2")
        for entry in part.also:
            _entry(writer, entry)


_STYLES: Final = {
    LineKind.QUOTE: "Quote",
    LineKind.ITEM: DEEPER,
    LineKind.DRAFTED: LIST,
    LineKind.UNDER: FACTS,
    LineKind.SAID: "Normal",
}


def _line(writer: _Writer, line: Line) -> None:
    told = words.QUOTED.format(words=line.text) if line.quoted else line.text
    for number, text in enumerate(told.split("\n") if line.kind is LineKind.SAID else [told]):
        made = writer.paragraph(text, _STYLES[line.kind])
        if number == 0 and line.marks:
            writer.run(made, "\u00a0")
            for mark in line.marks:
                writer.mark(made, mark)
        if line.verdict:
            writer.run(made, f" ({line.verdict})", italic=True)


def _entry(writer: _Writer, entry: Entry) -> None:
    made = writer.paragraph("", BIBLIOGRAPHY)
    writer.run(made, f"{entry.publisher}, " if entry.publisher else "")
    writer.run(made, entry.title, italic=True)
    writer.run(made, f"{''.join(f', {fact}' for fact in entry.facts)}.")
    if entry.official:
        writer.run(made, " ")
        writer.external(made, words.OFFICIAL, entry.official)
        writer.run(made, ".")
    _places(writer, made, entry.cited)
    if entry.link:
        writer.run(made, f" {words.IN_REPERES}")
        writer.external(made, words.OPEN, entry.link)
        writer.run(made, ".")
    for notice in entry.notices:
        writer.run(made, f" {notice}", italic=True)


def _places(writer: _Writer, paragraph: _Element, cited: Iterable[Cited]) -> None:
    """« Dans Repères : [1] p. 4, [2] p. 6. »: where each `[n]` of the text leads, and a link to its page."""
    for position, one in enumerate(cited):
        linked = words.IN_REPERES if one.link else ""
        writer.run(paragraph, ", " if position else f" {linked}")
        writer.target(paragraph, one.number)
        if one.page or one.link:
            writer.run(paragraph, "\u00a0")
        if one.link:
            writer.external(paragraph, one.page or words.OPEN, one.link)
        else:
            writer.run(paragraph, one.page)
    if cited:
        writer.run(paragraph, ".")


def _prepare(document: _Element, sheet: Sheet) -> None:
    """Paper, styles, language, properties, the number of each page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    _styles(document)
    about = document.core_properties
    about.title, about.author, about.language = _xml(sheet.title)[:MOST_TITLE], words.MADE_BY, LANGUAGE
    about.comments, about.keywords, about.last_modified_by = "", "", words.MADE_BY
    if sheet.made_at:
        about.created = about.modified = sheet.made_at.replace(tzinfo=None, microsecond=0)  # it writes them as UTC
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(words.FOOTER)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)  # noqa: SLF001 — a field, which python-docx has no word for


def _styles(document: _Element) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia"):
            language.set(qn(name), LANGUAGE)
    styles["Normal"].font.size = Pt(11)
    styles["Quote"].paragraph_format.left_indent = Cm(0.8)
    styles["Quote"].font.color.rgb = None
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = LINK_COLOUR, True
    mark = styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript, mark.font.color.rgb = True, LINK_COLOUR
    source = styles.add_style(BIBLIOGRAPHY, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    source.base_style = styles["Normal"]
    source.paragraph_format.left_indent, source.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
    facts = styles.add_style(FACTS, WD_STYLE_TYPE.PARAGRAPH)
    facts.base_style = styles["Normal"]
    facts.font.size, facts.font.italic = Pt(9.5), True


def _anchor(number: int) -> str:
    return f"source_{number}"


def _xml(text: str) -> str:
    """A text that XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
