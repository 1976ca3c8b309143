"""Presentations, through python-pptx: the only module that knows the library. A slide is a page.

Speaker notes are left out: the author wrote them for the speaker and does not show them, so that a citation of a
slide could not be checked on the slide. Comments and hidden slides are left out likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from indexer.documents import BlockKind, Reading
from indexer.reading.packages import check_package, damage_as_unreadable
from indexer.reading.pieces import (
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
from indexer.reading.visibility import TINY, is_white

if TYPE_CHECKING:
    # python-pptx publishes no types.
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Element = Any
    Shape = Any
    Slide = Any

_TITLES = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE})
_FURNITURE = frozenset({PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER})
_BODIES = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY})
_BANDS = 20
"""Shapes whose tops are in the same twentieth of the slide's height stand side by side: the left one is read first."""
_DEEPEST_GROUP = 30
_WHITE_NAMES = frozenset({"bg1", "lt1"})
"""Theme colours that are white in the themes of Office, unless a master maps them to others."""
_ON = frozenset({"1", "true"})
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_FILLS = tuple(map(qn, ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill")))


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle on a slide, in English Metric Units (914,400 an inch)."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        """Whether they have a point in common that is not an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def read_slides(path: Path) -> Reading:
    """Read a presentation.

    Args:
        path: The file.

    Returns:
        Blocks of the slides that are shown, `page` being the number of the slide (1-based, hidden slides counted as
        PowerPoint numbers them); a slide's title is a heading. What stands wholly outside the slide is left out.

    Raises:
        EncryptedFile: A password is needed.
        ArchiveRefused: It unpacks to more than may be read.
        UnreadableFile: No presentation, or a damaged one.
    """
    check_package(path)
    with damage_as_unreadable(path, PythonPptxError):
        presentation = Presentation(str(path))
        width, height = float(presentation.slide_width or 0), float(presentation.slide_height or 0)
        paper = _Box(0, 0, width, height)
        slides = list(presentation.slides)
        shown = [(number, slide) for number, slide in enumerate(slides, start=1) if slide.element.get("show") != "0"]
        pieces = with_captions(piece for number, slide in shown for piece in _Walker(slide, paper, number).pieces())
        properties = presentation.core_properties
        title = credible_title(properties.title, path.stem) or first_heading(pieces)
        author, year = credible_author(properties.author), credible_year(properties.created)
        blind = tuple(sorted({number for number, _ in shown} - {piece.page for piece in pieces if piece.page}))
        return Reading(nest(pieces, title), pages=len(slides), blind_pages=blind, title=title, author=author, year=year)


class _Walker:
    """Turns one slide's shapes into pieces."""

    def __init__(self, slide: Slide, paper: _Box, number: int) -> None:
        self._slide = slide
        self._paper = paper
        self._number = number
        self._placed = list(_placed(slide.shapes, paper))
        self._coloured = _is_backed(slide) or paper.right <= 0
        self._grounds = [(shape, box) for shape, box in self._all_placed() if _covers(shape)]

    def pieces(self) -> Iterator[Piece]:
        """The slide's title, then its shapes from top to bottom and from left to right."""
        shown = [(shape, box) for shape, box in self._placed if self._is_shown(shape, box)]
        titles = [(shape, box) for shape, box in shown if _placeholder(shape) in _TITLES]
        others = [(shape, box) for shape, box in shown if _placeholder(shape) not in _TITLES | _FURNITURE]
        for shape, box in titles:
            text = clean(" ".join(self._paragraphs(shape, box)))
            if text:
                yield Piece(BlockKind.HEADING, text, 1, self._number)
        band = max(self._paper.bottom / _BANDS, 1)
        for shape, box in sorted(others, key=lambda placed: (placed[1].top // band, placed[1].left)):
            yield from self._shape(shape, box)

    def _all_placed(self) -> Iterator[tuple[Shape, _Box]]:
        yield from self._placed
        for below in (self._slide.slide_layout, self._slide.slide_layout.slide_master):
            for shape, box in _placed(below.shapes, self._paper):
                if not shape.is_placeholder:
                    yield shape, box

    def _is_shown(self, shape: Shape, box: _Box) -> bool:
        properties = next(shape.element.iter(qn("p:cNvPr")), None)
        return (properties is None or properties.get("hidden") not in _ON) and box.meets(self._paper)

    def _shape(self, shape: Shape, box: _Box) -> Iterator[Piece]:
        if getattr(shape, "has_table", False):
            yield from self._table(shape.element)
        elif getattr(shape, "has_text_frame", False):
            yield from self._text(shape, box)
        else:
            for text in _diagram(shape):
                yield Piece(BlockKind.LIST_ITEM, text, page=self._number)

    def _table(self, frame: Element) -> Iterator[Piece]:
        rows = [
            ["" if {cell.get("hMerge"), cell.get("vMerge")} & _ON else _words(cell, backed=True) for cell in row]
            for row in ([*row.iterchildren(qn("a:tc"))] for row in frame.iter(qn("a:tr")))
        ]
        text = table_text(rows)
        if text:
            yield Piece(BlockKind.TABLE, text, page=self._number)

    def _text(self, shape: Shape, box: _Box) -> Iterator[Piece]:
        texts = list(self._paragraphs(shape, box))
        elements = _paragraph_elements(shape)
        several = sum(map(bool, texts)) > 1
        for element, text in zip(elements, texts, strict=True):
            if text:
                listed = _is_item(element, by_default=several and _placeholder(shape) in _BODIES)
                yield Piece(BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, text, page=self._number)

    def _paragraphs(self, shape: Shape, box: _Box) -> Iterator[str]:
        """The visible words of each paragraph of a shape, empty ones included."""
        elements = _paragraph_elements(shape)
        # Looking for what is behind takes time: only for letters that could vanish.
        white = any(_is_white_fill(fill) for element in elements for fill in element.iter(qn("a:solidFill")))
        backed = not white or self._is_backed(shape, box)
        for paragraph in elements:
            yield clean(_words(paragraph, backed=backed))

    def _is_backed(self, shape: Shape, box: _Box) -> bool:
        return (
            self._coloured
            or _covers(shape)
            or any(box.meets(ground) for other, ground in self._grounds if other.element is not shape.element)
        )


def _placed(shapes: Iterable[Shape], paper: _Box, depth: int = 0) -> Iterator[tuple[Shape, _Box]]:
    """Shapes with their place on the slide, those inside groups in place of the groups."""
    for shape in shapes:
        if shape.element.tag == qn("p:grpSp"):
            hidden = next(shape.element.iter(qn("p:cNvPr"))).get("hidden") in _ON
            if depth < _DEEPEST_GROUP and not hidden:
                inside = _placed(shape.shapes, paper, depth + 1)
                yield from ((inner, _out_of_group(shape, box)) for inner, box in inside)
        else:
            yield shape, _box(shape, paper)


def _box(shape: Shape, paper: _Box) -> _Box:
    """Where a shape stands; the whole slide when nothing says it."""
    place = (shape.left, shape.top, shape.width, shape.height)
    if any(value is None for value in place):
        return paper
    left, top, width, height = map(float, place)
    return _Box(left, top, left + max(width, 1), top + max(height, 1))


def _out_of_group(group: Shape, box: _Box) -> _Box:
    """A place in a group's own measure, as a place on what holds the group (ECMA-376, 20.1.7.5)."""
    frame = group.element.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    if frame is None:
        return box
    values = [
        float(found.get(name, 0)) if (found := frame.find(qn(tag))) is not None else 0.0
        for tag, name in (("a:chOff", "x"), ("a:chOff", "y"), ("a:chExt", "cx"), ("a:chExt", "cy"))
    ]
    place = _box(group, box)
    across = (place.right - place.left) / values[2] if values[2] else 1
    down = (place.bottom - place.top) / values[3] if values[3] else 1
    return _Box(
        place.left + (box.left - values[0]) * across,
        place.top + (box.top - values[1]) * down,
        place.left + (box.right - values[0]) * across,
        place.top + (box.bottom - values[1]) * down,
    )


def _paragraph_elements(shape: Shape) -> list[Element]:
    return list(shape.element.iterfind(f"{qn('p:txBody')}/{qn('a:p')}"))


def _placeholder(shape: Shape) -> PP_PLACEHOLDER | None:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _is_item(paragraph: Element, *, by_default: bool) -> bool:
    """Whether a bullet or a number stands before a paragraph."""
    properties = paragraph.find(qn("a:pPr"))
    if properties is not None:
        if properties.find(qn("a:buNone")) is not None:
            return False
        if any(properties.find(qn(name)) is not None for name in ("a:buChar", "a:buAutoNum", "a:buBlip")):
            return True
    return by_default


def _words(holder: Element, *, backed: bool) -> str:
    """Visible words of a paragraph or of a cell."""
    words: list[str] = []
    for element in holder.iter(qn("a:r"), qn("a:br"), qn("a:fld"), qn("a:p")):
        if element.tag in {qn("a:br"), qn("a:p")}:
            words.append(" ")
        elif not _hides(element.find(qn("a:rPr")), backed=backed) and element.get("type") != "slidenum":
            words += [text.text or "" for text in element.iter(qn("a:t"))]
    return "".join(words)


def _hides(properties: Element | None, *, backed: bool) -> bool:
    """Whether letters are too small to be seen, or white with nothing behind them."""
    if properties is None:
        return False
    if 0 < int(properties.get("sz", "1800")) <= 100 * TINY:  # hundredths of a point
        return True
    return not backed and _is_white_fill(properties.find(qn("a:solidFill")))


def _is_white_fill(fill: Element | None) -> bool:
    if fill is None:
        return False
    plain, theme = fill.find(qn("a:srgbClr")), fill.find(qn("a:schemeClr"))
    if plain is not None:
        return is_white(plain.get("val"))
    # A theme's colour that is darkened or tinted is another one.
    return theme is not None and theme.get("val") in _WHITE_NAMES and len(theme) == 0


def _covers(shape: Shape) -> bool:
    """Whether a shape lays something other than white on the slide."""
    element = shape.element
    if element.tag in {qn("p:pic"), qn("p:graphicFrame")}:
        return True
    properties = element.find(qn("p:spPr"))
    fill = next((child for child in properties if child.tag in _FILLS), None) if properties is not None else None
    if fill is not None:
        return not _is_white_fill(fill)
    style = element.find(f"{qn('p:style')}/{qn('a:fillRef')}")
    none = properties is not None and properties.find(qn("a:noFill")) is not None
    return style is not None and style.get("idx") not in {None, "0"} and not none


def _is_backed(slide: Slide) -> bool:
    """Whether the slide's background, or that of its layout or master, is something other than white."""
    for below in (slide, slide.slide_layout, slide.slide_layout.slide_master):
        background = next(below.element.iter(qn("p:bg")), None)
        if background is not None:
            reference = background.find(qn("p:bgRef"))
            if reference is not None:
                theme = reference.find(qn("a:schemeClr"))
                return theme is None or theme.get("val") not in _WHITE_NAMES
            fill = next((child for child in background.iter(*_FILLS)), None)
            return fill is not None and not _is_white_fill(fill)
    return False


def _diagram(shape: Shape) -> Iterator[str]:
    """The words of a SmartArt diagram, which stand in a part of their own."""
    reference = next(shape.element.iter(f"{{{_DIAGRAM}}}relIds"), None)
    if reference is None:
        return
    data = parse_xml(shape.part.related_part(reference.get(qn("r:dm"))).blob)
    for point in data.iter(f"{{{_DIAGRAM}}}pt"):
        text = clean(_words(point, backed=True))
        if text and point.get("type", "node") in {"node", "asst"}:
            yield text
