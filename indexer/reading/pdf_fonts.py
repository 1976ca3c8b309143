"""Fonts of a PDF file: what a string of codes says, and how far it moves the pen.

The words are decoded by pypdf's own font code, so that a quotation can be found again in its plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

# pypdf 7.1.0 (2026) has no public way to the widths of a font's glyphs; its layout mode uses this class too.
from pypdf.generic._font import Font

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
"""Font descriptor flag 19, ForceBold (ISO 32000-2:2020, table 121)."""
_USUAL_SPACE = 200.0
"""Width of a space, in thousandths of an em, where the font gives it none: what pypdf's plain mode takes."""
_SURROGATES = re.compile("[\ud800-\udfff]")
NO_LETTER = "\ufffd"
"""Stands for a glyph that the file maps to no character."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One string as it is shown.

    Attributes:
        text: Its characters; `NO_LETTER` for each glyph that the file maps to none.
        width: Sum of the glyphs' widths, in thousandths of an em.
        codes: Number of glyphs.
        spaces: Number of single-byte codes 32, which alone take word spacing (ISO 32000-2, 9.3.3).
    """

    text: str
    width: float
    codes: int
    spaces: int


@dataclass(slots=True)
class Face:
    """A font of the file, read once.

    Attributes:
        bold: Whether its name or its flags say so.
        space: Width of its space, in thousandths of an em.
    """

    font: Font
    bold: bool
    space: float
    mapless: bool
    glyphs: dict[str, tuple[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, resource: DictionaryObject) -> Face:
        """The face of a font resource."""
        font = Font.from_font_resource(resource)
        bold = bool(_BOLD.search(font.name)) or bool(font.font_descriptor.flags & _FORCE_BOLD)
        space = float(font.space_width) if font.character_widths.get(font.space_char, 0) else _USUAL_SPACE
        # In an Identity encoding a code is a glyph's number: without a map it tells no character at all.
        mapless = isinstance(font.encoding, str) and str(resource.get("/Encoding")).startswith("/Identity")
        return cls(font, bold, space, mapless)

    def show(self, shown: bytes | str) -> Shown:
        """Decode one operand of a text-showing operator."""
        encoding = self.font.encoding
        spaces = 0
        if isinstance(shown, str):
            codes = shown
        elif isinstance(encoding, str):
            codes = _decoded(shown, encoding)
        else:
            codes = shown.decode("latin-1")
            spaces = codes.count(" ")
        text, width = "", 0.0
        for code in codes:
            known = self.glyphs.get(code) or self._glyph(code)
            text += known[0]
            width += known[1]
        return Shown(text, width, len(codes), spaces)

    def _glyph(self, code: str) -> tuple[str, float]:
        font = self.font
        character = font.encoding.get(ord(code), code) if isinstance(font.encoding, dict) else code
        mapped = font.character_map.get(character)
        if mapped is None:
            mapped = NO_LETTER if self.mapless or not font.interpretable else character
        width = self.space if code == font.space_char else float(font.get_text_width(code))
        self.glyphs[code] = _SURROGATES.sub(NO_LETTER, mapped), width
        return self.glyphs[code]


def _decoded(shown: bytes, encoding: str) -> str:
    try:
        return shown.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return shown.decode(encoding, "replace")
