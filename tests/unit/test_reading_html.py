"""The web page reader keeps the article and leaves the site around it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from web_pages import PAGES, Page

from indexer.documents import BlockKind, Reading
from indexer.errors import UnreadableFile
from indexer.reading import read

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!DOCTYPE html><html><head><title>Titre de l’onglet – Site</title>
<meta name="author" content="Une association"><meta name="date" content="2025-03-01">
<style>p {{ color: red }}</style></head><body>
<header><p>Bandeau</p></header><nav><ul><li>Menu</li></ul></nav>
<main><article>{article}</article></main>
<aside><p>À lire aussi</p></aside><footer><p>Mentions</p></footer><script>var x = "script";</script></body></html>"""


def html(tmp_path: Path, article: str) -> Reading:
    """A saved page around an article, read."""
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(article=article), encoding="utf-8")
    return read(path)


def test_only_the_article_is_read(tmp_path: Path) -> None:
    """Nothing of the banner, the menus, the side column or the foot; properties from the head."""
    reading = html(
        tmp_path,
        "<h1>Le titre</h1><p>Une phrase.</p><h2>Partie</h2><ul><li>un point<ul><li>dessous</li></ul></li></ul>",
    )
    assert (reading.title, reading.author, reading.year) == ("Le titre", "Une association", 2025)
    assert [(b.kind, b.text, b.headings) for b in reading.blocks] == [
        (BlockKind.PARAGRAPH, "Une phrase.", ()),
        (BlockKind.HEADING, "Partie", ()),
        (BlockKind.LIST_ITEM, "un point", ("Partie",)),
        (BlockKind.LIST_ITEM, "dessous", ("Partie",)),
    ]


def test_page_without_h1_has_the_title_of_its_tab(tmp_path: Path) -> None:
    """`<title>` comes second."""
    assert html(tmp_path, "<p>Une phrase.</p>").title == "Titre de l’onglet – Site"


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">Caché</p>',
        '<p style="visibility:hidden">Caché</p>',
        "<p hidden>Caché</p>",
        '<div aria-hidden="true"><p>Caché</p></div>',
        "<form><p>Caché</p></form>",
        "<!-- Caché -->",
        "<template><p>Caché</p></template>",
    ],
)
def test_what_is_not_shown_is_not_read(tmp_path: Path, hidden: str) -> None:
    """Instructions in hidden text must not reach a reader either."""
    assert [block.text for block in html(tmp_path, f"<p>Montré.</p>{hidden}").blocks] == ["Montré."]


def test_tables_keep_captions_and_columns(tmp_path: Path) -> None:
    """From `<caption>` or from the « Tableau … » above; a cell over two rows is said in both."""
    rows = (
        "<tr><th>Région</th><th>Année</th></tr><tr><td rowspan=2>Bretagne</td><td>2024</td></tr><tr><td>2025</td></tr>"
    )
    reading = html(
        tmp_path, f"<table><caption>Tableau 1 – A</caption>{rows}</table><p>Tableau 2 – B</p><table>{rows}</table>"
    )
    assert [block.caption for block in reading.blocks] == ["Tableau 1 – A", "Tableau 2 – B"]
    assert {block.text for block in reading.blocks} == {"Région\tAnnée\nBretagne\t2024\nBretagne\t2025"}


def test_notes_are_blocks_and_their_calls_leave_the_text(tmp_path: Path) -> None:
    """An exponent after a unit stays."""
    reading = html(
        tmp_path,
        "<p>Selon FTS<sup><a href='#n1' role='doc-noteref'>1</a></sup>, 12 m<sup>2</sup> suffisent<sup>2</sup>.</p>"
        "<section role='doc-endnotes'><h2>Notes</h2><ol><li id='n1'>« Rapport », 2026. <a href='#r1' role='doc-backlink'>↩</a></li></ol></section>",
    )
    assert [(b.kind, b.text) for b in reading.blocks] == [
        (BlockKind.PARAGRAPH, "Selon FTS, 12 m2 suffisent."),
        (BlockKind.FOOTNOTE, "« Rapport », 2026."),
    ]


