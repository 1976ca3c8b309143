"""Errors over HTTP: one JSON shape, RFC 9457 `application/problem+json`, its words in French.

`{"type", "title", "status", "detail"}`, plus `"field"` when one field of the request is at fault, and `"request_id"`,
which the log has too.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant.api.methods import allowed
from assistant.api.placing import own_path
from assistant.observing.correlation import request_id
from indexer import errors
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI, Request

log = logging.getLogger("reperes")

STATUSES: dict[type[errors.ReperesError], HTTPStatus] = {
    errors.DocumentNotFound: HTTPStatus.NOT_FOUND,
    errors.GenerationNotFound: HTTPStatus.NOT_FOUND,
    errors.PageNotFound: HTTPStatus.NOT_FOUND,
    errors.PassageNotFound: HTTPStatus.NOT_FOUND,
    errors.ChatModelNotFound: HTTPStatus.NOT_FOUND,
    errors.JobNotFound: HTTPStatus.NOT_FOUND,
    errors.PublicationNotFound: HTTPStatus.NOT_FOUND,
    errors.JobPending: HTTPStatus.CONFLICT,
    errors.PublicationKnown: HTTPStatus.CONFLICT,
    errors.UploadTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
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
    errors.PublicationsLocked: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.FetchRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.FetchError: HTTPStatus.BAD_GATEWAY,
    errors.IndexStateError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DatabaseStateError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.SingleSignOnUnavailable: HTTPStatus.BAD_GATEWAY,
    errors.MailboxError: HTTPStatus.BAD_GATEWAY,
    errors.ModelUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GeneratorUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.WeightsMismatch: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.GapsUnreadable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.GapsUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.TriageModelUnreadable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.NotEnoughMemory: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.WritingError: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.NotReadable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ExtraMissing: HTTPStatus.SERVICE_UNAVAILABLE,
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
    421: "Adresse inconnue",
    422: "Demande non valable",
    429: "Trop de demandes",
    500: "Erreur interne",
    502: "Serveur interrogé sans succès",
    503: "Service indisponible",
    507: "Rien ne peut être enregistré",
}
NOT_JSON = "Le corps de la requête n’est pas du JSON lisible."
DETAILS: dict[int, str] = {
    400: NOT_JSON,
    404: "Rien ne se trouve à cette adresse. Vérifiez-la, ou partez de la page d’accueil.",
    405: "Cette adresse n’accepte pas cette méthode HTTP.",
    413: "Ce qui est envoyé dépasse la taille admise. Envoyez moins de fichiers ou de messages, ou de plus petits.",
    500: (
        "Une erreur imprévue est survenue. Réessayez ; si elle revient, prévenez la personne qui administre le service."
    ),
}
INVALID = "Le champ « {field} » est absent ou n’a pas la forme attendue."
MEDIA_TYPE = "application/problem+json"
STATUS_HEADERS: dict[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "5"},
}
"""Sent with these statuses, whatever shape the body takes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong with a request, before it takes a shape.

    Attributes:
        status: HTTP.
        detail: A French sentence.
        field: At fault, as `messages.0.content`; empty when none is.
        error: Of ours, where it is one.
        headers: To be sent along.
    """

    status: int
    detail: str
    field: str = ""
    error: errors.ReperesError | None = None
    headers: Mapping[str, str] | None = None


Dialect = Callable[[Fault], JSONResponse]
"""Gives a fault the shape that some callers expect."""


class Problem(BaseModel):
    """What every error of the API is, as `application/problem+json` (RFC 9457)."""

    type: str = Field(description="Toujours « about:blank » : le statut dit la nature de l’erreur.")
    title: str
    status: int
    detail: str = Field(description="En français, à montrer à la personne.")
    field: str | None = Field(default=None, description="Champ de la demande en cause, quand il y en a un.")
    request_id: str | None = Field(
        default=None, description="Référence de la requête, à donner à la personne qui administre le service."
    )


def status_of(error: errors.ReperesError) -> HTTPStatus:
    """HTTP status of one of our errors."""
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def rfc9457(fault: Fault) -> JSONResponse:
    """A fault in the one shape."""
    return problem(fault.status, fault.detail, fault.field, fault.headers)


def problem(status: int, detail: str, field: str = "", headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A response of the one error shape."""
    body = body_of(status, detail)
    if field:
        body["field"] = field
    kept = {"Cache-Control": "no-store", **(headers or {}), **STATUS_HEADERS.get(status, {})}
    return JSONResponse(body, status, headers=kept, media_type=MEDIA_TYPE)


def body_of(status: int, detail: str) -> dict[str, object]:
    """The body of an error."""
    told = {"type": "about:blank", "title": TITLES.get(status, "Erreur"), "status": status, "detail": detail}
    identifier = request_id()
    return {**told, "request_id": identifier} if identifier else told


def waiting(error: errors.ReperesError) -> dict[str, str]:
    """How long to wait before asking again, as HTTP tells it; nothing where waiting does not help."""
    return {"Retry-After": str(error.values["seconds"])} if isinstance(error, errors.TooManyRequests) else {}


def told(error: errors.ReperesError) -> dict[str, object]:
    """The body of an error of ours, for a stream that has begun and can have no other status."""
    return body_of(status_of(error), sentence(error))


def unforeseen() -> dict[str, object]:
    """Likewise for a fault of the program."""
    return body_of(HTTPStatus.INTERNAL_SERVER_ERROR, DETAILS[500])


def install(app: FastAPI, dialects: Mapping[str, Dialect] = MappingProxyType({})) -> None:
    """Makes every error of an application take the shape.

    Args:
        app: The application.
        dialects: By the beginning of the path, those whose callers expect another shape.
    """

    def answered(request: Request, fault: Fault) -> JSONResponse:
        path = own_path(request.scope)
        dialect = next((each for start, each in dialects.items() if path.startswith(start)), rfc9457)
        return dialect(fault)

    @app.exception_handler(errors.ReperesError)
    async def ours(request: Request, error: errors.ReperesError) -> JSONResponse:
        """An error of ours, in its French sentence."""
        fault = Fault(status_of(error), sentence(error), error=error, headers=waiting(error))
        return answered(request, fault)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        """A request that is not of the documented shape: names the first field at fault."""
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            return answered(request, Fault(422, NOT_JSON))
        field = _field(first["loc"]) or "corps"
        return answered(request, Fault(422, INVALID.format(field=field), field))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        """What the framework refuses: unknown address, wrong method."""
        detail = DETAILS.get(error.status_code, str(error.detail))
        methods = allowed(request) if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else ()
        headers = {**(error.headers or {}), "Allow": ", ".join(methods)} if methods else error.headers
        return answered(request, Fault(error.status_code, detail, headers=headers))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        """Anything else is a fault of the program: logged, told without details."""
        log.error("a request has failed", exc_info=error)
        return answered(request, Fault(500, DETAILS[500]))


def _field(loc: Sequence[int | str]) -> str:
    """Where a field stands, without what pydantic adds of its own: the part of the request, the arms of a union."""
    named = itertools.takewhile(lambda part: part != "str" and not str(part).startswith("list["), loc)
    return ".".join(str(part) for part in named if part not in ("body", "query", "path"))
