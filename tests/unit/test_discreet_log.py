"""The log tells when, where and how long; nothing that anybody wrote, in either form."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.testclient import TestClient

from assistant.api import observed, problems
from assistant.observing import logs
from assistant.observing.correlation import begin
from assistant.observing.discreet import formatter
from assistant.observing.reasons import reason
from indexer import errors
from indexer.errors import IndexCorrupt, RightMissing, StoreUnavailable
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECRET = "zinzolin"
FORMS = ("text", "json")


class Log:
    """Both forms of the log of the test, as they are written."""

    def __init__(self) -> None:
        self.streams = {form: io.StringIO() for form in FORMS}

    def lines(self, form: str) -> list[str]:
        """What was written."""
        return self.streams[form].getvalue().splitlines()

    def objects(self) -> list[dict[str, object]]:
        """What was written for programs."""
        return [json.loads(line) for line in self.lines("json")]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """The log of the process, everything heard, whatever a server of another test made of its own."""
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "level", logging.NOTSET)
    made = Log()
    handlers = [logs.writing(form, stream) for form, stream in made.streams.items()]
    root, own = logging.getLogger(), logging.getLogger("reperes")
    levels = root.level, own.level
    root.setLevel(logging.DEBUG)
    own.setLevel(logging.DEBUG)
    for handler in handlers:
        root.addHandler(handler)
    yield made
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(levels[0])
    own.setLevel(levels[1])


@pytest.fixture
def app() -> FastAPI:
    """Some routes, observed as ours are, behind a proxy's path."""
    made = FastAPI(openapi_url=None)
    problems.install(made)
    inner = FastAPI(openapi_url=None)

    @made.get("/publications/{doc:path}")
    def read(doc: str) -> str:
        return doc

    @made.get("/panne/{word}")
    def fail(word: str) -> str:
        try:
            return str({}[word])
        except KeyError as error:
            detail = f"« {word} » ?"
            raise ValueError(detail) from error

    @made.get("/reserve/{word}")
    def refuse(word: str) -> str:
        raise RightMissing(right=word)

    @made.get("/flux")
    def flow() -> StreamingResponse:
        return StreamingResponse(iter(["un", "deux"]))

    @made.get("/healthz")
    def health() -> str:
        return "ok"

    @inner.get("/lire/{doc}")
    def read_inside(doc: str) -> str:
        return doc

    made.mount("/dedans", inner)
    observed.watch(made, Settings(public_url="https://exemple.fr/reperes"))
    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks it; a fault of the program comes back as a response."""
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        (f"/publications/{SECRET}/a.pdf?q={SECRET}", "/publications/{doc}", 200),
        (f"/reperes/publications/{SECRET}.pdf", "/publications/{doc}", 200),
        (f"/dedans/lire/{SECRET}", "/dedans/lire/{doc}", 200),
        (f"/{SECRET}", "(inconnue)", 404),
        (f"/reserve/{SECRET}", "/reserve/{word}", 403),
        (f"/panne/{SECRET}", "/panne/{word}", 500),
    ],
)
def test_a_request_is_one_line_that_names_the_route_and_not_the_address(
    path: str, route: str, status: int, client: TestClient, log: Log
) -> None:
    """Method, template, status, milliseconds, bytes, and the identifier that the response has."""
    response = client.get(path)
    (told,) = [each for each in log.objects() if each["logger"] == "reperes.requests"]
    assert (told["method"], told["route"], told["status"]) == ("GET", route, status)
    assert told["bytes"] == len(response.content)
    assert 0 <= float(str(told["ms"])) < 60_000
    assert told["request_id"] == response.headers["x-request-id"]
    (line,) = [each for each in log.lines("text") if "reperes.requests" in each]
    assert f"GET {route} {status}" in line
    assert f"[{told['request_id']}]" in line
    for form in FORMS:
        assert SECRET not in log.streams[form].getvalue()


def test_the_words_of_errors_are_never_written(client: TestClient, log: Log) -> None:
    """Their classes are, those of the whole chain, and where each came from."""
    response = client.get(f"/panne/{SECRET}")
    assert response.json()["request_id"] == response.headers["x-request-id"]
    (told,) = [each for each in log.objects() if each["level"] == "ERROR"]
    assert told["request_id"] == response.headers["x-request-id"]
    trace = str(told["trace"])
    assert trace.startswith("ValueError\n")
    assert "\nKeyError\n" in trace
    assert re.search(r"test_discreet_log\.py:\d+ fail", trace)
    for form in FORMS:
        assert SECRET not in log.streams[form].getvalue()


def test_bytes_are_those_of_the_whole_answer(client: TestClient, log: Log) -> None:
    """Also of one that comes in pieces."""
    client.get("/flux")
    assert [told["bytes"] for told in log.objects() if told["logger"] == "reperes.requests"] == [6]


def test_probes_are_told_only_when_they_fail(client: TestClient, log: Log) -> None:
    """They come every few seconds."""
    assert client.get("/healthz").headers["x-request-id"]
    assert not [told for told in log.objects() if told["logger"] == "reperes.requests"]


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("0123456789abcdef", True),
        ("7d8a6c1e-09b5-4a3e-9d0f-1a2b3c4d5e6f", True),
        ("C0A80001:D3F4_0A000001:1F90_65A1", True),
        ("jeanne.prevost@exemple.fr", False),
        ("combien-de-qpv-en-2024", False),
        ("deadbeef", False),
        ("a" * 65, False),
        ("0123456789abcdef\nINFO forged", False),
        ("--------------------", False),
        ("", False),
    ],
)
def test_the_identifier_of_a_proxy_is_taken_when_it_can_spell_nothing(told: str, taken: bool) -> None:
    """Hexadecimal digits, in groups or not; anything else is replaced by one of ours."""
    made = begin(told)
    assert (made == told) == taken
    assert re.fullmatch(r"[0-9A-Fa-f_:-]{16,64}", made)


def test_the_identifier_of_a_proxy_comes_back(client: TestClient) -> None:
    """In the header and in a problem."""
    known = "0123456789abcdef0123456789abcdef"
    response = client.get("/rien", headers={"X-Request-ID": known})
    assert (response.headers["x-request-id"], response.json()["request_id"]) == (known, known)


def said(name: str, *told: object, **more: object) -> Callable[[], None]:
    """Something that a logger says."""
    return lambda: logging.getLogger(name).error(*told, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("saying", "kept"),
    [
        (said("bibliotheque", "bad value: %s", SECRET), "bad value: %s"),
        (said("bibliotheque", f"bad value: {SECRET}"), "(test_discreet_log.<lambda>"),
        (said("asyncio", f"Task exception\nfuture: {SECRET}", exc_info=ValueError(SECRET)), "ValueError"),
        (said("bibliotheque", "%s", SECRET), "(test_discreet_log.<lambda>"),
        (said("bibliotheque", "seen", extra={"question": SECRET}), "test_discreet_log"),
        (said("uvicorn.error", "Exception in ASGI application\n", exc_info=ValueError(SECRET)), "ASGI application"),
        (said("reperes", "gone", exc_info=ExceptionGroup(SECRET, [KeyError(SECRET)])), "ExceptionGroup (KeyError)"),
    ],
)
def test_what_a_library_says_is_told_without_what_it_quotes(saying: Callable[[], None], kept: str, log: Log) -> None:
    """Its sentence without values, or where it was said; the class of the error."""
    saying()
    for form in FORMS:
        assert kept in log.streams[form].getvalue()
        assert SECRET not in log.streams[form].getvalue()


def test_an_error_told_by_several_layers_has_one_trace(log: Log) -> None:
    """The page's own application, then the whole one, then the server."""
    error = ValueError(SECRET)
    for _ in range(2):
        logging.getLogger("reperes").error("a request has failed", exc_info=error)
    first, second = (str(told["trace"]) for told in log.objects())
    assert (first, second) == ("ValueError", "ValueError (told above)")


