"""What is printed on a sheet, from single runs of glyphs to lines.

Lengths are in points (1/72 inch), from the lower left corner of the page as it is shown; `y` is a baseline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.reading.layout.tracking import closed, wide_gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CALL = re.compile(r"^[\s(\[]*(\d{1,3}|\*{1,3})(\s?[,;\-–]\s?\d{1,3})*[\s)\]]*$")
_UNIT_BEFORE = re.compile(r"\b[kcdmh]?m$")
BULLET = re.compile(r"^[o•▪■□◦●○‣⁃➢➔→►▶✓✔\x7f\uf0b7\uf0a7\uf0d8\u2013\u2014*-](?=\s|$)")
"""What opens an item of a list (Word writes « o » and private characters; some files write a control character)."""
ORDINAL = re.compile(r"^(?:\d{1,2}|[a-z])[.)](?=\s|$)")
"""What opens an item of a numbered list."""
_DASHES = frozenset("–—-*")
_FEWEST_WORDS = 3
_TAB = 3.0
_SAME_BASELINE = 0.25
_CALL_SIZE = 0.85
_CALL_RISE = (0.08, 0.8)
_WORD_GAP = 0.12
SEGMENT_GAP = 0.8
"""Horizontal gap, in sizes of the type, that hardly a justified line has between two words (a space is 0.25–0.6)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs shown together, in one font.

    Attributes:
        text: Decoded, unprintable characters as they come.
        x0: Left edge.
        x1: Right edge.
        y: Baseline.
        size: Of the type, as shown.
        bold: Whether the font says so.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal stroke: a border of a table, a line above footnotes."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that follow each other on one line without a wide gap.

    Attributes:
        text: Calls to footnotes taken out.
        x0: Left edge.
        x1: Right edge.
        y: Baseline.
        size: Of most of its characters.
        bold: Whether most of its characters are.
        call: The number of a footnote raised at its very start; empty when there is none.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    call: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Segments on one baseline, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """All words of the row."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(segment.x1 for segment in self.segments)

    @property
    def y(self) -> float:
        """Baseline."""
        return self.segments[0].y

    @property
    def size(self) -> float:
        """Size of the type of most of its characters."""
        return max(self.segments, key=lambda segment: len(segment.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(segment.bold for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one page shows.

    Attributes:
        number: 1-based.
        width: As shown.
        height: As shown.
        runs: In the order of the file.
        rules: Horizontal strokes, top first.
        segments: The runs as words that follow each other: see `sheet_of`.
        recognised: Whether the words were recognised from the page's image: letters may be wrong here and there.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...] = ()
    segments: tuple[Segment, ...] = ()
    recognised: bool = False


def sheet_of(number: int, size: tuple[float, float], runs: Sequence[Run], rules: Sequence[Rule] = ()) -> Sheet:
    """A page's sheet.

    Args:
        number: 1-based.
        size: Width and height as shown, in points.
        runs: In the order of the file.
        rules: Horizontal strokes, top first.
    """
    return Sheet(number, size[0], size[1], tuple(runs), tuple(rules), tuple(segments_of(runs)))


def segments_of(runs: Iterable[Run], gap: float = SEGMENT_GAP) -> list[Segment]:
    """Runs as segments, top line first, each line from left to right, calls to footnotes taken out.

    Args:
        runs: In the order of the file.
        gap: What parts two segments, in sizes of the type.
    """
    shown = [run for run in runs if run.text.strip()]
    full, raised = _split_raised(shown)
    lines = _baselines(full)
    starts: dict[int, str] = {}
    for call in raised:
        position = _line_below(call, lines)
        if position is None:
            lines.append([call])
            continue
        if call.x1 <= min(run.x0 for run in lines[position]) + 0.5 * call.size:
            starts[position] = call.text.strip(" ()[]")
        # Its place stays, without its words, or the full stop after it would stand off from the word before it.
        lines[position].append(replace(call, text="", y=lines[position][0].y))
    segments: list[Segment] = []
    for position, line in enumerate(lines):
        parts = [part for part in _split_at_gaps(line, gap) if any(run.text for run in part)]
        wide = _tracked(sorted(line, key=lambda run: run.x0))
        segments += [
            _segment(words, starts.get(position, "") if index == 0 else "", wide) for index, words in enumerate(parts)
        ]
    return sorted(segments, key=lambda segment: (-segment.y, segment.x0))


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """Segments that share a baseline, as rows, top first."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: -segment.y):
        if rows and abs(rows[-1][0].y - segment.y) <= _SAME_BASELINE * max(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [Row(tuple(sorted(row, key=lambda segment: segment.x0))) for row in rows]


def _split_raised(runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Runs of ordinary text, and small raised numbers that call a footnote.

    What else is raised or lowered beside a word (« 1er », « m2 », « CO2 ») is put on the word's baseline.
    """
    full: list[Run] = []
    raised: list[Run] = []
    for position, run in enumerate(runs):
        around = (*runs[max(0, position - 3) : position], *runs[position + 1 : position + 4])
        words = [word for word in around if _is_beside(run, word)]
        if not words:
            full.append(run)
        elif _CALL.match(run.text) and run.y > words[0].y and not any(_is_exponent(run, word) for word in words):
            raised.append(run)
        else:
            full.append(replace(run, y=words[0].y))
    return full, raised


def _is_beside(small: Run, word: Run) -> bool:
    """Whether a run is smaller than a word, touches it, and stands higher or lower."""
    if small.size > _CALL_SIZE * word.size or _CALL.match(word.text):
        return False
    low, high = _CALL_RISE
    if not low * word.size <= abs(small.y - word.y) <= high * word.size:
        return False
    return abs(small.x0 - word.x1) <= 0.5 * word.size or abs(word.x0 - small.x1) <= 0.8 * word.size


def _is_exponent(raised: Run, word: Run) -> bool:
    touches = abs(raised.x0 - word.x1) <= 0.2 * word.size
    return touches and raised.text.strip() in {"2", "3"} and bool(_UNIT_BEFORE.search(word.text))


def _baselines(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs grouped by baseline, those printed twice (a false bold) kept once."""
    lines: list[list[Run]] = []
    printed: list[dict[str, list[float]]] = []
    for run in sorted(runs, key=lambda run: (-run.y, run.x0)):
        near = len(lines)
        for position in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            first = lines[position][0]
            if abs(first.y - run.y) <= _SAME_BASELINE * min(first.size, run.size):
                near = position
                break
        if near == len(lines):
            lines.append([])
            printed.append({})
        places = printed[near].setdefault(run.text, [])
        if not any(abs(run.x0 - place) < 0.1 * run.size for place in places):
            lines[near].append(run)
            places.append(run.x0)
    return lines


def _line_below(call: Run, lines: Sequence[Sequence[Run]]) -> int | None:
    """The position of the line that a raised run belongs to."""
    for position, line in enumerate(lines):
        for run in line:
            rise = (call.y - run.y) / run.size
            beside = run.x0 - run.size <= call.x1 and call.x0 <= run.x1 + run.size
            if beside and _CALL_RISE[0] <= rise <= _CALL_RISE[1]:
                return position
    return None


def _split_at_gaps(line: Sequence[Run], gap: float) -> list[list[Run]]:
    """A line's runs, cut where a gap is too wide for a space."""
    parts: list[list[Run]] = []
    ordered = sorted(line, key=lambda run: run.x0)
    for position, run in enumerate(ordered):
        white = run.x0 - max((other.x1 for other in parts[-1]), default=0.0) if parts else 0.0
        size = max(run.size, parts[-1][-1].size) if parts else run.size
        if parts and (white <= gap * size or (white <= _TAB * size and _opens(parts[-1], ordered[position:]))):
            parts[-1].append(run)
        else:
            parts.append([run])
    return parts


def _opens(part: Sequence[Run], rest: Sequence[Run]) -> bool:
    """Whether a part is nothing but the bullet or the number of the words that follow it (not a « – » in a cell)."""
    opening = "".join(run.text for run in part).strip()
    words = " ".join(run.text for run in rest).split()
    if BULLET.fullmatch(opening):
        return opening not in _DASHES or len(words) >= _FEWEST_WORDS
    return bool(ORDINAL.fullmatch(opening)) and len(words) >= _FEWEST_WORDS


def _segment(runs: Sequence[Run], call: str, wide: float) -> Segment:
    text = ""
    end = runs[0].x0
    wide = wide or _tracked(runs)
    for run in runs:
        gap = run.x0 - end > max(wide, _WORD_GAP * run.size)
        if run.text:
            text += (" " if gap and text and not text[-1].isspace() and not run.text[0].isspace() else "") + run.text
        end = max(end, run.x1)
    weight = max(1, sum(len(run.text.strip()) for run in runs))
    return Segment(
        text=closed(text.strip()),
        x0=runs[0].x0,
        x1=max(run.x1 for run in runs),
        y=runs[0].y,
        size=max(runs, key=lambda run: len(run.text.strip())).size,
        bold=2 * sum(len(run.text.strip()) for run in runs if run.bold) > weight,
        call=call,
    )


def _tracked(runs: Sequence[Run]) -> float:
    """The gap that parts words in a line whose letters are set apart one by one; 0 in any other."""
    return wide_gap([(run.text.strip(), run.x0, run.x1) for run in runs])
