"""Which pages of a PDF file can be read as they are, which from their image, and which not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.reading.garbled import is_garbled
from indexer.reading.layout.recognised import sheets_of_words
from indexer.reading.ocr import PageImages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.reading.layout.runs import Sheet
    from indexer.reading.ocr import Recognised
    from indexer.reading.options import ReadingOptions
    from indexer.reading.pdf_pages import Look


@dataclass(frozen=True, slots=True)
class Legible:
    """The sheets of a file, and how each page was read.

    Attributes:
        sheets: All pages in order; those that were not read have no words.
        blind: Pages (1-based) on which something is to be seen and nothing could be read.
        garbled: Pages whose words are gibberish, left out.
        recognised: Pages whose words come from their image, by us or by a scanner's software.
    """

    sheets: tuple[Sheet, ...]
    blind: tuple[int, ...]
    garbled: tuple[int, ...]
    recognised: tuple[int, ...]


def make_legible(path: Path, looks: Sequence[Look], options: ReadingOptions) -> Legible:
    """Find the pages without words, or with gibberish, and recognise them where that can be done.

    Args:
        path: The file.
        looks: What its pages show.
        options: Whether words may be recognised, and where they are kept.
    """
    sheets: dict[int, Sheet] = {}
    read: dict[int, Recognised] = {}
    blind: list[int] = []
    garbled: list[int] = []
    recognised: list[int] = []
    with PageImages(path) as images:
        for look in looks:
            number = look.sheet.number
            gibberish = is_garbled(" ".join(segment.text for segment in look.sheet.segments))
            if look.sheet.runs and not gibberish:
                sheets[number] = look.sheet
                recognised += [number] if look.recognised else []
                continue
            sheets[number] = replace(look.sheet, runs=(), segments=(), rules=())
            if not (look.drawn or gibberish) or images.is_blank(number):
                continue
            found = images.recognise(number, options.cache) if options.ocr else None
            if found is None:
                (garbled if gibberish else blind).append(number)
            elif found.words:
                read[number] = found
                recognised.append(number)
    sheets |= sheets_of_words(read)
    return Legible(tuple(sheets.values()), tuple(blind), tuple(garbled), tuple(recognised))