def test_our_own_words_stay_on_one_line() -> None:
    """The name of a file may hold the end of a line, and what looks like another."""
    record = logging.LogRecord("reperes", logging.INFO, "", 0, "%s\nINFO forged", ("a\nb",), None)
    assert formatter("text").format(record).count("\n") == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_process_writes_nothing_past_its_log(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What Python would print of a thread's error, of one that nobody can be told, of the program's end: without words."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("reperes").level)
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    try:
        logs.set_up(form)

        def fail() -> None:
            raise ValueError(SECRET)

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        error = ValueError(SECRET)
        sys.excepthook(ValueError, error, None)
        sys.unraisablehook(type("Told", (), {"exc_value": ValueError(SECRET)})())  # type: ignore[arg-type]
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        logging.getLogger("reperes").setLevel(before[2])
        logging.captureWarnings(capture=False)
    told = capsys.readouterr().err
    assert told.count("ValueError") == 3
    assert SECRET not in told


def test_of_our_errors_only_those_of_the_installation_are_told_in_full() -> None:
    """A folder may be named, what somebody asked may not, an address with a password neither."""
    assert "/srv/data" in reason(IndexCorrupt(path="/srv/data", detail="chroma"))
    assert reason(StoreUnavailable(path="", url=f"http://x:{SECRET}@chroma")) == "StoreUnavailable"
    assert reason(errors.QuestionTooLong(length=9, limit=3)) == "QuestionTooLong"
