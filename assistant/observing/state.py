"""The state of the service as figures: the index, the jobs, the mail. Looked at when it is asked for.

What cannot be read is left out rather than told wrong, and counted in `reperes_state_errors`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily

from assistant.maintenance.jobs import Kind, State
from assistant.maintenance.kept_backups import last_backup
from assistant.maintenance.reports import last_report
from assistant.maintenance.tallying import tally
from assistant.observing.troubles import Trouble
from assistant.solicitations.kept import OPEN
from assistant.solicitations.tallying import waiting
from indexer.errors import DatabaseStateError, IndexStateError, WritingError
from indexer.index import current_generation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from assistant.database.held import Held
    from assistant.observing.troubles import Watch
    from assistant.serving import Serving
    from indexer.settings import Settings


class Standing:
    """A collector of Prometheus's, over what a running program holds.

    Args:
        settings: Where.
        serving: What answers.
        database: Opened only where there is one already.
        watch: What looks for trouble.
        has_database: Whether there is.
    """

    def __init__(
        self, settings: Settings, serving: Serving, database: Held, watch: Watch, *, has_database: bool
    ) -> None:
        self._settings, self._serving, self._database, self._watch = settings, serving, database, watch
        self._has_database = has_database

    def describe(self) -> Iterator[Metric]:
        """Nothing: registering it must read nothing."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """The figures of now."""
        errors = 0
        troubles = GaugeMetricFamily("reperes_trouble", "1 for what the service does without.", labels=("trouble",))
        met = self._watch.troubles()
        for trouble in Trouble:
            troubles.add_metric((trouble.value,), int(trouble in met))
        yield troubles
        yield from self._index()
        yield from self._upkeep()
        if self._has_database:
            try:
                yield from list(self._held())
            except (DatabaseStateError, WritingError):
                errors = 1
        yield _gauge("reperes_state_errors", "Whether the database could not be read for these figures.", errors)

    def _index(self) -> Iterator[Metric]:
        manifest = self._serving.assistant().index.manifest
        built = dt.datetime.fromisoformat(manifest.built_at).timestamp()
        yield _gauge("reperes_index_built_timestamp_seconds", "When what answers was built, since 1970.", built)
        yield _gauge("reperes_index_documents", "Publications of what answers.", len(manifest.documents))
        yield _gauge("reperes_index_passages", "Passages of what answers.", manifest.passages)
        follows = False
        with contextlib.suppress(IndexStateError):
            follows = current_generation(self._settings.data_dir) == manifest.generation
        yield _gauge("reperes_index_follows", "1 when what answers is what is published.", int(follows))

    def _upkeep(self) -> Iterator[Metric]:
        report = last_report(self._settings.data_dir)
        failed = len(report.failed) if report else 0
        yield _gauge("reperes_index_last_failures", "Files that the last indexing could not read.", failed)
        backup = last_backup(self._settings.data_dir)
        if backup is not None:
            told = "When the last known backup was made, since 1970."
            yield _gauge("reperes_backup_timestamp_seconds", told, backup.timestamp())

    def _held(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("reperes_jobs", "Jobs that are kept, by kind and state.", labels=("kind", "state"))
        counted = tally(self._database)
        for kind in Kind:
            for state in State:
                jobs.add_metric((kind.value, state.value), counted.get((kind, state), 0))
        yield jobs
        mails = GaugeMetricFamily("reperes_solicitations", "Solicitations still to be treated.", labels=("status",))
        left = waiting(self._database)
        for status in OPEN:
            mails.add_metric((status.value,), left.get(status, 0))
        yield mails


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)
