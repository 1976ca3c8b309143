"""Counts of use over HTTP, for maintenance: by day, week or month, of nobody in particular."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.app import MAINTENANCE, READING
from assistant.api.caching import NEVER_KEPT
from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.kept import Kept  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.contract import API
from assistant.conversations.messages import use_label
from assistant.conversations.usage import Span

DAYS = 30
"""Told when nothing else is asked for."""


class UsageQuery(BaseModel):
    """Which days, added up by what."""

    model_config = ConfigDict(extra="forbid")

    by: Span = Field(default=Span.DAY, description="Par jour, semaine (du lundi) ou mois.")
    since: Day | None = Field(default=None, description="Premier jour, compris ; 30 jours avant le dernier.")
    until: Day | None = Field(default=None, description="Dernier jour, compris ; aujourd’hui.")


class CountsOut(BaseModel):
    """What was counted in a day, a week or a month; those without a count are left out."""

    first: dt.date = Field(description="Son premier jour.")
    counts: dict[str, int] = Field(examples=[{"question": 12, "answered": 9, "refused:off_topic": 3, "feedback:+": 2}])


class UsageOut(BaseModel):
    """Counts, and what they are called."""

    by: Span
    since: dt.date
    until: dt.date
    labels: dict[str, str] = Field(description="Nom d’un compte → ses mots.")
    rows: list[CountsOut]


def usage_router() -> APIRouter:
    """The route `/api/v1/usage`."""
    router = APIRouter(
        prefix=f"{API}/usage",
        tags=["usage"],
        dependencies=[*MAINTENANCE, NEVER_KEPT],
        responses=READING,
    )

    @router.get("", summary="Lire combien Repères sert, sans rien de personne")
    def get_usage(keeping: Kept, wanted: Annotated[UsageQuery, Query()]) -> UsageOut:
        until = wanted.until or dt.datetime.now().astimezone().date()
        since = wanted.since or dt.date.fromordinal(max(1, until.toordinal() - DAYS + 1))
        rows = keeping.usage.table(wanted.by, since, until)
        names = sorted({name for row in rows for name in row.counts})
        return UsageOut(
            by=wanted.by,
            since=since,
            until=until,
            labels={name: use_label(name) for name in names},
            rows=[CountsOut(first=row.first, counts=row.counts) for row in rows],
        )

    return router
