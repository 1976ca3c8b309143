"""Workbooks and CSV files become tables that keep their caption and their header."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from indexer.documents import BlockKind
from indexer.reading import read
from indexer.reading.sheets import LONGEST_TABLE

if TYPE_CHECKING:
    from pathlib import Path


def test_sheet_with_two_tables(tmp_path: Path) -> None:
    """Each with the title above it; the line below is a paragraph; the sheet's name is the heading."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Résultats"
    for row in (
        ["Réponses par région"],
        ["Région", "Part"],
        ["Bretagne", 0.4],
        ["Source : FTS."],
        [],
        ["Région", "Nombre"],
        ["Normandie", 12.0],
    ):
        sheet.append(row)
    sheet["B3"].number_format = "0.0%"
    book.create_sheet("Masquée").append(["secret", "caché"])
    book["Masquée"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    blocks = read(tmp_path / "a.xlsx").blocks
    assert [(b.kind, b.caption, b.text) for b in blocks] == [
        (BlockKind.HEADING, "", "Résultats"),
        (BlockKind.TABLE, "Réponses par région", "Région\tPart\nBretagne\t40,0\u00a0%"),
        (BlockKind.PARAGRAPH, "", "Source : FTS."),
        (BlockKind.TABLE, "Résultats", "Région\tNombre\nNormandie\t12"),
    ]
    assert {block.headings for block in blocks[1:]} == {("Résultats",)}


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.4, "0%", "40\u00a0%"),
        (2025, "General", "2025"),
        (3.0, "General", "3"),
        (3.14, "General", "3,14"),
        (29000, "#,##0", "29\u202f000"),
        (1234.5, "#,##0.00", "1\u202f234,50"),
        (1500, '#,##0 "€"', "1\u202f500\u00a0€"),
        (date(2025, 11, 30), "dd/mm/yyyy", "30/11/2025"),
        (True, "General", "VRAI"),
    ],
)
def test_figures_are_shown_as_a_french_reader_sees_them(
    tmp_path: Path, value: object, number_format: str, shown: str
) -> None:
    """By the format of their cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom", "Valeur"])
    sheet.append(["ligne", value])
    sheet["B2"].number_format = number_format
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").blocks[-1].text == f"Nom\tValeur\nligne\t{shown}"


def test_long_table_repeats_its_header(tmp_path: Path) -> None:
    """No row is lost, none is twice."""
    path = tmp_path / "a.csv"
    count = 2 * LONGEST_TABLE + 5
    path.write_text("code,valeur\n" + "".join(f"ligne {n},{n}\n" for n in range(count)), encoding="utf-8")
    tables = [block.text.split("\n") for block in read(path).blocks]
    assert [table[0] for table in tables] == ["code\tvaleur"] * 3
    assert [row for table in tables for row in table[1:]] == [f"ligne {n}\t{n}" for n in range(count)]


def test_csv_saved_by_a_french_spreadsheet(tmp_path: Path) -> None:
    """Semicolons, Windows encoding, decimal commas, quoted cells; comments are the caption."""
    path = tmp_path / "a.csv"
    path.write_bytes(
        "# Sigles employés\r\n# dans l’association\r\nsigle;signification;part\r\nCLS;« contrat local de santé » ;12,5\r\n"
        'CŒUR;"élu·es ; œuvre";3,0\r\n'.encode("cp1252")
    )
    (table,) = read(path).blocks
    assert table.caption == "Sigles employés dans l’association"
    assert table.text == "sigle\tsignification\tpart\nCLS\t« contrat local de santé »\t12,5\nCŒUR\télu·es ; œuvre\t3,0"
