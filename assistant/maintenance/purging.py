"""What is too old to be kept, forgotten at once: what a service does by itself the first time of a day that it is used.

For a service that nobody uses for weeks, and for whoever wants to see it done.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assistant import gaps
from assistant.accounts.store import Accounts
from assistant.conversations.recent import RecentAnswers
from assistant.conversations.store import Conversations
from assistant.database.opening import Database
from assistant.maintenance.jobs import now
from assistant.solicitations.retention import limit
from assistant.solicitations.retention import purge as purge_solicitations
from assistant.solicitations.store import Solicitations

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Purged:
    """Numbers of what was forgotten.

    Attributes:
        solicitations: Left with what counts in figures only.
        conversations: Deleted.
        gaps: Unanswered questions that nobody has met for a year.
    """

    solicitations: int
    conversations: int
    gaps: int

    def told(self) -> dict[str, int]:
        """As an object."""
        return asdict(self)


def purge(settings: Settings, clock: Callable[[], dt.datetime] = now) -> Purged:
    """Forgets what is older than the settings say; twice does no harm.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated, InvalidSetting: The database cannot be used.
        GapsUnreadable, WritingError: The unanswered questions cannot be written.
    """
    moment = clock()
    today = moment.astimezone().date()
    with contextlib.closing(Database.of(settings)) as database:
        Accounts(database, clock=clock).purge()  # sessions, links, the log
        RecentAnswers(database, clock).purge()
        before = limit(settings.kept_solicitation_days, today)
        idle_since = moment - dt.timedelta(days=settings.kept_conversation_days)
        return Purged(
            solicitations=purge_solicitations(Solicitations(database, clock=clock), before),
            conversations=Conversations(database, clock).purge(idle_since),
            gaps=gaps.forget_old(settings.data_dir, today),
        )
