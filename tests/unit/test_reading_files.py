"""`read` finds the reader of a file, and names what keeps a file from being read."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from office_files import META, archive, ods, odt, rtf, xls
from openpyxl import Workbook
from pptx import Presentation
from pypdf import PdfWriter
from reading_files import encrypted, line, pdf

from indexer.errors import (
    ArchiveRefused,
    EmptyDocument,
    EncryptedFile,
    SourceError,
    SourceNotFound,
    UnreadableFile,
    UnsupportedType,
)
from indexer.reading import READERS, SUPPORTED, packages, read

if TYPE_CHECKING:
    from pathlib import Path


def test_every_suffix_is_read_whatever_its_case(tmp_path: Path) -> None:
    """`NOTE.MD` is Markdown."""
    path = tmp_path / "NOTE.MD"
    path.write_text("# Titre\n\nUne phrase.\n", encoding="utf-8")
    assert read(path).title == "Titre"
    assert set(SUPPORTED) == set(READERS) >= {".pdf", ".docx", ".html", ".htm", ".xlsx", ".csv", ".md", ".txt"}


def test_unknown_suffix_is_refused_with_what_is_supported(tmp_path: Path) -> None:
    """A picture is no publication, whether or not it is there."""
    with pytest.raises(UnsupportedType) as caught:
        read(tmp_path / "photo.png")
    assert caught.value.values["suffix"] == ".png"
    assert ".pdf" in caught.value.values["supported"]  # type: ignore[operator]


def test_missing_file_is_not_found(tmp_path: Path) -> None:
    """A folder whose name ends as a file's is not a file either."""
    (tmp_path / "dossier.pdf").mkdir()
    for name in ("absent.pdf", "dossier.pdf"):
        with pytest.raises(SourceNotFound):
            read(tmp_path / name)


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_file_of_zero_bytes_is_empty(tmp_path: Path, suffix: str) -> None:
    """In every format."""
    path = tmp_path / f"vide{suffix}"
    path.touch()
    with pytest.raises(EmptyDocument):
        read(path)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".csv"])
def test_file_without_a_word_is_empty(tmp_path: Path, suffix: str) -> None:
    """White space and punctuation are no words."""
    path = tmp_path / f"blanc{suffix}"
    path.write_text("\n \n***\n", encoding="utf-8")
    with pytest.raises(EmptyDocument):
        read(path)


def test_blank_docx_is_empty(tmp_path: Path) -> None:
    """A new document that nobody wrote in."""
    path = tmp_path / "blanc.docx"
    docx.Document().save(str(path))
    with pytest.raises(EmptyDocument):
        read(path)


@pytest.mark.parametrize("pages", [0, 3])
def test_pdf_without_text_is_empty_and_tells_its_pages(tmp_path: Path, pages: int) -> None:
    """No page at all, or scanned pages without text."""
    path = tmp_path / "scan.pdf"
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(path)
    with pytest.raises(EmptyDocument) as caught:
        read(path)
    assert caught.value.values["pages"] == pages


