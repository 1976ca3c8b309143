"""Rendering the corpus: a text becomes each format people have, and a text left behind is noticed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from evals.publications.__main__ import main
from evals.publications.ledger import Stale, stale_files
from evals.publications.markup import mark_up
from evals.publications.publication import read_catalogue
from indexer.errors import CatalogueError, SourceNotFound

CORPUS = Path(__file__).parents[2] / "corpus"

TITLE = "Deux quartiers, une coordination"
BODY = f"""# {TITLE}

> Résumé rédigé pour Repères à partir de : « Essai » (Repères, 2026). Ce document ne remplace pas la publication.

Une coordination couvre deux quartiers en 2025[^a].

## Ce qui est fait

- Une permanence par semaine[^b][^a].

Tableau 1 – Permanences, en nombre (2025)

| Quartier | Permanences |
|---|---|
| Premier | 12 |

## Ce qui reste

La permanence est maintenue en 2026[^b].

[^a]: « Bilan », Repères, 2025, https://exemple.fr/bilan.
[^b]: « Programme », Repères, 2026.
"""


def write_corpus(folder: Path, name: str, *, front: str | None = None, title: str = TITLE) -> Path:
    """Write a corpus of one text in `folder`, its format read off the rendered file's name."""
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    front = front or f"format: {name.rpartition('.')[2]}"
    (folder / "texts" / "essai.md").write_text(f"---\n{front}\n---\n{BODY}", encoding="utf-8")
    (folder / "catalogue.yaml").write_text(
        f'publications:\n  - {{id: essai, title: "{title}", kind: fiche-experience, publisher: "Repères", '
        f'year: 2026, licence: "Licence Ouverte 2.0", file: {name}}}\n',
        encoding="utf-8",
    )
    return folder


def render(corpus: Path) -> int:
    """Render as the command does."""
    return main(["--corpus", str(corpus)])


def needs(module: str) -> None:
    """Skip, saying so, when the extra that renders is not installed or lacks its system libraries."""
    try:
        __import__(module)
    except (ImportError, OSError) as error:
        pytest.skip(f"{module} is missing, install the extra `corpus`: {error}")


