r"""Rich Text Format is read as its page shows it: no `\v`, no deletion, no header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from office_files import blocks, rtf

from indexer.documents import BlockKind
from indexer.errors import UnreadableFile
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def test_headings_by_their_styles_items_and_notes(tmp_path: Path) -> None:
    """In French or English; the title from the properties; notes last."""
    info = "{\\info{\\title Évaluer un contrat}{\\author Camille Martin}{\\creatim\\yr2019\\mo3\\dy5}{\\doccomm Caché}}"
    body = (
        "{\\header\\pard Caché\\par}\\pard\\s3 Évaluer un contrat\\par\\pard\\s4 Sommaire 3\\par"
        "\\pard\\s1 Pourquoi\\par\\pard\\plain Selon le {\\b rapport}{\\super\\chftn}{\\footnote\\pard {\\super\\chftn} « Rapport », 2026.\\par}, deux\\line lignes.\\par"
        "\\pard\\s2\\outlinelevel1 Avec qui\\par{\\listtext\\bullet\\tab}\\pard\\ls1 les élus ;\\par\\pard Fin.\\par"
    )
    reading = read(rtf(tmp_path / "a.rtf", body, info))
    assert (reading.title, reading.author, reading.year) == ("Évaluer un contrat", "Camille Martin", 2019)
    assert [(b.kind, b.text, b.headings) for b in reading.blocks] == [
        (BlockKind.HEADING, "Pourquoi", ()),
        (BlockKind.PARAGRAPH, "Selon le rapport, deux lignes.", ("Pourquoi",)),
        (BlockKind.HEADING, "Avec qui", ("Pourquoi",)),
        (BlockKind.LIST_ITEM, "les élus ;", ("Pourquoi", "Avec qui")),
        (BlockKind.PARAGRAPH, "Fin.", ("Pourquoi", "Avec qui")),
        (BlockKind.FOOTNOTE, "« Rapport », 2026.", ()),
    ]


def test_table_and_text_after_it(tmp_path: Path) -> None:
    """Two paragraphs of a cell are one text; what follows the last row is no cell."""
    body = (
        "\\pard Tableau 1 - Contrats\\par\\trowd\\cellx1\\cellx2\\pard\\intbl Année\\cell Nombre\\cell\\row"
        "\\trowd\\cellx1\\cellx2\\pard\\intbl 2024\\cell 12\\par environ\\cell\\row\\pard Suite.\\par"
        "\\trowd\\cellx1\\pard\\intbl À retenir.\\cell\\row\\pard Fin.\\par"
    )
    reading = read(rtf(tmp_path / "a.rtf", body))
    assert [(b.kind.value, b.text, b.caption) for b in reading.blocks] == [
        ("table", "Année\tNombre\n2024\t12 environ", "Tableau 1 - Contrats"),
        ("paragraph", "Suite.", ""),
        ("paragraph", "À retenir.", ""),
        ("paragraph", "Fin.", ""),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "{\\v Caché.}",
        "\\v Caché.\\v0 ",
        "{\\deleted Caché.}",
        "{\\fs2 Caché.}",
        "{\\cf1 Caché.}",
        "{\\cf1\\highlight1 Caché.}",
        "{\\*\\annotation Caché.}",
        "{\\*\\inconnu Caché.}",
        "{\\pict\\pngblip 89504e47}",
        "{\\*\\bkmkstart repere}",
        '{\\field{\\*\\fldinst HYPERLINK "https://exemple.fr"}}',
        "{\\object{\\*\\objdata 0105}}",
        "{\\xe Caché}",
        "\\bin5 {{{{{",
    ],
)
def test_what_is_not_shown_is_not_read(tmp_path: Path, hidden: str) -> None:
    """Hidden, deleted, tiny or white letters; comments, pictures, index marks, field codes, binary data."""
    assert blocks(read(rtf(tmp_path / "a.rtf", f"\\pard Avant {hidden}après.\\par"))) == [("paragraph", "Avant après.")]


def test_white_letters_on_a_coloured_cell_or_band_are_read(tmp_path: Path) -> None:
    """Shading of the row or of the letters."""
    body = (
        "\\trowd\\clcbpat2\\cellx1\\clcbpat2\\cellx2\\pard\\intbl\\cf1 Année\\cell Nombre\\cell\\row"
        "\\trowd\\cellx1\\cellx2\\pard\\plain\\intbl 2024\\cell 12\\cell\\row\\pard{\\cf1\\highlight2 Lisible.}\\par"
    )
    assert [text for _, text in blocks(read(rtf(tmp_path / "a.rtf", body)))] == ["Année\tNombre\n2024\t12", "Lisible."]


def test_characters_of_every_writing(tmp_path: Path) -> None:
    r"""Bytes by the code page or the font's character set, `\u` with its stand-ins skipped, rare ones in two halves."""
    body = "\\pard \\'8cuvre d\\rquote\\u201?\\u8217\\'92 {\\f1 \\'e8} \\u-10179?\\u-8704? 12\\~% \\uc2\\u339 oe\\uc1 \\emdash\\par"
    assert blocks(read(rtf(tmp_path / "a.rtf", body))) == [("paragraph", "Œuvre d’É’ č 😀 12\u00a0% œ—")]


@pytest.mark.parametrize("content", ["Du texte.", "{\\rtf1 Une phrase", "{\\rtf1" + "{" * 5000 + "x" + "}" * 5001])
def test_cut_or_false_files_are_unreadable(tmp_path: Path, content: str) -> None:
    """No such file, a file without its end, groups nested without measure."""
    path = tmp_path / "a.rtf"
    path.write_text(content, encoding="ascii")
    with pytest.raises(UnreadableFile):
        read(path)


def test_text_box_and_object_are_read_once(tmp_path: Path) -> None:
    """Not their copy for older readers."""
    body = (
        "\\pard Ancre.{\\shp{\\*\\shpinst{\\sp{\\sn fillColor}{\\sv 1}}{\\shptxt\\pard Encadré.\\par}}{\\shprslt Copie.}}\\par"
        "\\pard {\\object{\\*\\objdata 01}{\\result Montant}} total\\par"
    )
    assert [text for _, text in blocks(read(rtf(tmp_path / "a.rtf", body)))] == ["Ancre.", "Encadré.", "Montant total"]
