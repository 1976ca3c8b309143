"""Recognised words as a sheet: set straight, on common baselines, in sizes of type that can be compared."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from indexer.reading.layout.runs import Run, Sheet, sheet_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.reading.ocr import Recognised, Word

_LONG_LINE = 5
"""Words; shorter lines do not tell how askew a page is."""
_MOST_ASKEW = 0.1
_DESCENDERS = re.compile(r"[gjpqyçQ,;()\[\]{}]")
_ASCENDERS = re.compile(r"[A-ZÀ-Þbdfhiklt0-9ß()\[\]/|éèêëàâîïôûùü]")
_X_HEIGHT, _ASCENT, _DESCENT = 0.46, 0.68, 0.21
"""Heights of letters in ems, as in the usual text faces (Times, Liberation, Libertine)."""
_SAME_SIZE = 0.09
"""Sizes nearer than that to a usual one are that one: letters are measured to some 5 % (November 2026)."""
_FEW_LETTERS = 10
_NEXT_LINE, _CELL_GAP = 1.6, 1.5
_STRAY_SIZE, _STRAY_SHARE = 0.3, 0.004
"""A size that hardly any letter has is taken for the usual one that is nearest, from so near."""
_BULLETS = re.compile(r"^[+*°¢©®»e.·-]$")
"""What tesseract makes of a round bullet."""


def sheets_of_words(pages: Mapping[int, Recognised]) -> dict[int, Sheet]:
    """The sheets of the pages of a file whose words were recognised.

    Args:
        pages: Their words, by page (1-based).
    """
    lines: dict[int, list[list[Word]]] = {}
    slopes: dict[int, float] = {}
    for number, found in pages.items():
        askew = [list(words) for _, words in groupby(found.words, key=lambda word: word.line)]
        slopes[number] = _slope(askew)
        lines[number] = [[_narrowed(word, slopes[number]) for word in words] for words in askew]
    sizes = _sizes({number: _heights(lines[number]) for number in pages}, pages)
    return {
        number: _sheet(number, found, lines[number], sizes[number], slopes[number]) for number, found in pages.items()
    }


def _sheet(
    number: int, found: Recognised, lines: Sequence[Sequence[Word]], sizes: Sequence[float], slope: float
) -> Sheet:
    scale = 72 / found.resolution
    runs: list[Run] = []
    for words, size in zip(lines, sizes, strict=True):
        placed = [_straight(word, slope, found.height, scale) for word in _opened(words)]
        y = median(baseline for _, _, _, baseline in placed)
        runs += [Run(text, x0, x1, y, size) for text, x0, x1, _ in placed]
    sheet = sheet_of(number, (found.width * scale, found.height * scale), runs)
    return replace(sheet, recognised=True)


def _slope(lines: Sequence[Sequence[Word]]) -> float:
    """How askew the page is: the rise of its long lines, in pixels downwards a pixel."""
    rises = [
        (_foot(words[-1]) - _foot(words[0])) / (words[-1].left - words[0].left)
        for words in lines
        if len(words) >= _LONG_LINE and words[-1].left > words[0].left
    ]
    slope = median(rises) if rises else 0.0
    return slope if abs(slope) <= _MOST_ASKEW else 0.0


def _narrowed(word: Word, slope: float) -> Word:
    """A word whose box is no higher than its letters: askew, that of a long address is half as high again."""
    excess = round(abs(slope) * (word.right - word.left) / 2)
    return replace(word, top=word.top + excess, bottom=word.bottom - excess)


def _foot(word: Word) -> float:
    """Where a word stands on its baseline, in pixels from the top."""
    low = bool(_DESCENDERS.search(word.text))
    tall = _ASCENT if _ASCENDERS.search(word.text) else _X_HEIGHT
    return word.bottom - (word.bottom - word.top) * (_DESCENT / (_DESCENT + tall) if low else 0.0)


def _straight(word: Word, slope: float, height: int, scale: float) -> tuple[str, float, float, float]:
    """A word's text, left, right and baseline, in points, the page set straight."""
    foot = _foot(word)
    cosine = 1 / math.hypot(1, slope)
    across = foot * slope * cosine
    x0, x1 = ((edge * cosine + across) * scale for edge in (word.left, word.right))
    down = (foot - (word.left + word.right) / 2 * slope) * cosine
    return word.text, x0, x1, (height - down) * scale


