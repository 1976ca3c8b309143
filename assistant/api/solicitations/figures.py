"""Routes of what is made of the queue: the year's figures, the newsletter, the publications to write."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field

from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.solicitations.access import BODY_BYTES, Desk, bounded
from assistant.solicitations.missing import missing
from assistant.solicitations.newsletter import markdown, newsletter, plain_text
from assistant.solicitations.reception import today
from assistant.solicitations.reporting import paragraph
from assistant.solicitations.spreadsheet import csv_bytes, workbook_bytes
from assistant.solicitations.statistics import statistics_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.solicitations.newsletter import Relay
    from assistant.solicitations.reception import Reception
    from assistant.solicitations.statistics import Count, Statistics
    from indexer.settings import Settings

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PeriodIn(BaseModel):
    """Days, both included; this year so far by default."""

    start: Day | None = Field(default=None, description="Premier jour ; le 1er janvier par défaut.")
    end: Day | None = Field(default=None, description="Dernier jour ; aujourd’hui par défaut.")

    def figures(self, reception: Reception) -> Statistics:
        """Those of the period."""
        end = self.end or today()
        return statistics_of(reception.solicitations, self.start or end.replace(month=1, day=1), end)


class CountOut(BaseModel):
    """How many."""

    code: str
    label: str
    n: int
    of: int
    share: float = Field(description="Part, de 0 à 1.")


class DelayOut(BaseModel):
    """How soon answers came, in working days."""

    n: int = Field(description="Demandes qui ont reçu une réponse.")
    median: float | None
    within: int = Field(description="Réponses dans le délai de leur catégorie, parmi `of`.")
    of: int


class StatisticsOut(BaseModel):
    """The figures of a period."""

    start: dt.date
    end: dt.date
    paragraph: str = Field(description="Paragraphe prêt à relire pour le rapport d’activité.")
    requests: int
    follow_ups: int
    duplicates: int
    purged: int
    categories: list[CountOut]
    requesters: list[CountOut]
    themes: list[CountOut]
    regions: list[CountOut]
    months: list[CountOut]
    delay: DelayOut
    resources: list[CountOut]
    with_resources: int


class RelayOut(BaseModel):
    """Something to publish."""

    reference: str
    title: str
    day: dt.date | None
    until: dt.date | None
    place: str
    deadline: dt.date | None
    link: str


class HeadingOut(BaseModel):
    """A heading of the newsletter."""

    code: str
    title: str
    relays: list[RelayOut]


class NewsletterOut(BaseModel):
    """What may be published."""

    headings: list[HeadingOut]
    over: list[RelayOut] = Field(description="Annonces dont la date est passée.")
    markdown: str
    text: str


class MissingOut(BaseModel):
    """A question that no publication answers."""

    question: str
    count: int
    chat: int
    mail: int
    themes: list[str]
    last: dt.date
    references: list[str]


def figures_router(settings: Settings) -> APIRouter:
    """`/statistics`, `/newsletter`, `/gaps`."""
    router = APIRouter(tags=["sollicitations"], route_class=bounded(BODY_BYTES))

    @router.get("/statistics", summary="Chiffrer une période, pour le rapport d’activité")
    def get_statistics(reception: Desk, period: Annotated[PeriodIn, Query()]) -> StatisticsOut:
        return statistics_out(period.figures(reception))

    @router.get("/statistics.csv", summary="Les mêmes chiffres en CSV", response_class=Response)
    def get_statistics_csv(reception: Desk, period: Annotated[PeriodIn, Query()]) -> Response:
        figures = period.figures(reception)
        return _file(csv_bytes(figures), "text/csv; charset=utf-8", f"sollicitations-{figures.start}-{figures.end}.csv")

    @router.get("/statistics.xlsx", summary="Les mêmes chiffres dans un classeur", response_class=Response)
    def get_statistics_workbook(reception: Desk, period: Annotated[PeriodIn, Query()]) -> Response:
        figures = period.figures(reception)
        return _file(workbook_bytes(figures), WORKBOOK, f"sollicitations-{figures.start}-{figures.end}.xlsx")

    @router.get("/newsletter", summary="Réunir les annonces à relayer, par rubrique de la lettre")
    def get_newsletter(reception: Desk) -> NewsletterOut:
        found = newsletter(reception.solicitations, today())
        return NewsletterOut(
            headings=[HeadingOut(code=h.code, title=h.title, relays=_relays(h.relays)) for h in found.headings],
            over=_relays(found.over),
            markdown=markdown(found),
            text=plain_text(found),
        )

    @router.get("/newsletter.md", summary="La lettre en Markdown", response_class=PlainTextResponse)
    def get_newsletter_markdown(reception: Desk) -> PlainTextResponse:
        return PlainTextResponse(markdown(newsletter(reception.solicitations, today())))

    @router.get("/gaps", summary="Lister les questions auxquelles aucune publication ne répond, posées ici ou par mail")
    def list_gaps(reception: Desk, count: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[MissingOut]:
        found = missing(reception.solicitations, settings.data_dir)[:count]
        return [
            MissingOut(
                question=each.question,
                count=each.count,
                chat=each.chat,
                mail=each.mail,
                themes=list(each.themes),
                last=each.last,
                references=list(each.references),
            )
            for each in found
        ]

    return router


def statistics_out(figures: Statistics) -> StatisticsOut:
    """Figures as others read them."""
    return StatisticsOut(
        start=figures.start,
        end=figures.end,
        paragraph=paragraph(figures),
        requests=figures.requests,
        follow_ups=figures.follow_ups,
        duplicates=figures.duplicates,
        purged=figures.purged,
        categories=_counts(figures.categories),
        requesters=_counts(figures.requesters),
        themes=_counts(figures.themes),
        regions=_counts(figures.regions),
        months=_counts(figures.months),
        delay=DelayOut(**asdict(figures.delay)),
        resources=_counts(figures.resources),
        with_resources=figures.with_resources,
    )


def _counts(counts: Iterable[Count]) -> list[CountOut]:
    return [CountOut(code=c.code, label=c.label, n=c.n, of=c.of, share=round(c.share, 4)) for c in counts]


def _relays(relays: Iterable[Relay]) -> list[RelayOut]:
    return [RelayOut(**asdict(relay)) for relay in relays]


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)
