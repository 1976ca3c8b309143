"""Fixtures of the tests of fetching: a server, a data folder, a WordPress site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fetching_desk import Desk
from web_site import Post, WordPress, pdf, serving

from indexer.fetching.limits import FetchLimits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web_site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """A server."""
    with serving() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Desk:
    """An empty data folder, and limits that let the server be asked, at once."""
    limits = FetchLimits(
        delay_seconds=0,
        read_seconds=20,
        total_seconds=60,
        private_hosts=("127.0.0.1",),
        ports=(80, 443, site.port),
        max_bytes=1_000_000,
        settle_seconds=0,
    )
    return Desk(tmp_path / "data", limits)


@pytest.fixture(params=[True, False], ids=["pretty", "plain"])
def press(request: pytest.FixtureRequest, site: Site) -> WordPress:
    """A WordPress site with three articles, a page, a PDF and a photo; with both styles of address."""
    made = WordPress(site, pretty=request.param)
    made.largest_page = 2
    made.rows["posts"] = [
        Post(1, "Les CLS &#8211; bilan", "<p>Premier&nbsp;texte.</p>", categories=[1], tags=[2]),
        Post(2, "Deux", "<p>Deuxième.</p>", "2025-02-10T10:00:00"),
        Post(3, "Trois", "", "2025-02-11T10:00:00", protected=True),
    ]
    made.rows["pages"] = [Post(9, "À propos", "<p>Qui nous sommes.</p>", slug="a-propos")]
    made.rows["media"] = [
        Post(20, "Le rapport", "", mime_type="application/pdf", source_url=f"{site.url}/up/2025/rapport.pdf"),
        Post(21, "Photo", "", mime_type="image/jpeg", source_url=f"{site.url}/up/photo.jpg"),
    ]
    site.gives("/up/2025/rapport.pdf", pdf(), "application/pdf")
    return made
