"""The HTTP application: questions, search, documents, health. Pages are mounted on it by `ui.site`."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi_offline import FastAPIOffline
from pydantic import BaseModel, Field

from assistant import messages
from assistant.accounts.rights import Right
from assistant.api import access, problems
from assistant.api.access import ACCESS_ERRORS, TOO_MANY, anyone, counted, needs
from assistant.api.headers import Headers
from assistant.contract import (
    API,
    AnswerOut,
    AskIn,
    FiltersIn,
    RetrievedOut,
    UnderstoodOut,
    answer_out,
    document_url,
    retrieved_out,
    understood_out,
)
from assistant.conversations.keeping import Keeping
from assistant.questions import Question
from assistant.service import Assistant
from assistant.serving import Serving
from assistant.solicitations.reception import Reception
from assistant.understood import Field as HeardField  # noqa: TC001 — pydantic reads the type of a field
from indexer.vocabulary import kinds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from indexer.documents import Document
    from indexer.index import Index
    from indexer.settings import Settings

DESCRIPTION = (
    "Repères répond aux questions des coordinations territoriales de santé par des phrases citées de publications. "
    "Les erreurs ont toutes la même forme : `application/problem+json` (RFC 9457), en français."
)
SHOWN = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html"}
PLAIN = frozenset({".md", ".markdown", ".txt", ".csv"})
ERRORS: dict[int | str, dict[str, object]] = {
    422: {"description": "Demande non valable", "content": {problems.MEDIA_TYPE: {}}},
    503: {"description": "Index ou modèle indisponible", "content": {problems.MEDIA_TYPE: {}}},
}
READING = {**ERRORS, **ACCESS_ERRORS}
ASKING = {**READING, **TOO_MANY}
READERS = [Depends(needs(Right.READING))]
ASKERS = [*READERS, Depends(counted)]
"""What the routes that read, and those that ask or search, want of whoever calls."""
NOT_FOUND: dict[int | str, dict[str, object]] = {
    404: {"description": "Publication inconnue", "content": {problems.MEDIA_TYPE: {}}}
}


class SearchIn(FiltersIn):
    """A search, each field a parameter of the address.

    One model, and nothing beside it: FastAPI 0.165 no longer spreads a model's fields once there is another parameter.
    """

    q: str = Field(description="Mots cherchés ou question.")
    count: int = Field(default=10, ge=1, le=50, description="Nombre de passages.")
    ignore: list[HeardField] = Field(default=[], description="Filtres entendus dans `q` à ne pas appliquer.")


class SearchOut(BaseModel):
    """Passages found, best first, and what was understood of what was searched for."""

    passages: list[RetrievedOut]
    understood: UnderstoodOut


class DocumentOut(BaseModel):
    """A publication, as the index knows it."""

    doc: str
    title: str
    kind: str
    kind_label: str
    publisher: str
    year: int | None
    date: str
    themes: list[str]
    territory: str
    official_url: str
    licence: str
    replaced_by: str
    pages: int | None
    inferred: list[str] = Field(description="Champs déduits du fichier, faute de catalogue.")
    url: str


class DocumentsOut(BaseModel):
    """A page of the list of publications, by path."""

    total: int
    documents: list[DocumentOut]


class Health(BaseModel):
    """State of the service."""

    status: str
    generation: str = ""
    documents: int = 0


def create_app(settings: Settings, serving: Serving | None = None) -> FastAPI:
    """The application.

    Args:
        settings: Limits and links.
        serving: The assistant to serve, closed when the application ends; by default the lifespan opens it, and then
            raises what `Serving` raises.

    Raises:
        InvalidSetting: A key or a limit cannot be used.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        """Holds the assistant for as long as the application runs."""
        with serving or Serving(settings) as app.state.serving:
            app.state.reception = Reception.of(app.state.serving, app.state.database)
            app.state.keeping = Keeping.of(settings, app.state.database)
            yield
            app.state.keeping.close()
            app.state.reception.close()
            app.state.database.close()
        del app.state.serving, app.state.reception

    # FastAPI's own documentation page loads Swagger UI from a third party; fastapi-offline brings it along.
    app = FastAPIOffline(
        docs_url="/docs", redoc_url=None, title="Repères", version="1", description=DESCRIPTION, lifespan=lifespan
    )
    app.add_middleware(Headers, docs_url="/docs")
    problems.install(app)
    access.install(app, settings)
    app.include_router(_health())
    app.include_router(_answers(settings))
    app.include_router(_documents(settings))
    from assistant.api.accounts import accounts_router
    from assistant.api.solicitations import solicitations_router
    from assistant.api.streaming import streaming_router
    from assistant.api.surveys import surveys_router  # these two take what is defined here

    app.include_router(accounts_router())
    app.include_router(streaming_router(settings))
    app.include_router(surveys_router(settings))
    app.include_router(solicitations_router(settings))
    return app


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
    router = APIRouter(tags=["état"], dependencies=[Depends(anyone)])

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="Le processus répond")
    def healthz() -> Health:
        return Health(status="ok")

    @router.get("/readyz", summary="Le modèle et l’index sont chargés", responses=ERRORS)
    def readyz(assistant: Current) -> Health:
        manifest = assistant.index.manifest
        return Health(status="ready", generation=manifest.generation, documents=len(assistant.index.public_documents))

    return router


