"""« Poser une question »: the conversation, its answers, their sources; answers shared by a link.

```
page.html ─▶ chat.mjs ─▶ asking: POST /demander ─▶ Assistant.stream ─▶ AnswerOut ─▶ turns ─▶ answer.html ─▶ the page
                          shared, kept: an AnswerOut that was stored ───────────────▲
```

An answer is always shown from its `AnswerOut`, whether it was made just now or kept for months: one way to HTML.

May not enter: the other rooms' pages; sentences without their citation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["router"]


def router() -> APIRouter:
    """The routes of these pages."""
    from ui.chat.routes import router as routes

    return routes
