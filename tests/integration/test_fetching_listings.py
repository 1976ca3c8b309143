"""Feeds, sitemaps and catalogues: what they list comes, what they no longer list goes when it is sure."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import yaml
from fetching_desk import DAY, feed, of_sitemap, outcome
from web_site import html_page, pdf, rss, sitemap, sitemap_index, status

from indexer.catalogue import load_catalogue
from indexer.fetching.configuration import Source, SourceKind
from indexer.fetching.run import FETCHED

if TYPE_CHECKING:
    from pathlib import Path

    from fetching_desk import Desk
    from web_site import Site

pytest_plugins = ["fetching_fixtures"]


def test_a_feed_gives_its_pages_and_their_attached_files(desk: Desk, site: Site) -> None:
    """With the entry's title and its day where it was written."""
    site.gives(
        "/feed/", rss(site, ("Une &amp; deux", "/un/", "/un.pdf"), ("Trois", "/trois/", "")), "application/rss+xml"
    )
    for path in ("/un/", "/trois/"):
        site.gives(path, html_page(f"Page {path}"))
    site.gives("/un.pdf", pdf(), "application/pdf")
    report = desk.fetch(feed(site))
    assert outcome(report) == {"new": ["trois/", "un.pdf", "un/"]}
    assert desk.catalogue()["un.pdf"] == ("Une & deux", "2025-02-03", f"{site.url}/un.pdf")


def test_an_unchanged_feed_is_not_sent_again_and_its_pages_are_still_asked(desk: Desk, site: Site) -> None:
    """304 for the feed; a page that failed is tried again; one that left the feed is asked after a week."""
    site.gives("/feed/", rss(site, ("Un", "/un/", ""), ("Deux", "/deux/", "")), "application/rss+xml")
    site.gives("/un/", html_page("Un"))
    assert outcome(desk.fetch(feed(site))) == {"new": ["un/"], "failed": ["deux/"]}
    site.gives("/deux/", html_page("Deux"))
    again = desk.fetch(feed(site))
    assert outcome(again) == {"new": ["deux/"], "unchanged": ["un/"]}
    assert "if-none-match" in site.asked("/feed/")[1].headers

    site.gives("/feed/", rss(site, ("Deux", "/deux/", "")), "application/rss+xml")
    site.paths()
    assert outcome(desk.fetch(feed(site))) == {"unchanged": ["deux/", "un/"]}
    assert "/un/" not in site.paths()
    desk.now += 8 * DAY
    site.pages["/un/"] = status(410)
    assert outcome(desk.fetch(feed(site))) == {"unchanged": ["deux/"], "removed": ["un/"]}


@pytest.mark.parametrize("body", ["<html><body>Maintenance</body></html>", "", "\0\1\2", "<rss"])
def test_what_is_no_feed_removes_nothing(body: str, desk: Desk, site: Site) -> None:
    """A maintenance page in its place."""
    site.gives("/feed/", rss(site, ("Un", "/un/", "")), "application/rss+xml")
    site.gives("/un/", html_page("Un"))
    desk.fetch(feed(site))
    site.gives("/feed/", body)
    report = desk.fetch(feed(site))
    assert outcome(report) == {"failed": ["feed/"]}
    assert not report.listed
    assert list(desk.files()) == ["un.html"]
    assert list(desk.catalogue()) == ["un.html"]


def test_a_site_is_read_by_the_sitemap_that_its_robots_txt_names(desk: Desk, site: Site) -> None:
    """An index, a compressed sitemap, one in plain text; other hosts are not followed."""
    site.gives("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.url}/plans.xml\n", "text/plain")
    site.gives("/plans.xml", sitemap_index(site, "/pages.xml.gz", "/textes.txt"), "application/xml")
    packed = sitemap(site, ("/un/", "2025-02-03")).replace(
        "</urlset>", "<url><loc>http://ailleurs.org/x</loc></url></urlset>"
    )
    site.gives("/pages.xml.gz", gzip.compress(packed.encode()), "application/x-gzip")
    site.gives("/textes.txt", f"{site.url}/deux.pdf\n{site.url}/un/\n", "text/plain")
    site.gives("/un/", html_page("Un"))
    site.gives("/deux.pdf", pdf(), "application/pdf")
    report = desk.fetch(of_sitemap(site))
    assert [entry.name for entry in report.refused] == ["http://ailleurs.org/x"]
    assert outcome(report)["new"] == ["deux.pdf", "un/"]


