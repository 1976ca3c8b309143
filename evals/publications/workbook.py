"""XLSX and CSV: tables described in YAML, written as a person would lay them out."""

from __future__ import annotations

import csv
import datetime as dt
import re
from importlib import resources
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indexer.errors import CatalogueError

if TYPE_CHECKING:
    # XlsxWriter 3.3 publishes no type information.
    from pathlib import Path

    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # XlsxWriter 3 has no types
    from xlsxwriter.format import Format  # type: ignore[import-untyped]  # XlsxWriter 3 has no types
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # XlsxWriter 3 has no types

    from evals.publications.publication import Publication

Cell = int | float | str | None

_PERCENT = re.compile(r"(\d+(?:,\d+)?)[\u00a0\u202f ]%")
_WIDEST_COLUMN = 70  # characters; beyond, the text wraps
_NARROWEST_COLUMN = 9  # characters
_SENTENCE_COLUMN = 110  # characters, on a sheet without a table
_WRAPPED = {"text_wrap": True, "valign": "top"}


class Sheet(BaseModel):
    """A sheet: sentences one a row, or a table under its title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(max_length=31, description="On the tab: 31 characters at most, as Excel demands.")
    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


class Tables(BaseModel):
    """A `texts/<id>.yaml`.

    `rows_from` names a CSV of the package `indexer` to take the rows of a single-sheet file from, and
    `columns_from` the column of that CSV for each of ours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["xlsx", "csv"]
    sheets: tuple[Sheet, ...] = Field(min_length=1)
    rows_from: str | None = None
    columns_from: tuple[str, ...] = ()

    def taken_from(self) -> str:
        """The CSV that `rows_from` names, whole; empty when there is none."""
        if self.rows_from is None:
            return ""
        return resources.files("indexer").joinpath(self.rows_from).read_text(encoding="utf-8")


def read_tables(source: Path) -> Tables:
    """Read the description of a workbook.

    Raises:
        CatalogueError: It is not what `Tables` describes, or a row has not as many cells as there are columns.
    """
    try:
        tables = Tables.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as exc:
        raise CatalogueError(path=source, entry=source.stem, field=None, detail=str(exc)) from exc
    for sheet in tables.sheets:
        for row in sheet.rows:
            if len(row) != len(sheet.columns):
                detail = f"{row[0]}: {len(row)} cells"
                raise CatalogueError(path=source, entry=source.stem, field=sheet.name, detail=detail)
    return tables


def render_tables(publication: Publication, tables: Tables, target: Path) -> None:
    """Write a workbook, or a CSV of its only sheet: same description, same bytes."""
    if tables.format == "csv":
        _write_csv(tables, target)
    else:
        _write_workbook(publication, tables, target)


def _write_csv(tables: Tables, target: Path) -> None:
    sheet = tables.sheets[0]
    taken = csv.DictReader(tables.taken_from().splitlines())
    with target.open("w", encoding="utf-8", newline="") as file:
        for sentence in (sheet.title, *sheet.sentences):
            file.write(f"# {sentence}\n")
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(sheet.columns)
        writer.writerows(sheet.rows)
        writer.writerows([row[column] for column in tables.columns_from] for row in taken)


def _write_workbook(publication: Publication, tables: Tables, target: Path) -> None:
    import xlsxwriter

    entry = publication.entry
    with xlsxwriter.Workbook(
        str(target), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
        day = publication.first_day
        workbook.set_properties(
            {
                "title": entry.title,
                "author": f"Repères, d’après {entry.publisher}",
                # XlsxWriter stamps the present time otherwise.
                "created": dt.datetime(day.year, day.month, day.day),  # noqa: DTZ001  XlsxWriter 3 wants it naive
            }
        )
        for sheet in tables.sheets:
            _write_sheet(workbook, workbook.add_worksheet(sheet.name), sheet)


def _write_sheet(workbook: Workbook, page: Worksheet, sheet: Sheet) -> None:
    wrapped = workbook.add_format(_WRAPPED)
    page.write_string(0, 0, sheet.title, workbook.add_format({"bold": True, "font_size": 12}))
    for line, sentence in enumerate(sheet.sentences, start=2):
        page.write_string(line, 0, sentence, wrapped)
    if not sheet.columns:
        page.set_column(0, 0, _SENTENCE_COLUMN)
        return
    head = workbook.add_format({**_WRAPPED, "bold": True, "bg_color": "#E6EEF1", "bottom": 1})
    top = 2 + len(sheet.sentences) + bool(sheet.sentences)
    for column, name in enumerate(sheet.columns):
        page.write_string(top, column, name, head)
        page.set_column(column, column, _width(name, [row[column] for row in sheet.rows]))
    for line, row in enumerate(sheet.rows, start=top + 1):
        for column, cell in enumerate(row):
            if cell is not None:
                value, number_format = _as_typed(cell)
                page.write(line, column, value, _format(workbook, number_format))
    page.freeze_panes(top + 1, 0)


def _as_typed(cell: float | str) -> tuple[float | str, str]:
    """A cell's value and number format: « 40 % » is typed as the number that a person would type."""
    if not isinstance(cell, str):
        return cell, "#,##0" if float(cell).is_integer() else "#,##0.0##"
    share = _PERCENT.fullmatch(cell)
    if share is None:
        return cell, "@"
    return float(share[1].replace(",", ".")) / 100, "0.0\u00a0%" if "," in share[1] else "0\u00a0%"


def _format(workbook: Workbook, number_format: str) -> Format:
    # XlsxWriter merges formats that are alike when it saves.
    return workbook.add_format({**_WRAPPED, "align": "left", "num_format": number_format})


def _width(name: str, cells: list[Cell]) -> int:
    longest = max(len(str(cell)) for cell in [name, *cells])
    return min(max(longest + 2, _NARROWEST_COLUMN), _WIDEST_COLUMN)
