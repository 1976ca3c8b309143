"""One page of a PDF file as a sheet: turned as it is shown, with what a person reads on it and nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf.generic import ContentStream, DictionaryObject

from indexer.reading.layout.runs import Run, Sheet, sheet_of
from indexer.reading.pdf_walker import PageWalker, Shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pypdf

    from indexer.reading.pdf_drawing import Box, Matrix

_SCANNED = 0.5
"""Share of a page that images cover when it is the picture of a page, not an illustrated one."""
_MOST_MARKED = 0.5
"""Share of a page's letters above which what the file marks as running lines is not believed."""
_A4 = (0.0, 0.0, 595.0, 842.0)
_LARGEST = 20_000.0
"""Points; ISO 32000-1 allowed 14,400."""
_FEWEST_TURNED = 40


@dataclass(frozen=True, slots=True)
class Look:
    """What one page shows.

    Attributes:
        sheet: Its words, with their places.
        drawn: Whether anything else is painted on it: without words, it may be the picture of a page.
        recognised: Whether the words are those that a scanner's software laid under the picture of the page.
    """

    sheet: Sheet
    drawn: bool
    recognised: bool = False


def look_at(page: pypdf.PageObject, number: int, shared: Shared) -> Look:
    """See a page as it is shown (rotated, cropped); a sheet whose words all run sideways is turned.

    Args:
        page: Of an open file.
        number: 1-based.
        shared: Of the file.

    Raises:
        UnreadableFile: The page asks for more work than any real one.
    """
    box = _box(page)
    walker = _walk(page, page.rotation, box, shared)
    sideways = max(walker.turned, key=lambda turn: walker.turned[turn], default=0)
    rotation = page.rotation
    if sideways and walker.turned[sideways] > max(_FEWEST_TURNED, 2 * walker.turned[0]):
        rotation += sideways
        walker = _walk(page, rotation, box, shared)
    width, height = box[2] - box[0], box[3] - box[1]
    if rotation % 180:
        width, height = height, width
    runs, recognised = _read(walker, width * height)
    shown = [run for run in runs if -1 <= run.x0 <= width and -1 <= run.y <= height]
    sheet = sheet_of(number, (width, height), shown, walker.drawing.rules)
    return Look(sheet, walker.drawing.painted, recognised)


def nothing_seen(number: int) -> Look:
    """A page that cannot be followed."""
    return Look(sheet_of(number, (_A4[2], _A4[3]), ()), drawn=True)


def _box(page: pypdf.PageObject) -> Box:
    """The part of the page that is shown: left, bottom, right, top."""
    found = page.cropbox
    box = float(found.left), float(found.bottom), float(found.right), float(found.top)
    sane = all(math.isfinite(value) and abs(value) <= _LARGEST for value in box)
    return box if sane and box[0] < box[2] and box[1] < box[3] else _A4


def _walk(page: pypdf.PageObject, rotation: int, box: Box, shared: Shared) -> PageWalker:
    left, bottom, right, top = box
    turn: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }
    walker = PageWalker(turn.get(rotation % 360, turn[0]), shared)
    contents = page.get("/Contents")
    if contents is not None:
        resources = page.get("/Resources")
        resources = resources.get_object() if resources is not None else None
        walker.walk(
            ContentStream(contents.get_object(), page.pdf, "bytes"),
            resources if isinstance(resources, DictionaryObject) else DictionaryObject(),
        )
    return walker


def _read(walker: PageWalker, area: float) -> tuple[Sequence[Run], bool]:
    """The runs that are to be read, and whether they are words that a scanner recognised.

    Invisible words are content only where they lie over the picture of the page and say more than what is visible.
    """
    visible, unseen, marked = map(_letters, (walker.runs, walker.unseen, walker.marked))
    covered = sum(max(0.0, x1 - x0) * max(0.0, y1 - y0) for x0, y0, x1, y1 in walker.drawing.images)
    runs = walker.runs if marked <= _MOST_MARKED * (visible + marked) else [*walker.runs, *walker.marked]
    if unseen > visible and covered >= _SCANNED * area:
        return [*runs, *walker.unseen], True
    return runs, False


def _letters(runs: Iterable[Run]) -> int:
    return sum(len(run.text) for run in runs)
