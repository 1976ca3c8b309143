"""Answers shared by a link, over HTTP, and exports of answers."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.api.access import InPerson, Who  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.api.app import ASKERS, ASKING, MAINTENANCE, READERS, READING, Current
from assistant.api.caching import NEVER_KEPT
from assistant.api.kept import (
    BODY_BYTES,
    FILES,
    FORMATS,
    TOO_LARGE,
    UNKNOWN,
    AnswerRef,
    Kept,
    Owner,
    Wanted,
    file_of,
    keeping_of,
)
from assistant.api.paging import PartIn, PartOut, base_url, tell_parts
from assistant.api.solicitations.access import bounded
from assistant.contract import API, AnswerOut, FiltersIn
from assistant.conversations.exported import Format
from assistant.conversations.standing import Place, standing
from assistant.conversations.standing_words import standing_notices
from assistant.conversations.usage import Use
from assistant.understood import Field as HeardField  # noqa: TC001 — pydantic reads the type of a field

if TYPE_CHECKING:
    from assistant.accounts.rights import Caller
    from assistant.conversations.kept import Shared
    from indexer.settings import Settings

SHARED_PATH = "/reponses"
"""Of the page that shows a shared answer."""
ID = "9b2e6f0c4d1a47c8b5e3f7a190d2c684"


class SharedOut(BaseModel):
    """A link to an answer."""

    id: str = Field(examples=[ID])
    url: str = Field(description="Page à donner à qui doit la lire.", examples=[f"https://exemple.fr/reponses/{ID}"])
    question: str
    shared_at: dt.datetime
    mine: bool = Field(description="Vrai si vous l’avez partagée, connecté·e à votre compte.")


class SharedListOut(PartOut):
    """A part of the list, the last shared first."""

    shared: list[SharedOut]


class SourceStandingOut(BaseModel):
    """What became of a publication that was cited."""

    doc: str
    title: str
    present: bool = Field(description="Faux si elle n’est plus parmi les publications.")
    doc_now: str = Field(description="Son chemin, s’il a changé ; vide sinon.")
    replaced_by: str = Field(description="Publication qui la remplace depuis ; vide sinon.")
    replaced_by_title: str


class QuoteStandingOut(BaseModel):
    """What became of a citation."""

    number: int
    place: Place = Field(description="« same » : à sa page ; « moved » : ailleurs dans la publication ; « gone ».")
    page: int | None = Field(description="Page où ses mots se trouvent ; null sans pages, ou s’ils n’y sont plus.")


class StandingOut(BaseModel):
    """What an answer is worth now."""

    current: bool = Field(description="Vrai si l’index n’a pas changé depuis.")
    holds: bool = Field(description="Vrai si tout ce qui est cité est à sa place et que rien n’en est remplacé.")
    generation: str = Field(description="Génération de l’index en service.")
    sources: list[SourceStandingOut]
    quotes: list[QuoteStandingOut]
    notices: list[str] = Field(description="La même chose, en phrases.")


class SharedFullOut(SharedOut):
    """An answer as it was when it was given, and what it is worth now."""

    filters: FiltersIn
    ignore: list[HeardField]
    at: dt.datetime = Field(description="Quand elle a été donnée.")
    generation: str = Field(description="Génération de l’index qui a répondu.")
    outcome: AnswerOut
    standing: StandingOut


class ExportIn(AnswerRef):
    """An answer to be exported."""

    format: Format = Field(default=Format.DOCX, description=FORMATS)


def sharing_router(settings: Settings) -> APIRouter:
    """The routes of links and of exports."""
    router = APIRouter(
        prefix=API,
        tags=["partage"],
        dependencies=[NEVER_KEPT],
        responses={**READING, **TOO_LARGE},
        route_class=bounded(BODY_BYTES),
    )
    _giving(router, settings)
    _reading(router, settings)
    _looking_after(router, settings)
    return router


def _giving(router: APIRouter, settings: Settings) -> None:
    @router.post(
        "/shared",
        summary="Partager une réponse par un lien",
        status_code=201,
        dependencies=ASKERS,
        responses={**ASKING, **UNKNOWN},
    )
    def share_answer(asked: AnswerRef, who: Who, keeping: Kept, request: Request) -> SharedOut:
        """La réponse reste telle quelle, avec sa date et la génération de l’index. La même a toujours le même lien.

        Refusé (422) quand la question semble parler d’une personne.
        """
        shared = keeping.shared.share(asked.answered(keeping, who), who.account)
        keeping.usage.note(Use.SHARED)
        return _link(shared, request, settings, who)

    @router.post(
        "/export",
        summary="Exporter une réponse, avec sa bibliographie",
        response_class=Response,
        dependencies=ASKERS,
        responses={**ASKING, **FILES, **UNKNOWN},
    )
    def export_answer(asked: ExportIn, who: Who, keeping: Kept, assistant: Current, request: Request) -> Response:
        return file_of(request, assistant, [asked.answered(keeping, who)], asked.format)


def _reading(router: APIRouter, settings: Settings) -> None:
    @router.get("/shared/{shared}", summary="Lire une réponse partagée", dependencies=READERS, responses=UNKNOWN)
    def get_shared_answer(
        shared: str, who: Who, keeping: Kept, assistant: Current, request: Request, response: Response
    ) -> SharedFullOut:
        """Telle qu’elle était ; `standing` dit ce que ses sources sont devenues."""
        found = keeping.shared.get(shared)
        keeping.usage.note(Use.SHARED_READ)
        response.headers["X-Robots-Tag"] = "noindex"
        now = standing(found.answered, assistant.index)
        return SharedFullOut(
            **_link(found, request, settings, who).model_dump(),
            filters=found.answered.asked.filters,
            ignore=found.answered.asked.ignore,
            at=found.answered.at,
            generation=found.answered.generation,
            outcome=found.answered.outcome,
            standing=StandingOut(**asdict(now), holds=now.holds, notices=standing_notices(now)),
        )

    @router.get(
        "/shared/{shared}/export",
        summary="Exporter une réponse partagée, avec sa bibliographie",
        response_class=Response,
        dependencies=READERS,
        responses={**FILES, **UNKNOWN},
    )
    def export_shared_answer(
        shared: str, keeping: Kept, assistant: Current, request: Request, to: Wanted = Format.DOCX
    ) -> Response:
        found = keeping.shared.get(shared)
        return file_of(request, assistant, [found.answered], to, link=_url(found.id, request, settings))


def _looking_after(router: APIRouter, settings: Settings) -> None:
    """Links taken back: one's own, or any by maintenance."""

    def part(account: int | None, wanted: PartIn, request: Request, response: Response, who: Caller) -> SharedListOut:
        found = keeping_of(request).shared.list(account, offset=wanted.offset, limit=wanted.limit)
        links = [_link(each, request, settings, who) for each in found.items]
        told = SharedListOut(total=found.total, offset=wanted.offset, limit=wanted.limit, shared=links)
        tell_parts(request, response, told, settings.public_url)
        return told

    @router.get("/account/shared", summary="Lister les réponses que j’ai partagées", tags=["mon compte"])
    def list_my_shared_answers(
        who: InPerson, wanted: Annotated[PartIn, Query()], request: Request, response: Response
    ) -> SharedListOut:
        return part(who.account, wanted, request, response, who)

    @router.delete(
        "/account/shared/{shared}",
        summary="Retirer une réponse que j’ai partagée, pour de bon",
        status_code=204,
        tags=["mon compte"],
        responses=UNKNOWN,
    )
    def remove_my_shared_answer(shared: str, owner: Owner, keeping: Kept) -> None:
        keeping.shared.delete(shared, account=owner)

    @router.get("/shared", summary="Lister toutes les réponses partagées", dependencies=MAINTENANCE)
    def list_shared_answers(
        who: Who, wanted: Annotated[PartIn, Query()], request: Request, response: Response
    ) -> SharedListOut:
        return part(None, wanted, request, response, who)

    @router.delete(
        "/shared/{shared}",
        summary="Retirer une réponse partagée par qui que ce soit, pour de bon",
        status_code=204,
        dependencies=MAINTENANCE,
        responses=UNKNOWN,
    )
    def remove_shared_answer(shared: str, keeping: Kept) -> None:
        keeping.shared.delete(shared, account=None)


def _link(shared: Shared, request: Request, settings: Settings, who: Caller) -> SharedOut:
    mine = shared.account is not None and shared.account == who.account
    return SharedOut(
        id=shared.id,
        url=_url(shared.id, request, settings),
        question=shared.answered.asked.question,
        shared_at=shared.shared_at,
        mine=mine,
    )


def _url(shared: str, request: Request, settings: Settings) -> str:
    return f"{base_url(request, settings.public_url)}{SHARED_PATH}/{shared}"
