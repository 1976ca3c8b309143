"""An answer that a language model writes, in Chromium: what each sentence is worth is shown, and lies are not."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from axe_tables import violations
from conftest import serving
from lying_server import lying_server
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lying_server import Line
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

QUESTION = "Qui signe un contrat local de santé ?"
LIE = "Le budget moyen d’un contrat local de santé est de 973 millions d’euros."
SENTENCE = re.compile(r"(?:^|(?<=[.!?]\s))[A-ZÉÀ][^.!?|\n]{40,500}\.(?=\s|$)", re.MULTILINE)


def test_a_sentence_that_is_written_shows_its_verdict_and_a_lie_is_withheld(
    data_dir: Path, tmp_path: Path, context_of: Callable[..., BrowserContext]
) -> None:
    """Both are told: what was verified, and that something was left out. On a phone as well."""
    data = tmp_path / "data"
    shutil.copytree(data_dir, data)  # the other server has this one open
    with lying_server() as model:

        def half_true(line: Line) -> None:
            prompt = str(model.asked[-1]["messages"])
            _, _, first = prompt.replace("\\n", "\n").partition('numero="1"')
            told = SENTENCE.search(first.partition("</source>")[0].partition(">")[2])
            assert told, first[:500]
            line.begin()
            line.say(f"{told.group()} [1] {LIE} [1]")
            line.end()

        model.script = half_true
        variables = {"REPERES_LLM_MODEL": "openai:essai", "REPERES_LLM_BASE_URL": model.url}
        with serving(data, tmp_path / "log", **variables) as server:
            context = context_of((390, 844))
            faults: list[str] = []
            context.on("weberror", lambda error: faults.append(str(error.error)))
            context.on("console", lambda line: line.type == "error" and faults.append(line.text))
            page = context.new_page()
            page.goto(server.url)
            box = page.get_by_role("textbox", name="Votre question")
            box.fill(QUESTION)
            box.press("Enter")
            turn = page.get_by_role("article").last
            expect(turn).to_have_attribute("data-turn", "")
            expect(turn.locator(".statement.drafted")).to_have_count(1)
            expect(turn.locator(".verdict")).to_be_visible()
            expect(turn.locator(".answer")).not_to_contain_text("973")
            expect(turn.get_by_text(re.compile("modèle de langage")).first).to_be_visible()
            turn.locator("a.reference").first.click()
            expect(turn.locator("mark").first).to_be_visible()
            assert violations(page) == []
            assert faults == []
