"""The rights of a person over their data: what is known of them, a copy of it, its erasure.

Looked for in messages, notes, drafts, what was sent, the history, and the directory. A person is found as they are
named (`naming.Person`): `find` shows all that the same words would erase, and the other names and addresses that went
with them, for whoever asks to look for those as well.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from assistant.solicitations.editing import note_change, signed
from assistant.solicitations.erasing import anonymise, forget_words
from assistant.solicitations.messages_fr import ERASED_PERSON
from assistant.solicitations.naming import Person
from assistant.solicitations.searching import refresh
from assistant.solicitations.tables import Change, Contact, Member, Organisation, Solicitation
from assistant.solicitations.threads import Marks
from assistant.triage.stored import message_of

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from assistant.solicitations.store import Solicitations

FIELDS = ("message", "triaged", "summary", "draft_subject", "draft", "sent", "event_place", "territory", "reasons")
LINES = ("notes", "changes", "corrections")
COLUMNS = ("author", "text", "before", "after")
CONTACT = ("name", "function", "email", "phone", "note", "consent_how", "author")
ORGANISATION = ("name", "role", "email", "note", "source")


@dataclass(frozen=True, slots=True)
class Mention:
    """A solicitation that tells of a person.

    Attributes:
        reference: Its reference.
        received: Day of the mail.
        sender: Whether it is theirs: it is then anonymised whole.
        where: Fields and lines in which they stand.
        excerpts: Each place, with some words around.
    """

    reference: str
    received: dt.date
    sender: bool
    where: tuple[str, ...]
    excerpts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """All that is known of a person.

    Attributes:
        person: As looked for.
        solicitations: Those that tell of them, oldest first.
        contacts: Their entries in the directory, as text.
        organisations: Names of those whose entry tells of them.
        member: Whether they are of the staff.
        also: Other names and addresses of the senders found, that are not looked for: ask for them as well.
    """

    person: str
    solicitations: tuple[Mention, ...]
    contacts: tuple[str, ...]
    organisations: tuple[str, ...]
    member: bool
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: numbers of solicitations anonymised whole, of those masked, of directory entries."""

    anonymised: int
    masked: int
    contacts: int
    organisations: int


def find(solicitations: Solicitations, person: str) -> Found:
    """All that is known of a person, nothing being changed.

    Raises:
        PersonTooVague: Too short a name.
    """
    wanted = Person.named(person)
    with solicitations.database.reading() as session:
        rows = [(row, _mention(wanted, row)) for row in _rows(session)]
        met = [(row, mention) for row, mention in rows if mention is not None]
        also = {value for row, mention in met if mention.sender for value in _sender(row)} - {""}
        return Found(
            person=wanted.told,
            solicitations=tuple(mention for _, mention in met),
            contacts=tuple(_told(contact) for contact in _contacts(session, wanted)),
            organisations=tuple(organisation.name for organisation in _organisations(session, wanted)),
            member=bool(_members(session, wanted)),
            also=tuple(sorted(value for value in also if not wanted.spans(value))),
        )


def export(solicitations: Solicitations, person: str) -> dict[str, object]:
    """A copy of a person's data, as JSON can hold it: their messages whole, and the words around them elsewhere.

    Raises:
        PersonTooVague: Too short a name.
    """
    wanted, at = Person.named(person), solicitations.clock()
    theirs: list[dict[str, object]] = []
    with solicitations.database.reading() as session:
        for row in _rows(session):
            mention = _mention(wanted, row)
            if mention is None:
                continue
            told: dict[str, object] = {**asdict(mention), "received": mention.received.isoformat()}
            told["where"], told["excerpts"] = list(mention.where), list(mention.excerpts)
            if mention.sender:
                told |= {"message": row.message, "sent": row.sent, "category": row.category, "status": row.status}
            theirs.append(told)
        contacts = [
            {"name": c.name, "function": c.function, "email": c.email, "phone": c.phone, "note": c.note}
            | {"consent_on": c.consent_on.isoformat(), "consent_how": c.consent_how}
            for c in _contacts(session, wanted)
        ]
    return {"person": wanted.told, "at": at.isoformat(), "solicitations": theirs, "contacts": contacts}


