"""Routes of vocabularies: what filters take, so that other programs need not guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.api.app import READERS, READING, Current
from assistant.api.caching import NOT_MODIFIED, OF_GENERATION
from assistant.api.library.shapes import TermOut, TermsOut
from assistant.library.facets import names
from indexer.french import words
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from assistant.service import Assistant
    from assistant.understood import Field
    from indexer.settings import Settings


def vocabulary_router(_settings: Settings) -> APIRouter:
    """The routes `/themes`, `/kinds`, `/publishers`, `/territories`."""
    router = APIRouter(
        tags=["vocabulaires"], responses={**READING, **NOT_MODIFIED}, dependencies=[*READERS, OF_GENERATION]
    )

    @router.get("/themes", summary="Lister les thèmes")
    def list_themes(assistant: Current) -> TermsOut:
        told = [(theme.slug, theme.label, theme.description) for theme in themes().values()]
        return _terms(told, assistant, "theme")

    @router.get("/kinds", summary="Lister les types de publication")
    def list_kinds(assistant: Current) -> TermsOut:
        return _terms([(kind.slug, kind.label, kind.label_plural) for kind in kinds().values()], assistant, "kind")

    @router.get("/publishers", summary="Lister les éditeurs des publications")
    def list_publishers(assistant: Current) -> TermsOut:
        return _printed(assistant, "publisher")

    @router.get("/territories", summary="Lister les territoires dont parlent les publications")
    def list_territories(assistant: Current) -> TermsOut:
        return _printed(assistant, "territory")

    return router


def _printed(assistant: Assistant, field: Field) -> TermsOut:
    found = names((document.metadata for document in assistant.index.public_documents), field)
    return _terms([(name, name, "") for name in sorted(found, key=words)], assistant, field)


def _terms(told: list[tuple[str, str, str]], assistant: Assistant, field: Field) -> TermsOut:
    counts = names((document.metadata for document in assistant.index.public_documents), field)
    terms = [
        TermOut(value=value, label=label, description=description, documents=counts[value])
        for value, label, description in told
    ]
    return TermsOut(total=len(terms), terms=terms)
