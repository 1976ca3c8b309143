"""The Word reader keeps what a reader sees: headings, items, tables, notes, and no hidden text."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from indexer.documents import BlockKind
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path

FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>-----</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> « Rapport », FTS, 2026.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
NOTE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
NOTE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def with_footnotes(path: Path) -> Path:
    """Add a footnotes part to a document, as Word writes it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    parts[types] = parts[types].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{NOTE_TYPE}"/></Types>'.encode()
    )
    parts[relations] = parts[relations].replace(
        b"</Relationships>",
        f'<Relationship Id="rId900" Type="{NOTE_RELATION}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    parts["word/footnotes.xml"] = FOOTNOTES.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_headings_items_and_paragraphs(tmp_path: Path) -> None:
    """Their styles tell them; the title is above them all; there are no pages."""
    document = Document()
    document.add_heading("Évaluer un contrat", 0)
    document.add_heading("Pourquoi", 1)
    document.add_paragraph("Une phrase.")
    document.add_heading("Avec qui", 2)
    document.add_paragraph("les élu·es ;", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    reading = read(tmp_path / "a.docx")
    assert (reading.title, reading.pages) == ("Évaluer un contrat", None)
    assert [(b.kind, b.text, b.level, b.headings) for b in reading.blocks] == [
        (BlockKind.HEADING, "Pourquoi", 1, ()),
        (BlockKind.PARAGRAPH, "Une phrase.", 0, ("Pourquoi",)),
        (BlockKind.HEADING, "Avec qui", 2, ("Pourquoi",)),
        (BlockKind.LIST_ITEM, "les élu·es ;", 0, ("Pourquoi", "Avec qui")),
    ]
    assert all(block.page is None for block in reading.blocks)


def test_hidden_and_deleted_text_is_left_out_and_inserted_text_kept(tmp_path: Path) -> None:
    """As Word shows it with changes accepted."""
    document = Document()
    paragraph = document.add_paragraph("Visible.")
    paragraph.add_run(" Caché.").font.hidden = True
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")}><w:r><w:t xml:space="preserve"> Ajouté.</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> Ôté.</w:delText></w:r></w:del>"))
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read(tmp_path / "a.docx").blocks] == ["Visible. Ajouté."]


def test_table_takes_the_caption_above_it(tmp_path: Path) -> None:
    """By its style, or by its first word; merged cells are said once."""
    document = Document()
    for caption, style in (("Contrats signés", "Caption"), ("Tableau 2 – Contrats signés", None)):
        document.add_paragraph(caption, style=style)
        table = document.add_table(rows=2, cols=3)
        for cell, words in zip(table.rows[0].cells, ("Année", "Nombre", "Part"), strict=True):
            cell.text = words
        table.cell(1, 0).text = "2024"
        table.cell(1, 1).merge(table.cell(1, 2)).text = "non publié"
        document.add_paragraph("Suite.")
    document.save(str(tmp_path / "a.docx"))
    tables = [block for block in read(tmp_path / "a.docx").blocks if block.kind is BlockKind.TABLE]
    assert [table.caption for table in tables] == ["Contrats signés", "Tableau 2 – Contrats signés"]
    assert {table.text for table in tables} == {"Année\tNombre\tPart\n2024\tnon publié"}


def test_frame_of_one_cell_is_paragraphs(tmp_path: Path) -> None:
    """A box around a text is no table."""
    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "À retenir."
    document.save(str(tmp_path / "a.docx"))
    assert [(b.kind, b.text) for b in read(tmp_path / "a.docx").blocks] == [(BlockKind.PARAGRAPH, "À retenir.")]


