"""The MCP server: lists the tools that a caller may use, calls them, tells their errors in French.

On the SDK's low-level server rather than its `MCPServer` (mcp 2.3): that one lists every tool to every caller, tells
errors in English, gives models the JSON of a result as its text, and sets up the program's logging.
"""

from __future__ import annotations

import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server import Server
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from assistant.mcp import messages_fr as words
from assistant.mcp.tools import TOOLS
from indexer.errors import ReperesError
from indexer.messages import sentence
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from mcp.server.context import ServerRequestContext

    from assistant.mcp.rooms import Rooms
    from assistant.mcp.tools import Tool

log = logging.getLogger("reperes")

NAME = "reperes"


def mcp_server(
    rooms: Callable[[Any], Rooms],
    want_team: Callable[[Any], None],
    turn: Callable[[Any], AbstractAsyncContextManager[None]],
) -> Server[Any]:
    """The server.

    Args:
        rooms: What the tools work with, for a request of the transport (`starlette.requests.Request` over HTTP, `None`
            over stdio). Called in a worker thread, where it may wait.
        want_team: Raises one of our errors when whoever sent it may not use what is for the team; they are then not
            told of it. Likewise.
        turn: What a request waits for before its tool is run, and holds meanwhile; may raise one of our errors.
    """
    tools = {tool.name: (tool, described(tool)) for tool in TOOLS}

    async def listed(
        context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        """Those that the caller may use."""
        member = await anyio.to_thread.run_sync(_passes, want_team, context.request)
        return types.ListToolsResult(tools=[told for tool, told in tools.values() if member or not tool.for_the_team])

    async def called(context: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        """One of them, called; in a thread, for a tool may take seconds."""
        if params.name not in tools:
            raise MCPError(types.INVALID_PARAMS, words.UNKNOWN_TOOL.format(name=params.name))
        tool, _ = tools[params.name]

        def call() -> types.CallToolResult:
            """Rights first, then what was sent, then the tool."""
            if tool.for_the_team:
                want_team(context.request)
            given = tool.run(rooms(context.request), tool.arguments.model_validate(params.arguments or {}))
            fields = given.fields.model_dump(mode="json")
            return types.CallToolResult(content=_text(given.text), structured_content=fields)

        try:
            async with turn(context.request):
                return await anyio.to_thread.run_sync(_told, params.name, call)
        except ReperesError as error:
            return _failed(sentence(error))

    return Server(
        NAME,
        version=version(NAME),
        title=words.TITLE,
        description=words.DESCRIPTION,
        instructions=words.INSTRUCTIONS,
        get_tool_input_schema=lambda name: tools[name][1].input_schema if name in tools else None,
        on_list_tools=listed,
        on_call_tool=called,
    )


def described(tool: Tool) -> types.Tool:
    """A tool as it is listed."""
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=_with_slugs(tool.arguments.model_json_schema()),
        output_schema=tool.result.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(
            title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def _with_slugs(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose filters tell the values that they know, so that a model need not guess them."""
    for name, known in (("themes", themes()), ("kinds", kinds())):
        if name in schema["properties"]:
            schema["properties"][name]["items"]["enum"] = list(known)
    return schema


def _passes(want: Callable[[Any], None], request: Any) -> bool:
    try:
        want(request)
    except ReperesError:
        return False
    return True


def _told(name: str, call: Callable[[], types.CallToolResult]) -> types.CallToolResult:
    """What a call gives; what goes wrong with it, as a result that the model can read and mend."""
    try:
        return call()
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        return _failed(words.INVALID.format(field=field))
    except ReperesError as error:
        return _failed(sentence(error))
    except Exception:
        log.exception("the tool %s failed", name)
        return _failed(words.UNEXPECTED)


def _failed(told: str) -> types.CallToolResult:
    return types.CallToolResult(content=_text(told), is_error=True)


def _text(told: str) -> list[types.ContentBlock]:
    return [types.TextContent(type="text", text=told)]
