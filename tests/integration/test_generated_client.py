"""A Python client generated from the OpenAPI document, as docs/api.md says, then used on the application."""

from __future__ import annotations

import importlib
import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from places import Place

PDF = "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf"

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("openapi_python_client") is None,
    reason="openapi-python-client is not installed: make setup-test",
)


@pytest.fixture(scope="module")
def client(served: Place, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The generated client, calling the application over the sample."""
    folder = tmp_path_factory.mktemp("client")
    app = create_app(served.settings, Serving(served.settings))
    document = folder / "openapi.json"
    document.write_text(json.dumps(app.openapi()), encoding="utf-8")
    config = folder / "config.yaml"
    documented = (root / "docs/api-client.yaml").read_text(encoding="utf-8")
    config.write_text(f"{documented}post_hooks: []\n", encoding="utf-8")
    made = folder / "reperes_client"
    argv = ["generate", "--meta", "none", "--path", document, "--config", config, "--output-path", made]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *map(str, argv), "--fail-on-warning"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    try:
        with TestClient(app) as calling:
            yield imported().Client(base_url="http://testserver").set_httpx_client(calling)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.split(".")[0] == "reperes_client"]:
            del sys.modules[name]


def imported(path: str = "") -> ModuleType:
    """A module of the generated client."""
    return importlib.import_module(f"reperes_client{path and '.'}{path}")


def test_a_question_is_asked_through_it(client: Any) -> None:
    """Typed both ways: the answer is an object, its citations too."""
    question = imported("models").AskIn(question="Combien de QPV compte la France en 2024 ?")
    answer = imported("api.questions.ask_question").sync(client=client, body=question)
    assert type(answer).__name__ == "AnswerOut"
    assert not answer.abstained
    assert answer.citations[0].quote in answer.citations[0].context


def test_publications_are_listed_and_read_through_it(client: Any) -> None:
    """Filters are lists, a path with slashes is one argument, days are days."""
    listed = imported("api.publications.list_documents").sync(client=client, kinds=["repere-pratique"], sort="recent")
    assert [document.doc for document in listed.documents] == [PDF]
    page = imported("api.publications.get_document").sync(PDF, client=client)
    assert page.contents[0].level == 1
    assert page.added.tzinfo is not None
    feed = imported("api.publications.get_news_feed").sync_detailed(client=client)
    assert feed.content.startswith(b"<?xml")


def test_an_error_is_typed_too(client: Any) -> None:
    """With its French sentence."""
    told = imported("api.publications.get_document").sync("inconnue.pdf", client=client)
    assert type(told).__name__ == "Problem"
    assert "inconnue.pdf" in told.detail
