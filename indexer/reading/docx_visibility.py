"""What a Word document hides: hidden, tiny or white letters, rows that were deleted under change tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.oxml.ns import nsmap, qn

from indexer.reading.visibility import TINY, is_white, leaves_white_unseen

if TYPE_CHECKING:
    # python-docx publishes no types for its elements.
    from collections.abc import Iterator, Mapping

    Element = Any

OFF = frozenset({"0", "false", "off", "none"})
"""What switches a property off (ECMA-376, 22.9.2.7)."""
_WORDPROCESSING_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
_GROUP = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}wgp"
_VML = "{urn:schemas-microsoft-com:vml}"
_FILLS = tuple(f"{{{nsmap['a']}}}{name}" for name in ("solidFill", "gradFill", "blipFill", "pattFill"))
_LONGEST_CHAIN = 50
"""Styles based one on the other; Word stops at a dozen."""
_FAR_BEHIND = 10
"""Paragraphs: how far above its text the picture of a cover page may be anchored."""


class Visibility:
    """Tells what is not there to be read, in one document."""

    def __init__(self, styles: Mapping[str, Element]) -> None:
        """Args: styles: python-docx's styles by identifier."""
        self._styles = styles
        self._chains: dict[str, list[Element]] = {}
        self._paragraph: tuple[Element, list[Element]] | None = None

    def chain(self, reference: Element | None) -> list[Element]:
        """A style and those that it is based on, nearest first.

        Args:
            reference: The element that names it (« w:pStyle », « w:rStyle », « w:tblStyle »).
        """
        named = str(reference.get(qn("w:val"))) if reference is not None else ""
        if named not in self._chains:
            self._chains[named] = list(self._based(named))
        return self._chains[named]

    def _based(self, name: str) -> Iterator[Element]:
        style = self._styles.get(name)
        seen: set[str] = set()
        while style is not None and style.style_id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style.style_id)
            yield style
            style = getattr(style, "base_style", None)

    def hides_paragraph(self, paragraph: Element) -> bool:
        """Whether its style hides all that is in it."""
        return self._is_on("w:vanish", self._of_style(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")))

    def hides(self, run: Element) -> bool:
        """Whether the letters of a run are hidden, too small to be seen, or white with nothing behind them."""
        direct = run.find(qn("w:rPr"))
        named = direct.find(qn("w:rStyle")) if direct is not None else None
        own = [*([direct] if direct is not None else []), *self._of_style(named)]
        every = [*own, *self._around(next(run.iterancestors(qn("w:p")), None))]
        if self._is_on("w:vanish", own):
            return True
        size = _first(every, "w:sz")
        if size is not None and float(size) <= 2 * TINY:  # half-points
            return True
        return is_white(_first(every, "w:color")) and not self._is_backed(run, every)

    def _around(self, paragraph: Element | None) -> list[Element]:
        """What the style of a run's paragraph says of letters; looked up once a paragraph, some have 100,000 runs."""
        if paragraph is None:
            return []
        if self._paragraph is None or self._paragraph[0] is not paragraph:
            found = self._of_style(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
            self._paragraph = (paragraph, found)
        return self._paragraph[1]

    def _of_style(self, reference: Element | None) -> list[Element]:
        found = (style.element.find(qn("w:rPr")) for style in self.chain(reference))
        return [properties for properties in found if properties is not None]

    def _is_on(self, name: str, properties: list[Element]) -> bool:
        value = next(
            (found.get(qn("w:val"), "1") for holder in properties for found in holder.iterchildren(qn(name))), "0"
        )
        return value not in OFF

    def _is_backed(self, run: Element, properties: list[Element]) -> bool:
        """Whether something coloured, or a picture, is behind the letters."""
        highlight = _first(properties, "w:highlight")
        if highlight not in {None, "none", "white"} or any(map(_is_shaded, properties)):
            return True
        return any(self._backs(above, below) for below, above in _ancestors(run))

    def _backs(self, element: Element, below: Element) -> bool:
        if element.tag == qn("w:p"):
            style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            holders = [element.find(qn("w:pPr")), *(found.element.find(qn("w:pPr")) for found in self.chain(style))]
            return any(holder is not None and _is_shaded(holder) for holder in holders)
        if element.tag == qn("w:tc"):
            return any(map(_is_shaded, element.iterchildren(qn("w:tcPr"))))
        if element.tag == qn("w:tbl"):
            named = element.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
            shades = [shade for style in self.chain(named) for shade in style.element.iter(qn("w:shd"))]
            return any(map(_is_coloured, shades)) or any(map(_is_shaded, element.iterchildren(qn("w:tblPr"))))
        if element.tag in {_WORDPROCESSING_SHAPE, _GROUP} or element.tag.startswith(_VML):
            return _is_filled(element)
        return element.tag == qn("w:body") and (_on_picture(below) or _on_colour(element))


def is_deleted(row: Element) -> bool:
    """Whether a table's row was deleted under change tracking."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _ancestors(element: Element) -> Iterator[tuple[Element, Element]]:
    """Each element above, with the one just below it."""
    below = element
    for above in element.iterancestors():
        yield below, above
        below = above


def _first(properties: list[Element], name: str) -> str | None:
    """What the nearest of several sets of properties says."""
    for holder in properties:
        found = holder.find(qn(name))
        if found is not None:
            return str(found.get(qn("w:val"), ""))
    return None


def _is_shaded(properties: Element) -> bool:
    return any(map(_is_coloured, properties.iterchildren(qn("w:shd"))))


def _is_coloured(shade: Element) -> bool:
    fill = shade.get(qn("w:fill"))
    return not leaves_white_unseen(fill) or shade.get(qn("w:val"), "clear") not in {"clear", "nil"}


def _is_filled(shape: Element) -> bool:
    if shape.tag.startswith(_VML):
        colour = shape.get("fillcolor")
        return shape.get("filled", "t") not in {"f", "false"} and colour is not None and not is_white(colour.split()[0])
    if next(shape.iter(f"{{{nsmap['pic']}}}pic"), None) is not None:
        return True
    for fill in shape.iter(*_FILLS):
        # The colour of an outline, or of the letters themselves, is nothing behind them.
        plain = fill.find(f"{{{nsmap['a']}}}srgbClr")
        if fill.getparent().tag.endswith("}spPr") and not (plain is not None and is_white(plain.get("val"))):
            return True
    reference = next(shape.iter(f"{{{nsmap['a']}}}fillRef"), None)
    plain = next((child for child in shape if child.tag.endswith("}spPr")), None)
    none = plain is not None and plain.find(f"{{{nsmap['a']}}}noFill") is not None
    return reference is not None and reference.get("idx", "0") != "0" and not none


def _on_picture(block: Element) -> bool:
    """Whether a picture is laid behind the text near a paragraph or a table of the body: a cover page."""
    near = [block, *(above for above, _ in zip(block.itersiblings(preceding=True), range(_FAR_BEHIND), strict=False))]
    return any(anchor.get("behindDoc") in {"1", "true"} for found in near for anchor in found.iter(qn("wp:anchor")))


def _on_colour(body: Element) -> bool:
    background = body.getparent().find(qn("w:background")) if body.getparent() is not None else None
    return background is not None and not leaves_white_unseen(background.get(qn("w:color")))
