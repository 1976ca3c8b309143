"""Fetching from a real server: what comes, what is asked again, what goes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from fetching_desk import DAY, HOUR, addresses, outcome
from web_site import garbage, html_page, pdf, silent, status

from indexer.fetching.run import FETCHED

if TYPE_CHECKING:
    from fetching_desk import Desk
    from web_site import Site

pytest_plugins = ["fetching_fixtures"]


def test_addresses_become_files_with_readable_names_and_a_catalogue(desk: Desk, site: Site) -> None:
    """The suffix is that of the content, the title and the day those of the page."""
    site.gives("/notes/Rapport%20d%C3%A9finitif%20(v2).pdf", pdf(), "application/pdf")
    site.gives("/actualites/la-sante-d-abord/", html_page("La santé d’abord", day="2024-05-06"))
    report = desk.urls(site, "/notes/Rapport définitif (v2).pdf", "/actualites/la-sante-d-abord/")
    assert outcome(report) == {
        "new": ["actualites/la-sante-d-abord/", "notes/Rapport%20d%C3%A9finitif%20(v2).pdf"],
    }
    assert list(desk.files()) == ["la-sante-d-abord.html", "rapport-definitif-v2.pdf"]
    assert desk.catalogue() == {
        "la-sante-d-abord.html": ("La santé d’abord", "2024-05-06", f"{site.url}/actualites/la-sante-d-abord/"),
        "rapport-definitif-v2.pdf": (
            "Rapport definitif v2",
            "",
            f"{site.url}/notes/Rapport%20d%C3%A9finitif%20(v2).pdf",
        ),
    }


def test_two_addresses_never_share_a_file(desk: Desk, site: Site) -> None:
    """Same last word, other folder: the second is marked, and keeps its mark."""
    for year in ("2023", "2024"):
        site.gives(f"/{year}/bilan.pdf", pdf(year), "application/pdf")
    desk.urls(site, "/2023/bilan.pdf", "/2024/bilan.pdf")
    files = desk.files()
    assert len(files) == 2
    site.gives("/2024/bilan.pdf", pdf("autre"), "application/pdf")
    desk.urls(site, "/2023/bilan.pdf", "/2024/bilan.pdf")
    assert list(desk.files()) == list(files)
    assert desk.files()["bilan.pdf"] == files["bilan.pdf"]


def test_what_did_not_change_costs_a_question_without_answer(desk: Desk, site: Site) -> None:
    """The second fetch sends the ETag, gets 304, receives nothing; a change is fetched."""
    site.gives("/a.pdf", pdf("un"), "application/pdf")
    desk.urls(site, "/a.pdf")
    again = desk.urls(site, "/a.pdf")
    assert outcome(again) == {"unchanged": ["a.pdf"]}
    assert (again.meter.received, again.meter.requests) == (0, 1)
    assert site.asked("/a.pdf")[1].headers["if-none-match"]
    site.gives("/a.pdf", pdf("deux"), "application/pdf")
    assert outcome(desk.urls(site, "/a.pdf")) == {"changed": ["a.pdf"]}
    assert desk.files() == {"a.pdf": pdf("deux")}


def test_a_site_without_etags_is_asked_by_date_or_compared(desk: Desk, site: Site) -> None:
    """`If-Modified-Since` where there is a date; the same bytes are no change where there is nothing."""
    site.pages["/dated.txt"] = status(
        200, b"mot", Content_Type="text/plain", Last_Modified="Mon, 03 Feb 2025 10:00:00 GMT"
    )
    site.pages["/bare.txt"] = status(200, b"mot", Content_Type="text/plain")
    desk.urls(site, "/dated.txt", "/bare.txt")
    assert outcome(desk.urls(site, "/dated.txt", "/bare.txt")) == {"unchanged": ["bare.txt", "dated.txt"]}
    assert site.asked("/dated.txt")[1].headers["if-modified-since"] == "Mon, 03 Feb 2025 10:00:00 GMT"
    assert "if-modified-since" not in site.asked("/bare.txt")[1].headers


def test_a_copy_that_was_lost_is_fetched_again(desk: Desk, site: Site) -> None:
    """No condition is sent for a file that is not there any more."""
    site.gives("/a.pdf", pdf(), "application/pdf")
    desk.urls(site, "/a.pdf")
    (desk.data_dir / FETCHED / "essai" / "a.pdf").unlink()
    desk.urls(site, "/a.pdf")
    assert desk.files() == {"a.pdf": pdf()}


def test_a_damaged_state_is_begun_anew(desk: Desk, site: Site) -> None:
    """The same files, under the same names."""
    site.gives("/a.pdf", pdf(), "application/pdf")
    desk.urls(site, "/a.pdf")
    (desk.data_dir / FETCHED / "state.sqlite3").write_bytes(b"not a database" * 100)
    assert outcome(desk.urls(site, "/a.pdf")) == {"new": ["a.pdf"]}
    assert list(desk.files()) == ["a.pdf"]


def docx() -> bytes:
    """What is packed as a Word document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>" * 1000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("path", "media", "body", "file"),
    [
        ("/download.php", "text/html", pdf(), "download.pdf"),
        ("/rapport.pdf", "application/pdf", html_page("Erreur").encode(), "rapport.html"),
        ("/fichier", "application/octet-stream", docx(), "fichier.docx"),
        ("/fichier.docx", "application/zip", docx(), "fichier.docx"),
        ("/tableau.csv", "text/plain", b"a;b\n1;2\n", "tableau.csv"),
        ("/lisez-moi", "text/plain; charset=utf-8", "Été".encode(), "lisez-moi.txt"),
        ("/p?id=3&lang=fr", "text/html", b"<p>Sans en-t\xc3\xaate</p>", "p-id-3-lang-fr.html"),
    ],
)
def test_the_content_tells_the_type_whatever_the_site_says(
    path: str, media: str, body: bytes, file: str, desk: Desk, site: Site
) -> None:
    """Bytes first, then the announced type, then the name."""
    site.gives(path, body, media)
    desk.urls(site, path)
    assert desk.files() == {file: body}


