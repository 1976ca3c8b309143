"""CSV files and OpenDocument spreadsheets that are not what they should be; bombs and XML traps of all sheets."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hostile.cases import SENTENCE, Bait, Case, Outcome, bounded, case, fails, gathered, indexed, refused, told
from hostile.compound import locked, old_workbook
from hostile.office import (
    cell,
    ods,
    ods_cell,
    sheet_xml,
    with_bomb,
    with_shared_strings,
    xlsx,
    xlsx_parts,
)
from hostile.tables import ROW, rows_with
from hostile.xml_traps import xml_traps
from indexer.errors import EncryptedFile, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _bombs() -> Iterator[Case]:
    references = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(1, 1501)
    )
    letters = "<si><t>" + "mot " * 250_000 + "</t></si>"
    yield case(
        "xlsx/string-of-1-mb-3000-times.xlsx",
        "3,000 cells that share a million letters: 3 GB of words",
        refused(),
        lambda _: with_shared_strings(sheet_xml(references, dimension="A1:B1500"), letters, 1),
    )
    yield case(
        "xlsx/strings-lie.xlsx",
        "a thousand million shared strings, of which one is there",
        told(),
        lambda _: with_shared_strings(sheet_xml(rows_with("0", "s")), f"<si><t>{SENTENCE}</t></si>", 1_000_000_000),
    )
    spaces = b" " * (1 << 20)
    yield case(
        "xlsx/picture-bomb.xlsx",
        "a picture of 300 MB",
        bounded(),
        lambda _: with_bomb(xlsx_parts(), "xl/media/image1.png", spaces, 300),
    )
    yield case("xlsx/sheet-bomb.xlsx", "a sheet of ten million empty rows", bounded(), lambda _: _rows_bomb())
    yield case(
        "ods/cell-repeated.ods",
        "a cell repeated a thousand million times",
        bounded(),
        lambda _: ods(f"<table:table-row>{ods_cell(SENTENCE, _repeated(1_000_000_000))}</table:table-row>"),
    )
    yield case(
        "ods/row-repeated.ods",
        "a row repeated a million times",
        bounded(),
        lambda _: ods(
            f'<table:table-row table:number-rows-repeated="1048576">{ods_cell(SENTENCE)}{ods_cell("b")}</table:table-row>'
        ),
    )
    yield case(
        "ods/repeated-words.ods",
        "a row repeated « beaucoup », a cell -3 times",
        told(),
        lambda _: ods(
            f'<table:table-row table:number-rows-repeated="beaucoup">{ods_cell(SENTENCE, _repeated(-3))}</table:table-row>'
        ),
    )
    yield case(
        "ods/empty-to-the-end.ods",
        "as programs write it: empty to the last row and column",
        indexed(),
        lambda _: ods(
            f'<table:table-row>{ods_cell(SENTENCE)}{ods_cell("b")}<table:table-cell table:number-columns-repeated="16382"/></table:table-row><table:table-row>{ods_cell("c")}{ods_cell("d")}</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
    )
    yield case(
        "ods/tables-deep.ods",
        "1,000 tables in one another",
        bounded(),
        lambda _: ods(
            "<table:table-row><table:table-cell><table:table>" * 1000
            + f"<table:table-row>{ods_cell(SENTENCE)}</table:table-row>"
            + "</table:table></table:table-cell></table:table-row>" * 1000
        ),
    )


def _repeated(times: int) -> str:
    return f'table:number-columns-repeated="{times}"'


def _rows_bomb() -> bytes:
    head = sheet_xml(ROW).partition("</sheetData>")[0].encode()
    parts = {k: v for k, v in xlsx_parts().items() if "sheet1" not in k}
    return with_bomb(parts, "xl/worksheets/sheet1.xml", b"<row/>" * 100_000, 100, first=head)


def _csv(name: str, what: str, outcome: Outcome, content: Callable[[], bytes]) -> Case:
    return case(f"csv/{name}.csv", what, outcome, lambda _: content())


def _old() -> Iterator[Case]:
    whole = old_workbook([[SENTENCE, "Nombre"], ["Lyon", 12.5]])
    table = whole.index(struct.pack("<II", 1, 2), 1024)  # the small sectors, each followed by the next
    loop = whole[:table] + bytes(4) + whole[table + 4 :]
    yield case("xls/plain.xls", "nothing wrong", indexed(), lambda _: whole)
    yield case("xls/sectors-loop.xls", "sectors that follow themselves", bounded(), lambda _: loop)
    yield case("xls/cut.xls", "cut in the middle", told(), lambda _: whole[:1800])
    yield case(
        "xls/records-lie.xls", "records longer than the file", told(), lambda _: whole.replace(b"\4\2", b"\4\2\xff\xff")
    )
    yield case(
        "xls/page.xls",
        "a page of the web under an old workbook's name",
        fails(UnreadableFile),
        lambda _: b"<html><table><tr><td>1</td></tr></table></html>",
    )
    yield case("xls/locked.xls", "a password is needed", fails(EncryptedFile, UnreadableFile), lambda _: locked())


def _csvs() -> Iterator[Case]:
    head = f"Structure;Nombre\n{SENTENCE};12\n"
    yield _csv("one-field-of-20-mb", "one line, one field, 20 MB", bounded(), lambda: b"a" * 20_000_000)
    yield _csv("one-line-of-20-mb", "one line of ten million fields", bounded(), lambda: b"a;" * 10_000_000)
    yield _csv("separators", "nothing but separators", refused(), lambda: b";,\t|\n" * 2000)
    yield _csv("columns-20000", "3 rows of 20,000 columns", bounded(), lambda: (b"Nom;" + b"1;" * 19_999 + b"\n") * 3)
    yield _csv(
        "quote-open", "a quotation mark that never closes", bounded(), lambda: head.encode() + b'"' + b"a;b\n" * 100_000
    )
    yield _csv("quotes", "half a million quotation marks", bounded(), lambda: head.encode() + b'"' * 500_001)
    yield _csv(
        "ragged",
        "rows of 1 to 120 columns",
        told(),
        lambda: "\n".join(";".join("abc" for _ in range(n)) for n in range(1, 120)).encode(),
    )
    yield _csv(
        "separators-mixed", "four separators in one file", told(), lambda: f"a,b\nc;d\ne\tf\ng|h\n{SENTENCE}".encode()
    )
    yield _csv(
        "line-ends-mixed",
        "three kinds of line ends",
        told(),
        lambda: f"a;b\r\n{SENTENCE};1\rc;2\nd;3\n\r\n\re;4".encode(),
    )
    yield _csv("mac", "line ends of before 2001", indexed(), lambda: head.replace("\n", "\r").encode())
    yield _csv("utf-16", "UTF-16 without a mark", told(), lambda: head.encode("utf-16-le"))
    yield _csv("nul", "a NUL in each field", told(), lambda: head.replace(";", "\0;").encode())
    yield _csv(
        "formulas",
        "formulas that a spreadsheet would run",
        told(),
        lambda: f"{head}=cmd|'/c calc'!A1;12\n@SUM(1);-2+3\n+1;2\n".encode(),
    )
    yield _csv("figures-5000", "a figure of 5,000 figures", told(), lambda: head.encode() + b"x;" + b"9" * 5000 + b"\n")
    yield _csv(
        "figures-dashes",
        "fields that look like figures for a very long time",
        bounded(),
        lambda: head.encode() + (b"- . , % " * 12_000 + b"x;1\n") * 2,
    )
    yield _csv("comments", "nothing but comments", told(), lambda: b"# Titre\n" * 3000)
    yield _csv("rows-6000", "6,000 rows", bounded(), lambda: head.encode() + b"Lyon;12\n" * 6000)
    yield _csv("separator-line", "a first line for one program only", told(), lambda: b"sep=;\n" + head.encode())


def _traps() -> Iterator[Case]:
    def book(bait: Bait, before: Callable[[Bait], str], inside: Callable[[Bait], str]) -> bytes:
        return xlsx(sheet_xml(f'{ROW}<row r="3">{cell("A3", inside(bait))}</row>', before=before(bait)))

    for trap in xml_traps():
        yield case(
            f"xlsx/{trap.name}.xlsx",
            f"sheet: {trap.what}",
            trap.outcome,
            lambda bait, t=trap: book(bait, t.before, t.inside),
        )
        yield case(
            f"ods/{trap.name}.ods",
            f"content: {trap.what}",
            trap.outcome,
            lambda bait, t=trap: ods(
                f"<table:table-row>{ods_cell(SENTENCE)}{ods_cell(t.inside(bait))}</table:table-row>", t.before(bait)
            ),
        )


CASES = gathered(_old, _bombs, _csvs, _traps)
