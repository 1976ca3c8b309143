"""A Chroma server of our own: `chroma run`, killed, stopped and started again at will."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import chromadb
import httpx

from indexer.vectors import HEARTBEAT

STARTING_SECONDS: Final = 60


def free_port() -> int:
    """That nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass
class ChromaServer:
    """`chroma run` over a folder, on a port of its own; killed and started again at will."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Until it answers."""
        program = Path(sys.executable).with_name("chroma")
        asked = [str(program), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603 — Chroma's own command
            asked, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, start_new_session=True
        )
        for _ in range(STARTING_SECONDS * 10):
            try:
                if httpx.get(f"{self.url}{HEARTBEAT}").is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise TimeoutError("the Chroma server did not start")

    def send(self, sign: signal.Signals) -> None:
        """A signal to it and to what it started."""
        assert self.process is not None
        os.killpg(self.process.pid, sign)

    def kill(self) -> None:
        """At once, as a power cut would."""
        if self.process is not None:
            self.send(signal.SIGKILL)
            self.process.wait(20)
            self.process = None

    def collections(self) -> list[str]:
        """Names of what it holds."""
        return sorted(each.name for each in chromadb.HttpClient(host="127.0.0.1", port=self.port).list_collections())
