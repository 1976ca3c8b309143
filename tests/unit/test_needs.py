"""Evaluations want an extra: without it they say which, wherever they are asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from assistant.maintenance.jobs import Kind
from assistant.maintenance.needs import MODULES, check_installed
from assistant.maintenance.progress import Steps
from indexer.build import BuildOptions
from indexer.errors import ExtraMissing
from indexer.settings import Settings
from ui.cli.app import main
from ui.cli.indexing import Evals, index
from ui.cli.jobs import works

if TYPE_CHECKING:
    from pathlib import Path


def nothing() -> None:
    """Goes on."""


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without the extra: what needs it cannot be imported."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    for name in [name for name in sys.modules if name.startswith("evals.")]:
        monkeypatch.delitem(sys.modules, name)


def test_nothing_is_missing_with_the_extra(root: Path) -> None:
    """Each of these is among its libraries."""
    check_installed()
    told = (root / "pyproject.toml").read_text(encoding="utf-8")
    names = {"sklearn": "scikit-learn", "ir_measures": "ir-measures"}
    assert not [name for name in MODULES if f'"{names.get(name, name)}>=' not in told]


@pytest.mark.usefixtures("plain")
def test_the_command_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence."""
    monkeypatch.setattr(sys, "argv", ["reperes", "eval", "--data-dir", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert ".[evals]" in capsys.readouterr().err


@pytest.mark.usefixtures("plain")
def test_an_indexing_that_is_to_be_checked_says_so_before_anything(tmp_path: Path) -> None:
    """`index --evals`."""
    with pytest.raises(ExtraMissing):
        index([tmp_path], Settings(data_dir=tmp_path / "data"), Steps(nothing), BuildOptions(), Evals())
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("plain")
def test_a_job_says_so(tmp_path: Path) -> None:
    """Rather than that something unforeseen happened."""
    work = works(Settings(data_dir=tmp_path), 1, lambda _report: None)[Kind.EVAL]
    with pytest.raises(ExtraMissing):
        work({"suites": ["dev"]}, Steps(nothing))
