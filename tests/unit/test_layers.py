"""The rooms import one way, each framework stays in its adapters, and importing a room costs nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from importlinter.api import read_configuration
from importlinter.application.use_cases import SUCCESS, lint_imports
from importlinter.configuration import configure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGES = ("indexer", "assistant", "ui", "evals")
ADAPTERS = {
    "langchain_core": {"assistant.langchain_retriever", "assistant.chat_model"},
    "chromadb": {"indexer.vectors"},
    "sentence_transformers": {"indexer.embedder"},
    "torch": {"indexer.embedder", "assistant.selector", "evals.selector"},
    "pypdf": {
        "indexer.reading.pdf",
        "indexer.reading.pdf_walker",
        "indexer.reading.pdf_drawing",
        "indexer.reading.pdf_fonts",
        "indexer.reading.pdf_pages",
        "evals.citations",
    },
    "docx": {
        "assistant.conversations.exporting_docx",
        "indexer.reading.docx",
        "indexer.reading.docx_visibility",
        "evals.publications",
    },
    "openpyxl": {"indexer.reading.sheets", "indexer.surveys.grids", "assistant.solicitations.spreadsheet"},
    "oxmsg": {"indexer.reading.outlook"},
    "pebble": {"indexer.workers"},
    "pandas": {"indexer.surveys"},
    "httpx": {"indexer.fetching", "indexer.vectors"},
    "feedparser": {"indexer.fetching"},
    "feedgenerator": {"assistant.library.feed"},
    "bs4": {"indexer.reading.html", "indexer.reading.html_about", "indexer.reading.html_page"},
    "gradio": {"ui.bench"},
    "bm25s": {"indexer.lexical", "indexer.french", "evals.selector"},
    "datasketch": {"assistant.maintenance.quality"},
    "typer": {"ui.cli"},
    "prometheus_client": {"assistant.api.figures", "assistant.observing.metrics", "assistant.observing.state"},
    "opentelemetry": {"assistant.observing.tracing"},
    "pythonjsonlogger": {"assistant.observing.discreet"},
    "argon2": {"assistant.accounts"},
    "authlib": {"assistant.accounts"},
    "limits": {"assistant.accounts"},
    "uvicorn": {"ui.cli"},
    "fastapi": {
        "assistant.api",
        "assistant.mcp.http",
        "ui.account",
        "ui.administration",
        "ui.bench",
        "ui.chat",
        "ui.library",
        "ui.site",
        "ui.staff",
    },
    "sqlalchemy": {
        "assistant.accounts",
        "assistant.conversations",
        "assistant.database",
        "assistant.maintenance",
        "assistant.solicitations",
    },
    "alembic": {"assistant.database"},
    "spacy": {"assistant.privacy"},
    "presidio_analyzer": {"assistant.privacy"},
    "mcp": {"assistant.mcp"},
    "mcp_types": {"assistant.mcp"},
    "imap_tools": {"assistant.solicitations.intake"},
}
"""Framework → the modules, or packages, that may import it."""


def imports(root: Path) -> Iterator[tuple[str, str]]:
    """`(module, top-level name imported)` over the whole program, imports inside functions too."""
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            module = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((module, alias.name.split(".")[0]) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield module, node.module.split(".")[0]


def test_the_contracts_of_the_project_hold(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of `pyproject.toml`, the order of the rooms first among them."""
    monkeypatch.chdir(root)
    monkeypatch.syspath_prepend(root)
    assert any(c["type"] == "layers" for c in read_configuration("pyproject.toml")["contracts_options"])
    configure()
    assert lint_imports(config_filename="pyproject.toml", cache_dir=None) is SUCCESS


def test_each_framework_stays_in_its_adapters(root: Path) -> None:
    """Found by reading every import statement of the program."""
    strays = {
        (module, name)
        for module, name in imports(root)
        if name in ADAPTERS and not any(f"{module}.".startswith(f"{room}.") for room in ADAPTERS[name])
    }
    assert not strays


def test_adapters_are_named_as_they_are(root: Path) -> None:
    """A room listed above that imports its framework no more is taken off the list."""
    used = {(module, name) for module, name in imports(root) if name in ADAPTERS}
    idle = {
        (room, name)
        for name, rooms in ADAPTERS.items()
        for room in rooms
        if not any(imported == name and f"{module}.".startswith(f"{room}.") for module, imported in used)
    }
    assert not idle


def test_every_room_says_what_it_is_for_and_what_may_not_enter(root: Path) -> None:
    """At its door, in its first and its last lines."""
    doors = [
        path
        for top in ("assistant", "benchmarks", "evals", "indexer", "ui")
        for path in (root / top).rglob("__init__.py")
    ]
    told = {
        door.parent.relative_to(root).as_posix(): ast.get_docstring(ast.parse(door.read_text("utf-8"))) or ""
        for door in doors
    }
    assert len(told) > 50
    assert [
        room for room, words in told.items() if not re.search(r"^May not enter: \S[^\n]*", words, re.MULTILINE)
    ] == []


@pytest.mark.parametrize(
    "room", ["indexer.build", "indexer.index", "assistant.service", "assistant.contract", "ui.bench", "ui.cli.app"]
)
def test_importing_a_room_loads_no_model_library(room: str, root: Path) -> None:
    """Nor Chroma, nor Gradio: they are imported when they are used."""
    heavy = "{'torch', 'sentence_transformers', 'transformers', 'chromadb', 'gradio', 'pypdf'}"
    code = f"import sys, {room}; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
