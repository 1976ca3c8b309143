"""Names, types, compressed bodies and titles of what is fetched."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import AnswerBroken, TooLarge, TypeRefused
from indexer.fetching.bodies import inflated
from indexer.fetching.formats import allowed_types, check_head, final_suffix, sniffed_suffix, told_suffix
from indexer.fetching.names import LONGEST_NAME, file_name, readable, slug
from indexer.fetching.pages import title_and_day

if TYPE_CHECKING:
    from pathlib import Path

# --- names ---


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.fr/notes/Synth%C3%A8se%20n%C2%B0%203.PDF", "synthese-n-3.pdf"),
        ("https://a.fr/", "a-fr.pdf"),
        ("https://a.fr/rapports/index.php", "rapports.pdf"),
        ("https://a.fr/actualites/titre/", "titre.pdf"),
        ("https://a.fr/?p=12&lang=fr", "p-12-lang-fr.pdf"),
        ("https://a.fr/CON", "con-page.pdf"),
        ("https://a.fr/..%2F..%2Fetc%2Fpasswd", "passwd.pdf"),
        ("https://a.fr/a%00b%0Ac.pdf", "a-b-c.pdf"),
        ("https://a.fr/v1.2-notes", "v1-2-notes.pdf"),
        ("https://a.fr/%E2%9C%A8/l%E2%80%99%C5%93il.html", "l-oeil.pdf"),
    ],
)
def test_names_are_what_people_would_write(url: str, name: str) -> None:
    """The last words of the address, accents dropped, on any system."""
    assert file_name(url, ".pdf", ()) == name


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=50))
def test_no_address_makes_an_unsafe_name(path: str, query: str) -> None:
    """Never out of the folder, never hidden, never too long, never the catalogue."""
    name = file_name(f"https://exemple.org/{path.replace('?', '').replace('#', '')}?{query}", ".html", ())
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?\.html", name)
    assert len(name) <= LONGEST_NAME + len("-page.html")


def test_a_name_that_is_taken_is_marked_by_its_address() -> None:
    """Always with the same mark; in a folder of its own it need not."""
    first = file_name("https://a.fr/1/x", ".pdf", {"x.pdf"})
    assert re.fullmatch(r"x-[0-9a-f]{8}\.pdf", first)
    assert first == file_name("https://a.fr/1/x", ".pdf", {"x.pdf"}) != file_name("https://a.fr/2/x", ".pdf", {"x.pdf"})
    assert file_name("https://a.fr/1/x", ".pdf", {"x.pdf"}, "documents") == "documents/x.pdf"


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_kebab_case_or_nothing(text: str) -> None:
    """And stays what it is."""
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert slug(slug(text)) == slug(text)


def test_a_name_makes_a_title_for_want_of_better() -> None:
    """Words and a capital."""
    assert readable("rapport_final-2021") == "Rapport final 2021"


# --- types ---


@pytest.mark.parametrize(
    ("media", "url", "suffix"),
    [
        ("application/pdf", "https://a.fr/x", ".pdf"),
        ("text/html; charset=utf-8", "https://a.fr/x.php", ".html"),
        ("application/octet-stream", "https://a.fr/x.DOCX?v=2", ".docx"),
        ("", "https://a.fr/x.htm", ".html"),
        ("text/plain", "https://a.fr/x.csv", ".csv"),
        ("text/plain", "https://a.fr/x.html", ".txt"),
        ("image/png", "https://a.fr/x.pdf", ""),
        ("", "https://a.fr/x", ""),
    ],
)
def test_a_type_as_the_site_tells_it(media: str, url: str, suffix: str) -> None:
    """Its media type when it is clear, else its address."""
    assert told_suffix(media, url) == suffix


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (b"%PDF-1.7", ".pdf"),
        (b"\r\n\r\n%PDF-1.4", ".pdf"),
        (rb"{\rtf1\ansi", ".rtf"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML>", ".html"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<html xmlns="">', ".html"),
        (b"<htmlish>", None),
        (b"Un texte.", None),
        (b"\xff\xfeU\0n\0", None),
        (b"\x89PNG\r\n\x1a\n\0\0", ""),
        (b"", None),
    ],
)
def test_a_type_as_the_bytes_tell_it(head: bytes, suffix: str | None) -> None:
    """`None` leaves it to the site."""
    assert sniffed_suffix(head) == suffix


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_telling_of_types_fail(head: bytes) -> None:
    """It is told, or refused."""
    with contextlib.suppress(TypeRefused):
        check_head("https://a.fr/x.pdf", "application/pdf", head, {".pdf", ".html"})
    assert sniffed_suffix(head) in {None, "", ".pdf", ".html", ".rtf"}


def packed(*names: str, mimetype: str = "") -> bytes:
    """A zip archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        (packed("word/document.xml"), ".docx"),
        (packed("xl/workbook.xml"), ".xlsx"),
        (packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
    ],
)
def test_a_package_is_told_by_its_members(body: bytes, suffix: str, tmp_path: Path) -> None:
    """Whatever the site calls it."""
    (tmp_path / "x").write_bytes(body)
    assert final_suffix("https://a.fr/x.zip", "application/zip", tmp_path / "x", {suffix}) == suffix


