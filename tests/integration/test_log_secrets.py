"""Everything that people write to the service, then the log of the whole process: nothing of theirs is in it."""

from __future__ import annotations

import io
import logging
import threading
import time
from typing import TYPE_CHECKING, Final

import httpx2
import pytest
import uvicorn
from pydantic import SecretStr

from assistant.accounts.rights import NOBODY, Right
from assistant.api.access import TOKEN_HEADER
from assistant.api.app import create_app
from assistant.observing import logs
from assistant.serving import Serving
from ui import site
from ui.cli.serving import configuration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from places import Place

KEY: Final = "cle-de-lequipe-murmure"
PASSWORD: Final = "quatre lampes vertes brindille"
WRONG: Final = "coquelicot rouge au grenier"
LOGIN: Final = "marjolaine@exemple.fr"
QUESTION: Final = "Combien de QPV pour les girolles en 2024 ?"
MAIL: Final = (
    "De : Capucine Tartempion <capucine.tartempion@exemple.fr>\nObjet : Un diagnostic sarbacane\n\n"
    "Bonjour,\n\nJe cherche un diagnostic santé pour Creil, appelez le 06 39 98 12 34.\n\nCapucine Tartempion"
)
SECRETS: Final = (
    *("girolles", "sarbacane", "tartempion", "capucine", "06 39 98", "brindille", "coquelicot", "marjolaine"),
    *("murmure", "libellule", "topinambour", "hippocampe", "baldaquin", "ritournelle", "0639981234"),
)
"""A word of each thing that is sent."""


class Failing:
    """What holds an assistant that fails with the words that it was asked, as libraries do."""

    def __init__(self, real: Serving) -> None:
        self.settings = real.settings

    def assistant(self) -> object:
        """Never."""
        try:
            return {}[QUESTION]
        except KeyError as error:
            detail = f"cannot answer « {QUESTION} » of {MAIL}"
            raise RuntimeError(detail) from error


@pytest.fixture(scope="module")
def captured() -> Iterator[dict[str, io.StringIO]]:
    """The log of the process in both forms, all libraries heard from their first word on."""
    streams = {form: io.StringIO() for form in ("text", "json")}
    handlers = [logs.writing(form, stream) for form, stream in streams.items()]
    root, own = logging.getLogger(), logging.getLogger("reperes")
    levels = root.level, own.level
    root.setLevel(logging.DEBUG)
    own.setLevel(logging.DEBUG)
    for handler in handlers:
        root.addHandler(handler)
    yield streams
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(levels[0])
    own.setLevel(levels[1])


@pytest.fixture(scope="module")
def app(served: Place, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application as `reperes serve` makes it, the bench apart, with somebody who may do everything."""
    place = served.copied(tmp_path_factory.mktemp("discreet"))
    settings = place.settings.model_copy(update={"staff_key": SecretStr(KEY)})
    made = create_app(settings, Serving(settings))
    site.mount(made, settings)
    made.state.accounts.add(LOGIN, "Marjolaine Libellule", list(Right), by=NOBODY, password=PASSWORD)
    return made


@pytest.fixture(scope="module")
def address(app: FastAPI, captured: dict[str, io.StringIO]) -> Iterator[str]:
    """A real server, set up as ours is."""
    assert captured
    server = uvicorn.Server(configuration(app, app.state.settings.model_copy(update={"port": 0})))
    server.config.port = 0
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


def test_nothing_that_people_write_is_in_the_log(
    app: FastAPI, address: str, captured: dict[str, io.StringIO], capfd: pytest.CaptureFixture[str]
) -> None:
    """Questions, a mail, passwords, searches, refused and failed requests; under both forms, tracebacks included."""
    staff = {"Authorization": f"Bearer {KEY}"}
    # uvicorn ends the connection of a request that fails: none is used twice.
    with httpx2.Client(base_url=address, timeout=60, limits=httpx2.Limits(max_keepalive_connections=0)) as client:
        statuses = [
            client.post("/api/v1/ask", json={"question": QUESTION}).status_code,
            client.post("/api/v1/ask/stream", json={"question": QUESTION}).status_code,
            client.get("/", params={"q": QUESTION}).status_code,
            client.post("/", data={"question": QUESTION}).status_code,
            client.get("/api/v1/search", params={"q": "topinambour"}).status_code,
            client.post("/api/v1/solicitations/triage", json={"text": MAIL}, headers=staff).status_code,
            client.post("/api/v1/solicitations", json={"text": MAIL}, headers=staff).status_code,
            client.get("/api/v1/solicitations/directory", params={"text": "tartempion"}, headers=staff).status_code,
            client.get("/api/v1/solicitations/directory/hippocampe", headers=staff).status_code,
        ]
        assert statuses == [200, 200, 200, 200, 200, 200, 201, 200, 404]
        refused = [
            client.post("/api/v1/session", json={"login": LOGIN, "password": WRONG}).status_code,
            client.post("/api/v1/ask", json={"question": ["girolles"]}).status_code,
            client.post("/api/v1/ask", content=b'{"question": "girolles').status_code,
            client.get("/api/v1/jobs/hippocampe?mot=ritournelle").status_code,
            client.get("/partage/baldaquin-ritournelle").status_code,
            client.get("/bienvenue/baldaquin").status_code,
            client.get("/api/v1/documents/hippocampe.pdf").status_code,
            client.put("/api/v1/ask", content=QUESTION.encode()).status_code,
            client.get("/api/v1/account", headers={"Authorization": "Bearer rep_baldaquin"}).status_code,
        ]
        assert refused == [401, 422, 422, 404, 404, 404, 404, 405, 401]
        entered = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD})
        assert entered.status_code == 200
        cookie = client.cookies["reperes-session"]
        token = str(entered.json()["token"])
        client.headers[TOKEN_HEADER] = token
        assert client.get("/sollicitations/annuaire", params={"texte": "libellule"}).status_code in (200, 404)
        assert client.post("/api/v1/conversations", json={"title": "girolles"}).status_code in (201, 422)
        working, app.state.serving = app.state.serving, Failing(app.state.serving)
        failed = [
            client.post("/api/v1/ask", json={"question": QUESTION}),
            client.get("/", params={"q": QUESTION}),
            client.post("/demander", json={"question": QUESTION}),
        ]
        app.state.serving = working
        assert [answer.status_code for answer in failed[:2]] == [500, 500]
        for answer in failed[:2]:
            assert answer.headers["x-request-id"] in answer.text
    printed = capfd.readouterr()
    written = {**{form: stream.getvalue() for form, stream in captured.items()}, "out": printed.out, "err": printed.err}
    for form in ("text", "json"):
        assert written[form].count("a request has failed") >= 2, "the failures were not logged: nothing is proven"
        assert "RuntimeError" in written[form]
        assert failed[0].headers["x-request-id"] in written[form]
        assert "/api/v1/solicitations/triage" in written[form]
    for form, text in written.items():
        for secret in (*SECRETS, cookie, token, KEY, PASSWORD):
            assert secret.lower() not in text.lower(), (form, secret)
