"""The page: a question, quoted sentences, their sources beside them. Gradio, mounted at `/` on the application."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["mount"]


def mount(app: FastAPI) -> None:
    """Mounts the page at `/`; the routes that the application has already keep precedence.

    Args:
        app: Of `assistant.api.app.create_app`. Its assistant is asked for at each question, never kept.
    """
    # Read by gradio as it is imported: no analytics, no history of questions left in browsers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    from ui.web.page import mount_page

    mount_page(app)