@pytest.mark.parametrize(
    ("path", "media", "body"),
    [
        ("/photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 50_000),
        ("/film.pdf", "application/pdf", b"\0\0\0\x18ftypmp42" + b"\0" * 50_000),
        ("/archive.zip", "application/zip", b"PK\x03\x04junk"),
        ("/data.json", "application/json", b'{"a": 1}'),
    ],
)
def test_what_cannot_be_indexed_is_refused(path: str, media: str, body: bytes, desk: Desk, site: Site) -> None:
    """Told as such, nothing is kept."""
    site.gives(path, body, media)
    report = desk.urls(site, path)
    assert outcome(report) == {"refused": [path[1:]]}
    assert "ne s’indexe pas" in report.refused[0].reason
    assert desk.files() == {}
    assert not list((desk.data_dir / FETCHED / ".parts").iterdir())


def test_a_copy_whose_type_changes_changes_its_name(desk: Desk, site: Site) -> None:
    """And the old one goes."""
    site.gives("/doc", html_page("Une page"))
    desk.urls(site, "/doc")
    site.gives("/doc", pdf(), "application/pdf")
    assert outcome(desk.urls(site, "/doc")) == {"changed": ["doc"]}
    assert list(desk.files()) == ["doc.pdf"]


def test_a_page_that_disappears_is_removed_when_it_is_sure(desk: Desk, site: Site) -> None:
    """404: kept, told; still 404 an hour later: removed, told. 410: at once."""
    site.gives("/a.pdf", pdf("a"), "application/pdf")
    site.gives("/b.pdf", pdf("b"), "application/pdf")
    desk.urls(site, "/a.pdf", "/b.pdf")
    site.pages["/a.pdf"], site.pages["/b.pdf"] = status(404), status(410)
    first = desk.urls(site, "/a.pdf", "/b.pdf")
    assert outcome(first) == {"failed": ["a.pdf"], "removed": ["b.pdf"]}
    assert "la copie est gardée" in first.failed[0].reason
    assert first.removed[0].reason == "n’existe plus (erreur HTTP 410)"
    assert outcome(desk.urls(site, "/a.pdf"))["failed"] == ["a.pdf"]
    desk.now += 2 * HOUR
    assert outcome(desk.urls(site, "/a.pdf")) == {"removed": ["a.pdf"]}
    assert desk.files() == {}
    assert desk.catalogue() == {}


def test_a_page_that_comes_back_was_never_gone(desk: Desk, site: Site) -> None:
    """A 404 between two good answers leaves no trace."""
    site.gives("/a.pdf", pdf("a"), "application/pdf")
    good = site.pages["/a.pdf"]
    for answer in (good, status(404), good, status(404)):
        site.pages["/a.pdf"] = answer
        desk.now += 2 * HOUR
        report = desk.urls(site, "/a.pdf")
    assert outcome(report) == {"failed": ["a.pdf"]}
    assert list(desk.files()) == ["a.pdf"]


@pytest.mark.parametrize("answer", [status(500), status(503), silent(), garbage(), status(401)])
def test_a_site_that_is_down_removes_nothing(answer: object, desk: Desk, site: Site) -> None:
    """However long it lasts."""
    site.gives("/a.pdf", pdf("a"), "application/pdf")
    desk.urls(site, "/a.pdf")
    site.pages["/a.pdf"] = answer  # type: ignore[assignment]
    for _ in range(3):
        desk.now += DAY
        assert outcome(desk.urls(site, "/a.pdf", tries=1, read_seconds=0.1)) == {"failed": ["a.pdf"]}
    assert desk.files() == {"a.pdf": pdf("a")}


def test_an_address_taken_off_the_list_is_removed(desk: Desk, site: Site) -> None:
    """Or excluded by a pattern."""
    for name in "abc":
        site.gives(f"/{name}.pdf", pdf(name), "application/pdf")
    desk.urls(site, "/a.pdf", "/b.pdf", "/c.pdf")
    report = desk.fetch(addresses(site, "/a.pdf", "/b.pdf", exclude=("*/b.pdf",)))
    assert outcome(report) == {"unchanged": ["a.pdf"], "removed": ["b.pdf", "c.pdf"]}
    assert [entry.reason for entry in report.removed] == [
        "écarté par les motifs de la source",
        "n’est plus annoncé par la source",
    ]


def test_no_more_documents_than_the_source_may_have(desk: Desk, site: Site) -> None:
    """The others wait."""
    for name in "abc":
        site.gives(f"/{name}.pdf", pdf(name), "application/pdf")
    source = addresses(site, "/a.pdf", "/b.pdf", "/c.pdf", max_items=2)
    assert outcome(desk.fetch(source)) == {"new": ["a.pdf", "b.pdf"], "waiting": ["c.pdf"]}
