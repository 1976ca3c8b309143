"""Workbooks and CSV files that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Bait, Case, Outcome, bounded, case, fails, indexed, refused, told
from hostile.office import (
    cell,
    ods,
    ods_cell,
    package,
    relations,
    sheet_xml,
    with_bomb,
    with_shared_strings,
    xlsx,
    xlsx_parts,
)
from hostile.xml_traps import xml_traps
from indexer.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROW = (
    f'<row r="1">{cell("A1")}{cell("B1", "Nombre")}</row><row r="2">{cell("A2", "Lyon")}<c r="B2"><v>12</v></c></row>'
)


def _sheet(
    name: str, what: str, outcome: Outcome, rows: Callable[[], str], dimension: str = "A1:B2", after: str = ""
) -> Case:
    return case(f"xlsx/{name}.xlsx", what, outcome, lambda _: xlsx(sheet_xml(rows(), dimension=dimension, after=after)))


def _parts(name: str, what: str, outcome: Outcome, changed: dict[str, bytes | str | None]) -> Case:
    parts = {path: content for path, content in {**xlsx_parts(), **changed}.items() if content is not None}
    return case(f"xlsx/{name}.xlsx", what, outcome, lambda _: package(parts))


def _value(value: str, kind: str = "n", style: str = "") -> str:
    return f'{_ROW}<row r="3">{cell("A3", "Nice")}<c r="B3" t="{kind}" {style}><v>{value}</v></c></row>'


def _cells() -> Iterator[Case]:
    yield _sheet(
        "dimension-whole",
        "a sheet that says it fills all its rows and columns",
        indexed(),
        lambda: _ROW,
        "A1:XFD1048576",
    )
    yield _sheet(
        "dimension-impossible", "a sheet larger than a sheet can be", told(), lambda: _ROW, "A1:ZZZZ99999999999"
    )
    yield _sheet(
        "dimension-too-small",
        "a sheet that says it ends before its last rows",
        indexed(),
        lambda: (
            f'<row r="1">{cell("A1", "Lieu")}{cell("B1", "Rôle")}</row><row r="2">{cell("A2", "Lyon")}{cell("B2", "chef")}</row><row r="3">{cell("A3", "Nice")}{cell("B3", "aide")}{cell("C3")}</row>'
        ),
    )
    yield _sheet("dimension-words", "a size in words", told(), lambda: _ROW, "grand")
    yield _sheet(
        "last-cell",
        "a word in the very last cell",
        bounded(),
        lambda: f'{_ROW}<row r="1048576">{cell("XFD1048576", "loin")}</row>',
    )
    yield _sheet(
        "last-row",
        "a word in the last row",
        bounded(),
        lambda: f'{_ROW}<row r="1048576">{cell("A1048576", "loin")}</row>',
        "A1:XFD1048576",
    )
    yield _sheet(
        "rows-backwards",
        "rows from the last to the first",
        told(),
        lambda: "".join(f'<row r="{n}">{cell(f"A{n}")}</row>' for n in range(200, 0, -1)),
    )
    yield _sheet(
        "cells-nowhere",
        "cells in no place",
        told(),
        lambda: f'{_ROW}<row r="x">{cell("ZZZZ9")}{cell("")}{cell("12")}{cell("é1")}</row>',
    )
    yield _sheet(
        "row-negative",
        "row -1 and row 10^30",
        told(),
        lambda: f'{_ROW}<row r="-1">{cell("A-1")}</row><row r="1{"0" * 30}"/>',
    )
    yield _sheet(
        "columns-16384",
        "2 rows of 16,384 columns",
        bounded(),
        lambda: "".join(f'<row r="{n}">{"<c><v>2</v></c>" * 16_384}</row>' for n in range(1, 3)),
    )
    yield _sheet(
        "rows-100000",
        "100,000 empty rows between two words",
        bounded(),
        lambda: f'<row r="1">{cell("A1")}</row>{"<row/>" * 100_000}<row>{cell("A100002", "fin")}</row>',
    )
    yield _sheet(
        "merged-whole",
        "a cell merged over the whole sheet",
        bounded(),
        lambda: _ROW,
        after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    yield _sheet(
        "merged-wild",
        "cells merged backwards, and nowhere",
        told(),
        lambda: _ROW,
        after='<mergeCells><mergeCell ref="Z9:A1"/><mergeCell ref="x"/><mergeCell/></mergeCells>',
    )
    yield _sheet(
        "letters-500-kb",
        "a cell of half a million letters",
        bounded(),
        lambda: f'{_ROW}<row r="3">{cell("A3", "mot " * 125_000)}</row>',
    )
    for name, value, kind in (
        ("number-huge", "1e308", "n"), ("number-too-huge", "1e999", "n"), ("number-none", "nan", "n"), ("number-words", "douze", "n"),
        ("number-5000-figures", "9" * 5000, "n"), ("date-beyond", "1e300", "d"), ("date-words", "le 32 mars", "d"), ("boolean-7", "7", "b"),
        ("error", "#NOM?", "e"), ("string-beyond", "99999", "s"), ("string-negative", "-1", "s"), ("string-words", "un", "s"), ("kind-unknown", "12", "zorglub"),
    ):  # fmt: skip
        yield _sheet(
            f"value-{name}",
            f"a cell that holds « {value[:12]} » as {kind}",
            told(),
            lambda value=value, kind=kind: _value(value, kind),
        )
    styled = lambda style: _value("12", style=f's="{style}"')  # noqa: E731 - a name for the two lines below
    yield _sheet("style-beyond", "a style that is not there", told(), lambda: styled(9999))
    yield _sheet("style-words", "a style in words", told(), lambda: styled("gras"))
    formulas = "".join(f'<row r="{3 + n}"><c r="A{3 + n}" t="str"><f>{text}</f><v>vu</v></c></row>' for n, text in enumerate((
        "cmd|'/c zorglub-script'!A1", "HYPERLINK(\"@URL@\")", "WEBSERVICE(\"@URL@\")", "IMPORTXML(\"@URL@\")", "'file:///@SECRET@'#$A.A1", "A3", "CALL(\"kernel32\",\"WinExec\",\"zorglub-script\")",
    )))  # fmt: skip
    yield case(
        "xlsx/formulas-that-act.xlsx",
        "formulas that start programs and fetch pages",
        indexed(SENTENCE, SECRET, "zorglub-script"),
        lambda bait: xlsx(
            sheet_xml((_ROW + formulas).replace("@URL@", bait.url).replace("@SECRET@", str(bait.secret)))
        ),
    )


def _books() -> Iterator[Case]:
    yield _parts("no-sheet", "a sheet that is not there", told(), {"xl/worksheets/sheet1.xml": None})
    yield _parts("no-workbook", "a package without its workbook", fails(UnreadableFile), {"xl/workbook.xml": None})
    yield _parts("no-types", "a package without the list of its types", told(), {"[Content_Types].xml": None})
    yield _parts("no-relations", "a workbook without relations", told(), {"xl/_rels/workbook.xml.rels": None})
    yield _parts(
        "sheet-is-the-workbook",
        "a workbook that is its own sheet",
        told(),
        {"xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "workbook.xml"))},
    )
    yield _parts(
        "sheet-elsewhere",
        "a sheet that stands on another machine",
        told(),
        {"xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "http://127.0.0.1:9/sheet.xml"))},
    )
    yield _parts(
        "sheet-up",
        "a sheet that goes up out of the package",
        told(),
        {"xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "../../../../../../etc/hostname"))},
    )
    yield _parts(
        "sheet-no-xml", "a sheet that is no XML", told(), {"xl/worksheets/sheet1.xml": "ceci n'est pas du XML"}
    )
    yield _parts("sheet-cut", "a sheet cut in the middle", told(), {"xl/worksheets/sheet1.xml": sheet_xml()[:-60]})
    yield _parts(
        "styles-garbage",
        "styles that are no XML",
        told(),
        {
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "styles", "styles.xml")
            ),
            "xl/styles.xml": "<styleSheet",
        },
    )
    names = '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">Macro1!$A$1</definedName><definedName name="_xlnm.Print_Titles">#REF!</definedName></definedNames>'
    yield case(
        "xlsx/names-wild.xlsx",
        "names that lead nowhere, one of them run when it is opened",
        told(),
        lambda _: xlsx(workbook=names),
    )
    many = "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 200))
    book = str(xlsx_parts()["xl/workbook.xml"])
    yield _parts(
        "same-sheet-200-times",
        "one sheet listed 200 times",
        bounded(),
        {"xl/workbook.xml": book.replace("<sheets>", f"<sheets>{many}")},
    )
    yield _parts(
        "name-of-a-sheet",
        "a sheet whose name is 100,000 letters",
        bounded(),
        {"xl/workbook.xml": book.replace("Feuille", "N" * 100_000)},
    )
    yield _parts(
        "external-links",
        "links to other workbooks",
        told(SECRET),
        {
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "externalLink", "externalLinks/externalLink1.xml"),
            ),
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                ("rId1", "externalLinkPath", "file:///etc/hostname")
            ),
        },
    )
    for suffix in ("xlsx", "xlsm"):
        outcome = Outcome(indexed=True, says=SENTENCE, silent=("zorglub-macro",), skipped=suffix == "xlsm")
        yield case(
            f"xlsx/macros.{suffix}",
            "a workbook with macros",
            outcome,
            lambda _: package({**xlsx_parts(), "xl/vbaProject.bin": b"zorglub-macro" * 40}),
        )


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
        lambda _: with_shared_strings(sheet_xml(_value("0", "s")), f"<si><t>{SENTENCE}</t></si>", 1_000_000_000),
    )
    spaces = b" " * (1 << 20)
    yield case(
        "xlsx/picture-bomb.xlsx",
        "a picture of 1 GB",
        bounded(),
        lambda _: with_bomb(xlsx_parts(), "xl/media/image1.png", spaces, 1000),
    )
    yield case("xlsx/sheet-bomb.xlsx", "a sheet of thirty million empty rows", bounded(), lambda _: _rows_bomb())
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
    head = sheet_xml(_ROW).partition("</sheetData>")[0].encode()
    parts = {k: v for k, v in xlsx_parts().items() if "sheet1" not in k}
    return with_bomb(parts, "xl/worksheets/sheet1.xml", b"<row/>" * 100_000, 300, first=head)


def _csv(name: str, what: str, outcome: Outcome, content: Callable[[], bytes]) -> Case:
    return case(f"csv/{name}.csv", what, outcome, lambda _: content())


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
        return xlsx(sheet_xml(f'{_ROW}<row r="3">{cell("A3", inside(bait))}</row>', before=before(bait)))

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


CASES = (*_cells(), *_books(), *_bombs(), *_csvs(), *_traps())
