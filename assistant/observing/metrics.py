"""Figures of this process for Prometheus: requests, answers, steps. Labels take few values, all of them ours.

Of this process: where several serve, each is asked, and Prometheus adds them up.
"""

from __future__ import annotations

import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from assistant.answers import Notice, Reason
from assistant.observing import steps
from assistant.observing.steps import Ending, Step

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTRY: Final = CollectorRegistry()
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds: from a page to an answer that a language model writes."""

REQUESTS: Final = Counter(
    "reperes_http_requests", "Requests, by template of their route.", ("method", "route", "status"), registry=REGISTRY
)
DURATION: Final = Histogram(
    "reperes_http_request_duration_seconds",
    "Time until the last byte of a response.",
    ("method", "route"),
    buckets=BUCKETS,
    registry=REGISTRY,
)
ANSWERS: Final = Counter(
    "reperes_answers",
    "Questions, by how they ended; the reason of a refusal; whether a language model drafted the answer.",
    ("outcome", "reason", "drafted"),
    registry=REGISTRY,
)
STEPS: Final = Histogram(
    "reperes_answer_step_duration_seconds",
    "Time that each step of a question takes.",
    ("step",),
    buckets=BUCKETS,
    registry=REGISTRY,
)
DEGRADATIONS: Final = Counter(
    "reperes_llm_degradations",
    "Answers for which the language model did not do its part, by the notice that readers got.",
    ("notice",),
    registry=REGISTRY,
)


class Figures:
    """A watcher that counts."""

    def begins(self, step: Step) -> Callable[[], None]:
        """A step is timed."""
        began = time.perf_counter()
        return lambda: STEPS.labels(step.value).observe(time.perf_counter() - began)

    def ends(self, ending: Ending, reason: str, notice: str, *, drafted: bool) -> None:
        """A question is counted."""
        ANSWERS.labels(ending.value, reason, str(drafted).lower()).inc()
        if notice:
            DEGRADATIONS.labels(notice).inc()


FIGURES: Final = Figures()


@cache
def start() -> None:
    """Counts from now on; every series that can be named begins at 0, so that its first event is seen as a rise."""
    # A series beside each counter, for nothing that we ask.
    disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus_client 0.26 types all but this
    ProcessCollector(registry=REGISTRY)
    PlatformCollector(registry=REGISTRY)
    GCCollector(registry=REGISTRY)
    Info("reperes_build", "Version of the program.", registry=REGISTRY).info({"version": _version()})
    for step in Step:
        STEPS.labels(step.value)
    for drafted in ("false", "true"):
        ANSWERS.labels(Ending.ANSWERED.value, "", drafted)
    for reason in Reason:
        ANSWERS.labels(Ending.REFUSED.value, reason.value, "false")
    for notice in Notice:
        DEGRADATIONS.labels(notice.value)
    steps.watch(FIGURES)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """A request was answered.

    Args:
        method: Of HTTP, a known one.
        route: The template of its address, never the address.
        status: Told by its hundreds: `2xx`.
        seconds: Until the last byte.
    """
    REQUESTS.labels(method, route, f"{status // 100}xx").inc()
    DURATION.labels(method, route).observe(seconds)


def _version() -> str:
    try:
        return version("reperes")
    except PackageNotFoundError:  # run from its folder, not installed
        return ""
