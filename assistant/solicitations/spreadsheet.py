"""The year's figures for a spreadsheet: CSV as French ones read it, or a workbook."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Font

from assistant.solicitations import messages_fr as words
from assistant.solicitations.reporting import paragraph
from assistant.solicitations.statistics import table

if TYPE_CHECKING:
    from assistant.solicitations.statistics import Statistics

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""
WIDTHS: Final = (22, 18, 60, 10, 10, 10)


def csv_bytes(figures: Statistics) -> bytes:
    """UTF-8 with its mark, columns parted by semicolons, decimals with a comma."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(words.FIGURE_COLUMNS)
    for name, code, label, n, of, share in table(figures):
        writer.writerow([words.FIGURES[name], safe(code), safe(label), n, of, f"{share:.4f}".replace(".", ",")])
    return stream.getvalue().encode("utf-8-sig")


def workbook_bytes(figures: Statistics) -> bytes:
    """A workbook of one sheet: the paragraph of the report, then the figures."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words.FIGURES_SHEET
    sheet.append([paragraph(figures)])
    sheet.append([])
    sheet.append(words.FIGURE_COLUMNS)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for name, code, label, n, of, share in table(figures):
        sheet.append([words.FIGURES[name], safe(code), safe(label), n, of, share])
        sheet.cell(sheet.max_row, len(WIDTHS)).number_format = "0 %"
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def safe(text: str) -> str:
    """A title that begins like a formula stays a title."""
    return f"\u2019{text}" if text.startswith(FORMULA) else text
