"""`reperes eval`, as far as it is kept: its figures go to the database, so that they can be seen over time."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from assistant.database.opening import Database, is_there
from assistant.maintenance.evaluations import Evaluations, Figure, Measured
from assistant.maintenance.jobs import now
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Callable

    from evals.reporting.verdict import Verdict
    from indexer.settings import Settings

log = logging.getLogger("reperes")


def recorder(settings: Settings) -> Callable[[Verdict], None] | None:
    """What keeps the figures of a run; `None` where there is no database yet.

    A database that fails costs the record, never the run.
    """
    if not is_there(settings):
        return None

    def record(verdict: Verdict) -> None:
        try:
            with contextlib.closing(Database.of(settings)) as database:
                Evaluations(database).record(measured(verdict))
        except ReperesError as error:
            log.warning("the figures were not recorded (%s)", error)

    return record


def measured(verdict: Verdict) -> list[Measured]:
    """A run, suite by suite, in the form in which it is kept."""
    at = now()
    return [
        Measured(
            at=at,
            suite=result.suite,
            generation=verdict.manifest.generation,
            figures={
                name: Figure(of.value, of.n, of.low, of.high)
                for (suite, name), of in verdict.measures.items()
                if suite == result.suite
            },
            failures=verdict.failures,
            commit=verdict.commit,
            corpus_digest=verdict.manifest.corpus_digest,
            embedding_model=verdict.manifest.embedding_model,
        )
        for result in verdict.results
    ]
