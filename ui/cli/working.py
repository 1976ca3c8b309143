"""`reperes worker` and `reperes purge`: what a service does besides answering, in processes of their own."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
from typing import TYPE_CHECKING

from assistant.database.opening import Database
from assistant.maintenance.jobs import Jobs
from assistant.maintenance.purging import purge
from assistant.maintenance.spawning import Spawner
from assistant.maintenance.working import work
from assistant.observing import logs
from indexer.errors import InvalidSetting
from ui.cli import messages

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.settings import Settings


def run_worker(settings: Settings, alive: Path | None) -> None:
    """Does the jobs asked for online, until this process is told to stop.

    Args:
        settings: Which jobs; those of its servers, too, say that a worker does them.
        alive: A file to touch at each look.

    Raises:
        InvalidSetting: The settings do not say so: the servers would start the jobs as well.
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: The database cannot be used.
        WritingError: The file cannot be touched.
    """
    if not settings.worker:
        raise InvalidSetting(name="REPERES_WORKER", value="false", detail=messages.WORKER_NOT_SET)
    logs.set_up(settings.log_format)
    over = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: over.set())
    with contextlib.closing(Database.of(settings)) as database:
        jobs = Jobs(database)
        print(messages.WORKING.format(database=database.label), flush=True)
        work(jobs, Spawner(jobs, settings), over, alive)


def run_purge(settings: Settings, *, as_json: bool) -> None:
    """Forgets what is older than the settings say.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: The database cannot be used.
        GapsUnreadable, WritingError: The unanswered questions cannot be written.
    """
    purged = purge(settings)
    print(json.dumps(purged.told()) if as_json else messages.PURGED.format(**purged.told()))
