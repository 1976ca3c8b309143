"""`reperes serve`: checks the address, loads everything, says when it is ready."""

from __future__ import annotations

import contextlib
import gc
import logging
import socket
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn

from indexer.errors import PortBusy
from indexer.index import current_manifest
from ui.cli import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.settings import Settings


GRACE_SECONDS = 3
"""Time for answers under way once the server is told to stop; an open page holds its connection for ever."""


class AnnouncingServer(uvicorn.Server):
    """Says in French where the page is, once it can be opened."""

    url = ""
    staff_key = ""
    once_ready: Callable[[], None] = staticmethod(lambda: None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, then the announcement."""
        await super().startup(sockets)
        if self.started:
            print(messages.READY.format(url=self.url), flush=True)
            print(self._staff_link(), flush=True)
            self.once_ready()

    def _staff_link(self) -> str:
        """The way to the staff's pages: with the key on a terminal, without it where the output is kept as a log."""
        if sys.stdout.isatty():
            return messages.STAFF_READY_KEY.format(url=self.url, key=quote(self.staff_key))
        return messages.STAFF_READY.format(url=self.url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's; cutting the connection of a page left open is no error to be logged with its traceback."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def run_server(settings: Settings, prepare: Callable[[], object] = lambda: None) -> None:
    """Serves until it is told to stop.

    Args:
        settings: Where to listen, and what to serve.
        prepare: Done once the address is known to be free: what makes the index, if need be.

    Raises:
        PortBusy: The address is taken, or not ours to listen on.
        IndexMissing, IndexCorrupt, IndexModelMismatch: The index cannot be used.
        ModelUnavailable, WeightsMismatch, NotWritable: The model cannot be loaded.
    """
    listening = _listen(settings.host, settings.port)
    prepare()
    current_manifest(settings.data_dir)  # a missing index is told at once, not after the libraries have loaded
    print(messages.STARTING, file=sys.stderr, flush=True)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("reperes").setLevel(logging.INFO)

    # The libraries make millions of objects that stay: looking for garbage among them costs 2 s of 16 (measured in
    # November 2026, torch 2.13, gradio 6.31).
    gc.disable()
    from assistant.api.app import create_app
    from assistant.database.opening import FILE_NAME
    from assistant.serving import Serving
    from assistant.staff import staff_key
    from ui import bench, site, staff

    # Loaded here rather than in the lifespan: an error is then ours to tell in French, with an exit code.
    app = create_app(settings, Serving(settings))
    staff.mount(app, settings)
    bench.mount(app, settings)
    site.mount(app, settings)
    key = staff_key(settings)
    gc.freeze()
    gc.enable()
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS)
    server = AnnouncingServer(config)
    host, port = listening.getsockname()[:2]
    server.staff_key = key
    if settings.database_url.get_secret_value() or (settings.data_dir / FILE_NAME).exists():
        # The staff uses it: the first message of the day need not wait for the models.
        server.once_ready = lambda: app.state.reception.warm()  # noqa: PLW0108 — there is none before the start
    server.url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    # uvicorn raises the signal again once it has closed everything: Ctrl-C is how a server is meant to end.
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as exc:
        listening.close()
        raise PortBusy(host=host, port=port) from exc
    return listening
