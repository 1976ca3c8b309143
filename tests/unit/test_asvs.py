"""The list of security requirements: whole, and every piece of evidence is there."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from evals.assurance.asvs import CHAPTERS, SHOWN, missing, requirements

if TYPE_CHECKING:
    from pathlib import Path

LISTED = requirements()
OF_THE_STANDARD = {1: 70, 2: 183}
"""Requirements of ASVS 5.0.0 by level; those of level 3 (92) are not listed."""
PAGE = "docs/securite.md"


def test_every_requirement_of_the_level_is_listed_once() -> None:
    """As many as the standard has, in its order."""
    assert Counter(each.level for each in LISTED) == OF_THE_STANDARD
    numbers = [tuple(map(int, re.findall(r"\d+", each.number))) for each in LISTED]
    assert numbers == sorted(set(numbers))
    assert {each.chapter for each in LISTED} == set(CHAPTERS)


def test_what_is_claimed_is_shown_and_what_is_not_has_its_reason() -> None:
    """Nothing is met on its word; what is only met in part says what is missing."""
    assert [each.number for each in LISTED if each.standing in SHOWN and not each.evidence] == []
    assert [each.number for each in LISTED if each.standing != "oui" and not each.remark] == []


def test_every_piece_of_evidence_is_there(root: Path) -> None:
    """A test that is renamed or a symbol that moves is corrected in the list too."""
    assert {each.number: gone for each in LISTED for piece in each.evidence if (gone := missing(piece, root))} == {}


@pytest.mark.parametrize("piece", ["docs/rien.md", "indexer/messages.py:rien", "tests/unit/test_asvs.py::test_nothing"])
def test_evidence_that_is_not_there_is_told(piece: str, root: Path) -> None:
    """A file, a symbol, a test."""
    assert missing(piece, root)


def test_the_threat_model_names_what_is_there(root: Path) -> None:
    """Every file, folder and test that the page cites."""
    text = (root / PAGE).read_text(encoding="utf-8")
    cited = re.findall(r"`((?:\w+/)[\w/.]*(?:::\w+)?)`", text)
    assert len(cited) > 50
    gone = [each for each in cited if not (root / each).is_dir() and missing(each, root)]
    assert gone == []
