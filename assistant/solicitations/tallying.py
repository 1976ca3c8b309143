"""How much mail is still to be treated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.solicitations.kept import OPEN, Status
from assistant.solicitations.tables import Solicitation

if TYPE_CHECKING:
    from assistant.database.held import Held


def waiting(database: Held) -> dict[Status, int]:
    """Solicitations by how far they are, as long as they are open.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated: They cannot be read.
    """
    query = sa.select(Solicitation.status, sa.func.count()).where(Solicitation.status.in_(OPEN))
    with database.reading() as session:
        return {Status(status): count for status, count in session.execute(query.group_by(Solicitation.status))}
