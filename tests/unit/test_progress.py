"""How far a piece of work is: told step by step, to other programs as lines of JSON, and stopped at a step."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from assistant.maintenance.messages import STEPS
from assistant.maintenance.progress import Steps
from indexer.errors import WritingFailed
from ui.cli.interruption import Interruption
from ui.cli.progress import shown_progress

if TYPE_CHECKING:
    from pathlib import Path


def nothing() -> None:
    """Nobody stops anything."""


def told(steps: Steps) -> list[tuple[object, ...]]:
    """Name, done, total and pages of each step."""
    several = steps.told()["steps"]
    assert isinstance(several, list)
    return [(step["step"], step["done"], step["total"], step["pages"]) for step in several]


def test_steps_are_told_in_their_order() -> None:
    """The last is the one under way."""
    steps = Steps()
    steps.advance(1)  # before any step: nothing to tell
    steps.start("reading", 3)
    steps.advance(1, 12)
    steps.advance(2, 5)
    steps.start("embedding", 40)
    assert told(steps) == [("reading", 3, 3, 17), ("embedding", 0, 40, 0)]
    steps.end()
    last = steps.told()["steps"]
    assert isinstance(last, list)
    assert last[-1]["left"] is None


def test_a_wait_that_goes_on_is_one_step() -> None:
    """However often it is looked at again."""
    steps = Steps()
    for _ in range(3):
        steps.start("locked", 0)
    steps.start("reading", 1)
    assert [name for name, *_ in told(steps)] == ["locked", "reading"]


def test_work_is_stopped_at_a_step() -> None:
    """By what looks whether it may go on."""

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Steps(stop).start("reading", 1)


def test_every_step_has_its_words() -> None:
    """As people read them."""
    assert {"waiting", "locked", "reading", "recognising", "embedding", "writing", "evaluating"} <= set(STEPS)


def test_programs_are_told_in_lines_of_json(tmp_path: Path) -> None:
    """When a step begins and when it ends; in between, once a second at most."""
    path = tmp_path / "progress.jsonl"
    with shown_progress(nothing, path) as progress:
        progress.start("reading", 500)
        for _ in range(500):
            progress.advance(1, 2)
        progress.start("writing", 10)
        progress.advance(10)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["step"], line["done"]) for line in lines if line["done"] in (0, line["total"])] == [
        ("reading", 0),
        ("reading", 500),
        ("writing", 0),
        ("writing", 10),
    ]
    assert len(lines) < 50
    assert set(lines[0]) == {"step", "done", "total", "pages", "seconds", "left"}


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(WritingFailed), shown_progress(nothing, tmp_path / "nulle-part" / "x"):
        pass


def test_another_signal_may_mean_the_same() -> None:
    """A job is ended as by Ctrl-C when the machine stops."""
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), Interruption(signal.SIGTERM):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