@pytest.mark.parametrize(
    "body",
    [packed("a.txt"), packed("word/x")[:-20], packed("a", mimetype="application/epub+zip")],
    ids=["text", "cut short", "book"],
)
def test_another_package_is_refused(body: bytes, tmp_path: Path) -> None:
    """Archives, cut ones, books."""
    (tmp_path / "x").write_bytes(body)
    with pytest.raises(TypeRefused):
        final_suffix("https://a.fr/x.docx", "application/zip", tmp_path / "x", {".docx"})


def test_only_what_can_be_indexed_may_be_fetched() -> None:
    """Whatever is wished; nothing wished is all of it."""
    assert ".pdf" in allowed_types(())
    assert allowed_types((".PDF", ".htm", ".exe")) == {".pdf", ".html"}


# --- bodies ---


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=300_000), min_size=1, max_size=3), st.sampled_from([gzip.compress, zlib.compress]))
def test_what_was_compressed_comes_back(parts: list[bytes], compress: object) -> None:
    """In one member or several."""
    body = b"".join(compress(part) for part in parts)  # type: ignore[operator]
    total = b"".join(parts)
    assert b"".join(inflated("u", io.BytesIO(body), len(total))) == total
    if total:
        with pytest.raises(TooLarge):
            list(inflated("u", io.BytesIO(body), len(total) - 1))


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=5000), st.integers(min_value=1))
def test_what_was_cut_is_told(data: bytes, cut: int) -> None:
    """Never taken for whole."""
    body = gzip.compress(data)
    with pytest.raises(AnswerBroken):
        list(inflated("u", io.BytesIO(body[: len(body) - 1 - cut % len(body)]), 10_000))


def test_a_bomb_never_stands_in_memory() -> None:
    """It is met piece by piece, and left at the limit."""
    bomb = io.BytesIO(gzip.compress(b"\0" * 20_000_000))
    pieces = []
    with pytest.raises(TooLarge):
        pieces.extend(inflated("u", bomb, 100_000))
    assert max(map(len, pieces)) <= 65_536


# --- titles ---


@pytest.mark.parametrize(
    ("page", "title", "day"),
    [
        ("<title>A | Site</title><h1>Le  titre</h1>", "Le titre", ""),
        ("<title>A | Site</title><h1>Un</h1><h1>Deux</h1>", "A | Site", ""),
        ('<meta property="og:title" content="Og"><title>A</title><h1>Un</h1><h1>Deux</h1>', "Og", ""),
        ('<meta name="DC.date" content="2021-02-03"><p>x', "", "2021-02-03"),
        ('<meta property="article:published_time" content="2021-13-45"><title>T', "T", ""),
        ("<h1><b>L&rsquo;été</b></h1>", "L’été", ""),
        ("", "", ""),
        ("<!-- -->", "", ""),
    ],
)
def test_a_page_tells_its_title_and_day(page: str, title: str, day: str, tmp_path: Path) -> None:
    """One first-level heading before the `<title>`."""
    (tmp_path / "x.html").write_text(page, encoding="utf-8")
    assert title_and_day(tmp_path / "x.html") == (title, day)


def test_a_page_in_another_encoding_is_read_as_it_declares(tmp_path: Path) -> None:
    """Latin-1, as old sites are."""
    (tmp_path / "x.html").write_bytes('<meta charset="iso-8859-1"><title>Été</title>'.encode("latin-1"))
    assert title_and_day(tmp_path / "x.html")[0] == "Été"
    (tmp_path / "y.html").write_bytes(("é" * 300_000).encode() + b"<title>T</title>")
    assert title_and_day(tmp_path / "y.html") == ("", "")
