"""Things of a service that cannot be made again, put there as its users would: for tests of backups."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from assistant.database.opening import Database
from assistant.maintenance.added import Added
from assistant.maintenance.describing import Description
from assistant.maintenance.jobs import Jobs, Kind

if TYPE_CHECKING:
    from indexer.settings import Settings


def put_job_and_publication(settings: Settings) -> None:
    """A job asked for, in the database; « fiche.md », titled « Une fiche », among what was added."""
    database = Database.of(settings)
    Jobs(database).ask(Kind.INDEX, {}, "ana@exemple.fr")
    database.close()
    added = Added(settings)
    with added.receiving() as folder:
        path = added.receive(io.BytesIO(b"# Fiche\n\nUne permanence ouvre le mardi.\n"), "fiche.md", folder)
        added.add(path, Description(title="Une fiche"))
