"""Routes of publications: listed, read, their passages, their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from assistant.api import problems
from assistant.api.app import READERS, READING, Current
from assistant.api.caching import NOT_MODIFIED, OF_GENERATION
from assistant.api.library.shapes import (
    DocumentsOut,
    PageOut,
    PassagesOut,
    PublicationOut,
    document_out,
    facets_out,
    page_out,
    passage_out,
    publication_out,
)
from assistant.api.paging import PartIn, base_url, tell_links, tell_parts
from assistant.contract import FiltersIn, document_url
from assistant.library.browsing import Sort, Wanted
from assistant.messages import notices
from assistant.understood import Understood

if TYPE_CHECKING:
    from assistant.library.library import Library
    from indexer.settings import Settings

UNKNOWN: dict[int | str, dict[str, object]] = {
    404: {"description": "Publication ou page inconnue", "content": {problems.MEDIA_TYPE: {}}}
}
Doc = Annotated[str, Path(description="Chemin de la publication, barres obliques comprises.", max_length=2000)]
MOST_WORDS = 500
"""Characters of what is searched for in a list: a few words, not a question."""


class DocumentsIn(FiltersIn, PartIn):
    """Which publications are wanted, each field a parameter of the address."""

    q: str = Field(default="", max_length=MOST_WORDS, description="Mots cherchés dans les publications.")
    sort: Sort | None = Field(
        default=None,
        description="`path` (par défaut sans mots), `relevance` (par défaut avec), `recent`, `added` ou `title`.",
    )
    facets: bool = Field(default=False, description="Compter aussi par quoi la liste peut être restreinte.")

    def wanted(self) -> Wanted:
        """As the library wants it.

        Raises:
            InvalidFilter: An unknown theme or kind.
        """
        return Wanted(self.filters(), self.q, self.sort, self.offset, self.limit, facets=self.facets)


class PassagesIn(PartIn):
    """Which passages of a publication are wanted."""

    page: int | None = Field(default=None, ge=1, description="Seulement ceux de cette page.")


def documents_router(settings: Settings) -> APIRouter:
    """The routes under `/documents`, those of files apart."""
    router = APIRouter(
        prefix="/documents",
        tags=["publications"],
        responses={**READING, **NOT_MODIFIED},
        dependencies=[*READERS, OF_GENERATION],
    )
    public_url = settings.public_url

    @router.get("", summary="Lister les publications : filtrer, chercher, trier")
    def list_documents(
        assistant: Current, wanted: Annotated[DocumentsIn, Query()], request: Request, response: Response
    ) -> DocumentsOut:
        library = assistant.library
        found = library.browse(wanted.wanted())
        told = DocumentsOut(
            total=found.total,
            offset=wanted.offset,
            limit=wanted.limit,
            documents=[document_out(document, library, public_url) for document in found.documents],
            sort=found.sort,
            facets=facets_out(found.facets),
            complete=found.complete,
            notices=notices(Understood(spellings=found.spellings)),
        )
        tell_parts(request, response, told, public_url)
        return told

    _about_one(router, public_url)
    return router


def _about_one(router: APIRouter, public_url: str) -> None:
    """Routes of one publication; that of the whole comes last, for its path may hold slashes."""

    @router.get("/{doc:path}/passages", summary="Lire les passages d’une publication, dans l’ordre", responses=UNKNOWN)
    def list_document_passages(
        doc: Doc, assistant: Current, wanted: Annotated[PassagesIn, Query()], request: Request, response: Response
    ) -> PassagesOut:
        library = assistant.library
        told = _passages(library, doc, wanted, public_url)
        tell_parts(request, response, told, public_url)
        return told

    @router.get("/{doc:path}/pages/{page:int}", summary="Lire une page d’une publication", responses=UNKNOWN)
    def get_document_page(
        doc: Doc,
        page: Annotated[int, Path(description="À partir de 1, comme une visionneuse les compte.")],
        assistant: Current,
        request: Request,
        response: Response,
    ) -> PageOut:
        library = assistant.library
        document = library.index.document(doc)
        told = page_out(document, page, library.page(document, page), public_url)
        address = document_url(document, None, base_url(request, public_url)).removesuffix("/file")
        around = {"first": 1, "prev": page - 1, "next": page + 1, "last": told.pages}
        tell_links(response, {r: f"{address}/pages/{n}" for r, n in around.items() if 1 <= n <= told.pages})
        return told

    @router.get("/{doc:path}", summary="Lire la fiche d’une publication", responses=UNKNOWN)
    def get_document(doc: Doc, assistant: Current) -> PublicationOut:
        library = assistant.library
        return publication_out(library.publication(doc), library, public_url)


def _passages(library: Library, doc: str, wanted: PassagesIn, public_url: str) -> PassagesOut:
    document = library.index.document(doc)
    passages = library.passages(document) if wanted.page is None else library.page(document, wanted.page)
    return PassagesOut(
        total=len(passages),
        offset=wanted.offset,
        limit=wanted.limit,
        doc=document.doc,
        passages=[
            passage_out(passage, document, public_url)
            for passage in passages[wanted.offset : wanted.offset + wanted.limit]
        ],
    )
