"""OpenDocument texts and spreadsheets are read as their page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from office_files import META, blocks, ods, odt, opendocument, style

from indexer.documents import BlockKind
from indexer.errors import ArchiveRefused, EncryptedFile, UnreadableFile
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def cell(words: str, attributes: str = "") -> str:
    """A spreadsheet's or a table's cell."""
    return f"<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>"


def row(*words: str, attributes: str = "") -> str:
    """A row of plain cells."""
    return f"<table:table-row {attributes}>{''.join(map(cell, words))}</table:table-row>"


def test_text_with_headings_items_table_and_note(tmp_path: Path) -> None:
    """The title from the properties, headings nested, notes last, no page."""
    body = (
        '<text:p text:style-name="Title">Évaluer un contrat</text:p>'
        '<text:h text:outline-level="1">Pourquoi</text:h>'
        "<text:p>Selon le rapport<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>« Rapport », 2026.</text:p></text:note-body></text:note>,<text:s/> deux<text:line-break/>lignes.</text:p>"
        "<text:list><text:list-item><text:p>les élu·es ;</text:p><text:list><text:list-item><text:p>dessous</text:p></text:list-item></text:list></text:list-item></text:list>"
        '<text:h text:outline-level="2">Avec qui</text:h>'
        '<text:p text:style-name="Table">Tableau 1 : Contrats</text:p>'
        f"<table:table><table:table-header-rows>{row('Année', 'Nombre')}</table:table-header-rows>{row('2024', '12')}</table:table>"
    )
    reading = read(odt(tmp_path / "a.odt", body, meta=META))
    assert (reading.title, reading.author, reading.year, reading.pages) == (
        "Évaluer un contrat",
        "Camille Martin",
        2024,
        None,
    )
    assert [(b.kind, b.text, b.headings, b.caption) for b in reading.blocks] == [
        (BlockKind.HEADING, "Pourquoi", (), ""),
        (BlockKind.PARAGRAPH, "Selon le rapport, deux lignes.", ("Pourquoi",), ""),
        (BlockKind.LIST_ITEM, "les élu·es ;", ("Pourquoi",), ""),
        (BlockKind.LIST_ITEM, "dessous", ("Pourquoi",), ""),
        (BlockKind.HEADING, "Avec qui", ("Pourquoi",), ""),
        (BlockKind.TABLE, "Année\tNombre\n2024\t12", ("Pourquoi", "Avec qui"), "Tableau 1 : Contrats"),
        (BlockKind.FOOTNOTE, "« Rapport », 2026.", (), ""),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<text:p text:style-name="cache">Caché.</text:p>',
        '<text:p><text:span text:style-name="T_cache">Caché.</text:span></text:p>',
        '<text:p><text:span text:style-name="T_blanc">Caché.</text:span></text:p>',
        '<text:p text:style-name="petit">Caché.</text:p>',
        '<text:section text:display="none"><text:p>Caché.</text:p></text:section>',
        '<text:section text:display="condition" text:is-hidden="true"><text:p>Caché.</text:p></text:section>',
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>Caché.</text:p>',
        '<text:p><text:hidden-text text:is-hidden="true">Caché.</text:hidden-text></text:p>',
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Caché.</text:p></text:deletion></text:changed-region></text:tracked-changes>",
        "<text:p><office:annotation><dc:creator>Caché</dc:creator><text:p>Caché.</text:p></office:annotation></text:p>",
        "<text:table-of-content><text:index-body><text:p>Caché.</text:p></text:index-body></text:table-of-content>",
        f"<table:table>{row('Caché', 'Caché', attributes=chr(116) + 'able:visibility=' + chr(34) + 'collapse' + chr(34))}</table:table>",
        "<!-- Caché -->",
    ],
)
def test_what_is_not_shown_is_not_read(tmp_path: Path, hidden: str) -> None:
    """Hidden letters, paragraphs and sections, specks, white letters, deletions, comments, contents."""
    styles = (
        style("cache", "paragraph", "text", 'text:display="none"')
        + style("T_cache", "text", "text", 'text:display="none"')
        + style("T_blanc", "text", "text", 'fo:color="#ffffff"')
        + style("petit", "paragraph", "text", 'fo:font-size="1pt"')
    )
    reading = read(odt(tmp_path / "a.odt", f"<text:p>Montré.</text:p>{hidden}<text:p>Suite.</text:p>", styles))
    assert [block.text for block in reading.blocks] == ["Montré.", "Suite."]


def test_white_letters_on_a_coloured_cell_are_read(tmp_path: Path) -> None:
    """As in most tables' headers; text around hidden letters stays."""
    styles = style("T_blanc", "text", "text", 'fo:color="#ffffff"') + style(
        "bleu", "table-cell", "table-cell", 'fo:background-color="#003366"'
    )
    head = '<text:span text:style-name="T_blanc">Année</text:span>'
    table = f"<table:table><table:table-row>{cell(head, 'table:style-name=' + chr(34) + 'bleu' + chr(34))}{cell('Nombre')}</table:table-row>{row('2024', '12')}</table:table>"
    body = f'{table}<text:p>Avant <text:span text:style-name="T_blanc">caché</text:span>après.</text:p>'
    assert blocks(read(odt(tmp_path / "a.odt", body, styles))) == [
        ("table", "Année\tNombre\n2024\t12"),
        ("paragraph", "Avant après."),
    ]