def _answers(settings: Settings) -> APIRouter:
    router = APIRouter(prefix=API, tags=["questions"], dependencies=ASKERS, responses=ASKING)

    @router.post("/ask", summary="Poser une question")
    def ask(question: Asked, assistant: Current) -> AnswerOut:
        began = time.perf_counter()
        return answer_out(assistant.ask(question), time.perf_counter() - began, settings.public_url)

    @router.get("/search", summary="Chercher des passages")
    def search(assistant: Current, searched: Annotated[SearchIn, Query()]) -> SearchOut:
        question = Question.checked(
            searched.q, (), searched.filters(), searched.ignore, limit=settings.max_question_chars
        )
        found = assistant.retriever.search(question, searched.count)
        return SearchOut(
            passages=[retrieved_out(hit, settings.public_url) for hit in found.hits],
            understood=understood_out(found.query.understood),
        )

    return router


def _documents(settings: Settings) -> APIRouter:
    router = APIRouter(prefix=f"{API}/documents", tags=["publications"], dependencies=READERS, responses=READING)

    @router.get("", summary="Lister les publications")
    def documents(
        assistant: Current,
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> DocumentsOut:
        known = assistant.index.public_documents
        return DocumentsOut(
            total=len(known),
            documents=[document_out(d, settings.public_url) for d in known[offset : offset + limit]],
        )

    @router.get(
        "/{doc:path}/file",
        summary="Ouvrir une publication, telle qu’elle a été indexée",
        response_class=FileResponse,
        responses=NOT_FOUND,
    )
    def file(doc: str, assistant: Current) -> Response:
        return _file(assistant, doc)

    return router


def _file(assistant: Assistant, doc: str) -> Response:
    path = assistant.index.original(doc)
    document = assistant.index.document(doc)
    if document.withheld:
        return _as_indexed(assistant.index, document)
    suffix = path.suffix.lower()
    media = SHOWN.get(suffix, "text/plain; charset=utf-8" if suffix in PLAIN else "application/octet-stream")
    # A publication's own scripts never run on our origin; a PDF viewer does not like a sandbox.
    headers = {"X-Content-Type-Options": "nosniff"}
    if media == "text/html":
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    shown = suffix in SHOWN or suffix in PLAIN
    return FileResponse(
        path,
        media_type=media,
        filename=doc.rsplit("/", 1)[-1],
        content_disposition_type="inline" if shown else "attachment",
        headers=headers,
    )


def _as_indexed(index: Index, document: Document) -> Response:
    """What is indexed of a file whose lines are people, which nobody may open."""
    passages = (index.passages[row].text for row in index.rows_by_document.get(document.doc, ()))
    content = "\n\n".join([document.metadata.title, messages.WITHHELD, *passages])
    return PlainTextResponse(content, headers={"X-Content-Type-Options": "nosniff"})


def document_out(document: Document, public_url: str) -> DocumentOut:
    """A publication as others read it."""
    told = document.metadata
    kind = kinds().get(told.kind)
    return DocumentOut(
        doc=document.doc,
        title=told.title,
        kind=told.kind,
        kind_label=kind.label if kind else "",
        publisher=told.publisher,
        year=told.year,
        date=told.date,
        themes=list(told.themes),
        territory=told.territory,
        official_url=told.official_url,
        licence=told.licence,
        replaced_by=told.replaced_by,
        pages=document.pages,
        inferred=list(told.inferred),
        url=document_url(document, None, public_url),
    )
