"""A WordPress site by its REST interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fetching_desk import DAY, outcome, wordpress
from web_site import Post, WordPress, in_turn, status

from indexer.fetching.run import FETCHED

if TYPE_CHECKING:
    from fetching_desk import Desk
    from web_site import Site

pytest_plugins = ["fetching_fixtures"]


def test_a_wordpress_site_becomes_files_of_their_own(desk: Desk, site: Site, press: WordPress) -> None:
    """Articles and pages with title, day, categories and address; documents of the library; no image."""
    report = desk.fetch(wordpress(site))
    assert outcome(report) == {
        "new": ["a-propos/", "article-1/", "article-2/", "up/2025/rapport.pdf"],
        "refused": ["article-3/"],
    }
    assert "mot de passe" in report.refused[0].reason
    assert list(desk.files()) == [
        "articles/article-1.html",
        "articles/article-2.html",
        "documents/rapport.pdf",
        "pages/a-propos.html",
    ]
    page = desk.files()["articles/article-1.html"].decode()
    assert "<title>Les CLS – bilan</title>" in page
    assert '<meta property="article:published_time" content="2025-02-03">' in page
    assert '<meta name="keywords" content="Santé &amp; ville, Mémo">' in page
    assert f'<link rel="canonical" href="{site.url}/article-1/">' in page
    assert "<p>Premier&nbsp;texte.</p>" in page
    assert desk.catalogue()["documents/rapport.pdf"] == ("Le rapport", "2025-02-03", f"{site.url}/up/2025/rapport.pdf")
    assert desk.catalogue()["articles/article-1.html"][0] == "Les CLS – bilan"


def test_a_wordpress_site_is_asked_for_what_was_modified_since(desk: Desk, site: Site, press: WordPress) -> None:
    """A day of overlap; what did not change costs nothing more."""
    desk.fetch(wordpress(site))
    site.paths()
    assert set(outcome(desk.fetch(wordpress(site)))) == {"unchanged", "refused"}
    asked = [path for path in site.paths() if "posts" in path]
    assert all("modified_after=2025-02-10T10%3A00%3A00" in path for path in asked)
    press.rows["posts"][1] = Post(2, "Deux, revu", "<p>Revu.</p>", "2025-02-12T10:00:00")
    press.rows["posts"].append(Post(4, "Quatre", "<p>Nouveau.</p>", "2025-02-12T11:00:00"))
    report = desk.fetch(wordpress(site))
    assert (outcome(report)["new"], outcome(report)["changed"]) == (["article-4/"], ["article-2/"])
    assert desk.catalogue()["articles/article-2.html"][0] == "Deux, revu"


def test_what_a_wordpress_site_no_longer_has_goes_with_the_next_whole_listing(
    desk: Desk, site: Site, press: WordPress
) -> None:
    """Every week: one request a hundred rows, and what is not among them is removed."""
    desk.fetch(wordpress(site))
    del press.rows["posts"][0]
    del press.rows["media"][0]
    assert "removed" not in outcome(desk.fetch(wordpress(site)))
    desk.now += 8 * DAY
    assert outcome(desk.fetch(wordpress(site)))["removed"] == ["article-1/", "up/2025/rapport.pdf"]
    assert list(desk.files()) == ["articles/article-2.html", "pages/a-propos.html"]


def test_a_copy_of_an_article_that_was_lost_is_made_again(desk: Desk, site: Site, press: WordPress) -> None:
    """Without waiting for the site to modify it."""
    desk.fetch(wordpress(site))
    (desk.data_dir / FETCHED / "essai" / "articles" / "article-1.html").unlink()
    desk.fetch(wordpress(site))
    assert "articles/article-1.html" in desk.files()


def test_a_document_that_could_not_be_had_is_tried_again(desk: Desk, site: Site, press: WordPress) -> None:
    """Although the site did not modify it since."""
    good = site.pages.pop("/up/2025/rapport.pdf")
    assert outcome(desk.fetch(wordpress(site)))["failed"] == ["up/2025/rapport.pdf"]
    site.pages["/up/2025/rapport.pdf"] = good
    assert outcome(desk.fetch(wordpress(site)))["new"] == ["up/2025/rapport.pdf"]


@pytest.mark.parametrize("body", [b"<html>Maintenance</html>", b"{}", b'[{"id": "x"}]', b""])
def test_what_is_no_wordpress_removes_nothing(body: bytes, desk: Desk, site: Site) -> None:
    """The interface closed, or in maintenance."""
    made = WordPress(site)
    made.rows["posts"] = [Post(1, "Un", "<p>Texte.</p>")]
    desk.fetch(wordpress(site))
    site.gives("/wp-json/wp/v2/posts", body)
    desk.now += 8 * DAY
    report = desk.fetch(wordpress(site))
    assert not report.listed
    assert list(desk.files()) == ["articles/article-1.html"]


def test_a_wordpress_site_that_is_suddenly_empty_removes_nothing(desk: Desk, site: Site) -> None:
    """A plugin that hides everything is not a decision to withdraw everything."""
    made = WordPress(site)
    made.rows["posts"] = [Post(1, "Un", "<p>Texte.</p>")]
    desk.fetch(wordpress(site))
    made.rows["posts"] = []
    desk.now += 8 * DAY
    report = desk.fetch(wordpress(site))
    assert "n’annonce plus rien" in report.failed[0].reason
    assert list(desk.files()) == ["articles/article-1.html"]


def test_a_site_that_counts_wrong_comes_to_an_end(desk: Desk, site: Site) -> None:
    """Pages without rows end the reading, whatever the announced number of pages; nothing is removed for it."""
    made = WordPress(site)
    made.rows["posts"] = [Post(1, "Un", "<p>Texte.</p>"), Post(2, "Deux", "<p>Texte.</p>")]
    desk.fetch(wordpress(site))
    rows = b'[{"id": 1, "link": "/article-1/", "modified": "2025-02-03T10:00:00"}]'
    many = {"X_WP_Total": "2", "X_WP_TotalPages": "999999"}
    site.pages["/wp-json/wp/v2/posts"] = in_turn(status(200, rows, **many), status(200, b"[]", **many))
    desk.now += 8 * DAY
    report = desk.fetch(wordpress(site))
    assert outcome(report) == {"unchanged": ["article-1/", "article-2/"]}