def test_text_box_is_read_after_its_paragraph(tmp_path: Path) -> None:
    """Once, and a frame of one cell is paragraphs."""
    body = (
        "<text:p>Ancre.<draw:frame><draw:text-box><text:p>Encadré.</text:p></draw:text-box></draw:frame></text:p>"
        f"<table:table><table:table-row>{cell('À retenir.')}</table:table-row></table:table>"
    )
    assert [text for _, text in blocks(read(odt(tmp_path / "a.odt", body)))] == ["Ancre.", "Encadré.", "À retenir."]


def test_locked_text_is_encrypted(tmp_path: Path) -> None:
    """Its manifest tells."""
    manifest = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(EncryptedFile):
        read(opendocument(tmp_path / "a.odt", "text", "<text:p>x</text:p>", manifest=manifest))


def test_spreadsheet_under_a_texts_name_is_unreadable(tmp_path: Path) -> None:
    """An .ods renamed .odt."""
    with pytest.raises(UnreadableFile):
        read(opendocument(tmp_path / "a.odt", "spreadsheet", "<table:table/>"))


def test_sheet_shows_what_its_cells_print(tmp_path: Path) -> None:
    """Printed figures rather than values; hidden sheet, row, column, comment and empty print left out."""
    styles = style("masquee", "table", "table", 'table:display="false"')
    percent = '<table:table-cell office:value-type="percentage" office:value="0.873"><text:p>87,3 %</text:p></table:table-cell>'
    unprinted = '<table:table-cell office:value-type="float" office:value="3"><text:p/></table:table-cell>'
    bare = '<table:table-cell office:value-type="percentage" office:value="0.5"/>'
    commented = "<table:table-cell><office:annotation><text:p>Caché</text:p></office:annotation><text:p>Nord</text:p></table:table-cell>"
    tables = (
        '<table:table table:name="Résultats"><table:table-column/><table:table-column/><table:table-column table:visibility="collapse"/>'
        + row("Enquête 2025")
        + row("Région", "Part", "Caché")
        + f"<table:table-row>{commented}{percent}{cell('Caché')}</table:table-row>"
        + f"<table:table-row>{cell('Sud')}{bare}</table:table-row>"
        + f"<table:table-row>{cell('Est')}{unprinted}</table:table-row>"
        + row("Caché", "1", attributes='table:visibility="filter"')
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        + "</table:table>"
        + f'<table:table table:name="Cachée" table:style-name="masquee">{row("Caché", "1")}</table:table>'
    )
    reading = read(ods(tmp_path / "a.ods", tables, styles))
    assert [(b.text, b.caption) for b in reading.blocks] == [
        ("Résultats", ""),
        ("Région\tPart\nNord\t87,3 %\nSud\t50,0\u00a0%\nEst", "Enquête 2025"),
    ]


def test_merged_label_is_said_in_each_of_its_rows(tmp_path: Path) -> None:
    """And a label over two columns names both."""
    over = 'table:number-columns-spanned="2"'
    down = 'table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"

    def figures(*numbers: int) -> str:
        return "".join(cell(str(number), 'office:value-type="float"') for number in numbers)

    tables = (
        f'<table:table table:name="F"><table:table-row>{cell("Axe", down)}{cell("Action", down)}{cell("2024", over)}{covered}</table:table-row>'
        f"<table:table-row>{covered}{covered}{cell('n')}{cell('%')}</table:table-row>"
        f"<table:table-row>{cell('Santé', down)}{cell('A')}{figures(1, 2)}</table:table-row>"
        f"<table:table-row>{covered}{cell('B')}{figures(3, 4)}</table:table-row></table:table>"
    )
    assert read(ods(tmp_path / "a.ods", tables)).blocks[-1].text == (
        "Axe\tAction\t2024 n\t2024 %\nSanté\tA\t1\t2\nSanté\tB\t3\t4"
    )


def test_sheet_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    """One element can stand for billions of cells."""
    row_of = '<table:table-row table:number-rows-repeated="16000">' + cell("x", 'table:number-columns-repeated="16000"')
    with pytest.raises(ArchiveRefused):
        read(ods(tmp_path / "a.ods", f"<table:table>{row_of}</table:table-row></table:table>"))
