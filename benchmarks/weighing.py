"""What a screen costs a browser that never came: requests, bytes by kind, time to interactive; and what axe finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page

    from benchmarks.served import Site

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
"""WCAG 2.2 to level AA, and what axe's authors advise besides: as the browser tests ask."""
SIZES = ((1280, 800), (390, 844))
SCHEMES = ("light", "dark")
QUIET_MS = 500
"""Without a request that begins or ends for so long, a page on loopback has all it wants."""
MOST_QUIETS = 40
READY_MS = 60_000
LONG_TASKS = """window.longTasks = [];
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((e) => e.startTime + e.duration)))
  .observe({ type: "longtask", buffered: true });"""
INTERACTIVE = """() => Math.max(
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd, ...window.longTasks)"""
"""Milliseconds: our scripts are modules, run before `DOMContentLoaded` ends; a long task (50 ms) may come after it."""

RESOURCES = """() => performance.getEntriesByType("resource").map((e) => [e.name, e.transferSize])"""


class Part(StrEnum):
    """What bytes are made of."""

    HTML = "HTML"
    CSS = "CSS"
    SCRIPT = "JS"
    FONT = "polices"
    OTHER = "autres"


PARTS = {"Document": Part.HTML, "Stylesheet": Part.CSS, "Script": Part.SCRIPT, "Font": Part.FONT}
"""As the browser's protocol names the resources; whatever else is asked for is `OTHER`."""


class Refused(Exception):
    """The server does not show a screen; with its path and the status."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A kind of page.

    Attributes:
        name: In French, as the table tells it.
        path: Of its address.
        ready: Selector of what shows that it is there.
        question: Asked once it is; empty for none.
        staff: Whether one signs in to see it.
    """

    name: str
    path: str
    ready: str = "h1:visible"
    question: str = ""
    staff: bool = False


@dataclass  # not slotted: Playwright 1.65 leaves a mark on whose method it calls
class Traffic:
    """What a page asked for, as the browser's protocol tells it while it comes.

    Attributes:
        bytes: Received for each part, compressed, headers included.
        requests: That ended.
        news: Requests begun, answered or ended.
    """

    bytes: Counter[Part] = field(default_factory=Counter)
    requests: int = 0
    news: int = 0
    _parts: dict[str, Part] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def begun(self, event: Mapping[str, object]) -> None:
        """`Network.requestWillBeSent`; addresses that hold their own bytes are not requests."""
        self.news += 1
        asked = event["request"]
        if isinstance(asked, dict) and not str(asked["url"]).startswith(("data:", "blob:")):
            self._known.add(str(asked["url"]))
            self._parts[str(event["requestId"])] = part_of(str(event.get("type", "")), str(asked["url"]))

    def ended(self, event: Mapping[str, object]) -> None:
        """`Network.loadingFinished`."""
        self.news += 1
        part = self._parts.get(str(event["requestId"]))
        if part is not None:
            self.requests += 1
            self.bytes[part] += int(float(str(event["encodedDataLength"])))

    def besides(self, resources: Iterable[tuple[str, int]]) -> None:
        """Addresses and bytes that the page knows of: a worker's script is not told to whoever listens to the page."""
        for url, size in resources:
            if url not in self._known and size:
                self.requests += 1
                self.bytes[part_of("", url)] += size


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a screen: requests, bytes by part, milliseconds until it is interactive."""

    requests: int
    bytes: Mapping[Part, int]
    interactive: float


def part_of(kind: str, url: str) -> Part:
    """What a resource is made of, by the protocol's kind, or its name: a worker's script is told as `Other`."""
    if kind not in PARTS and url.partition("?")[0].endswith((".js", ".mjs")):
        return Part.SCRIPT
    return PARTS.get(kind, Part.OTHER)


def loads(browser: Browser, site: Site, screen: Screen, times: int) -> list[Load]:
    """Opens a screen so many times, each in a browser that has kept nothing of the site."""
    return [_load(browser, site, screen) for _ in range(times)]


def violations(browser: Browser, site: Site, screen: Screen) -> dict[str, list[str]]:
    """Rules of axe-core that a screen breaks, in both themes, wide and narrow: « light 1280 » → names of rules."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # 0.1.8 publishes no types

    found = {}
    for scheme in SCHEMES:
        for size in SIZES:
            context = _visitor(browser, site, screen, size, scheme)
            page = context.new_page()
            _open(page, site, screen, Traffic())
            told = Axe().run(page, options=AXE).response
            found[f"{scheme} {size[0]}"] = [rule["id"] for rule in told["violations"]]
            context.close()
    return found


def _load(browser: Browser, site: Site, screen: Screen) -> Load:
    context = _visitor(browser, site, screen, SIZES[0], SCHEMES[0])
    context.add_init_script(LONG_TASKS)
    page = context.new_page()
    told, traffic = context.new_cdp_session(page), Traffic()
    told.on("Network.requestWillBeSent", traffic.begun)
    told.on("Network.loadingFinished", traffic.ended)
    told.send("Network.enable")
    interactive = _open(page, site, screen, traffic)
    traffic.besides(page.evaluate(RESOURCES))
    context.close()
    return Load(traffic.requests, dict(traffic.bytes), interactive)


def _visitor(browser: Browser, site: Site, screen: Screen, size: tuple[int, int], scheme: str) -> BrowserContext:
    from assistant.api.access import COOKIE

    context = browser.new_context(
        locale="fr-FR",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",  # a colour on its way to another is not what is read
    )
    if screen.staff:
        context.add_cookies([{"name": COOKIE, "value": site.cookie, "url": site.url}])
    return context


def _open(page: Page, site: Site, screen: Screen, traffic: Traffic) -> float:
    """Goes to a screen, waits until it asks for nothing more, and then asks its question.

    Returns:
        Milliseconds until it was interactive, before the question; 0 where long tasks were not watched.

    Raises:
        Refused: The server does not show it.
    """
    response = page.goto(site.url + screen.path)
    if response is None or not response.ok:
        raise Refused(f"{screen.path}: {response and response.status}")
    page.locator(screen.ready).first.wait_for(timeout=READY_MS)
    _settle(page, traffic)
    interactive: float = page.evaluate(INTERACTIVE) if page.evaluate("() => 'longTasks' in window") else 0.0
    if screen.question:
        page.get_by_role("textbox", name="Votre question").fill(screen.question)
        page.locator("[data-send]").click()
        page.locator("[data-turn]").first.wait_for(timeout=READY_MS)
        _settle(page, traffic)
    return interactive


def _settle(page: Page, traffic: Traffic) -> None:
    for _ in range(MOST_QUIETS):
        before = traffic.news
        page.wait_for_timeout(QUIET_MS)
        if traffic.news == before:
            return
