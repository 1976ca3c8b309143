"""The OpenAPI document: what a client generator, and whoever reads it, needs to find there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from assistant.api.app import create_app
from assistant.api.describing import PARAMETERS, TAGS, example_of, operations
from assistant.api.openai.shapes import FailureOut
from assistant.api.problems import MEDIA_TYPE
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

APP = create_app(Settings())
DOCUMENT = APP.openapi()
OPERATIONS = {operation["operationId"]: operation for operation in operations(DOCUMENT)}
VERBS = (
    "add ask cancel change complete cross erase export get import list preview put receive remove replace restore search "
    "share sign stream supersede triage update use"
).split()
"""What an operation's name begins with, so that generated clients read as English sentences."""
OF_OPENAI = {name for name, operation in OPERATIONS.items() if operation["tags"] == ["compatible openai"]}
"""Those whose errors have the shape of OpenAI's."""


def test_operations_have_names_that_a_client_may_bear() -> None:
    """Unique, in English, a verb first."""
    names = Counter(operation["operationId"] for operation in operations(DOCUMENT))
    assert {name for name, count in names.items() if count > 1} == set()
    for name in names:
        assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", name), name
        assert name.split("_")[0] in VERBS, name


def test_operations_are_told_in_french_under_known_tags() -> None:
    """A sentence each; tags are modules of generated clients."""
    known = {tag["name"] for tag in TAGS}
    assert all(name.isascii() for name in known)
    for name, operation in OPERATIONS.items():
        assert operation.get("summary"), name
        assert set(operation["tags"]) <= known, name


def test_no_model_has_the_name_of_another() -> None:
    """Else FastAPI tells them apart by the path of their module."""
    assert not [name for name in DOCUMENT["components"]["schemas"] if "__" in name]


def test_every_example_is_of_an_operation(root: Path) -> None:
    """One that is gone takes its example with it."""
    kept = {path.stem for path in (root / "assistant/api/examples").glob("*.json")}
    assert kept <= set(OPERATIONS)


MODELS = {
    context.original_route.name: context.original_route.response_model
    for context in iter_route_contexts(APP.routes)
    if isinstance(context.original_route, APIRoute)
}
"""Operation → what it gives back."""


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_has_examples_that_are_true(name: str) -> None:
    """Of its body, of its JSON answer, of each parameter that must be given; as the program itself would write them."""
    operation, example = OPERATIONS[name], example_of(name)
    for status in ("200", "201"):
        given = operation["responses"].get(status, {}).get("content", {}).get("application/json")
        if given is not None:
            assert given["example"] == example["response"]
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if asked is not None:
        assert {"example", "examples"} & set(asked) or "examples" in _schema(asked["schema"])
    for parameter in operation.get("parameters", ()):
        if parameter["required"]:
            assert {"example", "examples"} & (set(parameter) | set(parameter["schema"])), parameter["name"]
        assert parameter["in"] != "path" or parameter["name"] in PARAMETERS


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if "response" in example_of(name)))
def test_an_example_is_what_the_program_would_write(name: str) -> None:
    """Nothing missing, nothing more, dates as they are written."""
    adapter: TypeAdapter[Any] = TypeAdapter(MODELS[name])
    response = example_of(name)["response"]
    assert adapter.dump_python(adapter.validate_python(response), mode="json") == response


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_errors_are_documented_in_their_one_shape(name: str) -> None:
    """With an example in French; OpenAI's doors have OpenAI's."""
    for status, response in OPERATIONS[name]["responses"].items():
        assert response["description"]
        if status.isdigit() and int(status) < 400:
            continue
        if name in OF_OPENAI:
            told = response["content"]["application/json"]
            assert told["schema"] == {"$ref": "#/components/schemas/FailureOut"}
            FailureOut.model_validate(told["example"])
        else:
            told = response["content"][MEDIA_TYPE]
            assert told["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert told["example"]["status"] == int(status)


def test_every_field_that_is_not_plain_says_what_it_is() -> None:
    """Parameters, save those whose name says it all."""
    plain = {"start", "end", "status", "category", "requester", "theme", "urgency"}
    plain |= {"needs_human", "abstained", "purged", "due_before", "received_from", "received_to"}
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", ()):
            told = parameter.get("description") or parameter["schema"].get("description")
            assert told or parameter["name"] in plain | set(PARAMETERS) | {"count"}, parameter["name"]


def test_the_document_is_written_without_index_nor_model(tmp_path: Path, root: Path) -> None:
    """By the command, from anywhere; it loads no model library."""
    code = (
        "import sys; from ui.cli.app import app; app(['openapi'], standalone_mode=False); "
        "print(*sorted({'torch', 'chromadb', 'gradio', 'transformers'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["paths"].keys() == DOCUMENT["paths"].keys()
    assert done.stderr.strip() == ""
    assert not list(tmp_path.iterdir())


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, or the one that it refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    told: dict[str, Any] = DOCUMENT["components"]["schemas"][name] if name else schema
    return told
