"""Somebody signed in with every right, at the API and at the pages of an application; for tests of what goes wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from starlette.testclient import TestClient

from assistant.accounts.rights import NOBODY, Right
from assistant.api.access import COOKIE, TOKEN_HEADER
from assistant.api.app import create_app
from assistant.serving import Serving
from ui import site

if TYPE_CHECKING:
    from fastapi import FastAPI
    from httpx2 import Response

    from assistant.accounts.store import Accounts, Opened
    from indexer.settings import Settings

API: Final = "/api/v1"
LOGIN, PASSWORD = "mandataire@exemple.fr", "quatre lampes vertes au grenier"
QUESTION: Final = "Qui signe un contrat local de santé ?"
NOTE: Final = "# Une permanence\n\nLa permanence de Lodève a reçu 214 personnes en 2025, chaque mardi matin.\n"
MAIL: Final = (
    "De : Solène Arnoux <s.arnoux@cc-val.exemple.fr>\nObjet : Évaluer un CLS\nDate : lundi 2 mars 2026\n\n"
    "Bonjour,\n\nAuriez-vous une publication sur l’évaluation d’un contrat local de santé ?\n\nSolène Arnoux\n"
)


def whole_app(settings: Settings) -> FastAPI:
    """The application with its pages, as `reperes serve` makes it."""
    app = create_app(settings, Serving(settings))
    site.mount(app, settings)
    return app


def signed_in(accounts: Accounts) -> Opened:
    """A session of theirs."""
    if not accounts.list(LOGIN).total:
        accounts.add(LOGIN, "Mandataire", list(Right), by=NOBODY, password=PASSWORD)
    return accounts.sign_in(LOGIN, PASSWORD)


class Insider:
    """Their requests."""

    def __init__(self, app: FastAPI, opened: Opened | None = None) -> None:
        """Has an account made where there is none yet, and signs in; or goes on with a session that was opened."""
        opened = opened or signed_in(app.state.accounts)
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        self.client.cookies.set(COOKIE, opened.cookie)
        self.client.headers[TOKEN_HEADER] = opened.caller().token

    def post(self, path: str, status: int, **sent: object) -> dict[str, object]:
        """What an operation of the API tells."""
        return told(self.client.post(f"{API}{path}", **sent), status)  # type: ignore[arg-type]

    def get(self, path: str, status: int = 200) -> dict[str, object]:
        """Likewise."""
        return told(self.client.get(f"{API}{path}"), status)

    def ready(self) -> dict[str, object]:
        """What the probe tells."""
        return told(self.client.get("/readyz"), 200)

    def asked_on_the_page(self, question: str) -> dict[str, dict[str, object]]:
        """The last event of each name that comes of a question asked on the page."""
        text = self.client.post("/demander", json={"question": question}).text
        blocks = [
            dict(line.split(": ", 1) for line in each.splitlines() if ": " in line) for each in text.split("\n\n")
        ]
        return {each["event"]: json.loads(each["data"]) for each in blocks if "event" in each}


def told(response: Response, status: int) -> dict[str, object]:
    """The body of a response that has the status it should have; an error has the one shape."""
    assert response.status_code == status, response.text[:2000]
    if status >= 400:
        assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = response.json() if response.content else {}
    return body
