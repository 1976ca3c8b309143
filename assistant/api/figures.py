"""`GET /metrics`: figures for Prometheus. Off unless it is asked for, and then open to very few.

With `REPERES_METRICS_TOKEN`, to whoever gives it; without, to programs of this machine that come by no proxy. To all
others nothing stands there: figures tell strangers how busy a service is, what fails in it, and of which version it is.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.exceptions import HTTPException

from assistant.accounts.drawing import same
from assistant.accounts.gate import metrics_token
from assistant.api.access import address_of, anyone
from assistant.api.caching import NEVER
from assistant.database.opening import is_there
from assistant.observing import metrics
from assistant.observing.state import Standing
from indexer.errors import DatabaseStateError

if TYPE_CHECKING:
    from indexer.settings import Settings

FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a proxy adds: whoever comes by one is not of this machine, whatever the connection says."""


def figures_router(settings: Settings) -> APIRouter:
    """The route `/metrics`.

    Raises:
        InvalidSetting: As `metrics_token`.
    """
    router = APIRouter(include_in_schema=False, dependencies=[Depends(anyone)])
    on, token = settings.metrics == "on", metrics_token(settings)
    metrics.start()

    @router.get("/metrics")
    def get_figures(request: Request) -> Response:
        """All figures, as Prometheus reads them."""
        if not (on and _may_see(request, token)):
            raise HTTPException(404)
        state = CollectorRegistry()
        held = request.app.state
        try:
            there = is_there(settings)
        except DatabaseStateError:  # the figures say so
            there = True
        state.register(Standing(settings, held.serving, held.database, held.watch, has_database=there))
        told = generate_latest(metrics.REGISTRY) + generate_latest(state)
        return Response(
            told, media_type=None, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": NEVER}
        )

    return router


def _may_see(request: Request, token: str) -> bool:
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and same(given.strip(), token)
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
