"""Routes of what is new: as a list, as a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from assistant.api.app import READERS, READING, Current
from assistant.api.caching import NOT_MODIFIED, OF_GENERATION, tagged
from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.library.shapes import NewsOut, news_out
from assistant.api.paging import PartIn, base_url, own_address, tell_parts
from assistant.contract import FiltersIn
from assistant.library.feed import MEDIA_TYPE, feed
from assistant.library.news import Change

if TYPE_CHECKING:
    from indexer.settings import Settings

ROOM: Final = "/ressources"
"""Pages of the library: what a reader of the feed opens."""
AS_FEED: dict[int | str, dict[str, object]] = {
    200: {
        "description": "Le flux, en RSS 2.0",
        "content": {MEDIA_TYPE.partition(";")[0]: {"schema": {"type": "string"}}},
    }
}


class NewsIn(FiltersIn, PartIn):
    """Which news are wanted, each field a parameter of the address."""

    since: Day | None = Field(default=None, description="Premier jour (AAAA-MM-JJ, UTC).", examples=["2026-01-01"])
    change: list[Change] = Field(default=[], description="`added`, `changed` ; les deux par défaut.")


def news_router(settings: Settings) -> APIRouter:
    """The routes `/news` and `/news.rss`."""
    router = APIRouter(
        tags=["publications"], responses={**READING, **NOT_MODIFIED}, dependencies=[*READERS, OF_GENERATION]
    )

    @router.get("/news", summary="Lister les nouveautés : publications ajoutées ou mises à jour")
    def list_news(
        assistant: Current, wanted: Annotated[NewsIn, Query()], request: Request, response: Response
    ) -> NewsOut:
        library = assistant.library
        found = library.news(wanted.filters(), changes=wanted.change or tuple(Change), since=wanted.since)
        told = NewsOut(
            total=len(found),
            offset=wanted.offset,
            limit=wanted.limit,
            news=[
                news_out(each, library, settings.public_url)
                for each in found[wanted.offset : wanted.offset + wanted.limit]
            ],
        )
        tell_parts(request, response, told, settings.public_url)
        return told

    @router.get("/news.rss", summary="S’abonner aux publications ajoutées", response_class=Response, responses=AS_FEED)
    def get_news_feed(assistant: Current, wanted: Annotated[FiltersIn, Query()], request: Request) -> Response:
        """Un flux RSS 2.0, que les filtres restreignent : `news.rss?themes=sante-mentale`."""
        base = base_url(request, settings.public_url)
        written = feed(
            assistant.library,
            wanted.filters(),
            home=f"{base}{ROOM}",
            address=str(own_address(request, settings.public_url)),
            link=lambda document: f"{base}{ROOM}/publications/{quote(document.doc)}",
        )
        return Response(written, media_type=MEDIA_TYPE, headers=tagged(request))

    return router
