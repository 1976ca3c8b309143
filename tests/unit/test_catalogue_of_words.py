"""Every text that people read is in one catalogue, in plain templates that hold no other words."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from ui.site import catalogue
from ui.site.extraction import write
from ui.site.showing import ROOMS

if TYPE_CHECKING:
    from pathlib import Path

NOT_WORDS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&\w+;", re.DOTALL)
TOLD = re.compile(r'\b(?:alt|aria-label|title|placeholder|label|content)="([^"{]*)"')


def test_the_catalogue_is_what_the_code_says(root: Path, tmp_path: Path) -> None:
    """Extracted anew, it is the committed one: `make catalogue` was not forgotten."""
    shutil.copy(root / "ui" / "locale" / "babel.cfg", tmp_path)
    assert write(tmp_path / "reperes.pot") == 0
    committed = (root / "ui" / "locale" / "reperes.pot").read_text(encoding="utf-8")
    assert (tmp_path / "reperes.pot").read_text(encoding="utf-8") == committed
    assert re.findall(r"^#: (?!ui/).*", committed, re.MULTILINE) == [], "paths from the root of the code"


@pytest.mark.parametrize("room", ROOMS)
def test_templates_hold_no_words_of_their_own(root: Path, room: str) -> None:
    """Neither between tags nor in what screen readers are told: all of them go through `_`."""
    for path in sorted((root / "ui" / room / "templates").rglob("*.html")):
        template = path.read_text(encoding="utf-8")
        left = " ".join(NOT_WORDS.sub(" ", template).split())
        assert not re.search(r"[^\W\d_]", left), f"{path.name}: {left[:200]}"
        words = [told for told in TOLD.findall(template) if re.search(r"[^\W\d_]", told)]
        assert [told for told in words if not told.startswith("width=device-width")] == [], path.name


def test_words_are_set_out_as_french_is() -> None:
    """Unbreakable spaces; what is filled in is put at its place; none is singular."""
    assert catalogue.text("Pourquoi ?") == "Pourquoi\u00a0?"
    assert catalogue.text("page %(page)s", page=4) == "page 4"
    assert catalogue.counted("%(n)s réponse", "%(n)s réponses", 0) == "0 réponse"
    assert catalogue.counted("%(n)s réponse", "%(n)s réponses", 2) == "2 réponses"
