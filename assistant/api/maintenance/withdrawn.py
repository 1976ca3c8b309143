"""Routes of the publications that were withdrawn or replaced: listed, restored, deleted for good."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from assistant.api.maintenance.reaching import CONFLICT, UNKNOWN, Kept, Part, Signed
from assistant.api.maintenance.shapes import AddedPublicationOut, publication_out
from assistant.api.paging import PartOut, tell_parts

if TYPE_CHECKING:
    from assistant.maintenance.withdrawn import Withdrawn

Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,200}$", description="Clé de la publication retirée.")]


class WithdrawnOut(BaseModel):
    """A publication that was withdrawn, or a version that was replaced."""

    key: str = Field(description="Ce qui la désigne pour la remettre.")
    identifier: str
    file: str
    title: str
    bytes: int
    at: dt.datetime
    by: str
    replaced: bool = Field(description="Une autre version a pris sa place.")
    reason: str = Field(description="Pourquoi, selon qui l’a retirée ; vide si rien n’en a été dit.")


class WithdrawnListOut(PartOut):
    """What was withdrawn or replaced, the last first."""

    withdrawn: list[WithdrawnOut]


def withdrawn_router() -> APIRouter:
    """The routes under `/withdrawn`."""
    router = APIRouter(prefix="/withdrawn")

    @router.get("", summary="Lister les publications retirées ou remplacées")
    def list_withdrawn_publications(upkeep: Kept, part: Part, request: Request, response: Response) -> WithdrawnListOut:
        found = upkeep.added.withdrawn()
        shown = [withdrawn_out(each) for each in found[part.offset : part.offset + part.limit]]
        told = WithdrawnListOut(total=len(found), **part.model_dump(), withdrawn=shown)
        tell_parts(request, response, told, upkeep.public_url)
        return told

    @router.post("/{key}/restore", summary="Remettre une publication retirée", responses={**UNKNOWN, **CONFLICT})
    def restore_publication(key: Key, upkeep: Kept, by: Signed) -> AddedPublicationOut:
        return publication_out(upkeep.publication(upkeep.restore(key, by)))

    @router.delete(
        "/{key}", summary="Supprimer pour de bon une publication retirée", status_code=204, responses=UNKNOWN
    )
    def erase_withdrawn_publication(key: Key, upkeep: Kept, by: Signed) -> None:
        upkeep.forget(key, by)

    return router


def withdrawn_out(withdrawn: Withdrawn) -> WithdrawnOut:
    """What was withdrawn, as others read it."""
    return WithdrawnOut(
        key=withdrawn.key,
        identifier=withdrawn.identifier,
        file=withdrawn.file,
        title=withdrawn.description.title or withdrawn.file,
        bytes=withdrawn.bytes,
        at=withdrawn.at,
        by=withdrawn.by,
        replaced=withdrawn.replaced,
        reason=withdrawn.reason,
    )
