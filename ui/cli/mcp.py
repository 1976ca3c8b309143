"""`reperes mcp`: the tools, for an assistant of the same machine that speaks MCP over standard input and output."""

from __future__ import annotations

import functools
import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING

from assistant.observing import logs
from indexer.index import current_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.mcp.rooms import Rooms
    from indexer.settings import Settings


def run_mcp(settings: Settings) -> None:
    """Serves until the client leaves; nothing but the protocol is written to the standard output.

    What cannot be loaded later than this is told to the client at each call.

    Raises:
        IndexMissing, IndexCorrupt: There is nothing to serve.
    """
    current_manifest(settings.data_dir)  # told at once, and not at the first call
    logs.set_up(settings.log_format, own=logging.WARNING)
    from assistant.mcp.stdio import serve

    with ExitStack() as closing:
        serve(lambda: _opened(settings, closing))


def _opened(settings: Settings, closing: ExitStack) -> Callable[[], Rooms]:
    from assistant.mcp.rooms import Rooms, on_this_machine, served_at
    from assistant.serving import Serving
    from ui.cli.triage import desk_over

    serving = closing.enter_context(Serving(settings))
    desk = functools.cache(lambda: desk_over(serving))
    link = served_at(settings.public_url) if settings.public_url else on_this_machine(settings.data_dir)
    return lambda: Rooms(serving.assistant(), desk, link)
