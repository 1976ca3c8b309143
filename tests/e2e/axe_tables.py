"""What axe-core finds on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.2 to level AA, and what axe's authors advise besides."""


def violations(page: Page) -> list[str]:
    """One line for each rule broken: its name, its sentence, the first elements."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}}).response["violations"]
    return [f"{rule['id']}: {rule['help']} — {[node['html'][:120] for node in rule['nodes'][:3]]}" for rule in found]
