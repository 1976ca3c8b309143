"""The pace between requests, and what a robots.txt is understood to say."""

from __future__ import annotations

import asyncio

import pytest

from indexer.errors import HostUnreachable, RobotsRefused
from indexer.fetching.client import user_agent
from indexer.fetching.limits import FetchLimits
from indexer.fetching.manners import Pace, Robots


class Clock:
    """Time that passes only when somebody sleeps or works."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        """Time passes; the others have their turn."""
        self.now += seconds
        await asyncio.sleep(0)


def test_requests_to_one_host_rest_and_never_overlap() -> None:
    """Between the end of one and the beginning of the next; another host need not wait."""
    clock = Clock()
    seen: list[tuple[str, float]] = []

    async def ask(pace: Pace, host: str) -> None:
        async with pace.turn(host, 1.0):
            seen.append((host, clock.now))
            await clock.sleep(0.5)

    async def all_at_once() -> None:
        pace = Pace(clock.sleep, lambda: clock.now)
        await asyncio.gather(*(ask(pace, "a") for _ in range(3)))
        before = clock.now
        await ask(pace, "b")
        assert seen[-1] == ("b", before)

    asyncio.run(all_at_once())
    assert seen[:3] == [("a", 0.0), ("a", 1.5), ("a", 3.0)]


def test_a_request_that_fails_rests_too() -> None:
    """A site in trouble is not asked the faster for it."""
    clock = Clock()

    async def fail_then_ask() -> float:
        pace = Pace(clock.sleep, lambda: clock.now)
        with pytest.raises(ZeroDivisionError):
            async with pace.turn("a", 1.0):
                raise ZeroDivisionError
        async with pace.turn("a", 1.0):
            return clock.now

    assert asyncio.run(fail_then_ask()) == 1.0


def robots(text: str, **limits: float) -> tuple[Robots, list[str]]:
    """The rules of a text, and the addresses that were read to know them."""
    read: list[str] = []

    async def reader(url: str) -> str:
        read.append(url)
        return text

    return Robots(FetchLimits(**limits), reader), read  # type: ignore[arg-type]


def allowed(rules: Robots, url: str) -> bool:
    """Whether a page may be asked."""
    try:
        asyncio.run(rules.check(url))
    except RobotsRefused:
        return False
    return True


def test_the_longest_rule_decides_and_wildcards_count() -> None:
    """RFC 9309 2.2.2 and 2.2.3."""
    rules, read = robots("User-agent: *\nDisallow: /prive\nAllow: /prive/public\nDisallow: /*.doc$\n")
    found = {
        path: allowed(rules, f"https://a.fr{path}")
        for path in ("/", "/prive/x", "/prive/public/x", "/a.doc", "/a.docx")
    }
    assert found == {"/": True, "/prive/x": False, "/prive/public/x": True, "/a.doc": False, "/a.docx": True}
    assert read == ["https://a.fr/robots.txt"]


def test_each_origin_has_its_own() -> None:
    """Scheme, host and port (RFC 9309 2.3)."""
    rules, read = robots("")
    for url in ("http://a.fr/x", "https://a.fr/x", "https://a.fr:8443/x", "https://www.a.fr/x", "https://a.fr/y"):
        assert allowed(rules, url)
    assert read == [
        f"{origin}/robots.txt" for origin in ("http://a.fr", "https://a.fr", "https://a.fr:8443", "https://www.a.fr")
    ]


@pytest.mark.parametrize(
    "text", ["\0\1\2", "Disallow: /", "<html><body>404</body></html>", "User-agent\nDisallow", "é" * 1000]
)
def test_a_text_that_says_nothing_forbids_nothing(text: str) -> None:
    """Rules of nobody in particular, pages of error."""
    assert allowed(robots(text)[0], "https://a.fr/x")


def test_a_wish_for_a_longer_pause_is_granted_within_reason() -> None:
    """Once it is known; never shorter than the setting."""
    for told, pause in (("5", 5.0), ("0.1", 1.0), ("900", 60.0), ("beaucoup", 1.0)):
        rules, _ = robots(f"User-agent: *\nCrawl-delay: {told}\n")
        assert rules.delay("https://a.fr/x") == 1.0
        assert allowed(rules, "https://a.fr/x")
        assert rules.delay("https://a.fr/x") == pause


def test_a_site_that_does_not_answer_is_asked_again_later() -> None:
    """Its silence is not remembered as consent."""
    answers: list[str | None] = [None, "User-agent: *\nDisallow: /"]

    async def reader(url: str) -> str:
        told = answers.pop(0)
        if told is None:
            raise HostUnreachable(url=url, detail="")
        return told

    rules = Robots(FetchLimits(), reader)
    with pytest.raises(HostUnreachable):
        asyncio.run(rules.check("https://a.fr/"))
    assert not allowed(rules, "https://a.fr/")


def test_we_say_who_we_are() -> None:
    """A name that robots.txt can speak to, a version, and whom to write to when it is set."""
    assert user_agent("").startswith("Reperes/")
    assert user_agent("https://exemple.org").endswith(" (+https://exemple.org)")
