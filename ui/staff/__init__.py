"""The staff's pages « Sollicitations »: HTML made by the server, plain forms, mounted at `/sollicitations`.

```
browser ─▶ guard (headers, size) ─▶ visiting (session, right, token) ─▶ *_pages ─▶ services ─▶ store, desk
                                                                                └▶ showing ─▶ templates/*.html
```

Every page works without a script; `static/staff.js` only makes some of them quicker. Nothing here sends a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from indexer.settings import Settings
    from ui.staff.services import Services

__all__ = ["mount"]


def mount(app: FastAPI, settings: Settings, services: Services | None = None) -> None:
    """Mounts the staff's pages; to be done before `ui.site.mount`, which takes all addresses that are left.

    Args:
        app: Of `assistant.api.app.create_app`.
        settings: Where the solicitations are.
        services: What the pages call; by default made of the application's own reception.
    """
    from ui.staff.application import mount_pages

    mount_pages(app, settings, services)
