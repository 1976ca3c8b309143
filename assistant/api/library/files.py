"""The route that opens a publication, as it was indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, PlainTextResponse, Response

from assistant import messages
from assistant.api import problems
from assistant.api.app import READERS, READING, Current
from assistant.api.caching import NOT_MODIFIED, NotModified, is_known, kept_until_asked
from assistant.api.kept import Kept  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.conversations.usage import Use

if TYPE_CHECKING:
    from assistant.service import Assistant
    from indexer.documents import Document
    from indexer.index import Index
    from indexer.settings import Settings

SHOWN: Final = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html"}
PLAIN: Final = frozenset({".md", ".markdown", ".txt", ".csv"})
UNKNOWN: Final[dict[int | str, dict[str, object]]] = {
    404: {"description": "Publication inconnue", "content": {problems.MEDIA_TYPE: {}}}
}
BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
OPENED: Final[dict[int | str, dict[str, object]]] = {
    200: {
        "description": "Le fichier, dans son format",
        "content": dict.fromkeys(("application/octet-stream", "application/pdf", "text/html"), BINARY),
    }
}
NOSNIFF: Final = {"X-Content-Type-Options": "nosniff"}


def files_router(_settings: Settings) -> APIRouter:
    """The route `/documents/{doc}/file`."""
    router = APIRouter(
        prefix="/documents",
        tags=["publications"],
        responses={**READING, **NOT_MODIFIED, **UNKNOWN},
        dependencies=READERS,
    )

    @router.get(
        "/{doc:path}/file",
        summary="Ouvrir une publication, telle qu’elle a été indexée",
        response_class=FileResponse,
        responses=OPENED,
    )
    def get_document_file(
        doc: Annotated[str, Path(description="Chemin de la publication, barres obliques comprises.")],
        assistant: Current,
        keeping: Kept,
        request: Request,
    ) -> Response:
        found = _file(assistant, doc, request)
        keeping.usage.note(Use.OPENED)
        return found

    return router


def _file(assistant: Assistant, doc: str, request: Request) -> Response:
    path = assistant.index.original(doc)
    document = assistant.index.document(doc)
    # By content, so that a file that a new generation leaves alone is never sent twice.
    tag = f'"{document.digest}"' if not document.withheld else f'W/"{assistant.index.manifest.generation}"'
    if is_known(request, tag):
        raise NotModified(tag)
    # A publication's own scripts never run on our origin; a PDF viewer does not like a sandbox.
    headers = {**NOSNIFF, **kept_until_asked(tag)}
    if document.withheld:
        return _as_indexed(assistant.index, document, headers)
    suffix = path.suffix.lower()
    media = SHOWN.get(suffix, "text/plain; charset=utf-8" if suffix in PLAIN else "application/octet-stream")
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


def _as_indexed(index: Index, document: Document, headers: dict[str, str]) -> Response:
    """What is indexed of a file whose lines are people, which nobody may open."""
    passages = (index.passages[row].text for row in index.rows_by_document.get(document.doc, ()))
    content = "\n\n".join([document.metadata.title, messages.WITHHELD, *passages])
    return PlainTextResponse(content, headers=headers)