def erase(solicitations: Solicitations, person: str, *, author: str) -> Erased:
    """Erases a person: their own solicitations whole, their name elsewhere, their entries in the directory.

    All together or not at all; the history says that it was done, by whom and when, not of whom.

    Raises:
        PersonTooVague: Too short a name.
        SolicitationFieldInvalid: Nobody signs it.
    """
    wanted, name, at = Person.named(person), signed(author), solicitations.clock()
    anonymised = masked = 0
    with solicitations.database.writing(alone=True) as session:
        members = _members(session, wanted)
        signature = ERASED_PERSON if wanted.spans(name) else name
        for row in _rows(session):
            mention = _mention(wanted, row)
            if mention is None:
                continue
            if mention.sender:
                anonymise(row, signature, at, "erased")
                anonymised += 1
            else:
                _mask(wanted, row)
                note_change(row, signature, at, "erased")
                masked += 1
        for member in members:
            session.delete(member)
        numbers = Erased(anonymised, masked, *_erase_entries(session, wanted))
        told = f"{numbers.anonymised}, {numbers.masked}, {numbers.contacts}, {numbers.organisations}"
        session.add(Change(author=signature, at=at, field="erased", after=told))
        forget_words(session)
    return numbers


def _erase_entries(session: Session, person: Person) -> tuple[int, int]:
    """Numbers of contacts (removed when it is they, masked when it is another's) and of organisations masked."""
    contacts, organisations = _contacts(session, person), _organisations(session, person)
    for contact in contacts:
        if person.within([contact.name, contact.email, contact.phone]):
            session.delete(contact)
        else:
            _mask_fields(person, contact, CONTACT)
    for organisation in organisations:
        if person.within(organisation.name):
            organisation.key = f"{ERASED_PERSON} {organisation.id}"
        _mask_fields(person, organisation, ORGANISATION)
    for line in session.scalars(sa.select(Change).where(Change.solicitation.is_(None))):
        _mask_fields(person, line, COLUMNS)
    return len(contacts), len(organisations)


def _rows(session: Session) -> list[Solicitation]:
    lines = (
        selectinload(Solicitation.notes),
        selectinload(Solicitation.changes),
        selectinload(Solicitation.corrections),
    )
    wanted = sa.select(Solicitation).options(*lines)
    return list(session.scalars(wanted.order_by(Solicitation.received, Solicitation.id)))


def _mention(person: Person, row: Solicitation) -> Mention | None:
    where = {field: person.within(getattr(row, field)) for field in FIELDS}
    where["assignee"] = person.within(row.assignee or "")
    for lines in LINES:
        told = [getattr(line, name, "") for line in getattr(row, lines) for name in COLUMNS]
        where[lines] = person.within(told)
    sender = any(person.spans(value) for value in _sender(row))
    met = {field: excerpts for field, excerpts in where.items() if excerpts}
    if not met:
        return None
    excerpts = dict.fromkeys(excerpt for several in met.values() for excerpt in several)
    return Mention(row.reference, row.received, sender, tuple(met), tuple(excerpts))


def _sender(row: Solicitation) -> tuple[str, str]:
    sender = (row.message or {}).get("sender")
    return (str(sender.get("name", "")), str(sender.get("address", ""))) if isinstance(sender, dict) else ("", "")


def _mask(person: Person, row: Solicitation) -> None:
    if person.within(row.message):
        row.vector = None  # made of the words that are masked
    _mask_fields(person, row, FIELDS)
    message = message_of(row.message) if row.message else None
    row.levelled = Marks.of(message).words if message else ""
    for lines in LINES:
        for line in getattr(row, lines):
            _mask_fields(person, line, COLUMNS)
    refresh(row)
    row.version += 1


def _mask_fields(person: Person, row: object, fields: tuple[str, ...]) -> None:
    for field in fields:
        value = getattr(row, field, None)
        if person.within(value):
            setattr(row, field, person.masked(value))


def _contacts(session: Session, person: Person) -> list[Contact]:
    rows = session.scalars(sa.select(Contact).order_by(Contact.id))
    return [row for row in rows if person.within([getattr(row, field) for field in CONTACT])]


def _organisations(session: Session, person: Person) -> list[Organisation]:
    rows = session.scalars(sa.select(Organisation).order_by(Organisation.name))
    return [row for row in rows if person.within([getattr(row, field) for field in ORGANISATION])]


def _members(session: Session, person: Person) -> list[Member]:
    return [row for row in session.scalars(sa.select(Member)) if person.within(row.name)]


def _told(contact: Contact) -> str:
    return ", ".join(filter(None, (contact.name, contact.function, contact.email, contact.phone)))
