"""Workbooks and CSV files become tables that keep their caption and their header."""

from __future__ import annotations

import struct
import time
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hostile.compound import old_workbook
from hypothesis import given
from hypothesis import strategies as st
from office_files import archive, blocks, xls
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from indexer.documents import BlockKind
from indexer.errors import ArchiveRefused, UnreadableFile
from indexer.reading import read
from indexer.reading.cells import Cell
from indexer.reading.figures import shown_value
from indexer.reading.regions import LONGEST_TABLE, WIDEST_TABLE, sheet_pieces

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
        (0.873, "0.0%", "87,3\u00a0%"),
        (2.5, "0", "3"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1\u202f234,50"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"–"', "–"),
        (29000, "#\\ ##0", "29\u202f000"),
        (1500000, '#,##0.0,,"\u00a0M€"', "1,5\u00a0M€"),
        (12.5, '0.# "ETP"', "12,5\u00a0ETP"),
        (1500, "#,##0.00\\ [$€-40C]", "1\u202f500,00\u00a0€"),
        (date(2025, 11, 30), "mmm\\-yy", "11/2025"),
        (date(2025, 11, 30), "yyyy", "2025"),
        (datetime.fromisoformat("2025-11-30T14:05"), "dd/mm/yyyy hh:mm", "30/11/2025 14:05"),
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


def workbook(tmp_path: Path, *rows: list[object], merged: tuple[str, ...] = ()) -> Workbook:
    """A workbook of one sheet, « Feuille »."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Feuille"
    for row in rows:
        sheet.append(row)
    for place in merged:
        sheet.merge_cells(place)
    return book


def saved(book: Workbook, tmp_path: Path) -> list[tuple[str, str, str]]:
    """Kind, caption and text of what is read of a workbook, the sheet's name left out."""
    book.save(tmp_path / "a.xlsx")
    return [(b.kind.value, b.caption, b.text) for b in read(tmp_path / "a.xlsx").blocks[1:]]


def test_header_of_two_rows_is_one_line_that_names_each_column(tmp_path: Path) -> None:
    """Merged cells name all the columns they span, a unit stands beside what it measures."""
    book = workbook(
        tmp_path,
        ["Réponses par région", None, None, None, None],
        ["Région", "2023", None, "2024", None],
        [None, "Nombre", "(en %)", "Nombre", "(en %)"],
        ["Nord", 3, 30, 4, 40],
        ["Sud", 5, 50, 6, 60],
        merged=("A1:E1", "A2:A3", "B2:C2", "D2:E2"),
    )
    header = "Région\t2023 – Nombre\t2023 (en %)\t2024 – Nombre\t2024 (en %)"
    assert saved(book, tmp_path) == [
        ("table", "Réponses par région", f"{header}\nNord\t3\t30\t4\t40\nSud\t5\t50\t6\t60")
    ]


def test_years_head_columns_as_words_do(tmp_path: Path) -> None:
    """A row of years over figures is a header, not a row of figures."""
    book = workbook(tmp_path, ["Région", 2023, 2024], ["Nord", 3, 4], ["Sud", 5, 6])
    assert saved(book, tmp_path)[0][2].startswith("Région\t2023\t2024\n")
    book = workbook(tmp_path, [None, 2023, 2024], ["Nord", 3, 4], *([f"R{n}", n, n] for n in range(100, 150)))
    assert all(text.startswith("\t2023\t2024\n") for _, _, text in saved(book, tmp_path))


def test_tables_side_by_side_and_one_under_the_other(tmp_path: Path) -> None:
    """Each is a block of its own, though no empty row crosses the sheet; a table cut by an empty row keeps its header."""
    book = workbook(
        tmp_path,
        ["Réponses", None, None, "Budget", None],
        ["Région", "Nombre", None, "Poste", "Montant"],
        ["Nord", 3, None, "Loyer", 200],
        ["Sud", 5, None, None, None],
        [None, None, None, "Lieu", "Jour"],
        ["Total", 8, None, "Mairie", "lundi"],
    )
    assert saved(book, tmp_path) == [
        ("table", "Réponses", "Région\tNombre\nNord\t3\nSud\t5"),
        ("table", "Réponses", "Région\tNombre\nTotal\t8"),
        ("table", "Budget", "Poste\tMontant\nLoyer\t200"),
        ("table", "Feuille", "Lieu\tJour\nMairie\tlundi"),
    ]


def test_a_row_whose_figure_is_missing_is_no_note(tmp_path: Path) -> None:
    """A source, a reading key or a sentence under a table is one."""
    book = workbook(tmp_path, ["Région", "Nombre"], ["Nord", 3], ["Sud", None], ["Source : enquête 2025"])
    assert saved(book, tmp_path) == [
        ("table", "Feuille", "Région\tNombre\nNord\t3\nSud"),
        ("paragraph", "", "Source : enquête 2025"),
    ]


def test_what_a_sheet_hides_is_not_read(tmp_path: Path) -> None:
    """Rows, columns, white on white, formats that print nothing, comments; white on a colour is read."""
    book = workbook(
        tmp_path, ["Région", "Nombre", "Secret"], ["Nord", 3, 1], ["Caché", 4, 1], ["Caché", 5, None], ["Sud", 6, 1]
    )
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet["A4"].font = Font(color="FFFFFFFF")
    sheet["B4"].number_format = ";;;"
    sheet["A1"].font, sheet["A1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF003366")
    sheet["B2"].comment = Comment("Caché", "x")
    sheet["D1"], sheet["D2"], sheet["D5"] = "Jour", "lundi", "mardi"
    assert saved(book, tmp_path) == [
        ("table", "Feuille", "Région\tNombre\tJour\nNord\t3\tlundi"),
        ("table", "Feuille", "Région\tNombre\tJour\nSud\t6\tmardi"),
    ]


def test_wide_table_repeats_its_first_column(tmp_path: Path) -> None:
    """Each block says what its rows are about."""
    count = WIDEST_TABLE + 10
    path = tmp_path / "a.csv"
    path.write_text(
        ";".join(["nom", *(f"c{n}" for n in range(count))]) + "\n" + ";".join(["x", *map(str, range(count))]),
        encoding="utf-8",
    )
    tables = [[row.split("\t") for row in block.text.split("\n")] for block in read(path).blocks]
    assert [rows[0][0] for rows in tables] == ["nom", "nom"]
    assert [value for rows in tables for value in rows[1][1:]] == [str(n) for n in range(count)]


def test_one_cell_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    """The dimension A1:XFD1048576 holds 17 billion places."""
    book = workbook(tmp_path, ["Région", "Nombre"], ["Nord", 3])
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "loin"
    assert [text for _, _, text in saved(book, tmp_path)] == ["Région\tNombre\nNord\t3", "loin"]


@pytest.mark.parametrize(
    ("name", "content", "tables"),
    [
        ("a.tsv", "Région\tPart\nNord\t12,5 %\n", ["Région\tPart\nNord\t12,5 %"]),
        ("a.csv", "sep=|\nRégion|Part\nNord|12,5\n", ["Région\tPart\nNord\t12,5"]),
        ("a.csv", "Région;Part\nNord;12,5\n\nSud;3\n", ["Région\tPart\nNord\t12,5", "Région\tPart\nSud\t3"]),
        ("a.csv", "Enquête;;\nRégion;;Part\nNord;;12\n", ["Région\t\tPart\nNord\t\t12"]),
        ("a.csv", "nom;mot\n#1;a\n", ["nom\tmot\n#1\ta"]),
        ("a.csv", 'nom;mot\n"a\n\nb";c\n', ["nom\tmot\na b\tc"]),
    ],
)
def test_text_tables(tmp_path: Path, name: str, content: str, tables: list[str]) -> None:
    """Delimiter by suffix, by Excel's first line or by regularity; empty lines, empty columns, line breaks in cells."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert [text for kind, text in blocks(read(tmp_path / name)) if kind == "table"] == tables


def test_csv_in_utf_16_and_with_a_byte_order_mark(tmp_path: Path) -> None:
    """As Excel saves « Texte Unicode »."""
    for encoding in ("utf-16", "utf-8-sig"):
        (tmp_path / "a.csv").write_bytes("Région;Part\r\nNord;12,5\r\n".encode(encoding))
        assert blocks(read(tmp_path / "a.csv")) == [("table", "Région\tPart\nNord\t12,5")]


def test_csv_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    """Rather than a heap of passages."""
    (tmp_path / "a.csv").write_text("a" + ";" * 500_000 + "\n" + "b" + ";" * 500_001, encoding="utf-8")
    with pytest.raises(ArchiveRefused):
        read(tmp_path / "a.csv")


@given(st.lists(st.lists(st.sampled_from(["", "", "mot", "12", "autre mot"]), min_size=1, max_size=6), max_size=8))
def test_no_cell_is_lost_whatever_the_layout(rows: list[list[str]]) -> None:
    """Every word of a sheet is in some block, and nothing else is."""
    cells = [
        [Cell(f"{text} {r}.{c}" if text else "", is_text=text != "12") for c, text in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    pieces = sheet_pieces(cells, "Feuille")
    read_words = {word for piece in pieces for line in piece.text.split("\n") for word in line.split("\t")}
    read_words |= {piece.caption for piece in pieces}
    written = {cell.text for row in cells for cell in row if cell.text}
    said = " ".join(read_words)
    assert all(word in said for word in written)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(), st.text('0#,.;%\\"€ []-_*E+?@yd', max_size=12))
def test_no_format_code_breaks_the_reader(value: float, code: str) -> None:
    """A figure is shown one way or another."""
    assert isinstance(shown_value(value, code), str)


def test_entities_of_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    """A billion laughs in a sheet: refused, at once."""
    book = workbook(tmp_path, ["Région", "Nombre"], ["Nord", 3])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = f"<!DOCTYPE worksheet [{laughs}]>".encode() + parts[sheet].replace(b"<v>3</v>", b"<v>&l9;</v>")
    with pytest.raises(UnreadableFile):
        read(archive(tmp_path / "b.xlsx", parts))


def test_workbook_of_before_2007_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """Formats, merged headers, what is hidden: as for newer ones."""
    assert blocks(read(xls(tmp_path / "a.xls"))) == [
        ("heading", "Feuille"),
        (
            "table",
            "Région\t2023 – Nombre\t2023 (en %)\tJour\nNord\t29\u202f000\t87,3\u00a0%\t30/11/2025\nSud\t3\t25,0\u00a0%",
        ),
    ]


@pytest.mark.timeout(20)
def test_workbook_of_before_2007_whose_sectors_follow_themselves_is_refused(tmp_path: Path) -> None:
    """Rather than followed for ever."""
    path = tmp_path / "a.xls"
    whole = old_workbook([["Région", "Nombre"], ["Nord", 3.0]])
    path.write_bytes(whole)
    assert blocks(read(path))[-1] == ("table", "Région\tNombre\nNord\t3")
    chain = struct.pack("<II", 1, 2)  # the small sectors, each followed by the next
    assert whole.count(chain, 1024) == 1
    path.write_bytes(whole[:1024] + whole[1024:].replace(chain, struct.pack("<II", 1, 0)))
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.timeout(20)
def test_workbook_of_before_2007_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """What a stream says of its length is not believed when the file is shorter."""
    whole = old_workbook([["Région", "Nombre"], ["Nord", 3.0]])
    entry = whole.index("Workbook".encode("utf-16-le"))
    (tmp_path / "a.xls").write_bytes(whole[: entry + 120] + struct.pack("<Q", 3 << 30) + whole[entry + 128 :])
    with pytest.raises(UnreadableFile, match="compound file"):
        read(tmp_path / "a.xls")


def test_workbook_whose_cells_share_a_huge_string_is_refused(tmp_path: Path) -> None:
    """After as many characters as a workbook may have, in all of its sheets, and without a look at each copy."""
    book = Workbook()
    book.active.append(["mot " * 8_000] * 400)
    for _ in range(4):
        book.copy_worksheet(book.active)
    book.save(tmp_path / "a.xlsx")
    began = time.process_time()
    with pytest.raises(ArchiveRefused, match="50"):
        read(tmp_path / "a.xlsx")
    assert time.process_time() - began < 5


def test_merge_of_a_whole_sheet_is_refused(tmp_path: Path) -> None:
    """Before the library makes a cell for each of its 17 billion places."""
    book = workbook(tmp_path, ["Région", "Nombre"], ["Nord", 3])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", merge)
    with pytest.raises(ArchiveRefused):
        read(archive(tmp_path / "b.xlsx", parts))
