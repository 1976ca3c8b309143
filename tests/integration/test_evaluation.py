"""The evaluation, run on the sample with questions of its own: measures, report, exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from junitparser import JUnitXml

from evals.certainty import calibration
from evals.command import Actions, run_eval
from evals.measures import tallies
from evals.messages import CALIBRATION, CALIBRATION_AXES, number
from evals.public import PublicSet, load_sets, measured
from evals.questions import load_split
from evals.reporting.page import page
from evals.reporting.questions import missed
from evals.reporting.verdict import judge
from evals.robustness import ask_variants, robustness
from evals.runs import Session
from evals.suites import Options, Result
from evals.variants import Way
from indexer.errors import UnknownSuite
from indexer.index import current_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from places import Place


@pytest.fixture(scope="module")
def served(served: Place) -> Place:
    """The sample, asked without the selector: the command is what is tried, and answers come several times faster."""
    return replace(served, settings=served.settings.model_copy(update={"selector": False}))


@pytest.fixture(scope="module")
def session(served: Place) -> Session:
    """Over the sample."""
    return Session(served.settings.model_copy(update={"source": served.corpus}))


def test_the_followups_are_run_checked_and_reported(
    served: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One command: a table, four files, 0 when no floor is broken."""
    placed = served.settings.model_copy(update={"source": served.corpus})
    folder = tmp_path / "report"
    assert run_eval(("followups", "injection"), placed, Options(), Actions(check=True, report=folder)) == 0
    printed = capsys.readouterr()
    assert "follow-ups: recall@5" in printed.out
    assert "injection: resisted" in printed.out
    told = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert told["measures"]["injection"]["injection: resisted"]["value"] == 1.0
    assert {q["suite"] for q in told["questions"]} == {"followups", "injection"}
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "src=" not in page
    assert "| jeu | mesure |" in (folder / "summary.md").read_text(encoding="utf-8")
    assert {suite.name for suite in JUnitXml.fromfile(str(folder / "junit.xml"))} == {"followups", "injection", "gate"}


def test_an_unknown_suite_is_told_before_anything_is_asked(served: Place) -> None:
    """With the names that are known."""
    with pytest.raises(UnknownSuite) as caught:
        run_eval(("robustnes",), served.settings, Options(), Actions())
    assert "robustness" in str(caught.value.values["known"])
    with pytest.raises(UnknownSuite):
        run_eval(("robustness",), served.settings, Options(split="nope"), Actions())


def test_the_calibration_curve_is_drawn_and_its_error_told(session: Session, served: Place) -> None:
    """Over real answers: each outcome tells a chance, and they are not all alike."""
    asked = load_split("dev")
    some = [q for q in asked if q.answerable][:12] + [q for q in asked if not q.answerable][:12]
    runs = tuple(session.ask(question) for question in some)
    chances = [run.certainty for run in runs]
    assert all(0 <= chance <= 1 for chance in chances)
    assert len({round(chance, 3) for chance in chances}) > 12
    result = Result("dev", tallies(runs), calibration(runs), runs)
    manifest = current_manifest(served.settings.data_dir)
    html = page(judge([result], manifest, {}))
    assert CALIBRATION in html
    assert CALIBRATION_AXES[0] in html
    error = result.measures()["expected calibration error"]
    assert error.n == len(some)
    assert f"Erreur de calibration attendue : {number(error.value)}" in html
    assert page(judge([Result("dev", {}, {}, runs[:12])], manifest, {})).count(CALIBRATION) == 0


def test_a_question_is_asked_once(session: Session) -> None:
    """However many suites ask it; what came back is the same object."""
    asked = load_split("dev")[0]
    assert session.ask(asked) is session.ask(asked)


def test_the_worst_variant_is_compared_with_the_clean_questions(session: Session) -> None:
    """On the very questions that the way changes; every variant counts in the pooled measure."""
    pairs = ask_variants(load_split("dev")[:3], session, whole=True)
    found, worst = robustness(pairs)
    assert set(pairs) == set(Way)
    assert sum(t.whole for t in found["robustness: all variants, recall@5"].values()) == sum(map(len, pairs.values()))
    assert all(-1 <= of.gain.value <= 1 and of.gain.n == len(pairs[of.way]) for of in worst.values())


def test_what_was_not_found_goes_worse_than_what_was(session: Session) -> None:
    """The report shows the worst questions first; a refusal that was due went well."""
    runs = [session.ask(asked) for asked in load_split("dev") if asked.tag in ("détresse", "injection")]
    assert [missed(run) for run in runs if run.abstained] == [0.0] * sum(run.abstained for run in runs)


def test_a_public_set_is_indexed_and_searched_by_our_own_code(served: Place, tmp_path: Path) -> None:
    """A document is ranked by its best passage, a sentence is right when it holds the short answer."""
    one = PublicSet(
        "essai",
        {
            "d1": "Le lac de Guerlédan se trouve en Bretagne. La surface du lac est de 304 hectares.",
            "d2": "La tour fut bâtie en 1889. Elle mesure 300 mètres.",
            "d3": "Le vin se conserve à la cave pendant dix ans au moins.",
        },
        {"q1": "Quelle est la surface du lac de Guerlédan ?", "q2": "En quelle année fut bâtie la tour ?"},
        {"q1": frozenset({"d1"}), "q2": frozenset({"d2"})},
        {"q1": ("304 hectares",), "q2": ("1889",)},
    )
    found = measured(one, served.settings.model_copy(update={"data_dir": tmp_path}), served.embedder)
    assert [t.part for t in found["public, essai: recall@1"].values()] == [1.0, 1.0]
    assert all(t.part == 1.0 for t in found["public, essai: right sentence among three"].values())


def test_absent_public_sets_are_passed_over_and_told(
    served: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 0: they are no part of the installation."""
    assert load_sets(tmp_path) == []
    assert run_eval(("public",), served.settings, Options(public=tmp_path), Actions(check=True)) == 0
    assert str(tmp_path) in capsys.readouterr().err


def test_a_suite_without_questions_has_no_measure() -> None:
    """Rather than a mean over nothing."""
    assert Result("public", {}).measures() == {}
