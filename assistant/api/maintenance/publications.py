"""Routes of the publications that are added online: sent, taken at an address, replaced, described, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response

from assistant.api.maintenance.bodies import BODY_FACTOR, Sent, SentForm, form_body
from assistant.api.maintenance.reaching import CONFLICT, TOO_LARGE, UNKNOWN, Kept, Signed
from assistant.api.maintenance.shapes import (
    AddedPublicationOut,
    AddedPublicationsIn,
    AddedPublicationsOut,
    AddressIn,
    CheckedOut,
    DescriptionIn,
    RefusedFileOut,
    SuccessorIn,
    TakenOut,
    checked_out,
    publication_out,
)
from assistant.api.maintenance.withdrawn import WithdrawnOut, withdrawn_out
from assistant.api.paging import tell_parts
from assistant.api.problems import MEDIA_TYPE
from assistant.api.solicitations.access import bounded
from assistant.maintenance.describing import LONGEST
from assistant.maintenance.messages import ONE_FILE_ONLY
from indexer.errors import PublicationFieldInvalid, ReperesError
from indexer.fetching.limits import MEGABYTE
from indexer.french import words
from indexer.messages import sentence

if TYPE_CHECKING:
    from assistant.maintenance.standing import Publication, Standing
    from assistant.maintenance.upkeep import By, Upkeep
    from indexer.settings import Settings

Identifier = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200, description="Son identifiant.")]
Reason = Annotated[str, Query(max_length=LONGEST, description="Pourquoi elle est retirée, en quelques mots.")]
OF_ONE_FILE: Final = ("title", "date", "official_url")
"""Fields that are no longer true of several files at once."""
FETCHED: Final[dict[int | str, dict[str, object]]] = {
    502: {"description": "Le site ne donne pas ce fichier", "content": {MEDIA_TYPE: {}}}
}


def publications_router(settings: Settings) -> APIRouter:
    """The routes under `/publications`."""
    limit = settings.upload_megabytes * BODY_FACTOR * MEGABYTE
    router = APIRouter(prefix="/publications", route_class=bounded(limit))
    _all(router)
    _one(router)
    return router


def _all(router: APIRouter) -> None:
    @router.get("", summary="Lister les publications ajoutées en ligne, la dernière d’abord")
    def list_added_publications(
        upkeep: Kept, wanted: Annotated[AddedPublicationsIn, Query()], request: Request, response: Response
    ) -> AddedPublicationsOut:
        found = [each for each in upkeep.publications() if _wanted(each, wanted.standing, wanted.q)]
        told = AddedPublicationsOut(
            total=len(found),
            offset=wanted.offset,
            limit=wanted.limit,
            publications=[publication_out(each) for each in found[wanted.offset : wanted.offset + wanted.limit]],
        )
        tell_parts(request, response, told, upkeep.public_url)
        return told

    @router.post(
        "",
        summary="Ajouter des publications",
        description="Chaque fichier est lu et vérifié avant d’être accepté ; la prochaine indexation le prendra.",
        status_code=201,
        openapi_extra=form_body(described=True),
        responses={**CONFLICT, **TOO_LARGE},
    )
    def add_publications(sent: SentForm, upkeep: Kept, by: Signed) -> TakenOut:
        return _taken(sent, upkeep, by)

    @router.post(
        "/address",
        summary="Ajouter une publication par son adresse",
        description="Mêmes règles que `reperes fetch` : robots.txt respecté, adresses internes refusées.",
        status_code=201,
        responses={**CONFLICT, **TOO_LARGE, **FETCHED},
    )
    def add_publication_by_address(asked: AddressIn, upkeep: Kept, by: Signed) -> CheckedOut:
        accepted = upkeep.add_address(asked.url, asked.description(), by, twin=asked.twin)
        return checked_out(accepted.identifier, accepted.file, accepted.checked)


def _one(router: APIRouter) -> None:
    @router.get("/{identifier}", summary="Lire une publication ajoutée", responses=UNKNOWN)
    def get_added_publication(identifier: Identifier, upkeep: Kept) -> AddedPublicationOut:
        return publication_out(upkeep.publication(identifier))

    @router.put("/{identifier}", summary="Changer la fiche d’une publication", responses=UNKNOWN)
    def update_publication(
        identifier: Identifier, description: DescriptionIn, upkeep: Kept, by: Signed
    ) -> AddedPublicationOut:
        upkeep.describe(identifier, description.description(), by)
        return publication_out(upkeep.publication(identifier))

    @router.put(
        "/{identifier}/file",
        summary="Remplacer le fichier d’une publication",
        openapi_extra=form_body(described=False),
        responses={**UNKNOWN, **CONFLICT, **TOO_LARGE},
    )
    def replace_publication(identifier: Identifier, sent: SentForm, upkeep: Kept, by: Signed) -> CheckedOut:
        name, stream = sent.files[0]
        accepted = upkeep.replace(identifier, stream, name, by)
        return checked_out(accepted.identifier, accepted.file, accepted.checked)

    @router.put(
        "/{identifier}/successor",
        summary="Dire quelle publication remplace celle-ci",
        description="Elle reste servie, et ce qui la cite dit qu’une autre la remplace.",
        responses=UNKNOWN,
    )
    def supersede_publication(
        identifier: Identifier, told: SuccessorIn, upkeep: Kept, by: Signed
    ) -> AddedPublicationOut:
        upkeep.supersede(identifier, told.successor, by)
        return publication_out(upkeep.publication(identifier))

    @router.delete("/{identifier}", summary="Retirer une publication", responses=UNKNOWN)
    def remove_publication(identifier: Identifier, upkeep: Kept, by: Signed, reason: Reason = "") -> WithdrawnOut:
        return withdrawn_out(upkeep.withdraw(identifier, by, reason))


def _wanted(publication: Publication, standing: Standing | None, q: str) -> bool:
    held = set(words(f"{publication.title} {publication.file}"))
    return (standing is None or publication.standing is standing) and set(words(q)) <= held


def _taken(sent: Sent, upkeep: Upkeep, by: By) -> TakenOut:
    """What became of each file; when none is taken, the first refusal is the answer."""
    description = sent.fields.description()
    told = next((field for field in OF_ONE_FILE if getattr(description, field)), "")
    if told and len(sent.files) > 1:
        raise PublicationFieldInvalid(field=told, detail=ONE_FILE_ONLY)
    taken = TakenOut(added=[], refused=[])
    first: ReperesError | None = None
    for name, stream in sent.files:
        try:
            accepted = upkeep.add(stream, name, description, by, twin=sent.fields.twin)
        except ReperesError as error:
            first = first or error
            taken.refused.append(RefusedFileOut(name=name, reason=sentence(error)))
        else:
            taken.added.append(checked_out(accepted.identifier, accepted.file, accepted.checked))
    if first is not None and not taken.added:
        raise first
    return taken
