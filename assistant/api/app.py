"""The HTTP application: questions, search, documents, health. Pages are mounted on it by `ui.site`."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi_offline import FastAPIOffline
from pydantic import BaseModel, Field

from assistant.accounts.rights import Right
from assistant.api import access, caching, describing, observed, problems
from assistant.api.access import ACCESS_ERRORS, TOO_MANY, anyone, counted, needs
from assistant.api.caching import NEVER_KEPT
from assistant.api.headers import Headers
from assistant.api.kept import Kept, counted_key, given
from assistant.api.placing import base_path
from assistant.api.turns import IN_TURN, Turns
from assistant.contract import API, OPENAI_API, AnswerOut, AskIn, answer_out
from assistant.conversations.keeping import Keeping
from assistant.maintenance.upkeep import Upkeep
from assistant.observing.messages import TROUBLES
from assistant.observing.tracing import endpoint, sending
from assistant.observing.troubles import Watch
from assistant.questions import Question
from assistant.service import Assistant
from assistant.serving import Serving
from assistant.solicitations.reception import Reception
from assistant.suggestions.running import Suggesting

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from assistant.mcp.http import Door
    from indexer.settings import Settings

DESCRIPTION = (
    "Repères répond aux questions des coordinations territoriales de santé par des phrases citées de publications. "
    "Les erreurs ont toutes la même forme : `application/problem+json` (RFC 9457), en français. "
    "Toute opération qui enregistre quelque chose peut répondre 507 : le disque est plein, ou ne peut qu’être lu ; "
    "rien n’a alors été gardé, et les questions ont toujours leur réponse."
)
ERRORS: dict[int | str, dict[str, object]] = {
    422: {"description": "Demande non valable", "content": {problems.MEDIA_TYPE: {}}},
    503: {"description": "Index ou modèle indisponible", "content": {problems.MEDIA_TYPE: {}}},
}
READING = {**ERRORS, **ACCESS_ERRORS}
ASKING = {**READING, **TOO_MANY}
READERS = [Depends(needs(Right.READING))]
COUNTED = [Depends(counted), Depends(counted_key)]
ASKERS = [*READERS, *COUNTED]
MAINTENANCE = [Depends(needs(Right.MAINTENANCE))]
"""What the routes that read, those that ask or search, and those that look after them, want of whoever calls."""


class Health(BaseModel):
    """State of the service."""

    status: str = Field(description="« ok », « ready », ou « degraded » : il répond, mais se passe de quelque chose.")
    generation: str = ""
    documents: int = 0
    troubles: dict[str, str] = Field(default={}, description="Ce dont il se passe : un code, et une phrase à lire.")


def create_app(settings: Settings, serving: Serving | None = None) -> FastAPI:
    """The application.

    Args:
        settings: Limits and links.
        serving: The assistant to serve, closed when the application ends; by default the lifespan opens it, and then
            raises what `Serving` raises.

    Raises:
        InvalidSetting: A key, a limit or the place of traces cannot be used.
    """
    from assistant.mcp.http import Door

    door = Door(settings)
    endpoint(settings)

    # FastAPI's own documentation page loads Swagger UI from a third party; fastapi-offline brings it along.
    app = FastAPIOffline(
        docs_url="/docs",
        redoc_url=None,
        title="Repères",
        version="1",
        description=DESCRIPTION,
        lifespan=_lifespan(settings, serving, door),
        generate_unique_id_function=describing.operation_id,
        openapi_tags=describing.TAGS,
        telemetry=observed.UNTRACED,
    )
    # A name that is shared with other applications is not ours to bind to TLS.
    strict = settings.public_url.startswith("https://") and not base_path(settings)
    app.add_middleware(Headers, docs_url="/docs", strict=strict)
    observed.watch(app, settings)
    from assistant.api.openai import openai_error

    problems.install(app, {f"{OPENAI_API}/": openai_error})
    access.install(app, settings)
    app.state.turns = Turns.of(settings)
    caching.install(app)
    for router in _routers(settings):
        app.include_router(router)
    app.include_router(door.router())
    describing.describe(app)
    return app


def _lifespan(
    settings: Settings, serving: Serving | None, door: Door
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        """Holds the assistant for as long as the application runs."""
        with sending(settings), serving or Serving(settings) as app.state.serving:
            app.state.reception = Reception.of(app.state.serving, app.state.database)
            app.state.keeping = Keeping.of(settings, app.state.database)
            app.state.upkeep = Upkeep(settings, app.state.database, app.state.serving)
            app.state.suggesting = Suggesting(settings.data_dir)
            app.state.watch = Watch(settings, app.state.serving, app.state.database)
            async with door.open(app):
                yield
            app.state.watch.close()
            app.state.suggesting.close()
            app.state.keeping.close()
            app.state.reception.close()
            app.state.database.close()
        del app.state.serving, app.state.reception, app.state.upkeep, app.state.suggesting

    return lifespan


def _routers(settings: Settings) -> tuple[APIRouter, ...]:
    """In the order in which they are described."""
    from assistant.api.accounts import accounts_router
    from assistant.api.conversations import conversations_router
    from assistant.api.feedback import feedback_router
    from assistant.api.figures import figures_router
    from assistant.api.library import library_router
    from assistant.api.maintenance import maintenance_router
    from assistant.api.openai import openai_router
    from assistant.api.sharing import sharing_router
    from assistant.api.solicitations import solicitations_router
    from assistant.api.streaming import streaming_router
    from assistant.api.suggesting import suggestions_router
    from assistant.api.surveys import surveys_router  # these take what is defined here
    from assistant.api.usage import usage_router

    return (
        _health(),
        figures_router(settings),
        _answers(settings),
        accounts_router(),
        library_router(settings),
        streaming_router(settings),
        surveys_router(settings),
        conversations_router(settings),
        sharing_router(settings),
        feedback_router(settings),
        usage_router(),
        suggestions_router(),
        solicitations_router(settings),
        openai_router(settings, [*READERS, NEVER_KEPT], [*COUNTED, IN_TURN]),
        maintenance_router(settings),
    )


def current_assistant(request: Request) -> Assistant:
    """The assistant over the generation being served now."""
    held: Serving = request.app.state.serving
    return held.assistant()


Current = Annotated[Assistant, Depends(current_assistant)]


def asked_question(asked: AskIn, assistant: Current) -> Question:
    """The question that was sent, for every route that takes one.

    A dependency, so that one that cannot be put is an ordinary error, told before a stream of events begins.

    Raises:
        EmptyQuestion, QuestionTooLong, InvalidFilter: It cannot be put.
    """
    return asked.checked(assistant.settings.max_question_chars)


Asked = Annotated[Question, Depends(asked_question)]


def _health() -> APIRouter:
    router = APIRouter(tags=["service"], dependencies=[Depends(anyone), NEVER_KEPT])

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="Le processus répond")
    def get_health() -> Health:
        return Health(status="ok")

    @router.get("/readyz", summary="Le modèle et l’index sont chargés", responses=ERRORS)
    def get_readiness(assistant: Current, request: Request) -> Health:
        """200 tant que les questions ont leur réponse, même s’il manque autre chose : `troubles` le dit."""
        assistant.index.vectors.check()
        watch: Watch = request.app.state.watch
        troubles = {trouble.value: TROUBLES[trouble] for trouble in watch.troubles()}
        return Health(
            status="degraded" if troubles else "ready",
            generation=assistant.index.manifest.generation,
            documents=len(assistant.index.public_documents),
            troubles=troubles,
        )

    return router


def _answers(settings: Settings) -> APIRouter:
    router = APIRouter(prefix=API, tags=["questions"], dependencies=[*ASKERS, IN_TURN, NEVER_KEPT], responses=ASKING)

    @router.post("/ask", summary="Poser une question")
    def ask_question(question: Asked, assistant: Current, keeping: Kept) -> AnswerOut:
        began = time.perf_counter()
        outcome = answer_out(assistant.ask(question), time.perf_counter() - began, settings.public_url)
        return given(keeping, question, outcome, assistant)

    return router
