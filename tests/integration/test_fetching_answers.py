"""Slow and broken answers of a real server: none hangs the fetch, none leaves half a file."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from fetching_desk import outcome
from web_site import cut, drip, endless, garbage, in_turn, pdf, serving, silent, stalled, status, whole

from indexer.fetching.run import FETCHED

if TYPE_CHECKING:
    from pathlib import Path

    from fetching_desk import Desk
    from web_site import Site

pytest_plugins = ["fetching_fixtures"]


def test_a_cut_file_is_taken_up_where_it_was_cut(desk: Desk, site: Site) -> None:
    """In the same run, with `Range` and `If-Range`; only the rest travels."""
    body = pdf("long", padding=200_000)
    good = whole(body, "application/pdf", {"ETag": '"v1"'})
    site.pages["/a.pdf"] = in_turn(cut(body, 150_000, ETag='"v1"'), good)
    report = desk.urls(site, "/a.pdf")
    assert outcome(report) == {"new": ["a.pdf"]}
    assert desk.files() == {"a.pdf": body}
    second = site.asked("/a.pdf")[1].headers
    assert (second["range"], second["if-range"]) == ("bytes=150000-", '"v1"')
    assert report.meter.received == len(body)


def test_a_cut_file_is_taken_up_by_the_next_fetch(desk: Desk, site: Site) -> None:
    """What came before the program stopped is not asked for again."""
    body = pdf("long", padding=200_000)
    site.pages["/a.pdf"] = cut(body, 150_000, ETag='"v1"')
    report = desk.urls(site, "/a.pdf", tries=1)
    assert outcome(report) == {"failed": ["a.pdf"]}
    assert "coupée" in report.failed[0].reason
    assert desk.files() == {}
    site.pages["/a.pdf"] = whole(body, "application/pdf", {"ETag": '"v1"'})
    assert desk.urls(site, "/a.pdf").meter.received == len(body) - 150_000
    assert desk.files() == {"a.pdf": body}


def test_a_file_that_changed_since_it_was_cut_begins_anew(desk: Desk, site: Site) -> None:
    """Two halves of two versions are never joined."""
    old, new = pdf("ancien", padding=200_000), pdf("nouveau", padding=100_000)
    site.pages["/a.pdf"] = in_turn(cut(old, 150_000, ETag='"v1"'), whole(new, "application/pdf", {"ETag": '"v2"'}))
    desk.urls(site, "/a.pdf")
    assert desk.files() == {"a.pdf": new}


def test_without_a_version_a_cut_file_begins_anew(desk: Desk, site: Site) -> None:
    """Nothing would tell that the rest belongs to it; a weak ETag does not either."""
    body = pdf("long", padding=200_000)
    good = whole(body, "application/pdf", {"ETag": 'W/"v1"'})
    site.pages["/a.pdf"] = in_turn(cut(body, 150_000), cut(body, 150_000, ETag='W/"v1"'), good)
    desk.urls(site, "/a.pdf")
    assert desk.files() == {"a.pdf": body}
    assert not [asked for asked in site.asked("/a.pdf") if "range" in asked.headers]


def test_a_wrong_range_is_not_believed(desk: Desk, site: Site) -> None:
    """A part that does not begin where it should is thrown away with what was there."""
    body = pdf("long", padding=200_000)

    def wrong(handler: object) -> None:
        handler.reply(206, body[10:], Content_Range=f"bytes 10-{len(body) - 1}/{len(body)}")  # type: ignore[attr-defined]

    good = whole(body, "application/pdf", {"ETag": '"v1"'})
    past = status(416, Content_Range=f"bytes */{len(body)}")
    site.pages["/a.pdf"] = in_turn(cut(body, 1000, ETag='"v1"'), wrong, cut(body, 1000, ETag='"v1"'), past, good)
    desk.urls(site, "/a.pdf", tries=5)
    assert desk.files() == {"a.pdf": body}


def test_errors_that_pass_are_waited_out(desk: Desk, site: Site) -> None:
    """500 then 200; each wait is longer than the one before."""
    site.pages["/a.pdf"] = in_turn(status(500), status(502), status(503), whole(pdf(), "application/pdf", {}))
    assert outcome(desk.urls(site, "/a.pdf")) == {"new": ["a.pdf"]}
    assert len(desk.waits) == 3
    assert 1 <= desk.waits[0] < desk.waits[1] + 1 < desk.waits[2] + 2


@pytest.mark.parametrize("told", ["7", "Mon, 03 Feb 2025 10:00:07 GMT"])
def test_a_site_that_says_when_to_come_back_is_believed(told: str, desk: Desk, site: Site) -> None:
    """`Retry-After`, in seconds or as a date."""
    site.pages["/a.pdf"] = in_turn(status(429, Retry_After=told), whole(pdf(), "application/pdf", {}))
    assert outcome(desk.urls(site, "/a.pdf")) == {"new": ["a.pdf"]}
    assert desk.waits == [7]


def test_a_site_that_says_to_come_back_tomorrow_is_left(desk: Desk, site: Site) -> None:
    """One request, no wait; the next run asks again."""
    site.pages["/a.pdf"] = status(503, Retry_After="86400")
    assert outcome(desk.urls(site, "/a.pdf")) == {"failed": ["a.pdf"]}
    assert (len(site.asked("/a.pdf")), desk.waits) == (1, [])


def test_one_connection_serves_for_many_answers(desk: Desk, site: Site) -> None:
    """Files, 304, short errors: the site is not made to open its door each time."""
    for name in "abc":
        site.gives(f"/{name}.pdf", pdf(name), "application/pdf")
    for _ in range(2):
        desk.urls(site, "/a.pdf", "/b.pdf", "/c.pdf", "/rien.pdf")
    assert site.connections == 2


def test_an_empty_answer_never_replaces_a_copy(desk: Desk, site: Site) -> None:
    """A site in trouble that says 200 all the same."""
    site.gives("/a.pdf", pdf(), "application/pdf")
    desk.urls(site, "/a.pdf")
    site.gives("/a.pdf", b"", "application/pdf")
    report = desk.urls(site, "/a.pdf")
    assert "réponse vide" in report.failed[0].reason
    assert desk.files() == {"a.pdf": pdf()}


def test_an_error_that_does_not_pass_is_not_insisted_on(desk: Desk, site: Site) -> None:
    """403: one request."""
    site.pages["/a.pdf"] = status(403)
    report = desk.urls(site, "/a.pdf")
    assert "erreur HTTP 403" in report.failed[0].reason
    assert len(site.asked("/a.pdf")) == 1


@pytest.mark.parametrize("headers_too", [False, True])
def test_an_answer_that_drips_is_cut_off(headers_too: bool, desk: Desk, site: Site) -> None:
    """Each byte is in time, the whole is not: the total counts, headers included."""
    site.pages["/a.txt"] = drip(0.05, headers_too=headers_too)
    started = time.monotonic()
    report = desk.urls(site, "/a.txt", total_seconds=0.6)
    assert time.monotonic() - started < 3
    assert "n’a pas fini de répondre" in report.failed[0].reason


def test_a_silent_site_is_given_up(desk: Desk, site: Site) -> None:
    """After as many tries as are allowed."""
    site.pages["/a.txt"] = silent()
    report = desk.urls(site, "/a.txt", read_seconds=0.2, tries=2)
    assert "pas de réponse à temps" in report.failed[0].reason
    assert len(site.asked("/a.txt")) == 2


def test_a_server_that_does_not_speak_http_is_told(desk: Desk, site: Site) -> None:
    """One document fails, the others come."""
    site.pages["/a.pdf"] = garbage()
    site.gives("/b.pdf", pdf(), "application/pdf")
    assert outcome(desk.urls(site, "/a.pdf", "/b.pdf", tries=2)) == {"new": ["b.pdf"], "failed": ["a.pdf"]}


def test_a_host_that_does_not_answer_is_told(desk: Desk, site: Site) -> None:
    """Nobody listens on that port."""
    with serving() as other:
        closed = other.port
    report = desk.urls(site, f"http://127.0.0.1:{closed}/a.pdf", tries=2, ports=(closed,))
    assert "injoignable" in report.failed[0].reason


def test_an_endless_answer_stops_at_the_limit(desk: Desk, site: Site) -> None:
    """Counted while it comes; nothing is kept of it."""
    site.pages["/a.txt"] = endless()
    report = desk.urls(site, "/a.txt")
    assert "taille admise (1 Mo)" in report.refused[0].reason
    assert report.meter.received < 2_000_000
    assert not list((desk.data_dir / FETCHED / ".parts").iterdir())


def test_a_huge_file_is_refused_on_its_word(desk: Desk, site: Site) -> None:
    """`Content-Length` is enough: the body is not asked to come."""
    site.gives("/a.pdf", pdf("gros", padding=3_000_000), "application/pdf")
    report = desk.urls(site, "/a.pdf")
    assert outcome(report) == {"refused": ["a.pdf"]}
    assert report.meter.received == 0


def test_the_total_bounds_the_whole_run(desk: Desk, site: Site) -> None:
    """What is left comes with the next run."""
    for name in "abc":
        site.gives(f"/{name}.pdf", pdf(name, padding=50_000), "application/pdf")
    report = desk.urls(site, "/a.pdf", "/b.pdf", "/c.pdf", max_total_bytes=80_000)
    assert outcome(report) == {"new": ["a.pdf"], "failed": ["b.pdf", "c.pdf"]}
    assert "taille totale" in report.failed[0].reason
    assert outcome(desk.urls(site, "/a.pdf", "/b.pdf", "/c.pdf")) == {
        "new": ["b.pdf", "c.pdf"],
        "unchanged": ["a.pdf"],
    }


def test_a_compressed_answer_is_decompressed(desk: Desk, site: Site) -> None:
    """A site that compresses although it was asked not to."""
    site.gives("/a.txt", gzip.compress(b"un mot"), "text/plain", Content_Encoding="gzip")
    desk.urls(site, "/a.txt")
    assert desk.files() == {"a.txt": b"un mot"}


def test_a_decompression_bomb_is_defused(desk: Desk, site: Site) -> None:
    """A few kilobytes that swell to fifty megabytes stop at the limit."""
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 60_000
    site.gives("/a.txt", bomb, "text/plain", Content_Encoding="gzip")
    report = desk.urls(site, "/a.txt")
    assert "taille admise" in report.refused[0].reason
    assert not list((desk.data_dir / FETCHED / ".parts").iterdir())


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("br", b"\x0b\x02\x80mot\x03"), ("gzip", gzip.compress(b"mot" * 99)[:-9]), ("gzip", b"mot")],
    ids=["unknown", "cut short", "none"],
)
def test_a_compression_that_cannot_be_undone_is_told(encoding: str, body: bytes, desk: Desk, site: Site) -> None:
    """Unknown, cut, or none at all: never saved as it came."""
    site.gives("/a.txt", body, "text/plain", Content_Encoding=encoding)
    report = desk.urls(site, "/a.txt")
    assert outcome(report) == {"failed": ["a.txt"]}
    assert "compression" in report.failed[0].reason
    assert desk.files() == {}


def test_a_fetch_that_is_killed_goes_on_where_it_was(desk: Desk, site: Site, root: Path) -> None:
    """Kill -9 in the middle of a file: what was whole is there, what was not is nowhere, and only its rest is asked."""
    body = pdf("long", padding=400_000)
    site.gives("/a.pdf", pdf("court"), "application/pdf")
    site.pages["/b.pdf"] = stalled(body, 300_000, ETag='"v1"')
    program = (
        "import sys; from pathlib import Path; from indexer.fetching.run import fetch;"
        "from indexer.fetching.configuration import Source; from indexer.fetching.limits import FetchLimits;"
        "fetch([Source(id='essai', kind='urls', urls=tuple(sys.argv[3:]))], Path(sys.argv[1]), FetchLimits("
        "delay_seconds=0, private_hosts=('127.0.0.1',), ports=(int(sys.argv[2]),)))"
    )
    urls = [f"{site.url}/{name}.pdf" for name in "ab"]
    running = subprocess.Popen([sys.executable, "-c", program, str(desk.data_dir), str(site.port), *urls], cwd=root)
    try:
        limit = time.monotonic() + 60
        parts = desk.data_dir / FETCHED / ".parts"
        while not any(part.stat().st_size == 300_000 for part in parts.glob("*.part")):
            assert time.monotonic() < limit
            time.sleep(0.02)
    finally:
        running.kill()
        running.wait()
    assert desk.files() == {"a.pdf": pdf("court")}
    site.pages["/b.pdf"] = whole(body, "application/pdf", {"ETag": '"v1"'})
    report = desk.urls(site, "/a.pdf", "/b.pdf")
    assert outcome(report) == {"unchanged": ["a.pdf"], "new": ["b.pdf"]}
    assert report.meter.received == len(body) - 300_000
    assert desk.files()["b.pdf"] == body
