"""Readers of feeds, sitemaps and interfaces: whatever the bytes, a listing or one of our errors."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import FetchError, ListingUnreadable
from indexer.fetching.configuration import Source, SourceKind
from indexer.fetching.feeds import iso_day, list_feed, plain_text
from indexer.fetching.limits import FetchLimits
from indexer.fetching.sitemaps import MOST_PAGES, list_sitemap
from indexer.fetching.wordpress import page

if TYPE_CHECKING:
    from indexer.fetching.listing import Listing

RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>t &amp; <b>u</b></title><link>/b</link>'
    b'<pubDate>Mon, 03 Feb 2025 10:00:00 +0100</pubDate><enclosure url="x.pdf"/></item></channel></rss>'
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">&lt;i&gt;x&lt;/i&gt;</title>'
    b'<link href="http://[::1/"/><link href="/y"/><updated>2025-02-03T10:00:00Z</updated></entry></feed>'
)
URLSET = b"<urlset><url><loc>http://a.org/x</loc><lastmod>2025</lastmod></url></urlset>"
NASTY = [b"", b"<!--", b"]]>", b"&#xD800;", b"\xff\xfe", b"<![CDATA[", b'<?xml encoding="\xe9"?>', b"http://["]


@dataclass
class Given:
    """A desk whose every document is these bytes."""

    body: bytes
    source: Source
    limits: FetchLimits = field(default_factory=FetchLimits)

    async def document(self, url: str, most: int | None = None) -> tuple[bytes, str]:
        """Those bytes, at that address."""
        return self.body, url


def listed(body: bytes, kind: SourceKind) -> Listing:
    """A listing of some bytes."""
    desk = Given(body, Source(id="a", kind=kind, url="http://a.org/listing"))
    lister = list_feed if kind is SourceKind.FEED else list_sitemap
    return asyncio.run(lister(desk))  # type: ignore[arg-type]  # all that these two ask of a desk


def test_a_feed_without_mistakes_is_read() -> None:
    """RSS and Atom; relative links, titles with marks, an address that is none."""
    rss, atom = listed(RSS, SourceKind.FEED), listed(ATOM, SourceKind.FEED)
    assert [(item.url, item.title, item.date) for item in rss.items] == [
        ("http://a.org/b", "t & u", "2025-02-03"),
        ("http://a.org/x.pdf", "t & u", "2025-02-03"),
    ]
    assert rss.present is None
    assert [(item.title, item.date) for item in atom.items] == [("x", "2025-02-03")] * len(atom.items)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([RSS, ATOM, URLSET]),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20), st.sampled_from(NASTY) | st.binary(max_size=6))),
    st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP]),
)
def test_damaged_listings_are_read_or_told(body: bytes, cuts: list[tuple[int, int, bytes]], kind: SourceKind) -> None:
    """Bytes taken out, others put in, anywhere: nothing else than our errors comes out."""
    for start, length, put in cuts:
        body = body[:start] + put + body[start + length :]
    try:
        listing = listed(body, kind)
    except FetchError as error:
        told = error.values["url"]
        assert told
        return
    assert all(item.url.startswith(("http://", "https://")) for item in listing.items)


def test_entities_of_a_sitemap_are_not_opened() -> None:
    """Neither files nor bombs."""
    body = b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>http://a.org/&f;</loc></url></urlset>'
    assert [item.url for item in listed(body, SourceKind.SITEMAP).items] in ([], ["http://a.org/"])
    bomb = b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    body = (
        b'<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa">' + bomb + b"]><urlset><url><loc>http://a.org/&j;</loc></url></urlset>"
    )
    with pytest.raises(ListingUnreadable):
        listed(body, SourceKind.SITEMAP)


def test_a_sitemap_longer_than_the_protocol_allows_is_told() -> None:
    """In XML as in text."""
    for body in (
        b"<urlset>" + b"<url><loc>http://a.org/</loc></url>" * (MOST_PAGES + 1) + b"</urlset>",
        b"http://a.org/\n" * (MOST_PAGES + 1),
    ):
        with pytest.raises(ListingUnreadable) as caught:
            listed(body, SourceKind.SITEMAP)
        assert "plus de documents" in str(caught.value.values["detail"])


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Mon, 03 Feb 2025 00:30:00 +0100", "2025-02-03"),
        ("2025-02-03T23:30:00-05:00", "2025-02-03"),
        ("2025-02-03", "2025-02-03"),
        ("lundi 3 février", ""),
        ("", ""),
        ("2025-02-31", ""),
    ],
)
def test_a_day_is_the_one_that_was_written(told: str, day: str) -> None:
    """In its own time zone."""
    assert iso_day(told) == day


def test_titles_lose_their_marks() -> None:
    """And their entities, and their line breaks."""
    assert plain_text("L&rsquo;<em>été</em>\n &#8211; fin") == "L’été – fin"


def test_a_page_made_of_an_article_cannot_be_broken_by_its_title() -> None:
    """What is text is escaped; what is HTML is as the site renders it."""
    from indexer.fetching.listing import Item

    made = page(Item('https://a.fr/?a=1&b="', 'A "<b>" & </title>', "2025-02-03"), ['x"y'], "<p>Texte</p>")
    assert "<title>A &quot;&lt;b&gt;&quot; &amp; &lt;/title&gt;</title>" in made
    assert 'href="https://a.fr/?a=1&amp;b=&quot;"' in made
    assert 'content="x&quot;y"' in made
    assert "<p>Texte</p>" in made
