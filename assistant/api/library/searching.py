"""The route of passages searched without the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from assistant.api.app import ASKERS, ASKING, Current
from assistant.api.caching import NOT_MODIFIED, OF_GENERATION
from assistant.api.kept import Kept  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.api.library.shapes import SearchOut, found_out
from assistant.api.paging import tell_parts
from assistant.api.turns import IN_TURN
from assistant.contract import FiltersIn, understood_out
from assistant.conversations.usage import Use
from assistant.library.searching import DEPTH, search
from assistant.questions import Question
from assistant.understood import Field as HeardField  # noqa: TC001 — pydantic reads the type of a field

if TYPE_CHECKING:
    from indexer.settings import Settings

USUAL, MOST = 10, 50


class SearchIn(FiltersIn):
    """A search, each field a parameter of the address.

    One model, and nothing beside it: FastAPI 0.165 no longer spreads a model's fields once there is another parameter.
    """

    q: str = Field(description="Mots cherchés ou question.", examples=["diagnostic local de santé"])
    offset: int = Field(default=0, ge=0, le=DEPTH, description="Passages à passer avant le premier rendu.")
    limit: int = Field(default=USUAL, ge=1, le=MOST, description="Nombre de passages rendus, au plus.")
    count: int | None = Field(default=None, ge=1, le=MOST, description="Ancien nom de `limit`, qui l’emporte sur lui.")
    ignore: list[HeardField] = Field(default=[], description="Filtres entendus dans `q` à ne pas appliquer.")


def search_router(settings: Settings) -> APIRouter:
    """The route `/search`."""
    router = APIRouter(
        tags=["publications"], responses={**ASKING, **NOT_MODIFIED}, dependencies=[*ASKERS, IN_TURN, OF_GENERATION]
    )

    @router.get("/search", summary="Chercher des passages, classés comme pour une réponse")
    def search_passages(
        assistant: Current,
        keeping: Kept,
        searched: Annotated[SearchIn, Query()],
        request: Request,
        response: Response,
    ) -> SearchOut:
        """Jusqu’à 100 passages, par parties. Les filtres entendus dans les mots sont dits, et peuvent être retirés."""
        question = Question.checked(
            searched.q, (), searched.filters(), searched.ignore, limit=settings.max_question_chars
        )
        limit = searched.count or searched.limit
        found = search(assistant, question, searched.offset, limit)
        keeping.usage.note(Use.SEARCH)
        told = SearchOut(
            total=found.total,
            offset=searched.offset,
            limit=limit,
            passages=[found_out(each, settings.public_url) for each in found.found],
            understood=understood_out(found.understood),
        )
        tell_parts(request, response, told, settings.public_url)
        return told

    return router
