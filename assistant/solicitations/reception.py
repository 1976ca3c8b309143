"""The reception: a message comes in, is triaged, and put in the queue. One door for files, API, folder and mailbox."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Protocol

from assistant.solicitations.retention import limit, purge
from assistant.solicitations.store import Solicitations
from assistant.steadiness import is_steady
from indexer.errors import DatabaseStateError, ReperesError, WritingError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

    import numpy as np
    from numpy.typing import NDArray

    from assistant.database.held import HeldDatabase
    from assistant.serving import Serving
    from assistant.solicitations.kept import Added, Source, Stored
    from assistant.triage.drafting.context import Suggested
    from assistant.triage.model import Message, Triaged

log = logging.getLogger("reperes")


class Triager(Protocol):
    """What understands a message: `assistant.triage.desk.Desk`, or a stand-in."""

    def triage(self, message: Message, vector: NDArray[np.float32] | None = None) -> Triaged:
        """Everything that is understood of a message, whose vector may be known already."""
        ...

    def vector(self, message: Message) -> NDArray[np.float32] | None:
        """By which messages that are alike are found."""
        ...


class Reception:
    """Messages in, solicitations filed. Each half is opened when it is first wanted; safe to share between threads."""

    def __init__(
        self, desk: Callable[[], Triager], solicitations: Callable[[], Solicitations], kept_days: int = 0
    ) -> None:
        """Nothing is opened yet.

        Args:
            desk: Opens it.
            solicitations: Opens the queue.
            kept_days: After which what tells of people is forgotten, once a day; 0: nothing is.
        """
        self._open_desk, self._open_queue = desk, solicitations
        self._desk: Triager | None = None
        self._queue: Solicitations | None = None
        self._kept_days = kept_days
        self._owns_queue = True
        self._purged_on: dt.date | None = None
        self._lock = threading.RLock()

    @classmethod
    def of(cls, serving: Serving, held: HeldDatabase | None = None) -> Self:
        """That of a running program.

        Args:
            serving: What answers, and its settings.
            held: Its database; `None` for a program that has no other use of it, and closes it with this.
        """
        from assistant.solicitations.directory import organisations
        from assistant.solicitations.newsletter import next_issue
        from assistant.solicitations.pointing import suggested

        def desk() -> Triager:
            from assistant.triage.desk import Desk  # the classifier's model is read then

            return Desk.of(serving, suggesting, issue)

        def issue() -> dt.date | None:
            try:
                return next_issue(made.solicitations, today())
            except (DatabaseStateError, WritingError) as error:  # the draft leaves its place
                log.warning("the day of the next issue is unknown (%s)", type(error).__name__)
                return None

        def suggesting(themes: Sequence[str], territory_code: str) -> Sequence[Suggested]:
            try:
                return suggested(organisations(made.solicitations), themes, territory_code)
            except (DatabaseStateError, WritingError) as error:  # a draft does without
                log.warning("no organisation is suggested (%s)", type(error).__name__)
                return ()

        def queue() -> Solicitations:
            return Solicitations(held.database()) if held else Solicitations.of(serving.settings)

        made = cls(desk, queue, serving.settings.kept_solicitation_days)
        made._owns_queue = held is None
        return made

    @property
    def desk(self) -> Triager:
        """What understands messages.

        Raises:
            TriageModelUnreadable: The model that the staff trained is damaged.
        """
        with self._lock:
            self._desk = self._desk or self._open_desk()
            return self._desk

    @property
    def solicitations(self) -> Solicitations:
        """The queue; what is too old to be kept is forgotten on the way, the first time that it is asked for in a day.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated, InvalidSetting, WritingError: It cannot be opened.
        """
        with self._lock:
            self._queue = self._queue or self._open_queue()
            if self._kept_days and self._purged_on != today():
                self._forget_old(self._queue)
            return self._queue

    def _forget_old(self, queue: Solicitations) -> None:
        if not is_steady():
            log.warning("the clock was set: old solicitations are kept until the service is started again")
            self._purged_on = today()
            return
        try:
            purge(queue, limit(self._kept_days, today()))
            self._purged_on = today()
        except WritingError as error:  # those that are left can be read; the next one tries again
            log.warning("old solicitations could not be forgotten (%s)", type(error).__name__)

    def warm(self) -> None:
        """Loads, aside, what the first message would wait for; whatever fails then is told when it is wanted."""
        threading.Thread(target=self._load, name="reception", daemon=True).start()

    def _load(self) -> None:
        from assistant.privacy import prepare

        try:
            prepare()
            _ = self.desk
        except ReperesError as error:
            log.warning("the desk could not be prepared (%s)", type(error).__name__)

    def receive(self, message: Message, source: Source) -> Added:
        """Triages a message and puts it in the queue; the very same mail is only noted as having come again.

        A message whose triage fails is filed all the same, as received: nothing that came in is lost.

        Raises:
            DatabaseStateError: The queue cannot take it.
        """
        queue = self.solicitations
        try:
            vector = self.desk.vector(message)
            triaged = self.desk.triage(message, vector)
        except ReperesError as error:
            log.warning("a message is filed without its triage (%s)", type(error).__name__)
        except Exception:
            # Not a reason to refuse mail: told in the journal, without the message (tracebacks hold no values).
            log.exception("a message is filed without its triage")
        else:
            return queue.add(message, triaged, source=source, vector=vector)
        return queue.add(message, source=source)

    def triage_again(self, reference: str, version: int | None = None) -> Stored:
        """Triages a solicitation that is still kept, again or for the first time; what the staff put right stays.

        Raises:
            SolicitationNotFound: There is none, or only its figures are left.
            SolicitationConflict: Changed since `version`.
        """
        stored = self.solicitations.get(reference)
        if stored.message is None:
            return stored
        vector = self.desk.vector(stored.message)
        triaged = self.desk.triage(stored.message, vector)
        return self.solicitations.triage(reference, triaged, vector=vector, version=version)

    def close(self) -> None:
        """Lets go of the queue, and of its database where nobody else has a use of it."""
        with self._lock:
            if self._queue is not None and self._owns_queue:
                self._queue.close()
            self._queue = None


def today() -> dt.date:
    """This day where the association works, for messages that tell none."""
    return dt.datetime.now().astimezone().date()
