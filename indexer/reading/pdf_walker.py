"""What a PDF page shows, string by string, with places and widths.

pypdf parses the content of a page into operators; we carry out those that place text, because the order and the
gaps of the sheet (columns, tables, notes) are lost in plain text, and because only the drawing tells what a person
sees: text that is invisible, white on white, in a layer that is off, or marked as a running line is set apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from indexer.errors import UnreadableFile
from indexer.reading.layout.runs import Run
from indexer.reading.layout.tracking import wide_gap
from indexer.reading.pdf_drawing import Drawing, Ink, Matrix, dictionary, number, resource, times
from indexer.reading.pdf_fonts import Face

if TYPE_CHECKING:
    from collections.abc import Sequence

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_RUNS = 60_000
_MOST_OPERATIONS = 2_000_000
_MOST_KEPT = 1000
_MOST_CALLS = 5000
"""Forms carried out on a page: as many as pypdf's own extraction allows."""
_DEEPEST = 24
"""Forms inside forms; more is a file that calls itself."""
_CELL_GAP = 1.0
"""A move of one em inside one array of strings: two cells, not two words."""
_WORD_GAP = 0.475
"""Share of a space's width that parts two words inside one array of strings (half of it, as pypdf has it)."""
_SMALLEST = 1.0
"""Type of less than a point is not there to be read."""
_FARTHEST = 20_000.0
_TURN = 0.05
_VALUES = {b"Tc": "spacing", b"Tw": "word_spacing", b"TL": "leading", b"Ts": "rise", b"Tr": "mode"}
"""Text state operators (ISO 32000-2, table 103) that set one number."""
_INVISIBLE = frozenset({3, 7})
"""Text rendering modes that paint nothing (ISO 32000-2, table 104)."""
_CLEAR = 0.02
_RUNNING = frozenset({"/Header", "/Footer", "/Watermark", "/PageNum"})


@dataclass(slots=True)
class _State:
    """The graphics state of ISO 32000-2, 8.4 and 9.3, as far as it moves or hides glyphs."""

    ctm: Matrix
    face: Face | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0.0
    ink: Ink = field(default_factory=Ink)
    clear: bool = False


@dataclass(slots=True)
class Shared:
    """What all pages of a file have in common.

    Attributes:
        path: The file, for errors.
        hidden_layers: Object numbers of the optional content groups that are off.
        faces: Fonts read so far, by the identity of their resource, which is kept alive beside them.
    """

    path: str
    hidden_layers: frozenset[int] = frozenset()
    faces: dict[int, tuple[DictionaryObject, Face]] = field(default_factory=dict)


