"""All that the pages call: the queue, the desk, masks. One gateway, so that a page holds no logic of its own."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Protocol

from assistant.solicitations import suggesting
from assistant.solicitations.similar import nearest
from assistant.solicitations.store import Solicitations
from assistant.triage import messages as reading
from indexer.errors import SourceError
from indexer.messages import sentence
from ui.staff import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.solicitations.kept import Change, Source, StaffNote, Stored
    from assistant.solicitations.similar import Alike
    from assistant.solicitations.suggesting import Suggestion
    from assistant.triage.model import Message, Triaged
    from indexer.settings import Settings

MOST_MESSAGES: Final = 100
"""Messages of one deposit: at half a second each, what somebody waits for in front of a page."""
LEAST_ALIKE: Final = 0.5
"""Cosine under which a past case is not shown as alike."""
SUGGESTED: Final = ("B1", "B3")
"""Categories for which organisations are suggested."""


class Desk(Protocol):
    """What understands a message: `assistant.triage.desk.Desk`."""

    def triage(self, message: Message) -> Triaged:
        """Everything that is understood of it."""
        ...

    def vector(self, message: Message) -> NDArray[np.float32] | None:
        """What tells how much it is like another."""
        ...


class Masker(Protocol):
    """What hides personal data: `assistant.privacy`."""

    def message(self, message: Message) -> Message:
        """A message, every part masked."""
        ...

    def text(self, text: str) -> str:
        """A text, masked."""
        ...


class Privacy:
    """Masks by `assistant.privacy`, whose models are loaded at the first use."""

    def message(self, message: Message) -> Message:
        """A message, every part masked."""
        from assistant.privacy import mask_message

        hidden: Message = mask_message(message).message
        return hidden

    def text(self, text: str) -> str:
        """A text, masked."""
        from assistant.privacy import found, masked

        hidden: str = masked(text, found(text)).text
        return hidden


@dataclass(slots=True)
class Deposit:
    """What became of what was given.

    Attributes:
        added: New ones, or those that were there already (`known`).
        refused: What could not be read: name, and why in French.
    """

    added: list[Stored] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """A solicitation with all that stands around it.

    Attributes:
        stored: It.
        message: As it is to be shown: masked, or not; `None` once purged.
        notes, history: Oldest first.
        thread: The others of its thread.
        alike: Past ones that were answered, best first.
        suggestions: Organisations, for whoever looks for a contact.
        sent_before: What was sent for each of `alike`, to be shown as `message` is.
    """

    stored: Stored
    message: Message | None
    notes: tuple[StaffNote, ...]
    history: tuple[Change, ...]
    thread: tuple[Stored, ...]
    alike: tuple[Alike, ...]
    suggestions: tuple[Suggestion, ...]
    sent_before: tuple[str, ...]


class Services:
    """The gateway. What is slow to make is made at its first use; safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        desk: Callable[[], Desk],
        *,
        masker: Masker | None = None,
        queue: Solicitations | None = None,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        """Names what will be used; nothing is opened.

        Args:
            settings: Of the program.
            desk: Makes the desk.
            masker: Hides personal data; by default `assistant.privacy`.
            queue: The solicitations; by default those that the settings name.
            today: The day of the people who work here.
        """
        self.settings = settings
        self.masker = masker or Privacy()
        self.today = today
        self._make_desk = desk
        self._desk: Desk | None = None
        self._queue = queue
        self._own_queue = queue is None
        self._lock = threading.Lock()

    @property
    def queue(self) -> Solicitations:
        """The solicitations.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseOutdated, NotWritable: They cannot be opened.
        """
        with self._lock:
            if self._queue is None:
                self._queue = Solicitations.of(self.settings)
            return self._queue

    @property
    def desk(self) -> Desk:
        """The desk.

        Raises:
            TriageModelUnreadable: Its model is damaged.
        """
        with self._lock:
            if self._desk is None:
                self._desk = self._make_desk()
            return self._desk

    def close(self) -> None:
        """Lets go of the database, where it was opened here."""
        if self._own_queue and self._queue is not None:
            self._queue.close()
            self._queue = None

    def deposit_files(self, files: Iterable[tuple[str, bytes]], source: Source) -> Deposit:
        """Reads, triages and files the messages of files; one that cannot be read does not stop the others.

        Args:
            files: Names and bytes.
            source: By which way they came.
        """
        done = Deposit()
        for name, data in files:
            shown = PurePath(name.replace("\\", "/")).name[-200:]
            try:
                found = reading.read_bytes(data, shown, self.today())
            except SourceError as error:
                done.refused.append((shown, sentence(error)))
                continue
            if len(found) + len(done.added) > MOST_MESSAGES:
                done.refused.append((shown, messages.TOO_MANY_MESSAGES.format(count=len(found), most=MOST_MESSAGES)))
                continue
            self._file(found, source, done)
        return done

    def deposit_text(self, text: str, source: Source) -> Deposit:
        """Triages and files a message that was pasted."""
        done = Deposit()
        try:
            found = reading.from_text(text, self.today())
        except SourceError as error:
            done.refused.append(("", sentence(error)))
            return done
        self._file([found], source, done)
        return done

    def _file(self, found: Sequence[Message], source: Source, done: Deposit) -> None:
        for message in found:
            triaged, vector = self.desk.triage(message), self.desk.vector(message)
            added = self.queue.add(message, triaged, source=source, vector=vector)
            done.added.append(added.stored)
            if added.known:
                done.known.add(added.stored.reference)

    def case(self, reference: str, *, shown: bool) -> Case:
        """A solicitation and all that stands around it.

        Args:
            reference: Of it.
            shown: Whether personal data is to be shown as it is.

        Raises:
            SolicitationNotFound: There is none.
        """
        queue = self.queue
        stored = queue.get(reference)
        alike = self._alike(stored)
        return Case(
            stored=stored,
            message=self.visible(stored.message, shown=shown),
            notes=queue.notes(reference),
            history=queue.history(reference),
            thread=tuple(other for other in queue.thread(reference) if other.reference != reference),
            alike=alike,
            suggestions=self._suggestions(stored),
            sent_before=tuple(self.visible_text(past.stored.sent, shown=shown) for past in alike),
        )

    def visible(self, message: Message | None, *, shown: bool) -> Message | None:
        """A message as a page shows it."""
        return message if shown or message is None else self.masker.message(message)

    def visible_text(self, text: str, *, shown: bool) -> str:
        """A text as a page shows it."""
        return text if shown or not text else self.masker.text(text)

    def _alike(self, stored: Stored) -> tuple[Alike, ...]:
        if stored.message is None:
            return ()
        vector = self.desk.vector(stored.message)
        if vector is None:
            return ()
        return nearest(self.queue, vector, least=LEAST_ALIKE, but=stored.reference)

    def _suggestions(self, stored: Stored) -> tuple[Suggestion, ...]:
        if not {stored.category, *stored.secondary}.intersection(SUGGESTED):
            return ()
        return suggesting.suggest(self.queue, stored.themes, stored.territory_code)
