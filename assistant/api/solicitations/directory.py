"""Routes of the directory: organisations, and the persons who agreed to be there."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.access import Who, author_of
from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.paging import PartIn, PartOut, tell_parts
from assistant.api.solicitations.access import BODY_BYTES, CONFLICT, UNKNOWN, Desk, bounded
from assistant.api.solicitations.bodies import FilesBody  # noqa: TC001 — FastAPI reads the route's annotations
from assistant.api.solicitations.shapes import SignedIn
from assistant.solicitations import directory
from assistant.solicitations.directory import Contact, Organisation
from assistant.solicitations.directory_file import import_organisations
from indexer.errors import DirectoryEntryNotFound

if TYPE_CHECKING:
    from indexer.settings import Settings

LONGEST = directory.LONGEST


class OrganisationIn(BaseModel):
    """A body that may help whoever writes."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Centre de ressources d’exemple",
                    "role": "Accompagne les coordinations.",
                    "territories": ["PAYS-FR"],
                    "page": "https://exemple.fr/",
                }
            ]
        },
    )

    name: str = Field(min_length=1, max_length=LONGEST)
    role: str = Field(default="", max_length=LONGEST)
    kinds: list[str] = Field(default=[], max_length=20)
    themes: list[str] = Field(default=[], max_length=40)
    territories: list[str] = Field(default=[], max_length=200, description="Codes : REG-76, DEP-58, PAYS-FR…")
    page: str = Field(default="", max_length=LONGEST)
    email: str = Field(default="", max_length=LONGEST, description="De la structure, jamais d’une personne.")
    note: str = Field(default="", max_length=LONGEST)
    source: str = Field(default="", max_length=LONGEST)

    def organisation(self) -> Organisation:
        """As the directory has it."""
        return Organisation(
            name=self.name,
            role=self.role,
            kinds=tuple(self.kinds),
            themes=tuple(self.themes),
            territories=tuple(self.territories),
            page=self.page,
            email=self.email,
            note=self.note,
            source=self.source,
        )


class OrganisationsIn(PartIn):
    """Which organisations are wanted, each field a parameter of the address."""

    text: str = Field(default="", max_length=200, description="Mots du nom ou du rôle.")
    theme: str = Field(default="", max_length=40, description="Slug d’un thème.")
    limit: int = Field(default=100, ge=1, le=500, description="Nombre d’organismes rendus, au plus.")


class OrganisationsOut(PartOut):
    """A part of the organisations, by name."""

    organisations: list[OrganisationIn]


class ContactIn(SignedIn):
    """A person who agreed to be in the directory."""

    name: str = Field(min_length=1, max_length=LONGEST)
    consent_on: Day = Field(description="Jour où la personne a donné son accord.")
    consent_how: str = Field(min_length=1, max_length=LONGEST, description="Comment : par téléphone, par mail…")
    function: str = Field(default="", max_length=LONGEST)
    email: str = Field(default="", max_length=LONGEST)
    phone: str = Field(default="", max_length=LONGEST)
    note: str = Field(default="", max_length=LONGEST)
    organisation: str = Field(default="", max_length=LONGEST)

    def contact(self) -> Contact:
        """As the directory has it."""
        return Contact(**self.model_dump(exclude={"author"}))


class ContactOut(BaseModel):
    """A person of the directory."""

    number: int
    name: str
    consent_on: dt.date
    consent_how: str
    function: str
    email: str
    phone: str
    note: str
    organisation: str


class ImportedOut(BaseModel):
    """What an import did."""

    added: list[str]
    changed: list[str]
    unchanged: list[str]


def directory_router(settings: Settings) -> APIRouter:
    """The routes under `/directory`."""
    router = APIRouter(prefix="/directory", tags=["annuaire"], responses=UNKNOWN, route_class=bounded(BODY_BYTES))
    _contacts(router)

    @router.get("", summary="Lister les organismes")
    def list_organisations(
        reception: Desk, wanted: Annotated[OrganisationsIn, Query()], request: Request, response: Response
    ) -> OrganisationsOut:
        words = directory.key_of(wanted.text).split()
        found = [
            organisation_out(entry)
            for entry in directory.organisations(reception.solicitations)
            if (not wanted.theme or wanted.theme in entry.themes)
            and all(word in directory.key_of(f"{entry.name} {entry.role}") for word in words)
        ]
        shown = found[wanted.offset : wanted.offset + wanted.limit]
        told = OrganisationsOut(total=len(found), offset=wanted.offset, limit=wanted.limit, organisations=shown)
        tell_parts(request, response, told, settings.public_url)
        return told

    @router.post("", summary="Ajouter un organisme, ou mettre à jour celui de ce nom", status_code=201)
    def add_organisation(entry: OrganisationIn, reception: Desk) -> ImportedOut:
        return ImportedOut(**_lists(directory.put(reception.solicitations, [entry.organisation()])))

    @router.post("/import", summary="Importer un fichier CSV d’organismes ; tout, ou rien", openapi_extra=CSV_BODY)
    def import_directory(sent: FilesBody, reception: Desk) -> ImportedOut:
        name, data = sent[0]
        return ImportedOut(**_lists(import_organisations(reception.solicitations, data, name)))

    @router.get("/{name}", summary="Lire un organisme")
    def get_organisation(name: str, reception: Desk) -> OrganisationIn:
        key = directory.key_of(name)
        found = (e for e in directory.organisations(reception.solicitations) if directory.key_of(e.name) == key)
        entry = next(found, None)
        if entry is None:
            raise DirectoryEntryNotFound(entry=name[:100])
        return organisation_out(entry)

    @router.put("/{name}", summary="Changer un organisme, son nom compris", responses=CONFLICT)
    def update_organisation(name: str, entry: OrganisationIn, reception: Desk) -> OrganisationIn:
        return organisation_out(directory.rename(reception.solicitations, name, entry.organisation()))

    @router.delete("/{name}", summary="Retirer un organisme et ses contacts", status_code=204)
    def remove_organisation(name: str, reception: Desk) -> None:
        directory.remove(reception.solicitations, name)

    return router


def _contacts(router: APIRouter) -> None:
    """Routes of persons, before those of an organisation by its name."""

    @router.get("/contacts", summary="Lister les personnes qui ont accepté d’y figurer")
    def list_contacts(reception: Desk) -> list[ContactOut]:
        return [ContactOut(**asdict(contact)) for contact in directory.contacts(reception.solicitations)]

    @router.post("/contacts", summary="Ajouter une personne, avec son accord", status_code=201)
    def add_contact(contact: ContactIn, reception: Desk, who: Who) -> ContactOut:
        made = directory.add_contact(reception.solicitations, contact.contact(), author=author_of(who, contact.author))
        return ContactOut(**asdict(made))

    @router.delete("/contacts/{number}", summary="Retirer une personne", status_code=204)
    def remove_contact(number: int, reception: Desk) -> None:
        directory.remove_contact(reception.solicitations, number)


CSV_BODY: dict[str, object] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            }
        },
    }
}


def organisation_out(entry: Organisation) -> OrganisationIn:
    """An organisation as others read it."""
    return OrganisationIn.model_validate(asdict(entry))


def _lists(imported: directory.Imported) -> dict[str, list[str]]:
    return {name: list(names) for name, names in asdict(imported).items()}