@pytest.mark.parametrize("declared", ['<meta charset="iso-8859-1">', '<meta charset="windows-1252">', ""])
def test_old_page_in_cp1252_is_read_right(tmp_path: Path, declared: str) -> None:
    """Even when it says ISO-8859-1, or nothing: œ, ’ and € are not in that one."""
    path = tmp_path / "page.html"
    words = "L’œuvre des élu·es coûte 3 000 €, d’après l’enquête menée à Évry. " * 3
    path.write_bytes(f"<html><head>{declared}</head><body><p>{words}</p></body></html>".encode("cp1252"))
    assert [block.text for block in read(path).blocks] == [words.strip()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_realistic_pages_give_their_article_and_nothing_else(tmp_path: Path, page: Page) -> None:
    """Blocks, title, author and date."""
    path = tmp_path / "sauvegarde.html"
    path.write_text(page.html, encoding="utf-8")
    reading = read(path)
    found = [(block.kind.value, "\n".join(filter(None, (block.caption, block.text)))) for block in reading.blocks]
    assert found == [(kind, words.strip()) for kind, words in page.blocks]
    assert (reading.title, reading.author, reading.date) == (page.title, page.author, page.date)


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2023-02-30T10:00:00Z">', ""),
        ('<meta name="DCTERMS.issued" content="2023/02/28">', "2023-02-28"),
        (
            '<script type="application/ld+json">[{"@type": "NewsArticle", "datePublished": "2022-01-31"}]</script>',
            "2022-01-31",
        ),
        ('<script type="application/ld+json">{pas du JSON</script>', ""),
        ('<meta name="date" content="1970-01-01">', ""),
    ],
)
def test_date_is_a_day_that_exists_and_is_credible(tmp_path: Path, head: str, date: str) -> None:
    """From whichever mark has it."""
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body><p>Une phrase.</p></body></html>", encoding="utf-8")
    assert read(path).date == date


def test_page_nested_without_measure_is_refused_at_once(tmp_path: Path) -> None:
    """Thirty thousand elements one in the other are no page."""
    path = tmp_path / "page.html"
    path.write_text("<p>Avant.</p>" + "<div>" * 30_000 + "Dedans." + "</div>" * 30_000, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read(path)


LONG = {
    "links": '<a href="/x">lien</a> ' * 10_000,
    "a table": "<table>" + ("<tr>" + "<td>1</td>" * 20 + "</tr>") * 2000 + "</table>",
    "items": f"<ul>{'<li>un mot</li>' * 20_000}</ul>",
}


@pytest.mark.parametrize("what", LONG)
def test_a_long_page_is_read_in_seconds(what: str, tmp_path: Path) -> None:
    """One to three of processor, where a look at the whole page for each element took minutes."""
    (tmp_path / "a.html").write_text(f"<main><h1>Titre</h1><p>Une phrase.</p>{LONG[what]}</main>", encoding="utf-8")
    began = time.process_time()
    assert read(tmp_path / "a.html").title == "Titre"
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("mark", "author", "date"),
    [
        ('<a rel="nofollow author" href="/a">Anne Martin</a>', "Anne Martin", ""),
        ('<span itemprop="author">Anne Martin</span>', "Anne Martin", ""),
        ('<p class="by author">Par <b class="fn">Anne Martin</b></p>', "Anne Martin", ""),
        ('<b class="fn">Anne Martin</b>', "", ""),
        ('<time pubdate datetime="2024-05-01">1er mai</time>', "", "2024-05-01"),
        ('<article><header><time datetime="2024-05-01">1er mai</time></header></article>', "", "2024-05-01"),
        ('<meta itemprop="datePublished" content="2024-05-01">', "", "2024-05-01"),
        ('<p>Le <time datetime="2024-05-01">1er mai</time>, tout change.</p>', "", ""),
    ],
)
def test_author_and_day_are_those_that_the_page_marks(mark: str, author: str, date: str, tmp_path: Path) -> None:
    """A name or a day that merely stands in the text is not the page's."""
    (tmp_path / "a.html").write_text(f"<body><h1>Titre</h1>{mark}<p>Une phrase.</p></body>", encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert (reading.author, reading.date) == (author, date)
