"""Who may see which page of administration, and what all of them show around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends

from assistant.accounts.rights import Right
from assistant.maintenance.upkeep import By
from assistant.observing.messages import TROUBLES
from ui.administration import messages
from ui.site.calling import opened, sending
from ui.site.visiting import Visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.responses import HTMLResponse

Administering = Annotated[Visit, Depends(opened(Right.ADMINISTRATION))]
Deciding = Annotated[Visit, Depends(sending(Right.ADMINISTRATION))]
Maintaining = Annotated[Visit, Depends(opened(Right.MAINTENANCE))]
Keeping = Annotated[Visit, Depends(sending(Right.MAINTENANCE))]


def shown(visit: Visit, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """A page of administration, with what it was led to by: `?fait=` says what was done."""
    done = messages.DONE.get(visit.asked("fait"), "")
    troubles = [TROUBLES[trouble] for trouble in visit.house.watch.troubles()]
    common = {"rights": messages.RIGHTS, "done": done, "troubles": troubles}
    return visit.show(f"administration/{template}", {**common, **values}, status)


def signed(visit: Visit) -> By:
    """Whoever does something here, to sign and to record it."""
    return By.of(visit.caller, visit.house.accounts)


def page_of(visit: Visit) -> int:
    """The page of a list that is asked for, 1-based."""
    given = visit.asked("page")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1  # noqa: PLR2004 — six digits


def last_page(total: int, size: int) -> int:
    """Of a list, 1-based."""
    return max(1, -(-total // size))
