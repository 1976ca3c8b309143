"""A visit of a page: who it is, what they ask, how they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.api.placing import base_path
from ui.site.addresses import address
from ui.site.showing import page
from ui.site.statics import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request

    from assistant.accounts.rights import Caller
    from assistant.accounts.store import Accounts
    from assistant.conversations.keeping import Keeping
    from assistant.maintenance.upkeep import Upkeep
    from assistant.observing.troubles import Watch
    from assistant.service import Assistant
    from assistant.suggestions.running import Suggesting
    from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """What the pages are made with: the application that holds the assistant, and the settings."""

    app: FastAPI
    settings: Settings

    @property
    def assistant(self) -> Assistant:
        """The assistant over the generation being served now."""
        found: Assistant = self.app.state.serving.assistant()
        return found

    @property
    def accounts(self) -> Accounts:
        """Who may come in."""
        found: Accounts = self.app.state.accounts
        return found

    @property
    def keeping(self) -> Keeping:
        """What is kept of questions and answers."""
        found: Keeping = self.app.state.keeping
        return found

    @property
    def upkeep(self) -> Upkeep:
        """What those who look after the publications see and do."""
        found: Upkeep = self.app.state.upkeep
        return found

    @property
    def suggesting(self) -> Suggesting:
        """What may be asked next."""
        found: Suggesting = self.app.state.suggesting
        return found

    @property
    def watch(self) -> Watch:
        """What the service does without, though it answers."""
        found: Watch = self.app.state.watch
        return found

    @property
    def base(self) -> str:
        """The path below which everything is."""
        return base_path(self.settings)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at a page.

    Attributes:
        request: Theirs.
        house: What the page is made with.
        caller: Who they are, and what they may do.
    """

    request: Request
    house: House
    caller: Caller

    @property
    def path(self) -> str:
        """Of the page, below the base."""
        return self.request.url.path.removeprefix(self.house.base)

    def asked(self, name: str) -> str:
        """A value of the address; empty when it is not there."""
        return self.request.query_params.get(name, "").strip()

    def here(self, path: str, **values: object) -> str:
        """The address of a page of ours."""
        return address(self.house.base, path, values)

    def asset(self, name: str) -> str:
        """The address of a file of `static/`, by its content."""
        return f"{self.house.base}/static/{name}?v={digest(name)}"

    def html(self, template: str, values: Mapping[str, object] | None = None) -> str:
        """A template, with what all of them need."""
        common = {
            "me": self.caller,
            "path": self.path,
            "base": self.house.base,
            "onward": self.path if self.request.method == "GET" and self.path not in ("/", "/connexion") else "",
            "here": self.here,
            "asset": self.asset,
            "settings": self.house.settings,
            "heading": "",
            "layout": "band",
        }
        return page(template, {**common, **(values or {})})

    def show(self, template: str, values: Mapping[str, object] | None = None, status: int = 200) -> HTMLResponse:
        """A page."""
        return HTMLResponse(self.html(template, values), status)

    def go(self, path: str, **values: object) -> RedirectResponse:
        """After a form: to another page of ours."""
        return RedirectResponse(self.here(path, **values), 303)
