"""How many jobs there are, by kind and state."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.maintenance import tables
from assistant.maintenance.jobs import ACTIVE, Jobs, Kind, State

if TYPE_CHECKING:
    from assistant.database.held import Held


def tally(database: Held) -> Counter[tuple[Kind, State]]:
    """Jobs by kind and state; one that gives no more sign of life has failed.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: They cannot be read.
    """
    query = sa.select(tables.Job.kind, tables.Job.state, sa.func.count()).group_by(tables.Job.kind, tables.Job.state)
    found: Counter[tuple[Kind, State]] = Counter()
    with database.reading() as session:
        for kind, state, count in session.execute(query):
            seen = State.FAILED if State(state) in ACTIVE else State(state)
            found[Kind(kind), seen] += count
    for job in Jobs(database).under_way():
        found[job.kind, State.FAILED] -= 1
        found[job.kind, job.state] += 1
    return found
