"""The report speaks French: names of measures, figures, verdicts."""

from __future__ import annotations

import pytest

from evals.baseline import GUARDED
from evals.measures import FOLLOWED
from evals.messages import label, number
from evals.reporting.plots import calibration
from evals.reporting.summary import measure_row
from evals.robustness import WORST
from evals.tallies import Measure
from evals.variants import Way


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("robustness: typos, recall@5", "robustesse : fautes de frappe, rappel@5"),
        ("follow-ups: answer accuracy, points", "questions de suite : points attendus portés par la réponse"),
        ("public, piaf test: MRR@10", "public, piaf test : MRR@10"),
        (WORST.format(name="recall@5"), "robustesse : pire façon, écart avec la question d’origine, rappel@5"),
    ],
)
def test_a_measure_is_named_in_french(name: str, told: str) -> None:
    """Part by part; what has no French name keeps its own."""
    assert label(name).replace("\u00a0", " ") == told


def test_no_guarded_measure_is_left_in_english() -> None:
    """MRR@10 is the same in both."""
    names = [*GUARDED, *FOLLOWED, *(f"robustness: {way}, false refusals" for way in Way)]
    assert not [name for name in names if label(name) == name and "MRR" not in name]


def test_figures_have_a_decimal_comma() -> None:
    """And an interval when there is one."""
    assert number(0.5) == "0,500"
    assert measure_row("recall@5", Measure(0.5, 4, 0.25, 0.75)) == ("rappel@5", "0,500", "0,250 – 0,750", "4")
    assert measure_row("latency p50, s", Measure(0.1, 4))[2] == ""


def test_the_calibration_curve_needs_chances() -> None:
    """It is drawn where the assistant tells how sure it is; nothing is drawn otherwise."""
    assert calibration([]) == ""
    assert calibration([(i / 20, i > 9) for i in range(20)]).startswith("<svg")