def _sizes(pages: Mapping[int, Sequence[tuple[float, int]]], found: Mapping[int, Recognised]) -> dict[int, list[float]]:
    """The size of the type of each line of each page, in points, alike ones made equal over the whole file.

    Args:
        pages: For each page, the size of each line in pixels, and how many letters it weighs.
        found: The pages.
    """
    measured = {
        number: [round(size * 72 / found[number].resolution, 1) for size, _ in lines] for number, lines in pages.items()
    }
    letters: Counter[float] = Counter()
    for number, lines in pages.items():
        for size, (_, weight) in zip(measured[number], lines, strict=True):
            letters[size] += weight
    usual = _usual_sizes(letters)
    return {number: [usual[size] for size in sizes] for number, sizes in measured.items()}


def _usual_sizes(letters: Counter[float]) -> dict[float, float]:
    """For each size measured, the usual one that it stands for; those that most letters have gather the others."""
    smooth = {size: sum(letters[near] for near in letters if abs(near - size) <= 0.03 * size) for size in letters}
    usual: dict[float, float] = {}
    centres: list[float] = []
    total = letters.total()
    for size in sorted(letters, key=lambda size: (-smooth[size], size)):
        reach = _STRAY_SIZE if smooth[size] < _STRAY_SHARE * total else _SAME_SIZE
        near = [centre for centre in centres if abs(centre - size) <= reach * centre]
        usual[size] = min(near, key=lambda centre: abs(centre - size)) if near else size
        centres += [] if near else [size]
    return usual


def _heights(lines: Sequence[Sequence[Word]]) -> list[tuple[float, int]]:
    """The size of the type of each line, in pixels, and how many letters it was measured on.

    Few letters measure badly: the short end of a paragraph takes the size of the line above it, and the rows of a
    table that follow each other have one size.
    """
    sizes = [_line_size(words) for words in lines]
    weights = [sum(len(word.text) for word in words) for words in lines]
    rows: list[int] = []
    for position, words in enumerate(lines):
        above = position - 1
        if position and weights[position] <= _FEW_LETTERS and _goes_on(lines[above], words, sizes[above]):
            sizes[position] = sizes[above]
        if _has_gaps(words, sizes[position]):
            rows.append(position)
        if rows and (rows[-1] != position or position == len(lines) - 1):
            usual = median(sizes[row] for row in rows)
            sizes = [usual if row in rows else size for row, size in enumerate(sizes)]
            rows = []
    return list(zip(sizes, weights, strict=True))


def _line_size(words: Sequence[Word]) -> float:
    """The size that most letters of a line tell: short words and signs tell less."""
    told = sorted((_size(word), sum(map(str.isalnum, word.text))) for word in words)
    half = sum(weight for _, weight in told) / 2
    passed = 0
    for size, weight in told:
        passed += weight
        if passed >= half:
            return size
    return told[-1][0]


def _goes_on(above: Sequence[Word], words: Sequence[Word], size: float) -> bool:
    """Whether a line begins under the beginning of another, at the distance of two lines of a paragraph."""
    step = words[0].bottom - above[0].bottom
    return 0 < step <= _NEXT_LINE * size and abs(words[0].left - above[0].left) <= size


def _has_gaps(words: Sequence[Word], size: float) -> bool:
    """Whether a line is in several pieces, as the row of a table is."""
    return any(after.left - before.right > _CELL_GAP * size for before, after in pairwise(words))


def _size(word: Word) -> float:
    """The size of the type that a word's height tells, in pixels."""
    tall = _ASCENT if _ASCENDERS.search(word.text) else _X_HEIGHT
    low = _DESCENT if _DESCENDERS.search(word.text) else 0.0
    return (word.bottom - word.top) / (tall + low)


def _opened(words: Sequence[Word]) -> list[Word]:
    """A line whose first sign, apart from its words, is read as the bullet that it is."""
    first, *rest = words
    return [replace(first, text="•") if rest and _BULLETS.match(first.text) else first, *rest]
