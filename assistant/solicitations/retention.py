"""What is forgotten: solicitations older than the setting says, and those that are not to be kept at all.

`REPERES_KEPT_SOLICITATION_DAYS`, 365 by default: the typology proposes twelve months, for the association to set. The
limit holds for all, treated or not: what nobody has answered for a year will not be. Zero is refused rather than
given one of its two meanings, « for ever » and « not at all »: without keeping anything there is no queue.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.solicitations.editing import signed
from assistant.solicitations.erasing import anonymise, forget_words
from assistant.solicitations.filing import found
from assistant.solicitations.tables import Solicitation
from assistant.triage.stored import storable
from indexer.errors import SolicitationNotFound

if TYPE_CHECKING:
    from assistant.solicitations.store import Solicitations


def limit(kept_days: int, today: dt.date) -> dt.date:
    """The day before which solicitations are forgotten."""
    return today - dt.timedelta(days=kept_days)


def to_purge(solicitations: Solicitations, before: dt.date) -> tuple[str, ...]:
    """References of the solicitations received before a day that still tell of people, oldest first."""
    with solicitations.database.reading() as session:
        return tuple(row.reference for row in session.scalars(_old(before)))


def purge(solicitations: Solicitations, before: dt.date) -> int:
    """Leaves of the solicitations received before a day what counts in figures; gives their number.

    To be called each day by whatever serves; twice does no harm.
    """
    at = solicitations.clock()
    with solicitations.database.writing(alone=True) as session:
        rows = session.scalars(_old(before)).all()
        for row in rows:
            anonymise(row, "", at, "purged")
        if rows:
            forget_words(session)
    return len(rows)


def forget(solicitations: Solicitations, reference: str, *, author: str) -> None:
    """Leaves of one solicitation what counts in figures, at once: somebody's distress or health is not to be kept.

    Raises:
        SolicitationNotFound: There is none.
        SolicitationFieldInvalid: Nobody signs it.
    """
    name, at = signed(author), solicitations.clock()
    with solicitations.database.writing(alone=True) as session:
        row = found(session, reference, held=True)
        if row is None:
            raise SolicitationNotFound(reference=storable(reference)[:100])
        if row.purged_at is None:
            anonymise(row, name, at, "erased")
            forget_words(session)


def _old(before: dt.date) -> sa.Select[Solicitation]:
    wanted = sa.select(Solicitation).where(Solicitation.received < before, Solicitation.purged_at.is_(None))
    return wanted.order_by(Solicitation.received, Solicitation.id)
