"""What a PDF page shows, string by string, with places and widths; with `pdf`, the only module that knows pypdf.

pypdf walks the content of a page and tells each operator with its matrices; we place every string that is shown,
with its width, because the order and the gaps of the sheet (columns, tables, notes) are lost in plain text. The
words themselves are decoded by pypdf's own font code, so that a quotation can be found again in its plain text.
"""

from __future__ import annotations

import contextlib
import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pypdf.generic import DictionaryObject

# pypdf 7.1.0 (2026) has no public way to the widths of a font's glyphs; its layout mode uses this class too.
from pypdf.generic._font import Font

from indexer.reading.layout.runs import Rule, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix = tuple[float, float, float, float, float, float]
"""An affine map of ISO 32000-2, 8.3.4."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd\b", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
"""Font descriptor flag 19, ForceBold (ISO 32000-2:2020, table 121)."""
_RULE_THICKNESS = 2.5
_RULE_LENGTH = 20.0
_CELL_GAP = 1000.0
"""A move of one em inside one array of strings: two cells, not two words."""


def _times(first: Sequence[float], second: Sequence[float]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in first)
    g, h, i, j, k, m = (float(value) for value in second)
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(slots=True)
class _Type:
    """The text state of ISO 32000-2, 9.3, as far as it moves glyphs."""

    font: Font | None = None
    bold: bool = False
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    rise: float = 0.0


@dataclass(slots=True)
class PageWalker:
    """Collects what a page shows while pypdf walks through its operators.

    Attributes:
        base: From the page's own space to the page as shown.
        resources: Fonts and forms in force, innermost last; the page's to begin with.
        runs: Collected strings, in the order of the file.
        rules: Collected thin horizontal strokes.
    """

    base: Matrix
    resources: list[DictionaryObject]
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    state: _Type = field(default_factory=_Type)
    kept: list[_Type] = field(default_factory=list)
    forms: list[tuple[Matrix, _Type]] = field(default_factory=list)
    fonts: dict[int, tuple[Font, bool]] = field(default_factory=dict)
    pen: float = 0.0
    path: list[tuple[float, float]] = field(default_factory=list)

    def before(self, operator: bytes, operands: Sequence[object], cm: list[float], _tm: list[float]) -> None:
        """Enter a form: pypdf starts its matrices anew there."""
        if operator != b"Do":
            return
        form = _resource(self.resources[-1], "/XObject", operands[0])
        if form is not None and form.get("/Subtype") == "/Form":
            own = form.get("/Resources")
            own = own.get_object() if own is not None else None
            self.resources.append(own if isinstance(own, DictionaryObject) else self.resources[-1])
        else:
            self.resources.append(self.resources[-1])
        matrix = form.get("/Matrix", _IDENTITY) if form is not None else _IDENTITY
        self.forms.append((self.base, self.state))
        self.base = _times(_times(matrix, cm), self.base)
        self.state = replace(self.state)

    def after(self, operator: bytes, operands: Sequence[object], cm: list[float], tm: list[float]) -> None:
        """Follow one operator that pypdf has carried out; one that lacks operands is passed over, as viewers do."""
        with contextlib.suppress(IndexError, ValueError):
            self._follow(operator, operands, cm, tm)

    def _follow(self, operator: bytes, operands: Sequence[object], cm: list[float], tm: list[float]) -> None:
        if operator == b"Do":
            self.resources.pop()
            self.base, self.state = self.forms.pop()
        elif operator in {b"Tj", b"TJ", b"'", b'"'}:
            if operator == b'"':
                self.state.word_spacing, self.state.spacing = _number(operands[0]), _number(operands[1])
            if operator in {b"'", b'"'}:
                self.pen = 0.0
            self._show(operands[-1] if operands else b"", _times(tm, _times(cm, self.base)))
        elif operator in {b"BT", b"Td", b"TD", b"Tm", b"T*"}:
            self.pen = 0.0
        elif operator in {b"re", b"m", b"l", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"n"}:
            self._draw(operator, operands, _times(cm, self.base))
        else:
            self._set(operator, operands)

    def _set(self, operator: bytes, operands: Sequence[object]) -> None:
        match operator:
            case b"q":
                self.kept.append(replace(self.state))
            case b"Q" if self.kept:
                self.state = self.kept.pop()
            case b"Tf":
                self.state.font, self.state.bold = self._font(operands[0])
                self.state.size = _number(operands[1])
            case b"Tc":
                self.state.spacing = _number(operands[0])
            case b"Tw":
                self.state.word_spacing = _number(operands[0])
            case b"Tz":
                self.state.scale = _number(operands[0]) / 100
            case b"Ts":
                self.state.rise = _number(operands[0])

    def _font(self, name: object) -> tuple[Font | None, bool]:
        resource = _resource(self.resources[-1], "/Font", name)
        if resource is None:
            return None, False
        if id(resource) not in self.fonts:
            font = Font.from_font_resource(resource)
            bold = bool(_BOLD.search(font.name)) or bool(font.font_descriptor.flags & _FORCE_BOLD)
            self.fonts[id(resource)] = font, bold
        return self.fonts[id(resource)]

    def _show(self, shown: object, matrix: Matrix) -> None:
        """Place one operator's strings; a wide move inside an array begins another run."""
        start, text = self.pen, ""
        for item in shown if isinstance(shown, list) else [shown]:
            if isinstance(item, (str, bytes)):
                words, advance = self._decode(item)
                text += words
                self.pen += advance
            elif isinstance(item, (int, float)):
                move = -float(item) / 1000 * self.state.size * self.state.scale
                if -float(item) >= _CELL_GAP:
                    self._keep(text, start, matrix)
                    start, text = self.pen + move, ""
                elif text and not text[-1].isspace() and -float(item) >= 0.475 * self._space():
                    text += " "
                self.pen += move
        self._keep(text, start, matrix)

    def _space(self) -> float:
        return float(self.state.font.space_width) if self.state.font else 250.0

    def _decode(self, shown: str | bytes) -> tuple[str, float]:
        """Words of one string and how far they move the pen, in unscaled text space (as pypdf decodes them)."""
        font, state = self.state.font, self.state
        if font is None:
            return "", 0.0
        if isinstance(shown, str):
            raw = text = shown
        elif isinstance(font.encoding, str):
            raw = text = shown.decode(font.encoding, "replace")
        else:
            raw = "".join(map(chr, shown))
            text = "".join(font.encoding.get(byte, chr(byte)) for byte in shown)
        width = sum(font.space_width if char == font.space_char else font.get_text_width(char) for char in raw)
        advance = width / 1000 * state.size + len(raw) * state.spacing + raw.count(" ") * state.word_spacing
        return "".join(font.character_map.get(char, char) for char in text), advance * state.scale

    def _keep(self, text: str, start: float, matrix: Matrix) -> None:
        """Keep a run that is upright and has something to read."""
        a, b, _, d, e, f = matrix
        if not text.strip() or a <= 0 or abs(b) > 0.05 * abs(a):
            return
        self.runs.append(
            Run(
                text=text,
                x0=e + start * a,
                x1=e + self.pen * a,
                y=f + self.state.rise * abs(d),
                size=round(self.state.size * abs(d), 1),
                bold=self.state.bold,
            )
        )

    def _draw(self, operator: bytes, operands: Sequence[object], matrix: Matrix) -> None:
        """Notice thin horizontal rectangles and strokes."""
        if operator == b"re":
            x, y, width, height = (_number(value) for value in operands[:4])
            self.path += [(x, y), (x + width, y + height)]
        elif operator in {b"m", b"l"}:
            self.path.append((_number(operands[0]), _number(operands[1])))
        elif self.path:
            if operator != b"n":
                placed = [_times((1, 0, 0, 1, x, y), matrix)[4:] for x, y in self.path]
                for (x0, y0), (x1, y1) in zip(placed[::2], placed[1::2], strict=False):
                    if abs(y1 - y0) <= _RULE_THICKNESS and abs(x1 - x0) >= _RULE_LENGTH:
                        self.rules.append(Rule(min(x0, x1), max(x0, x1), (y0 + y1) / 2))
            self.path = []


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0


def _resource(resources: DictionaryObject, kind: str, name: object) -> DictionaryObject | None:
    """A named font or form of the resources in force."""
    entries = resources.get(kind)
    entries = entries.get_object() if entries is not None else None
    found = entries.get(name) if isinstance(entries, DictionaryObject) else None
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else None
