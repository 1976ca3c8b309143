"""« Banc d’essai »: what happens to one question, step by step, for those who look after the publications.

Passages with each of their scores, the sentences that the selector prefers, the refusal's decision. A tool, not a page
for readers: Gradio's, at `/administration/banc`, for whoever has the right of maintenance. Gradio writes scripts into
its page and evaluates templates, so that the strict policy of our pages cannot hold there (docs/comptes.md).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from indexer.settings import Settings

__all__ = ["mount"]


def mount(app: FastAPI, settings: Settings) -> None:
    """Mounts the bench; to be done before `ui.site.mount`, which takes all addresses that are left.

    Args:
        app: Of `assistant.api.app.create_app`. Its assistant is asked for at each question, never kept.
        settings: Of the program.
    """
    # Read by gradio as it is imported: no analytics, no history of questions left in browsers.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    from ui.bench.page import mount_page

    mount_page(app, settings)
