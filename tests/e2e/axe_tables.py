"""What axe-core finds on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.2 to level AA, and what axe's authors advise besides."""
OPTIONS = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
"""All that is broken is told; of what is not, one element a rule: two to seven times as fast (a PDF page has most)."""

PRINTED = ".textLayer"
"""Links of a PDF page, where the page has them: as small as its text (the exception « essential » of WCAG 2.5.8)."""


def violations(page: Page) -> list[str]:
    """One line for each rule broken: its name, its sentence, the first elements."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    told = []
    for rule in found:
        small = rule["id"] == "target-size"
        nodes = [node for node in rule["nodes"] if not (small and _printed(page, node["target"]))]
        if nodes:
            told.append(f"{rule['id']}: {rule['help']} — {[node['html'][:120] for node in nodes[:3]]}")
    return told


def _printed(page: Page, target: list[str]) -> bool:
    return bool(page.locator(target[0]).first.evaluate("(node, where) => node.closest(where) !== null", PRINTED))