@pytest.mark.parametrize(
    "suffix", [".pdf", ".docx", ".docm", ".odt", ".rtf", ".pptx", ".pptm", ".xlsx", ".xlsm", ".xls", ".ods"]
)
def test_text_under_another_name_is_unreadable(tmp_path: Path, suffix: str) -> None:
    """A text file renamed."""
    path = tmp_path / f"faux{suffix}"
    path.write_text("Ceci n'est pas ce que dit son nom.\n" * 50, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv", ".tsv", ".rtf"])
def test_binary_under_a_text_name_is_unreadable(tmp_path: Path, suffix: str) -> None:
    """Bytes of a picture are not to become words."""
    path = tmp_path / f"image{suffix}"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_pdf_is_unreadable(tmp_path: Path, share: float) -> None:
    """A download that stopped: better no document than one that lost its last pages."""
    whole = pdf(tmp_path / "entier.pdf", [[line(72, 700, f"Page {number} du rapport.")] for number in range(5)])
    path = tmp_path / "coupe.pdf"
    path.write_bytes(whole.read_bytes()[: int(share * whole.stat().st_size)])
    with pytest.raises(UnreadableFile):
        read(path)


def test_truncated_docx_is_unreadable(tmp_path: Path) -> None:
    """A zip archive without its end."""
    whole = tmp_path / "entier.docx"
    document = docx.Document()
    document.add_paragraph("Une phrase.")
    document.save(str(whole))
    path = tmp_path / "coupe.docx"
    path.write_bytes(whole.read_bytes()[:-400])
    with pytest.raises(UnreadableFile):
        read(path)


def test_locked_files_are_encrypted_not_damaged(tmp_path: Path) -> None:
    """A PDF file and an Office file that ask for a password."""
    source = pdf(tmp_path / "clair.pdf", [[line(72, 700, "Texte confidentiel.")]])
    office = tmp_path / "verrou.docx"
    office.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    for path in (encrypted(tmp_path / "verrou.pdf", source, "secret"), office):
        with pytest.raises(EncryptedFile):
            read(path)


def test_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    """Its reading needs no password."""
    source = pdf(tmp_path / "clair.pdf", [[line(72, 700, "Un texte public, protégé contre la copie.")]])
    reading = read(encrypted(tmp_path / "protege.pdf", source, ""))
    assert "Un texte public, protégé contre la copie." in [block.text for block in reading.blocks]


def test_importing_the_package_loads_no_foreign_library() -> None:
    """Each format's library comes with its first file."""
    script = "import sys, indexer.reading; print([m for m in ('pypdf', 'docx', 'pptx', 'bs4', 'lxml', 'openpyxl', 'xlrd', 'markdown_it') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


SENTENCE = "La coordinatrice réunit les partenaires deux fois par an."


TEXTS = {
    ".csv": f"quoi;combien\n{SENTENCE};2\n",
    ".html": f"<h1>Réunions</h1><p>{SENTENCE}</p><table><tr><td>a<td rowspan=2>b</table>",
    ".md": f"# Réunions\n\n{SENTENCE}\n\n| a | b |\n|---|---|\n| c | d[^1] |\n\n[^1]: Note.\n",
}


def sound(path: Path) -> Path:
    """A small file that can be read, of the format that its suffix names."""
    match path.suffix:
        case ".docx":
            document = docx.Document()
            document.add_heading("Réunions", 1)
            document.add_paragraph(SENTENCE)
            document.add_table(rows=2, cols=2).cell(0, 0).text = "Année"
            document.save(str(path))
        case ".pptx":
            presentation = Presentation()
            slide = presentation.slides.add_slide(presentation.slide_layouts[1])
            slide.shapes.title.text, slide.placeholders[1].text = "Réunions", SENTENCE
            slide.shapes.add_table(2, 2, 0, 0, 900_000, 900_000).table.cell(0, 0).text = "Année"
            presentation.save(str(path))
        case ".xlsx":
            book = Workbook()
            for row in (["Quoi", "Combien"], [SENTENCE, 2]):
                book.active.append(row)
            book.save(path)
        case ".odt":
            odt(path, f"<text:h>Réunions</text:h><text:p>{SENTENCE}</text:p>", meta=META)
        case ".ods":
            ods(
                path,
                f"<table:table><table:table-row><table:table-cell><text:p>{SENTENCE}</text:p></table:table-cell></table:table-row></table:table>",
            )
        case ".rtf":
            rtf(
                path,
                f"\\pard\\s1 Réunions\\par\\pard {SENTENCE}\\par\\trowd\\cellx1\\intbl a\\cell b\\cell\\row",
                "{\\info{\\title x}}",
            )
        case ".xls":
            xls(path)
        case ".md" | ".txt":
            path.write_text(
                f"# Réunions\n\n{SENTENCE}\n\n| a | b |\n|---|---|\n| c | d[^1] |\n\n[^1]: Note.\n", encoding="utf-8"
            )
        case _:
            path.write_text(TEXTS.get(path.suffix, TEXTS[".md"]), encoding="utf-8")
    return path


OFFICE = (".docx", ".pptx", ".xlsx", ".odt", ".ods")


@pytest.mark.parametrize("suffix", [*OFFICE, ".rtf", ".xls", ".csv", ".html", ".md", ".txt"])
def test_damaged_bytes_raise_nothing_but_source_errors(tmp_path: Path, suffix: str) -> None:
    """Bytes changed, cut, repeated, at random places that a seed fixes; read, or refused by name."""
    whole = sound(tmp_path / f"entier{suffix}").read_bytes()
    assert read(tmp_path / f"entier{suffix}").blocks
    chance = random.Random(suffix)
    path = tmp_path / f"abime{suffix}"
    for _ in range(40):
        path.write_bytes(_damaged(whole, chance))
        try:
            read(path)
        except SourceError:
            continue


@pytest.mark.parametrize("suffix", OFFICE)
def test_damaged_parts_raise_nothing_but_source_errors(tmp_path: Path, suffix: str) -> None:
    """The archive is sound, one of its parts is not: damage that no checksum gives away."""
    with zipfile.ZipFile(sound(tmp_path / f"entier{suffix}")) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    chance = random.Random(suffix)
    for _ in range(40):
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        path = archive(tmp_path / f"abime{suffix}", {**parts, name: _damaged(parts[name], chance)})
        try:
            read(path)
        except SourceError:
            continue


def _damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed) or 1)
        match chance.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + chance.randint(1, 40)]
            case 2:
                changed[place:place] = changed[place : place + chance.randint(1, 200)]
            case 3:
                changed[place:place] = chance.choice(
                    [b"0", b"-1", b"99999999999", b'"', b"<", b"&x;", b"{", b"\\", b"\x00"]
                )
            case _:
                changed[place : place + 8] = bytes(chance.randrange(48, 58) for _ in range(8))
    return bytes(changed)


