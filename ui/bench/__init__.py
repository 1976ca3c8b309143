"""« Banc d’essai »: what happens to one question, step by step, for those who look after the publications.

Passages with each of their scores, the sentences that the selector prefers, the refusal's decision. A tool, not a page
for readers: Gradio's, at `/administration/banc`, for whoever has the right of maintenance. Gradio writes scripts into
its page and evaluates templates, so that the strict policy of our pages cannot hold there (docs/comptes.md).

May not enter: readers, and what they asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.api.placing import base_path
from ui.bench.door import PATH, Door
from ui.bench.visited import AtFirstVisit
from ui.site.addresses import address
from ui.site.visiting import House

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.service import Assistant
    from indexer.settings import Settings

__all__ = ["mount"]


def mount(app: FastAPI, settings: Settings) -> None:
    """Mounts the bench; to be done before `ui.site.mount`, which takes all addresses that are left.

    Args:
        app: Of `assistant.api.app.create_app`. Its assistant is asked for at each question, never kept.
        settings: Of the program.
    """

    def assistant() -> Assistant:
        found: Assistant = app.state.serving.assistant()
        return found

    def make() -> FastAPI:
        from ui.bench.page import page_at

        return page_at(PATH, assistant, address(base_path(settings), "/administration"))

    app.mount(PATH, AtFirstVisit(app, make))
    app.add_middleware(Door, house=House(app, settings))
