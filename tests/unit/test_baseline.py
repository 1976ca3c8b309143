"""The accepted run: kept, read back, compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals import baseline
from evals.reporting.verdict import judge
from evals.suites import Result
from evals.tallies import Tally
from indexer.manifest import Manifest

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = Manifest(3, "g", "2026-11-22T00:00:00Z", "model", 384, 3, "corpus", "passages", 1, 1, (), ())


def result(*found: float, name: str = "recall@5") -> Result:
    """A suite of one measure."""
    return Result("dev", {name: {f"q{rank}": Tally(part) for rank, part in enumerate(found)}})


@pytest.fixture
def accepted(tmp_path: Path) -> baseline.Baseline:
    """A hundred questions, all well answered."""
    path = tmp_path / "baseline.json"
    baseline.accept([result(*[1.0] * 100)], MANIFEST, path)
    read = baseline.load(path)
    assert read is not None
    return read


def test_an_accepted_run_is_read_back(accepted: baseline.Baseline) -> None:
    """With what it was run on; a measure a line in the file."""
    assert (accepted.corpus_digest, accepted.embedding_model) == ("corpus", "model")
    assert accepted.suites["dev"]["recall@5"]["q7"] == Tally(1.0)


def test_suites_that_were_not_run_stay_accepted(tmp_path: Path) -> None:
    """Accepting the robustness alone does not forget the dev split."""
    path = tmp_path / "baseline.json"
    baseline.accept([result(1.0)], MANIFEST, path)
    baseline.accept([Result("injection", {"injection: resisted": {"i": Tally(1.0)}})], MANIFEST, path)
    read = baseline.load(path)
    assert read is not None
    assert set(read.suites) == {"dev", "injection"}
    assert path.read_text(encoding="utf-8").count("\n") > 4


def test_a_significant_fall_fails_and_a_small_one_does_not(accepted: baseline.Baseline) -> None:
    """Thirty questions of a hundred lost; one lost. The floor of the dev split is told apart."""
    great = judge([result(*[0.0] * 30, *[1.0] * 70)], MANIFEST, accepted)
    assert any("significative" in failure for failure in great.failures)
    assert any("sous le seuil" in failure for failure in great.failures)
    assert judge([result(0.0, *[1.0] * 99)], MANIFEST, accepted).failures == ()


def test_more_false_refusals_are_a_fall(tmp_path: Path) -> None:
    """Of that measure, less is better."""
    path = tmp_path / "baseline.json"
    baseline.accept([result(*[0.0] * 50, name="false refusals")], MANIFEST, path)
    told = judge([result(*[1.0] * 10, *[0.0] * 40, name="false refusals")], MANIFEST, baseline.load(path))
    assert "false refusals" in told.failures[0]
    better = judge([result(*[0.0] * 50, name="false refusals")], MANIFEST, baseline.load(path))
    assert better.failures == ()


def test_another_corpus_is_told(accepted: baseline.Baseline) -> None:
    """The comparison is made all the same."""
    from dataclasses import replace

    assert judge([result(1.0)], MANIFEST, accepted).note == ""
    assert "autre état du corpus" in judge([result(1.0)], replace(MANIFEST, corpus_digest="x"), accepted).note
