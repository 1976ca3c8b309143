"""Addresses that may not be asked, redirections to them, robots.txt, and the pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fetching_desk import addresses, outcome
from web_site import pdf, redirect, status

if TYPE_CHECKING:
    from fetching_desk import Desk
    from web_site import Site

pytest_plugins = ["fetching_fixtures"]


def test_redirections_are_followed(desk: Desk, site: Site) -> None:
    """Relative ones too; the address that was given stays the official one."""
    site.pages["/a"] = redirect("/b", 301)
    site.pages["/b"] = redirect("c%C3%A9.pdf", 308)
    site.gives("/c%C3%A9.pdf", pdf(), "application/pdf")
    desk.urls(site, "/a")
    assert desk.files() == {"a.pdf": pdf()}
    assert desk.catalogue() == {"a.pdf": ("Page a", "", f"{site.url}/a")}
    assert site.paths() == ["/a", "/b", "/c%C3%A9.pdf"]


def test_too_many_redirections_and_loops_are_given_up(desk: Desk, site: Site) -> None:
    """At most five; a loop is seen as soon as it closes."""
    for number in range(8):
        site.pages[f"/{number}"] = redirect(f"/{number + 1}")
    site.pages["/x"], site.pages["/y"] = redirect("/y"), redirect("/x")
    report = desk.urls(site, "/0", "/x")
    assert outcome(report) == {"failed": ["0", "x"]}
    assert "tourne en rond" in report.failed[0].reason
    assert [path for path in site.paths() if path in {"/x", "/y"}] == ["/x", "/y"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.2]:{port}/secret",
        "http://2130706434:{port}/secret",
        "http://0177.0.0.2:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://0.0.0.0:{port}/secret",
        "http://127.0.0.1:22/",
        "http://moi:secret@127.0.0.1:{port}/secret",
        "file:///etc/passwd",
        "ftp://127.0.0.1/secret",
        "gopher://127.0.0.1:{port}/secret",
    ],
)
def test_a_redirection_inwards_is_refused(location: str, desk: Desk, site: Site) -> None:
    """Each hop is checked: private addresses in any spelling, other schemes, ports, passwords."""
    site.gives("/secret", pdf("secret"), "application/pdf")
    site.pages["/a"] = redirect(location.format(port=site.port))
    report = desk.urls(site, "/a")
    assert outcome(report) == {"refused": ["a"]}
    assert "pas autorisée" in report.refused[0].reason
    assert site.paths() == ["/a"]
    assert desk.files() == {}


def test_private_addresses_are_refused_unless_allowed(desk: Desk, site: Site) -> None:
    """The default; not a packet leaves, robots.txt included."""
    site.gives("/a.pdf", pdf(), "application/pdf")
    report = desk.urls(site, "/a.pdf", private_hosts=())
    assert outcome(report) == {"refused": ["a.pdf"]}
    assert "interne ou réservée (127.0.0.1)" in report.refused[0].reason
    assert site.log == []
    assert outcome(desk.urls(site, "/a.pdf", private_hosts=("127.0.0.0/8",))) == {"new": ["a.pdf"]}


def test_a_name_that_leads_inwards_is_refused(desk: Desk, site: Site) -> None:
    """Asked for, or sent on to: a name is what it resolves to, unless the name itself is allowed."""
    site.gives("/a.pdf", pdf(), "application/pdf")
    site.pages["/b"] = redirect(f"http://interne.exemple:{site.port}/a.pdf")
    names = {"interne.exemple": "127.0.0.1", "public.exemple": "127.0.0.1"}
    source = addresses(site, f"http://public.exemple:{site.port}/a.pdf", f"http://public.exemple:{site.port}/b")
    assert outcome(desk.fetch(source, names=names, private_hosts=())) == {"refused": ["a.pdf", "b"]}
    assert site.log == []
    report = desk.fetch(source, names=names, private_hosts=("public.exemple",))
    assert outcome(report) == {"new": ["a.pdf"], "refused": ["b"]}
    assert {asked.headers["host"] for asked in site.log} == {f"public.exemple:{site.port}"}
    assert site.paths() == ["/a.pdf", "/b"]


def test_robots_txt_is_asked_once_and_obeyed(desk: Desk, site: Site) -> None:
    """What it does not want is refused, and said how to take one's own."""
    site.gives("/robots.txt", "User-agent: *\nDisallow: /prive/\n", "text/plain")
    for path in ("/prive/a.pdf", "/b.pdf"):
        site.gives(path, pdf(path), "application/pdf")
    report = desk.urls(site, "/prive/a.pdf", "/b.pdf")
    assert outcome(report) == {"new": ["b.pdf"], "refused": ["prive/a.pdf"]}
    assert "robots.txt" in report.refused[0].reason
    assert len(site.asked("/robots.txt")) == 1
    assert not site.asked("/prive/a.pdf")
    own = addresses(site, "/prive/a.pdf", "/b.pdf", ignore_robots=True)
    assert outcome(desk.fetch(own))["new"] == ["prive/a.pdf"]


def test_robots_txt_may_speak_to_us(desk: Desk, site: Site) -> None:
    """By our name."""
    site.gives("/robots.txt", "User-agent: Reperes\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "text/plain")
    site.gives("/a.pdf", pdf(), "application/pdf")
    assert outcome(desk.urls(site, "/a.pdf")) == {"refused": ["a.pdf"]}


def test_a_site_whose_wishes_are_unknown_is_left_alone(desk: Desk, site: Site) -> None:
    """robots.txt answers 500: nothing is asked, and nothing that was there is removed; 403 means that there is none."""
    site.gives("/a.pdf", pdf(), "application/pdf")
    desk.urls(site, "/a.pdf")
    site.paths()
    site.pages["/robots.txt"] = status(500)
    assert outcome(desk.urls(site, "/a.pdf")) == {"failed": ["a.pdf"]}
    assert site.paths() == []
    assert list(desk.files()) == ["a.pdf"]
    site.pages["/robots.txt"] = status(403)
    assert outcome(desk.urls(site, "/a.pdf")) == {"unchanged": ["a.pdf"]}


def test_requests_to_one_host_are_spaced(desk: Desk, site: Site) -> None:
    """By the setting, or by robots.txt when it asks for more, up to a limit."""
    for name in "ab":
        site.gives(f"/{name}.pdf", pdf(name), "application/pdf")
    desk.urls(site, "/a.pdf", "/b.pdf", delay_seconds=1.0)
    assert len(desk.waits) == 2  # robots.txt, a, b
    assert all(0 < wait <= 1 for wait in desk.waits)
    desk.waits.clear()
    site.gives("/robots.txt", "User-agent: *\nCrawl-delay: 3000\n", "text/plain")
    desk.urls(site, "/a.pdf", "/b.pdf", delay_seconds=1.0)
    assert all(58 < wait <= 60 for wait in desk.waits)


def test_the_site_is_told_who_asks(desk: Desk, site: Site) -> None:
    """Name, version and contact; no cookie comes back."""
    site.gives("/a.pdf", pdf("un"), "application/pdf", Set_Cookie="suivi=1; Path=/")
    desk.urls(site, "/a.pdf", contact="contact@exemple.org")
    desk.urls(site, "/a.pdf", contact="contact@exemple.org")
    for asked in site.asked("/a.pdf"):
        assert asked.headers["user-agent"].startswith("Reperes/")
        assert asked.headers["user-agent"].endswith("(+contact@exemple.org)")
        assert "cookie" not in asked.headers