def test_footnotes_come_last_and_their_calls_leave_the_text(tmp_path: Path) -> None:
    """Two calls with a space between them leave none before the full stop."""
    document = Document()
    document.add_heading("Partie", 1)
    document.add_heading("Autre partie", 1)
    paragraph = document.add_paragraph("Selon le rapport")
    for _ in range(2):
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), "1")
        paragraph.add_run()._r.append(reference)
        paragraph.add_run("\u202f")
    paragraph._p.remove(paragraph.runs[-1]._r)
    paragraph.add_run(". Local de 12 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" par personne")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run(".")
    document.save(str(tmp_path / "a.docx"))
    *_, text, note = read(with_footnotes(tmp_path / "a.docx")).blocks
    assert text.text == "Selon le rapport. Local de 12 m2 par personne."
    assert (note.kind, note.text, note.headings) == (BlockKind.FOOTNOTE, "« Rapport », FTS, 2026.", ())


def shaded(holder: str, fill: str) -> object:
    """Shading of a paragraph (« w:pPr »), a cell (« w:tcPr ») or letters (« w:rPr »)."""
    return parse_xml(f'<w:{holder} {nsdecls("w")}><w:shd w:val="clear" w:fill="{fill}"/></w:{holder}>')


@pytest.mark.parametrize("how", ["white", "nearly white", "speck", "by style", "deleted row", "comment"])
def test_letters_that_nobody_can_see_are_left_out(tmp_path: Path, how: str) -> None:
    """White on no shading, in type of one point or less, by the run or by its style; deleted rows, comments."""
    document = Document()
    run = document.add_paragraph("Visible.").add_run(" Caché.")
    if how in {"white", "nearly white"}:
        run.font.color.rgb = RGBColor.from_string("FFFFFF" if how == "white" else "FEFEFE")
    elif how == "speck":
        run.font.size = Pt(1)
    elif how == "by style":
        run.style = document.styles.add_style("Invisible", 2)
        run.style.font.color.rgb = RGBColor(255, 255, 255)
    elif how == "comment":
        run.text = ""
        document.add_comment(run, text="Caché.", author="x")
    else:
        run.text = ""
        row = document.add_table(rows=1, cols=2).rows[0]
        row.cells[0].text = row.cells[1].text = "Caché."
        row._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="x"/>'))
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read(tmp_path / "a.docx").blocks] == ["Visible."]


@pytest.mark.parametrize("ground", ["cell", "paragraph", "highlight", "table style"])
def test_white_letters_on_a_ground_are_read(tmp_path: Path, ground: str) -> None:
    """As in most headers of tables."""
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Année", "Nombre", "2024", "12"), strict=True):
        cell.text = words
    run = table.cell(0, 0).paragraphs[0].runs[0]
    run.font.color.rgb = RGBColor(255, 255, 255)
    if ground == "cell":
        table.cell(0, 0)._tc.get_or_add_tcPr().append(shaded("x", "1F3864")[0])  # type: ignore[index]
    elif ground == "paragraph":
        table.cell(0, 0).paragraphs[0]._p.get_or_add_pPr().append(shaded("x", "1F3864")[0])  # type: ignore[index]
    elif ground == "highlight":
        run.font.highlight_color = 1
    else:
        table.style = "Medium Shading 1 Accent 1"
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").blocks[0].text == "Année\tNombre\n2024\t12"


def test_text_box_of_an_old_document_is_read(tmp_path: Path) -> None:
    """As VML has it, without the copy that newer ones add; block-level custom XML is looked into."""
    document = Document()
    paragraph = document.add_paragraph("Ancre.")
    box = f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>Encadré.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    paragraph._p.append(parse_xml(box))
    held = f'<w:customXml {nsdecls("w")} w:element="x"><w:p><w:r><w:t>Balisé.</w:t></w:r></w:p></w:customXml>'
    document.element.body.insert(1, parse_xml(held))
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read(tmp_path / "a.docx").blocks] == ["Ancre.", "Encadré.", "Balisé."]


def test_document_with_macros_is_read(tmp_path: Path) -> None:
    """A .docm is a .docx under another name; its macros are not even opened."""
    document = Document()
    document.add_paragraph("Visible.")
    document.save(str(tmp_path / "a.docx"))
    with zipfile.ZipFile(tmp_path / "a.docx") as archive, zipfile.ZipFile(tmp_path / "a.docm", "w") as written:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "[Content_Types].xml":
                plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                data = data.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")
            written.writestr(name, data)
    assert [block.text for block in read(tmp_path / "a.docm").blocks] == ["Visible."]
