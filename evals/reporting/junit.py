"""The run as CI servers read it: a suite of ours is a test suite, a question asked is a test case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from evals.reporting.questions import missed

if TYPE_CHECKING:
    from evals.reporting.verdict import Verdict
    from evals.suites import Result


def junit(verdict: Verdict) -> JUnitXml:
    """Test suites in the order they were run; last, `gate` holds the floors broken and the significant falls.

    A question that was answered badly is told in its case's output, not as a failure: the gate alone decides.
    """
    told = JUnitXml("reperes eval")
    for result in verdict.results:
        told.add_testsuite(_suite(result))
    gate = TestSuite("gate")
    for number, failure in enumerate(verdict.failures, 1):
        case = TestCase(f"failure {number}", "reperes.eval.gate")
        case.result = [Failure(failure)]
        gate.add_testcase(case)
    if not verdict.failures:
        gate.add_testcase(TestCase("floors and accepted run", "reperes.eval.gate"))
    told.add_testsuite(gate)
    return told


def _suite(result: Result) -> TestSuite:
    suite = TestSuite(result.suite)
    for name, measure in result.measures().items():
        suite.add_property(name, f"{measure.value:.4f}")
    for run in result.runs:
        case = TestCase(run.asked.id, f"reperes.eval.{result.suite}", run.seconds)
        if missed(run) > 0:
            case.system_out = f"{run.asked.question.text}\n{missed(run):.2f}"
        suite.add_testcase(case)
    return suite
