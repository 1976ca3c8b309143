"""`reperes serve`: checks the address, loads everything, says when it is ready."""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import logging
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from assistant.accounts.rights import Mode
from assistant.database.opening import is_there
from assistant.observing import logs
from indexer.errors import DatabaseStateError, PortBusy, WritingError
from indexer.index import current_manifest
from indexer.messages import sentence
from ui.cli import messages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from assistant.accounts.store import Accounts
    from assistant.solicitations.reception import Reception
    from indexer.settings import Settings


GRACE_SECONDS = 3
"""Time for answers under way once the server is told to stop; an open page holds its connection for ever."""


class AnnouncingServer(uvicorn.Server):
    """Says in French where the page is, once it can be opened."""

    url = ""
    ways_in: Callable[[], str] = staticmethod(lambda: "")
    once_ready: Callable[[], None] = staticmethod(lambda: None)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, then the announcement."""
        await super().startup(sockets)
        if self.started:
            print(messages.READY.format(url=self.url), flush=True)
            print(self.ways_in(), flush=True)
            self.once_ready()

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
        ModelUnavailable, WeightsMismatch, WritingError: The model cannot be loaded.
    """
    with contextlib.closing(_listen(settings.host, settings.port)) as listening:
        prepare()
        current_manifest(settings.data_dir)  # a missing index is told at once, not after the libraries have loaded
        _serve(settings, listening)


def _serve(settings: Settings, listening: socket.socket) -> None:
    print(messages.STARTING, file=sys.stderr, flush=True)
    logs.set_up(settings.log_format)

    # The libraries make millions of objects that stay: looking for garbage among them costs 2 s of 16 (measured in
    # November 2026, torch 2.13).
    gc.disable()
    from assistant.api.app import create_app
    from assistant.serving import Serving
    from ui import bench, site

    # Loaded here rather than in the lifespan: an error is then ours to tell in French, with an exit code.
    app = create_app(settings, Serving(settings))
    bench.mount(app, settings)
    site.mount(app, settings)
    gc.freeze()
    gc.enable()
    server = AnnouncingServer(configuration(app, settings))
    host, port = listening.getsockname()[:2]
    server.url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    server.ways_in = lambda: ways_in(app.state.accounts, settings, server.url, terminal=sys.stdout.isatty())
    server.once_ready = lambda: warm(app.state.accounts, app.state.reception, settings)
    if settings.access == Mode.OPEN and not ipaddress.ip_address(host).is_loopback:
        print(messages.OPEN_TO_ALL.format(host=host), file=sys.stderr, flush=True)
    # uvicorn raises the signal again once it has closed everything: Ctrl-C is how a server is meant to end.
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def configuration(app: Callable[..., Awaitable[None]], settings: Settings) -> uvicorn.Config:
    """How uvicorn serves an application."""
    return uvicorn.Config(
        app,
        log_config=None,  # its own would print the words of errors, which may be those of a question
        log_level="warning",
        access_log=False,
        server_header=False,  # what serves is nobody's business
        timeout_graceful_shutdown=GRACE_SECONDS,
        # uvicorn trusts this machine's proxies unless told otherwise: none is, but those that are named.
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
    )


def ways_in(accounts: Accounts, settings: Settings, url: str, *, terminal: bool) -> str:
    """How people come in: by signing in; as long as nobody administers, by the first administrator's link.

    Args:
        accounts: Of the program.
        settings: Where they are.
        url: Of the server.
        terminal: Whether somebody reads this as it is printed: a link is a secret, and where the output is kept as a
            log only the command that makes one is told.
    """
    try:
        if not terminal:
            known = is_there(settings) and accounts.has_administrator()
            return messages.SIGN_IN_READY.format(url=url) if known else messages.NO_ADMINISTRATOR
        link = accounts.links.first()
    except (DatabaseStateError, WritingError) as error:  # where reading is open, questions are answered all the same
        return sentence(error)
    if link is None:
        return messages.SIGN_IN_READY.format(url=url)
    return messages.FIRST_ADMINISTRATOR.format(url=url, secret=link.secret)


def warm(accounts: Accounts, reception: Reception, settings: Settings) -> None:
    """Prepares the desk where there is a team: the first message of the day need not wait for the models."""
    with contextlib.suppress(DatabaseStateError, WritingError):
        if is_there(settings) and accounts.has_administrator():
            reception.warm()


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
