"""From the click on « Envoyer » to the first sentence on the screen, and to the whole answer; and the API alone.

All is timed inside the page, by its own clock, so that what drives the browser is not counted: the click as the page
hears it, then the moment that follows the frame in which the words are painted. A frame lasts 16 ms: nothing finer is
told.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

import httpx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

WARMING = 3
"""Questions asked before the clock counts: the first ones load what the others find loaded."""
LONGEST_SECONDS = 120
WATCH = """() => {
  const root = document.documentElement, at = {}, seen = {};
  const painted = (name) => {
    if (seen[name]) return;
    seen[name] = true;
    requestAnimationFrame(() => setTimeout(() => {
      at[name] = performance.now();
      if (at.first && at.whole) root.dataset.measured = JSON.stringify(at);
    }));
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-send]")) at.clicked = performance.now();
  }, { capture: true });
  const turns = document.querySelector("[data-turns]");
  new MutationObserver(() => {
    if (turns.querySelector(".statement, .refusal, .calm, [data-turn]")) painted("first");
    if (turns.querySelector("[data-turn]")) painted("whole");
  }).observe(turns, { childList: true, subtree: true });
}"""
"""Run in the page: leaves the three moments, in milliseconds, in an attribute of the document."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How long one question took, in milliseconds.

    Attributes:
        first: To its first sentence, or its refusal, painted.
        whole: To the whole answer, its sources included, painted.
        api: To the whole answer by `POST /api/v1/ask`, without a browser.
    """

    first: float
    whole: float
    api: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Two percentiles, in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, times: Sequence[float]) -> Spread:
        """Percentiles interpolated between the times that surround them, as numpy does."""
        return cls(*(float(np.percentile(times, percent)) for percent in (50, 95)))


def answers_seen(browser: Browser, url: str, questions: Sequence[str]) -> list[Seen]:
    """Asks each question twice, each by a reader who comes for the first time: in a page, and by the API.

    Which way goes first alternates, so that neither always finds what the other has just read.

    Args:
        browser: Where pages are opened.
        url: Of the server.
        questions: The first few are asked once more, before the clock counts.

    Raises:
        RuntimeError: A question gets an error; the page's words are told.
    """
    kept: list[Seen] = []
    with httpx.Client(base_url=url, timeout=LONGEST_SECONDS) as client:
        for place, question in enumerate([*islice(cycle(questions), WARMING), *questions]):
            api = _by_api(client, question) if place % 2 else 0.0
            first, whole = _in_page(browser, url, question)
            kept.append(Seen(first, whole, api or _by_api(client, question)))
    return kept[-len(questions) :]


def _in_page(browser: Browser, url: str, question: str) -> tuple[float, float]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        page.goto(url)
        page.evaluate(WATCH)
        page.get_by_role("textbox", name="Votre question").fill(question)
        page.locator("[data-send]").click()
        end = page.locator("html[data-measured], [data-trouble] .notice").first
        end.wait_for(timeout=LONGEST_SECONDS * 1000)
        told = end.get_attribute("data-measured")
        if not told:
            raise RuntimeError(f"{question}: {end.inner_text()}")
    finally:
        context.close()
    at = json.loads(told)
    return at["first"] - at["clicked"], at["whole"] - at["clicked"]


def _by_api(client: httpx.Client, question: str) -> float:
    began = time.perf_counter()
    client.post("/api/v1/ask", json={"question": question}).raise_for_status()
    return (time.perf_counter() - began) * 1000
