"""What is new, and the feed that tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import feedparser
from library_shelf import BUILT_AT, index_of, library_of, publication

from assistant.library.feed import feed
from assistant.library.news import Change, identity
from assistant.questions import Filters
from indexer.documents import Audience, Document

JANUARY, FEBRUARY = "2026-01-10T09:00:00+00:00", "2026-02-10T09:00:00+00:00"
HOME = "https://reperes.exemple.fr/"
A = publication(
    "a.md",
    "Une maison de santé a ouvert dans le quartier nord de la ville.",
    title="La maison & le quartier <nord>",
    themes=("sante-mentale",),
    kind="enquete",
    publisher="L’association",
    added=JANUARY,
    year=2020,
)
B = publication("b.md", "Un texte.", title="Bé\x00", added=JANUARY, changed=FEBRUARY, year=2025, kind="avis-cnv")
C = publication("c.md", "Un autre texte.", title="Cé", added=FEBRUARY, themes=("jeunes",))
SECRET = publication("s.md", "Un secret.", title="Secret", added=FEBRUARY, audience=Audience.TEAM)


def told(library_news: tuple[object, ...]) -> list[tuple[str, str]]:
    """Path and change, in order."""
    return [(each.document.doc, each.change.value) for each in library_news]  # type: ignore[attr-defined]


def test_the_latest_comes_first() -> None:
    """Additions and changes; of the same day, the latest publication; nothing of the team's."""
    library = library_of(A, B, C, SECRET)
    everything = [("b.md", "changed"), ("c.md", "added"), ("b.md", "added"), ("a.md", "added")]
    assert told(library.news()) == everything
    assert told(library.news(changes=(Change.ADDED,))) == everything[1:]
    assert told(library.news(since=dt.date(2026, 2, 10))) == everything[:2]
    assert told(library.news(Filters(kinds=("enquete",)))) == [("a.md", "added")]


def test_an_index_of_before_days_were_kept_tells_its_own() -> None:
    """All its publications came with it, as far as anybody knows."""
    (news,) = library_of(publication("a.md", "Un texte.")).news()
    assert news.at == dt.datetime.fromisoformat(BUILT_AT)


def address(document: Document) -> str:
    """Of a publication."""
    return f"{HOME}publications/{document.doc}?é=1"


def test_the_feed_is_valid_and_in_french() -> None:
    """Absolute links, days, categories in words, what XML cannot hold left out."""
    made = feed(library_of(A, B, C, SECRET), Filters(), home=HOME, address=f"{HOME}flux.rss", link=address)
    assert made.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    read = feedparser.parse(made)
    assert not read.bozo
    assert (read.version, read.feed.language, read.feed.link) == ("rss20", "fr", HOME)
    assert any(link.rel == "self" and link.href == f"{HOME}flux.rss" for link in read.feed.links)
    assert [entry.title for entry in read.entries] == ["Cé", "Bé", "La maison & le quartier <nord>"]
    last = read.entries[-1]
    assert last.link == f"{HOME}publications/a.md?%C3%A9=1"
    assert last.published_parsed[:5] == (2026, 1, 10, 9, 0)
    assert [tag.term for tag in last.tags] == ["Enquête", "Santé mentale"]
    assert last.author == "L’association"
    assert last.summary == "Une maison de santé a ouvert dans le quartier nord de la ville."
    assert last.id.startswith("urn:uuid:")
    assert not last.guidislink


def test_the_feed_can_be_of_one_theme() -> None:
    """Its title says so."""
    library = library_of(A, B, C)
    read = feedparser.parse(feed(library, Filters(themes=("jeunes",)), home=HOME, address=HOME, link=address))
    assert [entry.title for entry in read.entries] == ["Cé"]
    assert read.feed.title.endswith("Santé des jeunes") or "jeunes" in read.feed.title.lower()


def test_an_empty_feed_is_valid_too() -> None:
    """A new library, a theme that nobody treats."""
    read = feedparser.parse(feed(library_of(), Filters(), home=HOME, address=HOME, link=address))
    assert (read.bozo, read.entries) == (False, [])


def test_a_publication_keeps_its_identity_when_its_file_is_renamed() -> None:
    """So that readers of the feed are not told twice; another file that takes its former path is another one."""
    before = index_of(A)
    renamed = (replace(A[0], doc="z.md", former=("y.md", "a.md")), ())
    other = (replace(A[0], added=FEBRUARY), ())
    after = index_of(renamed, other)
    assert identity(renamed[0], after) == identity(A[0], before)
    assert identity(other[0], after) != identity(A[0], before)