def test_a_page_whose_sitemap_says_nothing_new_is_not_asked(desk: Desk, site: Site) -> None:
    """Until `lastmod` changes, or a week has passed."""
    site.gives("/sitemap.xml", sitemap(site, ("/un/", "2025-02-03"), ("/deux/", "")), "application/xml")
    for path in ("/un/", "/deux/"):
        site.gives(path, html_page(path))
    desk.fetch(of_sitemap(site))
    site.paths()
    assert outcome(desk.fetch(of_sitemap(site))) == {"unchanged": ["deux/", "un/"]}
    assert site.paths() == ["/sitemap.xml", "/deux/"]
    site.gives("/un/", html_page("Un, revu"))
    site.gives("/sitemap.xml", sitemap(site, ("/un/", "2025-03-04"), ("/deux/", "")), "application/xml")
    assert outcome(desk.fetch(of_sitemap(site))) == {"changed": ["un/"], "unchanged": ["deux/"]}
    desk.now += 8 * DAY
    site.paths()
    desk.fetch(of_sitemap(site))
    assert "/un/" in site.paths()


def test_a_page_that_the_sitemap_forgets_is_asked_before_it_is_removed(desk: Desk, site: Site) -> None:
    """Forgotten and 404: removed. Forgotten but there: kept."""
    site.gives("/sitemap.xml", sitemap(site, ("/a/", "1"), ("/b/", "1"), ("/c/", "1")), "application/xml")
    for path in ("/a/", "/b/", "/c/"):
        site.gives(path, html_page(path))
    desk.fetch(of_sitemap(site))
    site.gives("/sitemap.xml", sitemap(site, ("/c/", "1")), "application/xml")
    site.pages["/a/"] = status(404)
    assert outcome(desk.fetch(of_sitemap(site))) == {"removed": ["a/"], "unchanged": ["b/", "c/"]}


def test_a_part_of_the_sitemaps_that_fails_removes_nothing(desk: Desk, site: Site) -> None:
    """Told as failed; the other parts are read."""
    site.gives("/sitemap.xml", sitemap_index(site, "/1.xml", "/2.xml"), "application/xml")
    site.gives("/1.xml", sitemap(site, ("/a/", "1")), "application/xml")
    site.gives("/2.xml", sitemap(site, ("/b/", "1")), "application/xml")
    for path in ("/a/", "/b/"):
        site.gives(path, html_page(path))
    desk.fetch(of_sitemap(site))
    site.pages["/2.xml"] = status(500)
    site.pages["/b/"] = status(404)
    assert outcome(desk.fetch(of_sitemap(site), tries=1)) == {"unchanged": ["a/", "b/"], "failed": ["2.xml"]}


@pytest.mark.parametrize(
    "body",
    [
        "<html/>",
        "pas un plan",
        "<urlset",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
        "<urlset/>",
    ],
)
def test_what_is_no_sitemap_or_an_empty_one_removes_nothing(body: str, desk: Desk, site: Site) -> None:
    """Nor does one that is suddenly empty."""
    site.gives("/sitemap.xml", sitemap(site, ("/a/", "1")), "application/xml")
    site.gives("/a/", html_page("A"))
    desk.fetch(of_sitemap(site))
    site.gives("/sitemap.xml", body, "application/xml")
    report = desk.fetch(of_sitemap(site))
    assert report.failed or report.refused
    assert list(desk.files()) == ["a.html"]


def test_sitemaps_that_name_one_another_come_to_an_end(desk: Desk, site: Site) -> None:
    """Each is read once."""
    site.gives("/sitemap.xml", sitemap_index(site, "/2.xml", "/sitemap.xml"), "application/xml")
    site.gives("/2.xml", sitemap_index(site, "/sitemap.xml", "/2.xml"), "application/xml")
    desk.fetch(of_sitemap(site))
    assert site.paths() == ["/sitemap.xml", "/2.xml"]


def test_a_catalogue_gets_local_copies_of_what_it_has_no_file_for(desk: Desk, site: Site, tmp_path: Path) -> None:
    """Under the entry's own name, with all that it says."""
    site.gives("/x/telecharger?id=7", pdf(), "application/pdf")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "la.txt").write_text("là")
    entries = [
        {
            "id": "dossier-sept",
            "title": "Le dossier sept",
            "kind": "dossier-ressources",
            "publisher": "Une association",
            "year": 2021,
            "themes": ["gouvernance"],
            "official_url": f"{site.url}/x/telecharger?id=7",
            "file": "absent.pdf",
        },
        {"id": "la", "title": "Déjà là", "official_url": f"{site.url}/la", "file": "la.txt"},
        {"id": "sans", "title": "Sans adresse", "file": "sans.pdf"},
    ]
    (corpus / "catalogue.yaml").write_text(yaml.safe_dump({"publications": entries}, allow_unicode=True))
    source = Source(id="essai", kind=SourceKind.CATALOGUE, path=corpus / "catalogue.yaml")
    report = desk.fetch(source)
    assert outcome(report) == {"new": ["x/telecharger?id=7"]}
    entry = load_catalogue(desk.data_dir / FETCHED / "essai").entries["dossier-sept.pdf"]
    assert (entry.title, entry.kind, entry.year, entry.themes) == (
        "Le dossier sept",
        "dossier-ressources",
        2021,
        ("gouvernance",),
    )
    (corpus / "absent.pdf").write_bytes(pdf())
    assert outcome(desk.fetch(source)) == {"removed": ["x/telecharger?id=7"]}
