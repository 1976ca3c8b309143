"""Workbooks and CSV files that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SECRET, SENTENCE, Case, Outcome, bounded, case, fails, gathered, indexed, told
from hostile.office import (
    cell,
    package,
    relations,
    sheet_xml,
    xlsx,
    xlsx_parts,
)
from indexer.errors import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROW = f'<row r="1">{cell("A1")}{cell("B1", "Nombre")}</row><row r="2">{cell("A2", "Lyon")}<c r="B2"><v>12</v></c></row>'


def _sheet(
    name: str, what: str, outcome: Outcome, rows: Callable[[], str], dimension: str = "A1:B2", after: str = ""
) -> Case:
    return case(f"xlsx/{name}.xlsx", what, outcome, lambda _: xlsx(sheet_xml(rows(), dimension=dimension, after=after)))


def _parts(name: str, what: str, outcome: Outcome, changed: dict[str, bytes | str | None]) -> Case:
    parts = {path: content for path, content in {**xlsx_parts(), **changed}.items() if content is not None}
    return case(f"xlsx/{name}.xlsx", what, outcome, lambda _: package(parts))


def rows_with(value: str, kind: str = "n", style: str = "") -> str:
    """Three rows, a cell of the last holding this value."""
    return f'{ROW}<row r="3">{cell("A3", "Nice")}<c r="B3" t="{kind}" {style}><v>{value}</v></c></row>'


def _cells() -> Iterator[Case]:
    yield _sheet(
        "dimension-whole",
        "a sheet that says it fills all its rows and columns",
        indexed(),
        lambda: ROW,
        "A1:XFD1048576",
    )
    yield _sheet(
        "dimension-impossible", "a sheet larger than a sheet can be", told(), lambda: ROW, "A1:ZZZZ99999999999"
    )
    yield _sheet(
        "dimension-too-small",
        "a sheet that says it ends before its last rows",
        indexed(),
        lambda: (
            f'<row r="1">{cell("A1", "Lieu")}{cell("B1", "Rôle")}</row><row r="2">{cell("A2", "Lyon")}{cell("B2", "chef")}</row><row r="3">{cell("A3", "Nice")}{cell("B3", "aide")}{cell("C3")}</row>'
        ),
    )
    yield _sheet("dimension-words", "a size in words", told(), lambda: ROW, "grand")
    yield _sheet(
        "last-cell",
        "a word in the very last cell",
        bounded(),
        lambda: f'{ROW}<row r="1048576">{cell("XFD1048576", "loin")}</row>',
    )
    yield _sheet(
        "last-row",
        "a word in the last row",
        bounded(),
        lambda: f'{ROW}<row r="1048576">{cell("A1048576", "loin")}</row>',
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
        lambda: f'{ROW}<row r="x">{cell("ZZZZ9")}{cell("")}{cell("12")}{cell("é1")}</row>',
    )
    yield _sheet(
        "row-negative",
        "row -1 and row 10^30",
        told(),
        lambda: f'{ROW}<row r="-1">{cell("A-1")}</row><row r="1{"0" * 30}"/>',
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
        lambda: f'<row r="1">{cell("A1")}</row>{"<row/>" * 20_000}<row>{cell("A100002", "fin")}</row>',
    )
    yield _sheet(
        "merged-whole",
        "a cell merged over the whole sheet",
        bounded(),
        lambda: ROW,
        after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    yield _sheet(
        "merged-wild",
        "cells merged backwards, and nowhere",
        told(),
        lambda: ROW,
        after='<mergeCells><mergeCell ref="Z9:A1"/><mergeCell ref="x"/><mergeCell/></mergeCells>',
    )
    yield _sheet(
        "letters-500-kb",
        "a cell of half a million letters",
        bounded(),
        lambda: f'{ROW}<row r="3">{cell("A3", "mot " * 125_000)}</row>',
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
            lambda value=value, kind=kind: rows_with(value, kind),
        )
    styled = lambda style: rows_with("12", style=f's="{style}"')  # noqa: E731 - a name for the two lines below
    yield _sheet("style-beyond", "a style that is not there", told(), lambda: styled(9999))
    yield _sheet("style-words", "a style in words", told(), lambda: styled("gras"))
    formulas = "".join(f'<row r="{3 + n}"><c r="A{3 + n}" t="str"><f>{text}</f><v>vu</v></c></row>' for n, text in enumerate((
        "cmd|'/c zorglub-script'!A1", "HYPERLINK(\"@URL@\")", "WEBSERVICE(\"@URL@\")", "IMPORTXML(\"@URL@\")", "'file:///@SECRET@'#$A.A1", "A3", "CALL(\"kernel32\",\"WinExec\",\"zorglub-script\")",
    )))  # fmt: skip
    yield case(
        "xlsx/formulas-that-act.xlsx",
        "formulas that start programs and fetch pages",
        indexed(SENTENCE, SECRET, "zorglub-script"),
        lambda bait: xlsx(sheet_xml((ROW + formulas).replace("@URL@", bait.url).replace("@SECRET@", str(bait.secret)))),
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


CASES = gathered(_cells, _books)
