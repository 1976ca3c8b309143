"""What is drawn on a PDF page besides text: rules, images, and the grounds that pale type can be read on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, DictionaryObject

from indexer.reading.layout.runs import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix = tuple[float, float, float, float, float, float]
"""An affine map of ISO 32000-2, 8.3.4."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_RULE_THICKNESS = 2.5
_RULE_LENGTH = 20.0
_MOST = 3000
"""More strokes than that on a page are a drawing or a map, not the lines of tables."""
_NO_INK = 0.03
_WHITE = 0.95
_INKS = frozenset({"/DeviceCMYK", "/Separation", "/DeviceN"})
_COMPONENTS = {b"g": "/DeviceGray", b"rg": "/DeviceRGB", b"k": "/DeviceCMYK"}
_FILLS = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_STROKES = frozenset({b"S", b"s", b"B", b"B*", b"b", b"b*"})


def times(first: Sequence[float], second: Sequence[float]) -> Matrix:
    """The map that does `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def number(value: object) -> float:
    """A finite number of the file; 0 for anything else."""
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0


def resource(resources: DictionaryObject, kind: str, name: object) -> object:
    """A named thing of the resources in force, as it is stored (perhaps a reference); `None` when it is not there."""
    entries = resources.get(kind)
    entries = entries.get_object() if entries is not None else None
    if not isinstance(entries, DictionaryObject) or not isinstance(name, str) or name not in entries:
        return None
    return entries.raw_get(name)


def dictionary(found: object) -> DictionaryObject | None:
    """What a reference leads to, when it is a dictionary or a stream."""
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, DictionaryObject) else None


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour that type is filled with.

    Attributes:
        pale: Whether it cannot be seen on white paper.
        inks: Whether its components are inks (0 leaves the paper white) rather than lights (1 is white).
    """

    pale: bool = False
    inks: bool = False

    def after(self, operator: bytes, operands: Sequence[object], resources: DictionaryObject) -> Ink:
        """The ink after a colour operator (`g`, `rg`, `k`, `cs`, `sc`, `scn`)."""
        if operator == b"cs":
            return Ink(inks=_space(operands[0], resources) in _INKS)
        inks = _COMPONENTS[operator] in _INKS if operator in _COMPONENTS else self.inks
        values = [number(value) for value in operands if isinstance(value, (int, float))]
        if len(values) < len(operands) or not values:
            return Ink(inks=inks)  # a pattern
        return Ink(all(value <= _NO_INK for value in values) if inks else all(v >= _WHITE for v in values), inks)


def _space(name: object, resources: DictionaryObject) -> str:
    """The family of a colour space."""
    found = resource(resources, "/ColorSpace", name)
    found = found.get_object() if found is not None and hasattr(found, "get_object") else name
    if isinstance(found, ArrayObject) and found:
        found = found[0].get_object()
    return str(found)


@dataclass(slots=True)
class Drawing:
    """Collects what is drawn.

    Attributes:
        rules: Thin horizontal strokes; none when there are so many that they draw a picture.
        images: Where images lie.
        painted: Whether anything is drawn at all.
    """

    images: list[Box] = field(default_factory=list)
    painted: bool = False
    _rules: list[Rule] = field(default_factory=list)
    _grounds: list[Box] = field(default_factory=list)
    _lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    _rectangles: list[Box] = field(default_factory=list)
    _point: tuple[float, float] = (0.0, 0.0)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Thin horizontal strokes, top first."""
        return tuple(sorted(self._rules, key=lambda rule: -rule.y)) if len(self._rules) < _MOST else ()

    def is_on_ground(self, x: float, y: float) -> bool:
        """Whether something was painted where a letter is going to stand."""
        return any(left <= x <= right and low <= y <= high for left, low, right, high in self._grounds)

    def place_image(self, ctm: Matrix) -> None:
        """Note an image: the unit square of the matrix in force."""
        self.painted = True
        box = _box([(0, 0), (1, 0), (0, 1), (1, 1)], ctm)
        if len(self.images) < _MOST:
            self.images.append(box)
            self._grounds.append(box)

    def shade(self) -> None:
        """Note a shading: it may lie anywhere."""
        self.painted = True
        self._grounds.append((-math.inf, -math.inf, math.inf, math.inf))

    def draw(self, operator: bytes, operands: Sequence[object]) -> None:
        """Go on with the path under construction."""
        values = [number(value) for value in operands]
        if operator == b"re":
            x, y, width, height = values[:4]
            self._rectangles.append((x, y, x + width, y + height))
            return
        point = values[-2], values[-1]
        if operator != b"m":
            self._lines.append((*self._point, *point))
        self._point = point

    def paint(self, operator: bytes, ctm: Matrix, ink: Ink) -> None:
        """Paint the path, and begin another."""
        if operator != b"n" and (self._lines or self._rectangles):
            self.painted = True
            if len(self._rules) < _MOST:
                self._find_rules(ctm, stroked=operator in _STROKES)
            if operator in _FILLS and not ink.pale and len(self._grounds) < _MOST:
                self._fill(ctm)
        self._lines, self._rectangles = [], []

    def _fill(self, ctm: Matrix) -> None:
        self._grounds += [_box([(x0, y0), (x1, y1), (x0, y1), (x1, y0)], ctm) for x0, y0, x1, y1 in self._rectangles]
        if self._lines:
            self._grounds.append(_box([point for line in self._lines for point in (line[:2], line[2:])], ctm))

    def _find_rules(self, ctm: Matrix, *, stroked: bool) -> None:
        """Keep thin horizontal strokes; those of a stroked rectangle are its upper and lower edges."""
        for x0, y0, x1, y1 in self._rectangles:
            self._keep_rule((x0, y0, x1, y1), ctm)
            if stroked and abs(y1 - y0) > _RULE_THICKNESS:
                self._keep_rule((x0, y0, x1, y0), ctm)
                self._keep_rule((x0, y1, x1, y1), ctm)
        for line in self._lines:
            self._keep_rule(line, ctm)

    def _keep_rule(self, line: tuple[float, float, float, float], ctm: Matrix) -> None:
        (x0, y0), (x1, y1) = _place(line[:2], ctm), _place(line[2:], ctm)
        if abs(y1 - y0) <= _RULE_THICKNESS and abs(x1 - x0) >= _RULE_LENGTH:
            self._rules.append(Rule(min(x0, x1), max(x0, x1), (y0 + y1) / 2))


def _place(point: tuple[float, ...], ctm: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = ctm
    return point[0] * a + point[1] * c + e, point[0] * b + point[1] * d + f


def _box(points: Sequence[tuple[float, ...]], ctm: Matrix) -> Box:
    placed = [_place(point, ctm) for point in points]
    xs, ys = [x for x, _ in placed], [y for _, y in placed]
    return min(xs), min(ys), max(xs), max(ys)
