"""Errors over HTTP: one JSON shape, RFC 9457 `application/problem+json`, its words in French.

`{"type", "title", "status", "detail"}`, plus `"field"` when one field of the request is at fault.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from indexer import errors
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

log = logging.getLogger("reperes")

STATUSES: dict[type[errors.ReperesError], HTTPStatus] = {
    errors.DocumentNotFound: HTTPStatus.NOT_FOUND,
    errors.PageNotFound: HTTPStatus.NOT_FOUND,
    errors.SurveyNotFound: HTTPStatus.NOT_FOUND,
    errors.SurveyQuestionNotFound: HTTPStatus.NOT_FOUND,
    errors.SolicitationNotFound: HTTPStatus.NOT_FOUND,
    errors.DirectoryEntryNotFound: HTTPStatus.NOT_FOUND,
    errors.ConversationNotFound: HTTPStatus.NOT_FOUND,
    errors.ExchangeNotFound: HTTPStatus.NOT_FOUND,
    errors.AnswerForgotten: HTTPStatus.NOT_FOUND,
    errors.SharedAnswerNotFound: HTTPStatus.NOT_FOUND,
    errors.FeedbackNotFound: HTTPStatus.NOT_FOUND,
    errors.SolicitationConflict: HTTPStatus.CONFLICT,
    errors.SignInNeeded: HTTPStatus.UNAUTHORIZED,
    errors.SignInRefused: HTTPStatus.UNAUTHORIZED,
    errors.KeyRefused: HTTPStatus.UNAUTHORIZED,
    errors.RightMissing: HTTPStatus.FORBIDDEN,
    errors.TokenMissing: HTTPStatus.FORBIDDEN,
    errors.SingleSignOnRefused: HTTPStatus.FORBIDDEN,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.AccountNotFound: HTTPStatus.NOT_FOUND,
    errors.LinkRefused: HTTPStatus.NOT_FOUND,
    errors.KeyNotFound: HTTPStatus.NOT_FOUND,
    errors.AccountExists: HTTPStatus.CONFLICT,
    errors.LastAdministrator: HTTPStatus.CONFLICT,
    errors.InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.CatalogueError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SourcesError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FetchLocked: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FetchError: HTTPStatus.BAD_GATEWAY,
    errors.IndexStateError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DatabaseStateError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SingleSignOnUnavailable: HTTPStatus.BAD_GATEWAY,
    errors.MailboxError: HTTPStatus.BAD_GATEWAY,
    errors.ModelUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GeneratorUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.WeightsMismatch: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GapsUnreadable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.TriageModelUnreadable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NotWritable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.PortBusy: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Most specific first: the first class that an error is an instance of decides."""

TITLES: dict[int, str] = {
    400: "Requête incorrecte",
    401: "Connexion demandée",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode non autorisée",
    409: "Contraire à l’état actuel",
    413: "Requête trop volumineuse",
    422: "Demande non valable",
    429: "Trop de demandes",
    500: "Erreur interne",
    502: "Serveur interrogé sans succès",
    503: "Service indisponible",
}
NOT_JSON = "Le corps de la requête n’est pas du JSON lisible."
DETAILS: dict[int, str] = {
    400: NOT_JSON,
    404: "Rien ne se trouve à cette adresse. Vérifiez-la, ou partez de la page d’accueil.",
    405: "Cette adresse n’accepte pas cette méthode HTTP.",
    413: "Ce qui est envoyé dépasse la taille admise. Envoyez moins de messages, ou de plus petits.",
    500: (
        "Une erreur imprévue est survenue. Réessayez ; si elle revient, prévenez la personne qui administre le service."
    ),
}
INVALID = "Le champ « {field} » est absent ou n’a pas la forme attendue."
MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What every error of the API is, as `application/problem+json` (RFC 9457)."""

    type: str = Field(description="Toujours « about:blank » : le statut dit la nature de l’erreur.")
    title: str
    status: int
    detail: str = Field(description="En français, à montrer à la personne.")
    field: str | None = Field(default=None, description="Champ de la demande en cause, quand il y en a un.")


def status_of(error: errors.ReperesError) -> HTTPStatus:
    """HTTP status of one of our errors."""
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def problem(status: int, detail: str, field: str = "", headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A response of the one error shape."""
    body = body_of(status, detail)
    if field:
        body["field"] = field
    told = {"Cache-Control": "no-store", **(headers or {})}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        told["Retry-After"] = "5"
    if status == HTTPStatus.UNAUTHORIZED:
        told["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, status, headers=told, media_type=MEDIA_TYPE)


def body_of(status: int, detail: str) -> dict[str, object]:
    """The body of an error."""
    return {"type": "about:blank", "title": TITLES.get(status, "Erreur"), "status": status, "detail": detail}


def waiting(error: errors.ReperesError) -> dict[str, str]:
    """How long to wait before asking again, as HTTP tells it; nothing where waiting does not help."""
    return {"Retry-After": str(error.values["seconds"])} if isinstance(error, errors.TooManyRequests) else {}


def told(error: errors.ReperesError) -> dict[str, object]:
    """The body of an error of ours, for a stream that has begun and can have no other status."""
    return body_of(status_of(error), sentence(error))


def unforeseen() -> dict[str, object]:
    """Likewise for a fault of the program."""
    return body_of(HTTPStatus.INTERNAL_SERVER_ERROR, DETAILS[500])


def install(app: FastAPI) -> None:
    """Makes every error of an application take the shape."""

    @app.exception_handler(errors.ReperesError)
    async def ours(_request: Request, error: errors.ReperesError) -> JSONResponse:
        """An error of ours, in its French sentence."""
        return problem(status_of(error), sentence(error), headers=waiting(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        """A request that is not of the documented shape: names the first field at fault."""
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            return problem(422, NOT_JSON)
        field = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path")) or "corps"
        return problem(422, INVALID.format(field=field), field)

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        """What the framework refuses: unknown address, wrong method."""
        return problem(error.status_code, DETAILS.get(error.status_code, str(error.detail)), headers=error.headers)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        """Anything else is a fault of the program: logged in full, told without details."""
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return problem(500, DETAILS[500])
