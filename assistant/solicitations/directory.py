"""The directory: organisations to point to, and the persons who agreed to be there.

Organisations come from a file (`directory_file`) or from the staff. A person enters by the staff alone, with the day
and the way of their consent, and leaves at a word (`remove_contact`, or `persons.erase`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from assistant.solicitations.editing import signed
from assistant.solicitations.messages_fr import KINDS
from assistant.solicitations.tables import Contact as ContactRow
from assistant.solicitations.tables import Organisation as OrganisationRow
from assistant.triage.stored import storable
from indexer.errors import DirectoryEntryNotFound, InvalidFilter, SolicitationFieldInvalid
from indexer.french import without_accents, words
from indexer.territories import territories
from indexer.vocabulary import themes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from assistant.solicitations.store import Solicitations

LONGEST: Final = 2000
"""Characters of a field."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that may help whoever writes.

    Attributes:
        name: Which no other has, case, accents and spaces aside.
        role: What it does, in a sentence.
        kinds: Codes of `messages_fr.KINDS`.
        themes: Slugs of the vocabulary.
        territories: Codes (`REG-76`, `PAYS-FR`) of where it works; none when it is not known.
        page: Its public page; empty when unknown.
        email: Of the structure, never of a person.
        note: For the staff.
        source: Where all this was read.
    """

    name: str
    role: str = ""
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    page: str = ""
    email: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who agreed to be in the directory.

    Attributes:
        number: By which it is removed; 0 before it is entered.
        organisation: Name of theirs; empty without one.
        consent_on, consent_how: When and how they agreed (« par téléphone »).
    """

    name: str
    consent_on: dt.date
    consent_how: str
    function: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    organisation: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """Names of the organisations that an import added, changed, and found as they were."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def organisations(solicitations: Solicitations) -> tuple[Organisation, ...]:
    """All of them, by name."""
    with solicitations.database.reading() as session:
        rows = session.scalars(sa.select(OrganisationRow))
        return tuple(_organisation(row) for row in sorted(rows, key=lambda row: row.key))


def put(solicitations: Solicitations, entries: Iterable[Organisation]) -> Imported:
    """Adds organisations, or brings those of the same name up to date; all of them or none.

    Raises:
        SolicitationFieldInvalid: A field that does not take its value.
    """
    told: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    checked_entries = [checked(entry) for entry in entries]
    with solicitations.database.writing() as session:
        for entry in checked_entries:
            row = _row(session, entry.name)
            if row is None:
                row = OrganisationRow(key=key_of(entry.name))
                session.add(row)
                done = "added"
            else:
                done = "unchanged" if _organisation(row) == entry else "changed"
            for field, value in asdict(entry).items():
                setattr(row, field, list(value) if isinstance(value, tuple) else value)
            session.flush()
            told[done].append(entry.name)
    return Imported(tuple(told["added"]), tuple(told["changed"]), tuple(told["unchanged"]))


def rename(solicitations: Solicitations, name: str, entry: Organisation) -> Organisation:
    """Changes an organisation, its name included, its contacts staying with it.

    Raises:
        DirectoryEntryNotFound: None has this name.
        SolicitationFieldInvalid: A field that does not take its value, or a name that another has.
    """
    entry = checked(entry)
    with solicitations.database.writing() as session:
        row = _held(session, name)
        other = _row(session, entry.name)
        if other is not None and other is not row:
            raise SolicitationFieldInvalid(field="name", value=entry.name, allowed="…")
        row.key = key_of(entry.name)
        for field, value in asdict(entry).items():
            setattr(row, field, list(value) if isinstance(value, tuple) else value)
    return entry


def remove(solicitations: Solicitations, name: str) -> None:
    """Removes an organisation and its contacts.

    Raises:
        DirectoryEntryNotFound: None has this name.
    """
    with solicitations.database.writing() as session:
        session.delete(_held(session, name))


def contacts(solicitations: Solicitations) -> tuple[Contact, ...]:
    """All persons of the directory, by name."""
    wanted = sa.select(ContactRow, OrganisationRow.name).outerjoin(
        OrganisationRow, OrganisationRow.id == ContactRow.organisation
    )
    with solicitations.database.reading() as session:
        found = [_contact(row, organisation or "") for row, organisation in session.execute(wanted)]
    return tuple(sorted(found, key=lambda contact: (without_accents(contact.name), contact.number)))


def add_contact(solicitations: Solicitations, contact: Contact, *, author: str) -> Contact:
    """Enters a person who agreed to it.

    Raises:
        SolicitationFieldInvalid: Without a name, or without the day and the way of their consent, or not signed.
        DirectoryEntryNotFound: No such organisation.
    """
    texts = {field: _text(field, value) for field, value in asdict(contact).items() if isinstance(value, str)}
    for field in ("name", "consent_how"):
        if not texts[field]:
            raise SolicitationFieldInvalid(field=field, value="", allowed="…")
    if contact.consent_on > solicitations.clock().astimezone().date():
        raise SolicitationFieldInvalid(field="consent_on", value=contact.consent_on.isoformat(), allowed="…")
    name, organisation = signed(author), texts.pop("organisation")
    with solicitations.database.writing() as session:
        held = _held(session, organisation) if organisation else None
        row = ContactRow(**texts, consent_on=contact.consent_on, organisation=held.id if held else None, author=name)
        session.add(row)
        session.flush()
        return _contact(row, held.name if held else "")


def remove_contact(solicitations: Solicitations, number: int) -> None:
    """Removes a person.

    Raises:
        DirectoryEntryNotFound: No such contact.
    """
    with solicitations.database.writing() as session:
        row = session.get(ContactRow, number)
        if row is None:
            raise DirectoryEntryNotFound(entry=number)
        session.delete(row)


def checked(entry: Organisation) -> Organisation:
    """An organisation as it is kept: spaces levelled, each field found to take its value.

    Raises:
        SolicitationFieldInvalid: Which does not.
    """
    kept = Organisation(
        name=_text("name", entry.name),
        role=_text("role", entry.role),
        kinds=_codes("kinds", entry.kinds, KINDS),
        themes=_codes("themes", entry.themes, themes()),
        territories=tuple(_territory(code) for code in dict.fromkeys(entry.territories)),
        page=_text("page", entry.page),
        email=_text("email", entry.email),
        note=_text("note", entry.note),
        source=_text("source", entry.source),
    )
    if not key_of(kept.name):
        raise SolicitationFieldInvalid(field="name", value=kept.name, allowed="…")
    if kept.page and not kept.page.startswith(("https://", "http://")):
        raise SolicitationFieldInvalid(field="page", value=kept.page, allowed="https://…")
    if kept.email and (kept.email.count("@") != 1 or kept.email[0] == "@" or kept.email[-1] == "@"):
        raise SolicitationFieldInvalid(field="email", value=kept.email, allowed="nom@exemple.fr")
    return kept


def key_of(name: str) -> str:
    """What two writings of a name have in common."""
    return " ".join(words(name))[:300]


def _text(field: str, value: str) -> str:
    text = " ".join(storable(value).split())
    if len(text) > LONGEST:
        raise SolicitationFieldInvalid(field=field, value=text[:100], allowed=f"0–{LONGEST}")
    return text


def _codes(field: str, values: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    known = tuple(allowed)
    for value in values:
        if value not in known:
            raise SolicitationFieldInvalid(field=field, value=value[:100], allowed=", ".join(known))
    return tuple(dict.fromkeys(values))


def _territory(code: str) -> str:
    try:
        return territories().by_code(code).code
    except InvalidFilter as exc:
        allowed = exc.values["allowed"]
        raise SolicitationFieldInvalid(field="territories", value=code[:100], allowed=allowed) from exc


def _row(session: Session, name: str) -> OrganisationRow | None:
    return session.scalars(sa.select(OrganisationRow).where(OrganisationRow.key == key_of(name))).one_or_none()


def _held(session: Session, name: str) -> OrganisationRow:
    row = _row(session, name)
    if row is None:
        raise DirectoryEntryNotFound(entry=storable(name)[:100])
    return row


def _organisation(row: OrganisationRow) -> Organisation:
    return Organisation(
        name=row.name,
        role=row.role,
        kinds=tuple(row.kinds),
        themes=tuple(row.themes),
        territories=tuple(row.territories),
        page=row.page,
        email=row.email,
        note=row.note,
        source=row.source,
    )


def _contact(row: ContactRow, organisation: str) -> Contact:
    return Contact(
        name=row.name,
        consent_on=row.consent_on,
        consent_how=row.consent_how,
        function=row.function,
        email=row.email,
        phone=row.phone,
        note=row.note,
        organisation=organisation,
        number=row.id,
    )
