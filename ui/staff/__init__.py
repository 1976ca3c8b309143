"""The staff's pages « Sollicitations »: the queue, a message and its answer, relays, directory, figures, personal data.

```
ui.site (guard, session, right, errors) ─▶ visiting (token, form) ─▶ *_pages ─▶ services ─▶ store, desk
                                                                         └▶ ui.site.showing ─▶ templates
```

Every page works without a script; `staff.js` only makes some of them quicker.

May not enter: the other rooms' pages; anything that sends a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["router"]


def router() -> APIRouter:
    """The routes of these pages."""
    from fastapi import APIRouter

    from ui.staff import (
        directory_pages,
        figure_pages,
        gap_pages,
        person_pages,
        queue_pages,
        relay_pages,
        solicitation_pages,
        treating_pages,
    )
    from ui.staff.visiting import BASE

    made = APIRouter(include_in_schema=False)
    for module in (
        queue_pages,
        solicitation_pages,
        treating_pages,
        relay_pages,
        directory_pages,
        figure_pages,
        gap_pages,
        person_pages,
    ):
        made.include_router(module.router, prefix=BASE)  # one of them has a route with no path of its own
    return made