@dataclass(slots=True)
class PageWalker:
    """Collects what a page shows.

    Attributes:
        base: From the page's own space to the page as shown.
        shared: Of the file.
        runs: Strings that a person sees, in the order of the file.
        unseen: Strings in invisible ink: words that a scanner recognised, or a trick.
        marked: Strings that the file itself marks as running lines (ISO 32000-2, 14.8.2.2).
        drawing: Rules and images.
        turned: Number of characters by the way they run: 0 upright, 90 upwards, 180 upside down, 270 downwards.
    """

    base: Matrix
    shared: Shared
    runs: list[Run] = field(default_factory=list)
    unseen: list[Run] = field(default_factory=list)
    marked: list[Run] = field(default_factory=list)
    drawing: Drawing = field(default_factory=Drawing)
    turned: Counter[int] = field(default_factory=Counter)
    _state: _State = field(default_factory=lambda: _State(IDENTITY))
    _kept: list[_State] = field(default_factory=list)
    _resources: list[DictionaryObject] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _line: Matrix = IDENTITY
    _pen: float = 0.0
    _operations: int = 0
    _calls: int = 0

    def walk(self, content: ContentStream, resources: DictionaryObject) -> None:
        """Carry out the operators of a page.

        Raises:
            UnreadableFile: The page asks for more work than any real one.
        """
        self._state = _State(self.base)
        self._carry_out(content, resources)

    def _carry_out(self, content: ContentStream, resources: DictionaryObject) -> None:
        self._resources.append(resources)
        kept, marks, self._kept = self._kept, list(self._marks), []
        for operands, operator in content.operations:
            self._operations += 1
            if self._operations > _MOST_OPERATIONS or len(self.runs) + len(self.unseen) > _MOST_RUNS:
                raise UnreadableFile(path=self.shared.path, detail="a page with too many operators")
            try:
                self._follow(operator, operands)
            except (IndexError, ValueError, TypeError, OverflowError):
                continue  # an operator that lacks operands is passed over, as viewers do
        self._kept, self._marks = kept, marks
        self._resources.pop()

    def _follow(self, operator: bytes, operands: Sequence[object]) -> None:
        match operator:
            case b"Tj" | b"TJ" | b"'" | b'"':
                self._show_line(operator, operands)
            case b"BT" | b"Td" | b"TD" | b"Tm" | b"T*":
                self._move(operator, operands)
            case b"re" | b"m" | b"l" | b"c" | b"v" | b"y":
                self.drawing.draw(operator, operands)
            case b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n":
                self.drawing.paint(operator, self._state.ctm, self._state.ink)
            case b"sh":
                self.drawing.shade()
            case b"INLINE IMAGE":
                self.drawing.place_image(self._state.ctm)
            case b"Do":
                self._call(operands[0])
            case b"BMC" | b"BDC":
                self._marks.append(self._mark(operands))
            case b"EMC" if self._marks:
                self._marks.pop()
            case _:
                self._set(operator, operands)

    def _set(self, operator: bytes, operands: Sequence[object]) -> None:
        state = self._state
        match operator:
            case b"q" if len(self._kept) < _MOST_KEPT:
                self._kept.append(replace(state))
            case b"Q" if self._kept:
                self._state = self._kept.pop()
            case b"cm":
                state.ctm = times([number(value) for value in operands[:6]], state.ctm)
            case b"Tf":
                state.face, state.size = self._face(operands[0]), number(operands[1])
            case b"Tc" | b"Tw" | b"TL" | b"Ts" | b"Tr":
                setattr(state, _VALUES[operator], number(operands[0]))
            case b"Tz":
                state.scale = number(operands[0]) / 100
            case b"gs":
                looks = dictionary(resource(self._resources[-1], "/ExtGState", operands[0]))
                if looks is not None and "/ca" in looks:
                    state.clear = number(looks["/ca"]) <= _CLEAR
            case b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn":
                state.ink = state.ink.after(operator, operands, self._resources[-1])

    def _face(self, name: object) -> Face | None:
        found = dictionary(resource(self._resources[-1], "/Font", name))
        if found is None:
            return None
        if id(found) not in self.shared.faces:
            self.shared.faces[id(found)] = found, Face.of(found)
        return self.shared.faces[id(found)][1]

    def _call(self, name: object) -> None:
        """Show an image or carry out a form (ISO 32000-2, 8.10)."""
        form = dictionary(resource(self._resources[-1], "/XObject", name))
        if form is None or self._is_off(form.raw_get("/OC") if "/OC" in form else None):
            return
        if form.get("/Subtype") != "/Form":
            self.drawing.place_image(self._state.ctm)
        elif len(self._resources) < _DEEPEST and self._calls < _MOST_CALLS:
            self._calls += 1
            own = dictionary(form.get("/Resources"))
            outer, line, pen = self._state, self._line, self._pen
            matrix = [number(value) for value in form.get("/Matrix", IDENTITY)]
            self._state = replace(outer, ctm=times(matrix, outer.ctm))
            self._carry_out(ContentStream(form, None, "bytes"), self._resources[-1] if own is None else own)
            self._state, self._line, self._pen = outer, line, pen

    def _mark(self, operands: Sequence[object]) -> str:
        """What a marked-content operator says of what follows: `running`, `off`, or nothing of interest."""
        tag, named = operands[0], operands[1] if len(operands) > 1 else None
        stored = resource(self._resources[-1], "/Properties", named) if isinstance(named, str) else named
        if tag == "/OC":
            return "off" if self._is_off(stored) else ""
        properties = dictionary(stored)
        if tag != "/Artifact" or properties is None:
            return ""
        running = properties.get("/Type") == "/Pagination" or properties.get("/Subtype") in _RUNNING
        return "running" if running else ""

    def _is_off(self, layer: object) -> bool:
        return isinstance(layer, IndirectObject) and layer.idnum in self.shared.hidden_layers

    def _move(self, operator: bytes, operands: Sequence[object]) -> None:
        """Place the beginning of a line (ISO 32000-2, 9.4.2)."""
        self._pen = 0.0
        if operator == b"BT":
            self._line = IDENTITY
        elif operator == b"Tm":
            self._line = times([number(value) for value in operands[:6]], IDENTITY)
        elif operator == b"T*":
            self._line = times((1, 0, 0, 1, 0, -self._state.leading), self._line)
        else:
            x, y = number(operands[0]), number(operands[1])
            if operator == b"TD":
                self._state.leading = -y
            self._line = times((1, 0, 0, 1, x, y), self._line)

    def _show_line(self, operator: bytes, operands: Sequence[object]) -> None:
        if operator == b'"':
            self._state.word_spacing, self._state.spacing = number(operands[0]), number(operands[1])
        if operator in {b"'", b'"'}:
            self._move(b"T*", ())
        shown = operands[-1]
        self._show(shown if isinstance(shown, list) else [shown])

    def _show(self, items: Sequence[object]) -> None:
        """Place one operator's strings; a wide move inside an array begins another run."""
        face, state = self._state.face, self._state
        if face is None:
            return
        pieces: list[tuple[str, float, float]] = []
        for item in items:
            if isinstance(item, (str, bytes)):
                shown = face.show(item)
                start = self._pen
                advance = shown.width / 1000 * state.size + shown.codes * state.spacing
                self._pen += (advance + shown.spaces * state.word_spacing) * state.scale
                pieces.append((shown.text, start, self._pen))
            else:
                self._pen -= number(item) / 1000 * state.size * state.scale
        em = state.size * state.scale
        wide = wide_gap(pieces, _WORD_GAP * face.space / 1000 * em)
        text, start, end = "", 0.0, 0.0
        for words, left, right in pieces:
            if text and left - end >= _CELL_GAP * em:
                self._keep(text, start, end)
                text = ""
            elif text and left - end >= wide and not text[-1].isspace():
                text += " "
            start = start if text else left
            text, end = text + words, right
        self._keep(text, start, end)

    def _keep(self, text: str, start: float, end: float) -> None:
        """Keep a run that is upright and has something to read."""
        if not text.strip():
            return
        state = self._state
        a, b, c, d, e, f = times(self._line, state.ctm)
        self.turned[_turn(a, b)] += len(text.strip())
        size = round(abs(state.size * (d if abs(d) > abs(c) else c)), 1)
        run = Run(
            text, e + start * a, e + end * a, f + state.rise * abs(d), size, state.face is not None and state.face.bold
        )
        if _turn(a, b) or abs(b) > _TURN * abs(a) or not _SMALLEST <= size <= _FARTHEST:
            return
        if not all(abs(place) <= _FARTHEST for place in (run.x0, run.x1, run.y)):
            return
        pale = state.ink.pale and not self.drawing.is_on_ground((run.x0 + run.x1) / 2, run.y + 0.3 * size)
        if "off" in self._marks or state.clear or (pale and state.mode not in _INVISIBLE):
            return
        if state.mode in _INVISIBLE:
            self.unseen.append(run)
        elif "running" in self._marks:
            self.marked.append(run)
        else:
            self.runs.append(run)


def _turn(a: float, b: float) -> int:
    """The quarter turn, in degrees, that a line of text makes with the page."""
    if abs(a) >= abs(b):
        return 0 if a > 0 else 180
    return 90 if b > 0 else 270
