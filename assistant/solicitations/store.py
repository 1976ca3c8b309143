"""The queue of solicitations: messages filed, triaged, treated, answered, archived.

Nothing of SQLAlchemy leaves this module: values in, frozen values out. Every change is signed and kept in the
history. Two people who change the same solicitation: the second is told (`SolicitationConflict`), nothing is lost.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assistant.database.opening import Database
from assistant.solicitations.changing import LONGEST_NAME, Edit, done, row_of
from assistant.solicitations.editing import CONFIRMED, CORRECTED, note_change, note_correction, signed
from assistant.solicitations.filing import stored
from assistant.solicitations.incoming import file_message, understand
from assistant.solicitations.kept import Added, Filters, Listing, Status
from assistant.solicitations.listing import matching, ordered
from assistant.solicitations.tables import Member, Note, Solicitation
from assistant.solicitations.treating import Reply, corrected, history, move, staff_notes
from assistant.triage.stored import storable
from assistant.triage.typology import categories
from indexer.errors import SolicitationFieldInvalid
from indexer.french import without_accents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from assistant.solicitations.editing import Value
    from assistant.solicitations.kept import Change, Corrected, Source, StaffNote, Stored
    from assistant.triage.model import Message, Triaged
    from indexer.settings import Settings

PAGE_SIZE = 50
MOST_ON_A_PAGE = 500


def now() -> dt.datetime:
    """This moment, in universal time."""
    return dt.datetime.now(dt.UTC)


class Solicitations:
    """All solicitations of a database. Safe to share between threads.

    Attributes:
        database: For the modules that read it for a purpose of their own (statistics, persons, directory…).
        clock: Tells the moment of a change.
    """

    def __init__(self, place: str | Path | Database, *, clock: Callable[[], dt.datetime] = now) -> None:
        """Opens a database: a PostgreSQL URL or the path of a SQLite file (`Database` says what may go wrong)."""
        self.database = place if isinstance(place, Database) else Database(place)
        self.clock = clock

    @classmethod
    def of(cls, settings: Settings) -> Solicitations:
        """Those of the database that the settings name."""
        return cls(Database.of(settings))

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()

    def add(
        self,
        message: Message,
        triaged: Triaged | None = None,
        *,
        source: Source,
        vector: NDArray[np.floating] | None = None,
    ) -> Added:
        """Files a message, or finds the very same mail, which then only has « it came again » in its history.

        Args:
            message: As it was read.
            triaged: What was understood of it; `None` leaves it « received », for `triage` later.
            source: By which way it came.
            vector: Of the message, to find what is alike.
        """
        at = self.clock()
        with self.database.writing(alone=True) as session:
            row, known = file_message(session, message, source, at)
            if triaged is not None and not known:
                understand(session, row, triaged, vector, at)
            return Added(done(session, row), known)

    def triage(
        self,
        reference: str,
        triaged: Triaged,
        *,
        vector: NDArray[np.floating] | None = None,
        version: int | None = None,
    ) -> Stored:
        """Writes what was understood of a message, again or for the first time; what the staff corrected stays.

        Raises:
            SolicitationNotFound: No such solicitation.
            SolicitationConflict: Changed since `version`.
        """
        with self.database.writing() as session:
            row = row_of(session, reference, version)
            understand(session, row, triaged, vector, self.clock())
            return done(session, row)

    def get(self, reference: str) -> Stored:
        """A solicitation by its reference.

        Raises:
            SolicitationNotFound: There is none.
        """
        with self.database.reading() as session:
            return stored(row_of(session, reference, held=False))

    def list(
        self, filters: Filters | None = None, *, page: int = 1, size: int = PAGE_SIZE, offset: int | None = None
    ) -> Listing:
        """Solicitations that pass filters: most urgent first, then the first due, then the oldest.

        Args:
            filters: Which ones.
            page: Of `size` each, 1-based.
            size: At most so many.
            offset: So many are left out before them, whatever the page.
        """
        size = min(max(size, 1), MOST_ON_A_PAGE)
        start = (max(page, 1) - 1) * size if offset is None else max(offset, 0)
        condition = matching(filters or Filters(), postgresql=self.database.is_postgresql)
        with self.database.reading() as session:
            total = session.scalar(sa.select(sa.func.count()).select_from(Solicitation).where(*condition)) or 0
            wanted = ordered(sa.select(Solicitation).where(*condition)).limit(size).offset(start)
            items = tuple(stored(row) for row in session.scalars(wanted))
        return Listing(items, total, start // size + 1, size)

    def thread(self, reference: str) -> tuple[Stored, ...]:
        """All solicitations of a solicitation's thread, itself included, in the order of their mails.

        Raises:
            SolicitationNotFound: No such solicitation.
        """
        with self.database.reading() as session:
            row = row_of(session, reference, held=False)
            wanted = sa.select(Solicitation).where(Solicitation.thread == row.thread)
            return tuple(map(stored, session.scalars(wanted.order_by(Solicitation.received, Solicitation.id))))

    def update(self, reference: str, edits: Mapping[str, Value], *, author: str, version: int | None = None) -> Stored:
        """Changes fields (`editing.EDITED`); what a triage says is rather put right by `correct`.

        Args:
            reference: Of the solicitation.
            edits: Field → its new value.
            author: Who changes it.
            version: That the author had read; `None` when it does not matter.

        Raises:
            SolicitationNotFound: No such solicitation.
            SolicitationConflict: Changed since `version`.
            SolicitationFieldInvalid: An unknown field, or a value that it does not take.
        """
        return self._edit(reference, edits, author, version, correcting=False)

    def change_many(
        self,
        references: Iterable[str],
        edits: Mapping[str, Value],
        *,
        author: str,
        status: Status | None = None,
        reply: Reply | None = None,
        version: int | None = None,
    ) -> tuple[Stored, ...]:
        """Changes fields of several, corrects those that a triage says, moves them on: all of it or nothing.

        Raises as `update` does.
        """
        edit = Edit(signed(author), self.clock(), edits, CORRECTED, status, reply or Reply())
        with self.database.writing() as session:
            rows = [row_of(session, reference, version) for reference in dict.fromkeys(references)]
            for row in rows:
                edit.make(session, row)
            return tuple(done(session, row) for row in rows)

    def correct(self, reference: str, edits: Mapping[str, Value], *, author: str, version: int | None = None) -> Stored:
        """Puts right what a triage says (`editing.CORRECTED`), and keeps it for the next training.

        Raises as `update` does.
        """
        unknown = [field for field in edits if field not in CORRECTED]
        if unknown:
            raise SolicitationFieldInvalid(field=unknown[0], value="", allowed=", ".join(CORRECTED))
        return self._edit(reference, edits, author, version, correcting=True)

    def confirm(self, reference: str, *, author: str, version: int | None = None) -> Stored:
        """Holds for right what a triage says: the message is learnt from at the next training, as a corrected one is.

        Raises:
            SolicitationNotFound: No such solicitation.
            SolicitationConflict: Changed since `version`.
            SolicitationFieldInvalid: It has no category yet.
        """
        name, at = signed(author), self.clock()
        with self.database.writing() as session:
            row = row_of(session, reference, version)
            if not row.category:
                raise SolicitationFieldInvalid(field="category", value="", allowed=", ".join(categories()))
            row.abstained = False
            note_change(row, name, at, CONFIRMED)
            note_correction(row, name, at, "category", (row.category, row.category))
            return done(session, row)

    def assign(self, reference: str, member: str, *, author: str, version: int | None = None) -> Stored:
        """Gives it to a member of the staff; to nobody when empty. Raises as `update` does."""
        return self._edit(reference, {"assignee": member}, author, version, correcting=False)

    def set_status(
        self, reference: str, status: Status, *, author: str, reply: Reply | None = None, version: int | None = None
    ) -> Stored:
        """Moves it on, or back; answered, with what was sent. Raises as `update` does."""
        with self.database.writing() as session:
            row = row_of(session, reference, version)
            move(session, row, status, signed(author), self.clock(), reply or Reply())
            return done(session, row)

    def set_status_many(
        self, references: Iterable[str], status: Status, *, author: str, reply: Reply | None = None
    ) -> tuple[Stored, ...]:
        """Moves several at once, all or none: relays that were published, unwanted mail that is archived.

        Raises:
            SolicitationNotFound: One of them does not exist.
        """
        name, at = signed(author), self.clock()
        with self.database.writing() as session:
            rows = [row_of(session, reference) for reference in dict.fromkeys(references)]
            for row in rows:
                move(session, row, status, name, at, reply or Reply())
            return tuple(done(session, row) for row in rows)

    def note(self, reference: str, text: str, *, author: str) -> tuple[StaffNote, ...]:
        """Adds words for the other members of the staff; gives all notes, oldest first.

        Raises:
            SolicitationNotFound: No such solicitation.
            SolicitationFieldInvalid: Empty.
        """
        words, name, at = storable(text).strip(), signed(author), self.clock()
        if not words:
            raise SolicitationFieldInvalid(field="note", value="", allowed="…")
        with self.database.writing() as session:
            row = row_of(session, reference)
            row.notes.append(Note(author=name, at=at, text=words))
            note_change(row, name, at, "note")
            done(session, row)
            return staff_notes(row)

    def notes(self, reference: str) -> tuple[StaffNote, ...]:
        """What the staff wrote about it, oldest first.

        Raises:
            SolicitationNotFound: No such solicitation.
        """
        with self.database.reading() as session:
            return staff_notes(row_of(session, reference, held=False))

    def history(self, reference: str) -> tuple[Change, ...]:
        """All that happened to it, oldest first.

        Raises:
            SolicitationNotFound: No such solicitation.
        """
        with self.database.reading() as session:
            return history(row_of(session, reference, held=False))

    def corrections(self) -> tuple[Corrected, ...]:
        """What the staff put right, with the messages that are still kept, for training; oldest first."""
        with self.database.reading() as session:
            return corrected(session)

    def members(self) -> tuple[str, ...]:
        """Names to which a solicitation may be given, in alphabetical order."""
        with self.database.reading() as session:
            return tuple(sorted(session.scalars(sa.select(Member.name)), key=without_accents))

    def add_member(self, name: str) -> tuple[str, ...]:
        """Adds somebody of the staff, once; gives all names.

        Raises:
            SolicitationFieldInvalid: No name, or one of more than 100 letters.
        """
        known = signed(name)
        if len(known) > LONGEST_NAME:
            raise SolicitationFieldInvalid(field="member", value=known[:LONGEST_NAME], allowed=f"1–{LONGEST_NAME}")
        with self.database.writing() as session:
            session.merge(Member(name=known))
        return self.members()

    def remove_member(self, name: str) -> tuple[str, ...]:
        """Removes somebody of the staff, whose solicitations are nobody's then; gives all names."""
        with self.database.writing() as session:
            session.execute(sa.delete(Member).where(Member.name == name))
        return self.members()

    def _edit(
        self, reference: str, edits: Mapping[str, Value], author: str, version: int | None, *, correcting: bool
    ) -> Stored:
        edit = Edit(signed(author), self.clock(), edits, CORRECTED if correcting else ())
        with self.database.writing() as session:
            row = row_of(session, reference, version)
            edit.make(session, row)
            return done(session, row)
