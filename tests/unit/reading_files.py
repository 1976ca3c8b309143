"""Builders of the small files that the reading tests read: each makes one file and returns its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Text = tuple[float, float, str, float, str]
"""x and y in points from the lower left corner, words, size, font."""

SERIF, BOLD = "Times-Roman", "Times-Bold"


def line(x: float, y: float, words: str, size: float = 10, font: str = SERIF) -> Text:
    """One printed line."""
    return (x, y, words, size, font)


def paragraph(x: float, y: float, lines: Sequence[str], size: float = 10) -> list[Text]:
    """Lines one under the other, 13 points apart for a type of 10."""
    return [line(x, y - index * 1.3 * size, words, size) for index, words in enumerate(lines)]


def pdf(path: Path, pages: Sequence[Sequence[Text]], title: str = "", rules: Sequence[tuple[int, float]] = ()) -> Path:
    """A PDF file; `rules` are full-width strokes as (page from 0, y)."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setTitle(title)
    for number, texts in enumerate(pages):
        for x, y, words, size, font in texts:
            canvas.setFont(font, size)
            canvas.drawString(x, y, words)
        for page, y in rules:
            if page == number:
                canvas.line(60, y, 530, y)
        canvas.showPage()
    canvas.save()
    return path


def with_call(x: float, y: float, before: str, call: str, after: str) -> list[Text]:
    """A line with a footnote's number raised after a word."""
    width = stringWidth(before, SERIF, 10)
    call_width = stringWidth(call, SERIF, 6.5)
    return [
        line(x, y, before),
        line(x + width, y + 3.3, call, 6.5),
        line(x + width + call_width, y, after),
    ]


def encrypted(path: Path, source: Path, password: str) -> Path:
    """A copy of a PDF file that a password locks (an empty one: only printing is forbidden)."""
    writer = PdfWriter(clone_from=PdfReader(source))
    writer.encrypt(password, owner_password="propriétaire", algorithm="AES-256")
    writer.write(path)
    return path