@pytest.fixture(params=["one-column", "two-columns", "booklet"])
def pdf(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The text laid out in each way."""
    needs("weasyprint")
    corpus = write_corpus(tmp_path, "fiches/essai.pdf", front=f"format: pdf\nlayout: {request.param}\ntoc: true")
    assert render(corpus) == 0
    return corpus / "fiches/essai.pdf"


def test_pdf_has_running_lines_contents_notes_and_metadata(pdf: Path) -> None:
    """Cover, contents with page numbers, page n / N, notes where they are called, title and outline."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    assert reader.metadata is not None
    assert reader.metadata.title == TITLE
    assert reader.metadata.author == "Repères, d’après Repères"
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["Ce qui est fait", "Ce qui reste"]
    pages = [page.extract_text() for page in reader.pages]
    assert "Résumé rédigé pour Repères" in pages[0]
    assert "Sommaire" in pages[1]
    assert f"2 / {len(pages)}" in pages[1]
    assert "Tableau 1 – Permanences, en nombre (2025)" in pages[2]
    assert "« Bilan », Repères, 2025" in pages[2]


def test_a_booklet_starts_each_part_on_a_page_and_repeats_its_notes(tmp_path: Path) -> None:
    """A5, and a note called in two parts is printed in both: the page can be read alone."""
    needs("weasyprint")
    from pypdf import PdfReader

    corpus = write_corpus(tmp_path, "fiches/essai.pdf", front="format: pdf\nlayout: booklet")
    assert render(corpus) == 0
    reader = PdfReader(corpus / "fiches/essai.pdf")
    last = reader.pages[-1].extract_text()
    assert "Ce qui reste" in last
    assert "Ce qui est fait" not in last
    assert "« Programme »" in last
    assert float(reader.pages[0].mediabox.width) == pytest.approx(419.5, abs=1)


def test_docx_has_true_headings_one_footnote_a_source_and_a_caption(tmp_path: Path) -> None:
    """Styles of a word processor, a note recalled by its number the second time, metadata from the catalogue."""
    needs("pypandoc")
    import docx

    corpus = write_corpus(tmp_path, "fiches/essai.docx")
    assert render(corpus) == 0
    document = docx.Document(str(corpus / "fiches/essai.docx"))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert styles[TITLE] == "Title"
    assert styles["Ce qui est fait"] == "Heading 1"
    assert styles["Tableau 1 – Permanences, en nombre (2025)"] == "Table Caption"
    assert document.tables[0].cell(1, 1).text == "12"
    with zipfile.ZipFile(corpus / "fiches/essai.docx") as parts:
        notes = parts.read("word/footnotes.xml").decode()
    assert (notes.count("Bilan"), notes.count("Programme")) == (1, 1)
    assert "La permanence est maintenue en 2026" in "".join(styles)


def test_html_is_a_page_with_menus_around_its_article(tmp_path: Path) -> None:
    """Text, caption and notes are in the article; menus are not; nothing is loaded from elsewhere."""
    needs("jinja2")
    from bs4 import BeautifulSoup

    corpus = write_corpus(tmp_path, "fiches/essai.html")
    assert render(corpus) == 0
    page = BeautifulSoup((corpus / "fiches/essai.html").read_text(encoding="utf-8"), "lxml")
    article = page.article
    assert article is not None
    assert page.nav is not None
    assert article.find("nav") is None
    assert article.caption is not None
    assert article.caption.text == "Tableau 1 – Permanences, en nombre (2025)"
    assert len(article.select(".notes li")) == 2
    assert not page.select("script, link, img")


def test_markdown_is_the_text_without_its_front_matter(tmp_path: Path) -> None:
    """Nothing else changes."""
    needs("jinja2")
    corpus = write_corpus(tmp_path, "fiches/essai.md")
    assert render(corpus) == 0
    assert (corpus / "fiches/essai.md").read_text(encoding="utf-8") == BODY


def test_a_workbook_keeps_text_as_text_and_types_shares_as_numbers(tmp_path: Path) -> None:
    """« 40 % » is the number 0,4 shown as a share; « 15 à 30 » stays what it is."""
    needs("xlsxwriter")
    from openpyxl import load_workbook

    corpus = write_corpus(tmp_path, "fiches/essai.xlsx", title="Chiffres")
    (corpus / "texts/essai.md").unlink()
    (corpus / "texts/essai.yaml").write_text(
        "format: xlsx\nsheets:\n"
        "  - {name: Feuille, title: Chiffres, columns: [Part, Nombre, Fourchette], rows: [[40 %, 1362, 15 à 30]]}\n",
        encoding="utf-8",
    )
    assert render(corpus) == 0
    sheet = load_workbook(corpus / "fiches/essai.xlsx")["Feuille"]
    assert [cell.value for cell in sheet[4]] == [0.4, 1362, "15 à 30"]
    assert "%" in sheet["A4"].number_format


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "md"])
def test_rendering_twice_writes_the_same_bytes(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two maintainers get the same file, on two days."""
    needs("weasyprint")
    needs("pypandoc")
    corpus = write_corpus(tmp_path, f"fiches/essai.{suffix}")
    assert render(corpus) == 0
    first = (corpus / f"fiches/essai.{suffix}").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert render(corpus) == 0
    assert (corpus / f"fiches/essai.{suffix}").read_bytes() == first


def test_check_notices_a_changed_text_a_missing_file_and_an_unexplained_one(tmp_path: Path) -> None:
    """`--check` passes after rendering, and fails for each of the three."""
    needs("jinja2")
    corpus = write_corpus(tmp_path, "fiches/essai.md")
    assert main(["--corpus", str(corpus), "--check"]) == 1
    assert render(corpus) == 0
    assert main(["--corpus", str(corpus), "--check"]) == 0

    text = corpus / "texts/essai.md"
    text.write_text(text.read_text(encoding="utf-8").replace("deux quartiers", "trois quartiers"), encoding="utf-8")
    assert stale_files(corpus, read_catalogue(corpus)) == [Stale("fiches/essai.md", "changed")]

    (corpus / "fiches/essai.md").unlink()
    (corpus / "fiches/autre.md").write_text("sans entrée", encoding="utf-8")
    expected = [Stale("fiches/essai.md", "missing"), Stale("fiches/autre.md", "unknown")]
    assert stale_files(corpus, read_catalogue(corpus)) == expected
    assert main(["--corpus", str(corpus), "--check"]) == 1


def test_check_notices_a_changed_entry(tmp_path: Path) -> None:
    """The year printed on the page comes from the catalogue: changing it makes the file stale."""
    needs("jinja2")
    corpus = write_corpus(tmp_path, "fiches/essai.md")
    assert render(corpus) == 0
    catalogue = corpus / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("2026", "2025"), encoding="utf-8")
    assert [stale.reason for stale in stale_files(corpus, read_catalogue(corpus))] == ["changed"]


def test_entry_and_text_must_agree(tmp_path: Path) -> None:
    """Another title, or another format, is refused rather than printed."""
    needs("jinja2")
    from evals.publications.rendering import render as render_one

    for corpus, field in (
        (write_corpus(tmp_path / "title", "fiches/essai.md", title="Un autre titre"), "title"),
        (write_corpus(tmp_path / "format", "fiches/essai.md", front="format: html"), "file"),
    ):
        with pytest.raises(CatalogueError) as caught:
            render_one(read_catalogue(corpus)[0])
        assert caught.value.values["field"] == field
        assert render(corpus) == 1


def test_an_entry_without_text_is_an_error(tmp_path: Path) -> None:
    """The catalogue cannot announce what nobody wrote."""
    corpus = write_corpus(tmp_path, "fiches/essai.md")
    (corpus / "texts/essai.md").unlink()
    with pytest.raises(SourceNotFound):
        read_catalogue(corpus)


def test_neighbouring_note_calls_do_not_run_together() -> None:
    """Notes 2 and 1 called together are not note 21."""
    body = mark_up(BODY, notes_at="end").body
    assert "2</a></sup><sup>\u00a0<a" in body


def test_addresses_end_before_the_punctuation_of_their_sentence() -> None:
    """The full stop after an address is not part of it."""
    assert '<a href="https://exemple.fr/bilan">' in mark_up(BODY, notes_at="end").notes[0]


def test_the_committed_corpus_is_rendered() -> None:
    """Every file of the corpus stands for its text: what CI checks."""
    assert main(["--corpus", str(CORPUS), "--check"]) == 0
