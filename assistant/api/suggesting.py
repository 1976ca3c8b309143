"""Next questions, over HTTP: asked for once an answer is shown, so that the answer never waits for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from assistant.api.access import Who  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.api.app import READERS, READING, Current
from assistant.api.caching import NEVER_KEPT
from assistant.api.kept import UNKNOWN, AnswerRef, Kept
from assistant.contract import API
from assistant.suggestions.running import Suggesting  # noqa: TC001 — likewise


class SuggestionsOut(BaseModel):
    """What may be asked next."""

    suggestions: list[str] = Field(description="Trois questions au plus, auxquelles les publications répondent.")


class FirstSuggestionsOut(BaseModel):
    """What may be asked first."""

    suggestions: list[str] = Field(description="Six questions au plus, auxquelles les publications répondent.")


def current_suggesting(request: Request) -> Suggesting:
    """The suggestions of the running application."""
    held: Suggesting = request.app.state.suggesting
    return held


def suggestions_router() -> APIRouter:
    """The route `/api/v1/suggestions`."""
    router = APIRouter(prefix=API, tags=["questions"], dependencies=[*READERS, NEVER_KEPT], responses=READING)

    @router.get("/suggestions", summary="Demander quelles questions poser ensuite", responses=UNKNOWN)
    def list_suggestions(
        wanted: Annotated[AnswerRef, Query()],
        who: Who,
        keeping: Kept,
        assistant: Current,
        suggesting: Annotated[Suggesting, Depends(current_suggesting)],
    ) -> SuggestionsOut:
        """Prises dans les publications, proches de la question, et vérifiées : chacune a une réponse.

        Vide après un refus d’aider, ou quand rien de sûr n’est proche.
        """
        answered = wanted.answered(keeping, who)
        return SuggestionsOut(suggestions=suggesting.after(assistant, answered))

    @router.get("/suggestions/first", summary="Demander par quelles questions commencer")
    def list_first_suggestions(
        assistant: Current, suggesting: Annotated[Suggesting, Depends(current_suggesting)]
    ) -> FirstSuggestionsOut:
        """Six au plus, sur des sujets différents, et vérifiées de même."""
        return FirstSuggestionsOut(suggestions=suggesting.first(assistant))

    return router
