"""The library over HTTP: `library_router` has the routes of publications, search, what is new, vocabularies.

May not enter: publications that are for the team alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.api.library.documents import documents_router
from assistant.api.library.files import files_router
from assistant.api.library.news import news_router
from assistant.api.library.searching import search_router
from assistant.api.library.vocabulary import vocabulary_router
from assistant.contract import API

if TYPE_CHECKING:
    from indexer.settings import Settings


def library_router(settings: Settings) -> APIRouter:
    """All routes. Those of files come first: `/documents/{doc}` takes any path, slashes included."""
    router = APIRouter(prefix=API)
    for part in (files_router, documents_router, search_router, news_router, vocabulary_router):
        router.include_router(part(settings))
    return router
