"""The table of what breaks, for operators: every line is proven by a test that is there, every trouble has its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.observing.messages import TROUBLES
from assistant.observing.troubles import Trouble
from evals.assurance.asvs import missing

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "## Quand quelque chose casse\n"


def lines(root: Path) -> list[list[str]]:
    """Cells of each line of the table."""
    section = (root / "docs" / "exploitation.md").read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return rows[1:]


def test_every_line_is_proven(root: Path) -> None:
    """By the last of its four cells, which names a test or a file of tests."""
    table = lines(root)
    assert len(table) > 10
    assert {len(cells) for cells in table} == {4}
    told = {cells[0]: re.findall(r"`([^`]+)`", cells[3]) for cells in table}
    assert [name for name, pieces in told.items() if not pieces] == []
    assert {name: gone for name, pieces in told.items() for piece in pieces if (gone := missing(piece, root))} == {}


def test_every_trouble_has_its_words_and_its_line(root: Path) -> None:
    """A French sentence that says what goes on, and a line that tells the remedy."""
    assert set(TROUBLES) == set(Trouble)
    assert all(words.endswith(".") and "'" not in words for words in TROUBLES.values())
    broken = " ".join(cells[0] for cells in lines(root))
    assert [trouble for trouble in Trouble if f"`{trouble.value}`" not in broken] == []
