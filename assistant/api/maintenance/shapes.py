"""The forms of what the routes of publications take and give."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool

from assistant.api.paging import PartIn, PartOut
from assistant.maintenance.describing import LONGEST, MOST_THEMES, Description
from assistant.maintenance.standing import Standing  # noqa: TC001 — pydantic reads the type of a field

if TYPE_CHECKING:
    from assistant.maintenance.checking import Checked
    from assistant.maintenance.standing import Publication

EXAMPLE: Final[dict[str, JsonValue]] = {
    "title": "Santé mentale et logement : état des lieux 2026",
    "kind": "note-de-synthese",
    "publisher": "Fabrique Territoires Santé",
    "date": "2026-10-12",
    "themes": ["sante-mentale", "logement"],
    "territory": "France",
    "official_url": "https://exemple.fr/publications/sante-mentale-logement.pdf",
    "internal": False,
}


class DescriptionIn(BaseModel):
    """What is told of a publication; what is left empty is read off its file."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    title: str = Field(default="", max_length=LONGEST)
    kind: str = Field(default="", max_length=60, description="Type : note-de-synthese, fiche-experience…")
    publisher: str = Field(default="", max_length=LONGEST, description="Qui l’a publiée.")
    date: str = Field(default="", max_length=10, description="2026-05-19, ou 2026.")
    themes: list[str] = Field(default=[], max_length=MOST_THEMES, description="sante-mentale, acces-aux-soins…")
    territory: str = Field(default="", max_length=LONGEST, description="France, Mayotte, Pays de la Loire…")
    official_url: str = Field(default="", max_length=LONGEST, description="Adresse où elle est en ligne.")
    licence: str = Field(default="", max_length=LONGEST)
    internal: StrictBool = Field(default=False, description="Réservée à l’équipe : ni trouvée ni ouverte par d’autres.")

    def description(self) -> Description:
        """As it is kept."""
        return Description(**{**self.model_dump(include=set(DescriptionIn.model_fields)), "themes": tuple(self.themes)})


class AddressIn(DescriptionIn):
    """A publication to be taken where it is online."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"url": "https://exemple.fr/rapport.pdf", "kind": "rapport"}]}
    )

    url: str = Field(min_length=1, max_length=2000, description="Adresse http ou https de la page ou du fichier.")
    twin: StrictBool = Field(default=False, description="L’ajouter même si le même contenu est déjà là.")


class SuccessorIn(BaseModel):
    """What supersedes a publication."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"successor": "rapport-2027"}]})

    successor: str = Field(
        max_length=200, description="Identifiant de la publication ajoutée qui la remplace ; vide : aucune."
    )


class DescriptionOut(BaseModel):
    """What is told of a publication."""

    title: str
    kind: str
    publisher: str
    date: str
    themes: list[str]
    territory: str
    official_url: str
    licence: str
    internal: bool


class AddedPublicationOut(BaseModel):
    """A publication that was added online."""

    identifier: str
    file: str
    title: str = Field(
        description="Celui qui est donné, sinon celui que l’indexation a déduit, sinon le nom du fichier."
    )
    bytes: int
    added_at: dt.datetime
    standing: Standing = Field(
        description="pending : pas encore indexée ; indexed : servie telle quelle ; changed : modifiée depuis, à "
        "indexer de nouveau ; failed : en échec."
    )
    reason: str = Field(description="Pourquoi elle est en échec, et que faire ; vide sinon.")
    doc: str = Field(description="Son chemin dans l’index ; vide tant qu’elle n’y est pas.")
    pages: int | None
    inferred: list[str] = Field(description="Champs déduits du fichier par l’indexation.")
    replaced_by: str = Field(description="Identifiant de la publication ajoutée qui la remplace ; vide sinon.")
    described: DescriptionOut


class AddedPublicationsIn(PartIn):
    """Which publications are wanted."""

    standing: Standing | None = Field(default=None, description="Où elles en sont.")
    q: str = Field(default="", max_length=200, description="Mots du titre ou du nom de fichier.")


class AddedPublicationsOut(PartOut):
    """The publications that were added online, the last added first."""

    publications: list[AddedPublicationOut]


class CheckedOut(BaseModel):
    """What was found in a file that was taken."""

    identifier: str
    file: str
    pages: int | None
    passages: int = Field(description="Passages qui seront indexés ; 0 pour des pages qui n’ont que leur image.")
    blind_pages: list[int] = Field(description="Pages sans texte.")
    known: DescriptionOut | None = Field(description="Ce qui se lit dans le fichier, et vaut faute de mieux.")


class RefusedFileOut(BaseModel):
    """A file that was not taken."""

    name: str
    reason: str


class TakenOut(BaseModel):
    """What became of the files that were sent."""

    added: list[CheckedOut]
    refused: list[RefusedFileOut]


def publication_out(publication: Publication) -> AddedPublicationOut:
    """A publication as others read it."""
    return AddedPublicationOut(
        identifier=publication.identifier,
        file=publication.file,
        title=publication.title,
        bytes=publication.bytes,
        added_at=publication.added_at,
        standing=publication.standing,
        reason=publication.reason,
        doc=publication.doc,
        pages=publication.pages,
        inferred=list(publication.inferred),
        replaced_by=publication.replaced_by,
        described=description_out(publication.description),
    )


def description_out(description: Description) -> DescriptionOut:
    """What is told, as others read it."""
    return DescriptionOut(
        title=description.title,
        kind=description.kind,
        publisher=description.publisher,
        date=description.date,
        themes=list(description.themes),
        territory=description.territory,
        official_url=description.official_url,
        licence=description.licence,
        internal=description.internal,
    )


def checked_out(identifier: str, file: str, checked: Checked) -> CheckedOut:
    """What was found in a file, as others read it."""
    known = checked.known
    told = None
    if known is not None:
        told = DescriptionOut(
            title=known.title,
            kind=known.kind,
            publisher=known.publisher,
            date=known.date or (str(known.year) if known.year else ""),
            themes=list(known.themes),
            territory=known.territory,
            official_url=known.official_url,
            licence=known.licence,
            internal=False,
        )
    return CheckedOut(
        identifier=identifier,
        file=file,
        pages=checked.pages,
        passages=checked.passages,
        blind_pages=list(checked.blind_pages),
        known=told,
    )
