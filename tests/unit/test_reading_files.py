"""`read` finds the reader of a file, and names what keeps a file from being read."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import docx
import pytest
from pypdf import PdfWriter
from reading_files import encrypted, line, pdf

from indexer.errors import EmptyDocument, EncryptedFile, SourceNotFound, UnreadableFile, UnsupportedType
from indexer.reading import READERS, SUPPORTED, read

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


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_text_under_another_name_is_unreadable(tmp_path: Path, suffix: str) -> None:
    """A text file renamed."""
    path = tmp_path / f"faux{suffix}"
    path.write_text("Ceci n'est pas ce que dit son nom.\n" * 50, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".csv"])
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
    script = "import sys, indexer.reading; print([m for m in ('pypdf', 'docx', 'bs4', 'openpyxl', 'markdown_it') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
