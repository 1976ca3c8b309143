"""What the routes of maintenance all need: the upkeep of the running program, who does something, pages of lists."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Query, Request

from assistant.api.access import ACCESS_ERRORS, AllAccounts, Who
from assistant.api.paging import PartIn
from assistant.api.problems import MEDIA_TYPE
from assistant.contract import API
from assistant.maintenance.upkeep import By, Upkeep

PREFIX: Final = f"{API}/maintenance"
REFUSALS: Final[dict[int | str, dict[str, object]]] = {
    **ACCESS_ERRORS,
    422: {"description": "Demande non valable", "content": {MEDIA_TYPE: {}}},
    500: {"description": "Dossier de données en lecture seule, ou fichier abîmé", "content": {MEDIA_TYPE: {}}},
    503: {"description": "Base, index ou dossier occupé ou indisponible", "content": {MEDIA_TYPE: {}}},
}
UNKNOWN: Final[dict[int | str, dict[str, object]]] = {
    404: {"description": "Rien de ce nom", "content": {MEDIA_TYPE: {}}}
}
CONFLICT: Final[dict[int | str, dict[str, object]]] = {
    409: {"description": "Contraire à l’état actuel", "content": {MEDIA_TYPE: {}}}
}
TOO_LARGE: Final[dict[int | str, dict[str, object]]] = {
    413: {"description": "Fichier trop volumineux", "content": {MEDIA_TYPE: {}}}
}
Part = Annotated[PartIn, Query()]


def current_upkeep(request: Request) -> Upkeep:
    """The upkeep of the running application."""
    held: Upkeep = request.app.state.upkeep
    return held


Kept = Annotated[Upkeep, Depends(current_upkeep)]


def whoever_asks(who: Who, accounts: AllAccounts) -> By:
    """Whoever calls, to sign and to record what they do."""
    return By.of(who, accounts)


Signed = Annotated[By, Depends(whoever_asks)]
