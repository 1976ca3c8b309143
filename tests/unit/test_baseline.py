"""The accepted run: kept, read back, compared with."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from evals import baseline, command
from evals.command import Actions
from evals.reporting import as_object
from evals.reporting.summary import summary
from evals.reporting.verdict import judge
from evals.suites import GUARD, Result
from evals.tallies import Tally
from indexer.errors import BaselineOutdated
from indexer.manifest import Manifest
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = Manifest(3, "g", "2026-11-22T00:00:00Z", "model", 384, 3, "corpus", "passages", 1, 1, (), ())


def result(*found: float, name: str = "recall@5", suite: str = "dev") -> Result:
    """A suite of one measure."""
    return Result(suite, {name: {f"q{rank}": Tally(part) for rank, part in enumerate(found)}})


@pytest.fixture
def accepted(tmp_path: Path) -> Mapping[str, baseline.Accepted]:
    """A hundred questions, all well answered."""
    path = tmp_path / "baseline.json"
    baseline.accept([result(*[1.0] * 100)], MANIFEST, path)
    return baseline.load(path)


def test_an_accepted_run_is_read_back(accepted: Mapping[str, baseline.Accepted]) -> None:
    """With what it was run on; a measure a line in the file."""
    assert (accepted["dev"].corpus_digest, accepted["dev"].embedding_model) == ("corpus", "model")
    assert accepted["dev"].measures["recall@5"]["q7"] == Tally(1.0)


def test_the_accepted_run_shipped_is_read() -> None:
    """It is of the form that is read now."""
    assert "recall@5" in baseline.load()["dev"].measures


def test_suites_that_were_not_run_stay_accepted(tmp_path: Path) -> None:
    """Accepting the robustness alone does not forget the dev split."""
    path = tmp_path / "baseline.json"
    baseline.accept([result(1.0)], MANIFEST, path)
    injection = Result("injection", {"injection: resisted": {"i": Tally(1.0)}})
    baseline.accept([injection], replace(MANIFEST, corpus_digest="later"), path)
    read = baseline.load(path)
    assert {suite: run.corpus_digest for suite, run in read.items()} == {"dev": "corpus", "injection": "later"}
    assert path.read_text(encoding="utf-8").count("\n") > 4


def test_suites_that_share_a_measure_are_judged_apart(tmp_path: Path) -> None:
    """All well in the second hides nothing of the first at zero: floor, fall, table, JSON, summary."""
    path = tmp_path / "baseline.json"
    fine = [result(*[1.0] * 100), result(*[1.0] * 100, suite="tuning")]
    baseline.accept(fine, MANIFEST, path)
    verdict = judge([result(*[0.0] * 100), fine[1]], MANIFEST, baseline.load(path))
    assert [failure.split(",")[0] for failure in verdict.failures] == ["dev", "dev"]
    assert {suite: f.after for (suite, _), f in verdict.compared.items()} == {"dev": 0.0, "tuning": 1.0}
    told = as_object(verdict)
    assert isinstance(told["measures"], dict)
    assert {suite: of["recall@5"]["value"] for suite, of in told["measures"].items()} == {"dev": 0.0, "tuning": 1.0}
    assert "| dev | rappel@5 | 0,000 |" in summary(verdict)
    assert "| tuning | rappel@5 | 1,000 |" in summary(verdict)
    printed = command._told(verdict)
    assert [line.split()[1] for line in printed] == ["dev", "0.000", "tuning", "1.000"]


def test_public_sets_are_accepted_beside_a_split(tmp_path: Path) -> None:
    """In one file; they bring their own documents, so that a change of the corpus is no remark on them."""
    path = tmp_path / "baseline.json"
    public = result(1.0, name="public, cnil: MRR@10", suite="public")
    baseline.accept([result(1.0), public], MANIFEST, path)
    note = judge([public], replace(MANIFEST, corpus_digest="x"), baseline.load(path)).note
    assert (set(baseline.load(path)), note) == ({"dev", "public"}, "")


def test_a_suite_never_accepted_is_told() -> None:
    """Its falls cannot be seen."""
    assert baseline.unaccepted([result(1.0), Result("public", {})], {}) == ["dev"]


def test_an_accepted_run_of_another_form_is_told_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing passes for want of something to compare with; `--accept` mends it."""
    path = tmp_path / "baseline.json"
    path.write_text('{"commit": "a", "suites": {"dev": {"recall@5": {"q": [1, 1]}}}}', encoding="utf-8")
    with pytest.raises(BaselineOutdated) as caught:
        baseline.load(path)
    assert "reperes eval --accept" in sentence(caught.value)
    monkeypatch.setattr(command, "load", lambda: baseline.load(path))
    with pytest.raises(BaselineOutdated):
        command._accepted(Actions(check=True))
    assert command._accepted(Actions(accept=True)) == {}
    baseline.accept([result(1.0)], MANIFEST, path)
    assert set(baseline.load(path)) == {"dev"}


def test_a_significant_fall_fails_and_a_small_one_does_not(accepted: Mapping[str, baseline.Accepted]) -> None:
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


def test_another_corpus_is_told(accepted: Mapping[str, baseline.Accepted]) -> None:
    """The comparison is made all the same."""
    assert judge([result(1.0)], MANIFEST, accepted).note == ""
    assert "autre état du corpus" in judge([result(1.0)], replace(MANIFEST, corpus_digest="x"), accepted).note


def test_ci_measures_in_parts_what_the_command_measures(root: Path) -> None:
    """`make checked` names every suite that `reperes eval` runs when none is named, once."""
    recipes = (root / "Makefile").read_text(encoding="utf-8").partition("\nchecked:")[2].partition("\ntest:")[0]
    assert sorted(re.findall(r"--suite (\w+)", recipes)) == sorted(GUARD)
    assert recipes.count("eval --check") == 2
