"""Over the standard input and output, for a client of the same machine: `reperes mcp`.

The protocol is spoken at once; the model and the index load meanwhile, and the first call waits for them.
"""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING

import anyio
from mcp.server.stdio import stdio_server

from assistant.mcp.server import mcp_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.mcp.rooms import Rooms


def serve(opened: Callable[[], Callable[[], Rooms]]) -> None:
    """Serves until the client leaves. Whoever may start a program on the data folder may use every tool.

    Args:
        opened: Loads what the tools work with, and gives what tells it at each call. Called once, in a thread, with the
            standard output turned away from the protocol (the SDK sees to it); what it raises is told at each call.
    """
    # Ctrl-C ends the program as the system does: Python would wait for the thread that reads the input, which nothing
    # wakes (mcp 2.3, anyio 4.16).
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    anyio.run(_serve, opened)


async def _serve(opened: Callable[[], Callable[[], Rooms]]) -> None:
    aside = ThreadPoolExecutor(1, thread_name_prefix="opening")
    async with stdio_server() as (reading, writing):
        loading = aside.submit(opened)
        server = mcp_server(lambda _request: loading.result()(), lambda _request: None, lambda _request: nullcontext())
        await server.run(reading, writing, server.create_initialization_options())
    if not loading.done():
        os._exit(0)  # the client has left: nobody waits for what loads, and a thread that imports cannot be stopped
