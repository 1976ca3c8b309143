"""A server that ends and starts again while somebody reads, in Chromium."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from conftest import serving
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

FIRST = "Depuis quand existent les ateliers santé ville ?"
NEXT = "Et qui les anime ?"


def test_a_conversation_goes_on_after_the_server_was_started_again(
    data_dir: Path, tmp_path: Path, context_of: Callable[..., BrowserContext]
) -> None:
    """Whoever asks meanwhile is told, and keeps their question; then it is answered with what was said before."""
    data = tmp_path / "data"
    shutil.copytree(data_dir, data)  # the other server has this one open
    page = context_of().new_page()
    box = page.get_by_role("textbox", name="Votre question")
    with serving(data, tmp_path / "first.log") as server:
        page.goto(server.url)
        box.fill(FIRST)
        box.press("Enter")
        expect(page.locator(".answer .quote").first).to_be_visible()
    box.fill(NEXT)
    box.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Le serveur ne répond pas")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Votre question est de nouveau")).to_be_visible()
    expect(box).to_have_value(NEXT)
    expect(page.locator(".answer .quote").first).to_be_visible()
    with serving(data, tmp_path / "second.log", urlsplit(server.url).port or 0):
        expect(page.get_by_role("alert").filter(has_text="Le serveur ne répond pas")).to_have_count(0)
        with page.expect_request("**/demander") as asking:
            box.press("Enter")
        assert asking.value.post_data_json["history"][0]["content"] == FIRST
        expect(page.get_by_role("article")).to_have_count(2)
        expect(page.get_by_role("article").last).to_have_attribute("data-question", re.compile("anime"))