@pytest.mark.parametrize("suffix", OFFICE)
def test_truncated_packages_are_unreadable(tmp_path: Path, suffix: str) -> None:
    """A zip archive without its end."""
    whole = sound(tmp_path / f"entier{suffix}").read_bytes()
    path = tmp_path / f"coupe{suffix}"
    for share in (0.1, 0.5, 0.95):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(UnreadableFile):
            read(path)


@pytest.mark.parametrize("suffix", OFFICE)
def test_package_that_unpacks_without_measure_is_refused(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what its parts declare, and zipfile gives no byte more; too many parts likewise."""
    path = sound(tmp_path / f"bombe{suffix}")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bombe.xml", b" " * (packages.LARGEST_MARKUP * 1024 * 1024 // 100 + 1))
    monkeypatch.setattr(packages, "LARGEST_MARKUP", packages.LARGEST_MARKUP / 100)
    with pytest.raises(ArchiveRefused):
        read(path)
    monkeypatch.undo()
    monkeypatch.setattr(packages, "MOST_PARTS", 3)
    with pytest.raises(ArchiveRefused):
        read(path)


@pytest.mark.parametrize(
    ("suffix", "part"),
    [
        (".docx", "word/document.xml"),
        (".pptx", "ppt/slides/slide1.xml"),
        (".odt", "content.xml"),
        (".ods", "content.xml"),
    ],
)
def test_entities_are_not_expanded_and_local_files_not_read(tmp_path: Path, suffix: str, part: str) -> None:
    """A billion laughs, and a file of the machine called in: neither comes into the text."""
    secret = tmp_path / "secret.txt"
    secret.write_text("motdepasse", encoding="utf-8")
    with zipfile.ZipFile(sound(tmp_path / f"entier{suffix}")) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    declared = f'<!DOCTYPE x [{laughs}<!ENTITY vol SYSTEM "{secret.as_uri()}">]>'.encode()
    xml = parts[part].partition(b"?>")[2] if parts[part].startswith(b"<?xml") else parts[part]
    parts[part] = declared + xml.replace(SENTENCE.encode(), SENTENCE.encode() + b"&l9;&vol;")
    assert b"&vol;" in parts[part]
    try:
        words = " ".join(block.text for block in read(archive(tmp_path / f"piege{suffix}", parts)).blocks)
    except SourceError:
        return
    assert "motdepasse" not in words
    assert "haha" not in words


def test_locked_zip_parts_are_encrypted(tmp_path: Path) -> None:
    """A package whose parts need a password."""
    path = sound(tmp_path / "verrou.docx")
    data = path.read_bytes()
    central, local = b"PK\x01\x02", b"PK\x03\x04"
    for mark, offset in ((central, 8), (local, 6)):
        place = data.find(mark)
        while place >= 0:
            data = data[: place + offset] + b"\x01" + data[place + offset + 1 :]
            place = data.find(mark, place + 1)
    path.write_bytes(data)
    with pytest.raises(EncryptedFile):
        read(path)
