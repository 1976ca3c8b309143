"""The audit log, read by administrators."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — FastAPI reads the type of a parameter
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.accounts.audit import MOST_ON_A_PAGE, PAGE_SIZE, Action, Sought
from assistant.api.access import AllAccounts  # noqa: TC001 — FastAPI reads the types of what it calls
from assistant.api.accounts.shapes import LogOut, entry_out


class LogIn(BaseModel):
    """Which lines are wanted, each field a parameter of the address; what is left out does not filter."""

    model_config = ConfigDict(extra="forbid")

    actor: str = Field(default="", max_length=254, description="Identifiant du compte, entier.")
    action: Action | None = None
    target: str = Field(default="", max_length=500, description="Mots de ce qui a été visé.")
    since: dt.date | None = None
    until: dt.date | None = None
    page: int = Field(default=1, ge=1, le=100_000)
    size: int = Field(default=PAGE_SIZE, ge=1, le=MOST_ON_A_PAGE)


def audit_router() -> APIRouter:
    """The route `/audit`."""
    router = APIRouter(prefix="/audit", tags=["administration des comptes"])

    @router.get("", summary="Lire le journal : qui a fait quoi, le plus récent d’abord")
    def log(accounts: AllAccounts, wanted: Annotated[LogIn, Query()]) -> LogOut:
        sought = Sought(
            actor=wanted.actor,
            action=wanted.action.value if wanted.action else "",
            target=wanted.target,
            since=wanted.since,
            until=wanted.until,
        )
        found = accounts.log.list(sought, page=wanted.page, size=wanted.size)
        entries = [entry_out(entry) for entry in found.items]
        return LogOut(total=found.total, page=wanted.page, size=wanted.size, entries=entries)

    return router
