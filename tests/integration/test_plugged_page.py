"""What `docs/brancher.md` shows works: each of its examples is run as it stands, at the address of a real server."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from mcp import Client, StdioServerParameters
from places import command
from running import running

from assistant.api.app import create_app
from assistant.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from places import Place

PAGE = Path(__file__).parents[2] / "docs" / "brancher.md"
SHOWN = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
JSON = [json.loads(code) for language, code in BLOCKS if language == "json"]
SERVERS = [told["mcpServers"]["reperes"] for told in JSON if "mcpServers" in told]


@pytest.fixture(scope="module")
def address(served: Place) -> Iterator[str]:
    """Of a server over the sample."""
    with running(create_app(served.settings, Serving(served.settings))) as url:
        yield url


def test_each_block_is_of_a_sort_that_is_tried_below() -> None:
    """None is shown without being run."""
    assert {language for language, _ in BLOCKS} == {"python", "json"}
    assert len(JSON) == len(SERVERS) + 1


@pytest.mark.parametrize("code", PYTHON, ids=[f"exemple {n}" for n in range(1, len(PYTHON) + 1)])
def test_a_program_prints_an_answer_with_its_sources(code: str, address: str) -> None:
    """Copied and run: the figure that it asks for, its mark, and where it comes from."""
    assert SHOWN in code
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code.replace(SHOWN, address), PAGE.name, "exec"), {"__name__": "__main__"})
    printed = said.getvalue()
    assert "1362" in "".join(printed.split())
    assert "[1]" in printed
    assert "/api/v1/documents/" in printed


def test_the_error_is_the_one_that_is_shown(address: str) -> None:
    """Word for word."""
    (shown,) = (told for told in JSON if "mcpServers" not in told)
    asked = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Qui finance un CLS ?"}]}
    assert shown == httpx.post(f"{address}/v1/chat/completions", json=asked).json()


def test_the_settings_of_clients_lead_to_the_tools(address: str, served: Place, root: Path, tmp_path: Path) -> None:
    """By the command, whose paths are the reader's to change; by the address."""
    local, remote = SERVERS
    assert local["command"].endswith("/reperes")
    (program, *arguments), env = command(root)
    args = [served.settings.data_dir if each.startswith("/") else each for each in local["args"]]
    started = StdioServerParameters(command=program, args=[*arguments, *map(str, args)], env=env, cwd=tmp_path)

    async def listed(target: StdioServerParameters | str) -> list[str]:
        async with Client(target, read_timeout_seconds=100) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    assert remote["type"] == "http"
    over_http = asyncio.run(listed(remote["url"].replace(SHOWN, address)))
    assert [*over_http, "triage_message"] == asyncio.run(listed(started))
