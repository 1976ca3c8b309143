"""What browsers are told with the responses of programs, and of the API's documentation."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.headers import HSTS, NOTHING, OTHERS, Headers, digests
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "\n  const ui = « page »;\n"
PAGE = f'<html><script src="/a.js"></script><script>{SCRIPT}</script></html>'


@pytest.fixture
def client() -> TestClient:
    """An application with a page of documentation, a file, a response that has a policy, and one that has none."""
    app = FastAPI(docs_url=None)
    app.add_middleware(Headers, docs_url="/docs")
    app.get("/docs")(lambda: HTMLResponse(PAGE))
    app.get("/pdf")(lambda: Response(b"%PDF", media_type="application/pdf"))
    app.get("/own")(lambda: HTMLResponse("", headers={"Content-Security-Policy": "sandbox"}))
    app.get("/plain")(lambda: {"a": 1})
    return TestClient(app)


def test_a_response_lets_nothing_run_and_nobody_frame_it(client: TestClient) -> None:
    """Errors too."""
    for address in ("/plain", "/nothing"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == NOTHING
        assert all(headers[name] == value for name, value in OTHERS.items())


def test_a_policy_of_its_own_is_left_alone(client: TestClient) -> None:
    """And a PDF, which the browser's own viewer shows, may not be framed."""
    assert client.get("/own").headers["content-security-policy"] == "sandbox"
    assert client.get("/pdf").headers["content-security-policy"] == "frame-ancestors 'none'"


def test_the_documentation_may_run_its_own_script_and_no_other(client: TestClient) -> None:
    """By its digest; the page comes whole."""
    response = client.get("/docs")
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in response.headers["content-security-policy"]
    assert "unsafe-inline" not in response.headers["content-security-policy"].split("style-src")[0]
    assert response.text == PAGE


def test_a_page_without_scripts_allows_none() -> None:
    """An empty list of sources."""
    assert digests("<p>rien</p>") == ""


@pytest.mark.parametrize(
    ("public_url", "told"),
    [
        ("", False),
        ("http://reperes.exemple.fr", False),
        ("https://exemple.fr/reperes", False),
        ("https://reperes.exemple.fr", True),
    ],
)
def test_browsers_come_back_by_tls_where_the_name_is_all_ours(public_url: str, told: bool, tmp_path: Path) -> None:
    """And nowhere else: other applications may stand beside a path."""
    app = create_app(Settings(data_dir=tmp_path, public_url=public_url))
    headers = TestClient(app).get("/healthz").headers
    assert {name: headers.get(name) for name in HSTS} == (HSTS if told else dict.fromkeys(HSTS))
