"""The shell of every page that people read: one look, one guard, one way to say who is visiting.

```
browser ─▶ guard (headers, size) ─▶ visiting (who: assistant.api.access) ─▶ pages of ui.chat, ui.library, ui.account…
                                                                              └▶ showing ─▶ templates, in French
```

Pages are HTML made by the server, and work without a script wherever that makes sense; `static/` only makes some of
them quicker. No page of a room knows another room: what they share is here.

May not enter: the rooms, which know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from indexer.settings import Settings

__all__ = ["mount"]


def mount(app: FastAPI, settings: Settings) -> None:
    """Mounts all pages at `/`; the routes that the application has already keep precedence.

    Args:
        app: Of `assistant.api.app.create_app`. Its assistant is asked for at each visit, never kept.
        settings: Of the program.
    """
    from ui.site.application import mount_pages

    mount_pages(app, settings)
