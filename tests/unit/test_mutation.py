"""Faults made in the core, as mutmut's results are counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evals.assurance import mutation

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CODES: dict[str, int | None] = {"a": 1, "b": 0, "c": 33, "d": None, "e": 36}


def test_results_are_read_where_mutmut_leaves_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By module; modules without a fault are left out."""
    made = tmp_path / "assistant"
    made.mkdir()
    (made / "answers.py.meta").write_text(json.dumps({"exit_code_by_key": CODES}))
    (made / "empty.py.meta").write_text(json.dumps({"exit_code_by_key": {}}))
    monkeypatch.setattr(mutation, "MADE", tmp_path)
    assert mutation.results() == {"assistant/answers.py": CODES}


def test_what_no_test_reaches_counts_as_unnoticed_and_what_was_not_tried_as_nothing() -> None:
    """A test that failed, or took far too long, noticed."""
    (counts,) = mutation.sorted_out({"m": CODES}, 1).values()
    assert counts == {"noticed": 2, "survived": 1, "unreached": 1}
    *_, module, whole = mutation.table({"m": counts})
    assert module == "| m | 4 | 2 | 1 | 0.500 |"
    assert whole == "| **all** | 4 | 2 | 1 | 0.500 [0.150 ; 0.850] |"


def test_the_same_ones_are_drawn_each_time() -> None:
    """About one in so many, whatever else there is."""
    names = [f"module.function__mutmut_{n}" for n in range(800)]
    drawn = mutation.drawn(names, 8)
    assert 60 < len(drawn) < 140
    assert mutation.drawn(names[::-1], 8) == drawn[::-1]
    assert mutation.drawn(names, 1) == names


def test_some_modules_are_enough() -> None:
    """By any part of their path; without a word, all of them."""
    found = {"assistant/accounts/keys.py": CODES, "assistant/answers.py": CODES}
    assert list(mutation.chosen(found, ["keys", "people"])) == ["assistant/accounts/keys.py"]
    assert mutation.chosen(found, []) == found
