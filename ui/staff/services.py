"""All that the pages call: the reception, the queue, masks. One gateway, so that a page holds no logic of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Protocol

from assistant.solicitations import suggesting
from assistant.solicitations.similar import nearest
from assistant.triage import messages as reading
from indexer.errors import SourceError
from indexer.messages import sentence
from ui.site.catalogue import text as told
from ui.staff import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant.solicitations.kept import Change, Source, StaffNote, Stored
    from assistant.solicitations.reception import Reception
    from assistant.solicitations.similar import Alike
    from assistant.solicitations.store import Solicitations
    from assistant.solicitations.suggesting import Suggestion
    from assistant.triage.model import Message

MOST_MESSAGES: Final = 100
"""Messages of one deposit: at half a second each, what somebody waits for in front of a page."""
LEAST_ALIKE: Final = 0.86
"""Cosine under which a past case is not shown as alike: 95 % of the pairs of mails of different categories are below it
(dev messages, November 2026)."""
LOOKED_AT: Final = 12
ALIKE: Final = 3
"""Past cases looked at, and shown: those of the same category."""
SUGGESTED: Final = ("B1", "B3")
"""Categories for which organisations are suggested."""


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
    """The gateway. Opens nothing by itself; safe to share between threads."""

    def __init__(
        self,
        reception: Callable[[], Reception],
        *,
        masker: Masker | None = None,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> None:
        """Names what will be used.

        Args:
            reception: Gives the program's own.
            masker: Hides personal data; by default `assistant.privacy`.
            today: The day of the people who work here.
        """
        self.masker = masker or Privacy()
        self.today = today
        self._reception = reception
        self._members: set[str] = set()

    @property
    def queue(self) -> Solicitations:
        """The solicitations; raises as `Reception.solicitations` does."""
        return self._reception().solicitations

    def know(self, name: str) -> None:
        """Makes sure that solicitations may be given to somebody who visits."""
        if name not in self._members:
            self.queue.add_member(name)
            self._members.add(name)

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
                done.refused.append((shown, told(messages.TOO_MANY_MESSAGES, count=len(found), most=MOST_MESSAGES)))
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
            added = self._reception().receive(message, source)
            done.added.append(added.stored)
            if added.known:
                done.known.add(added.stored.reference)

    def triage_again(self, reference: str, version: int | None) -> Stored:
        """Triages a message that was filed without it; raises as `Reception.triage_again` does."""
        return self._reception().triage_again(reference, version)

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
        vector = self._reception().desk.vector(stored.message)
        if vector is None:
            return ()
        wanted = {stored.category, *stored.secondary}
        found = nearest(self.queue, vector, count=LOOKED_AT, least=LEAST_ALIKE, but=stored.reference)
        return tuple(past for past in found if past.stored.category in wanted)[:ALIKE]

    def _suggestions(self, stored: Stored) -> tuple[Suggestion, ...]:
        if not {stored.category, *stored.secondary}.intersection(SUGGESTED):
            return ()
        return suggesting.suggest(self.queue, stored.themes, stored.territory_code)
