"""The application behind a real server, for programs that ask it as they would anywhere: no client of our own making."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from assistant.service import Event
    from indexer.index import Index
    from indexer.settings import Settings

START_SECONDS = 60


@contextlib.contextmanager
def running(app: FastAPI, root_path: str = "") -> Iterator[str]:
    """Serves an application on a free port for as long as it is wanted; its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, log_level="warning", access_log=False, root_path=root_path)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            for _ in range(START_SECONDS * 20):
                if server.started or not thread.is_alive():
                    break
                time.sleep(0.05)
            assert server.started
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


@dataclass
class BreakingAssistant:
    """An assistant over a real index whose answers stop short with an error, after some of what happens to a question."""

    index: Index
    settings: Settings
    error: Exception
    events: tuple[Event, ...] = ()

    def stream(self, _question: object) -> Iterator[Event]:
        """Some events, then the error."""
        yield from self.events
        raise self.error


@dataclass
class BreakingServing:
    """What holds such an assistant, in the place of `Serving`."""

    breaking: BreakingAssistant

    @property
    def settings(self) -> Settings:
        """That of the assistant."""
        return self.breaking.settings

    def assistant(self) -> BreakingAssistant:
        """The assistant."""
        return self.breaking

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""
