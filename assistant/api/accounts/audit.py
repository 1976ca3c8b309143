"""The audit log, read by administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field

from assistant.accounts.audit import Action, Sought
from assistant.api.access import AllAccounts, settings_of
from assistant.api.accounts.shapes import LogOut, entry_out
from assistant.api.given import Day  # noqa: TC001 — pydantic reads the annotations
from assistant.api.paging import PartIn, tell_parts


class LogIn(PartIn):
    """Which lines are wanted, each field a parameter of the address; what is left out does not filter."""

    model_config = ConfigDict(extra="forbid")

    actor: str = Field(default="", max_length=254, description="Identifiant du compte, entier.")
    action: Action | None = Field(default=None, description="Ce qui a été fait.")
    target: str = Field(default="", max_length=500, description="Mots de ce qui a été visé.")
    since: Day | None = Field(default=None, description="Premier jour, en temps universel.")
    until: Day | None = Field(default=None, description="Dernier jour, compris.")


def audit_router() -> APIRouter:
    """The route `/audit`."""
    router = APIRouter(prefix="/audit", tags=["comptes"])

    @router.get("", summary="Lire le journal : qui a fait quoi, le plus récent d’abord")
    def list_deeds(
        request: Request, response: Response, wanted: Annotated[LogIn, Query()], accounts: AllAccounts
    ) -> LogOut:
        sought = Sought(
            actor=wanted.actor,
            action=wanted.action.value if wanted.action else "",
            target=wanted.target,
            since=wanted.since,
            until=wanted.until,
        )
        found = accounts.log.list(sought, offset=wanted.offset, size=wanted.limit)
        entries = [entry_out(entry) for entry in found.items]
        part = LogOut(total=found.total, offset=wanted.offset, limit=wanted.limit, entries=entries)
        tell_parts(request, response, part, settings_of(request).public_url)
        return part

    return router
