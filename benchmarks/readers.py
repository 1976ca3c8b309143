"""Readers, for Locust: each asks a question, reads the answer for a while, asks another; from an address of their own.

`benchmarks.load` starts Locust on this file. What it wants comes by environment variables: `READERS_QUESTIONS`, a file
of questions as the API takes them, one JSON object a line; `READERS_KEPT`, the CSV file that requests are written to;
`READERS_READING`, how long one reads; `READERS_NOISY`, how many questions a noisy client asks at once.

In each ten requests of a reader there are eight questions, a search and a look at the list of publications. Whoever
reads an answer takes 20 to 60 seconds over it (drawn evenly): a coordinator who asks a dozen questions in ten minutes,
which is more than anybody was seen to. A noisy client does not read: it asks again at once, several at a time.
"""

from __future__ import annotations

import csv
import json
import os
import random
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from locust import HttpUser, between, constant, events, task
from requests.adapters import HTTPAdapter

if TYPE_CHECKING:
    from requests import Response

QUESTIONS = [json.loads(line) for line in Path(os.environ["READERS_QUESTIONS"]).read_text("utf-8").split("\n") if line]
KEPT = Path(os.environ["READERS_KEPT"])
ASKING, SEARCHING, BROWSING = "ask", "search", "browse"
LEAST_READING, MOST_READING = map(float, (os.environ.get("READERS_READING") or "20,60").split(","))
LONGEST_SECONDS = 120
NOISY = "127.0.9.1"
_numbers = count()
_stream = KEPT.open("w", newline="", encoding="utf-8")
_writer = csv.writer(_stream, lineterminator="\n")
_writer.writerow(["at", "name", "status", "milliseconds", "retry_after"])


class FromAddress(HTTPAdapter):
    """Connects from an address of the loopback network: limits are counted by address."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """As requests does, from that address."""
        super().init_poolmanager(*arguments, **named, source_address=(self._address, 0))


@events.request.add_listener  # type: ignore[untyped-decorator]  # as Locust 2.47 has it
def keep(name: str, response_time: float, response: Response | None, **_: object) -> None:
    """Writes a request down; status 0 where there was no answer, or none that ended well."""
    status = response.status_code if response is not None else 0
    after = response.headers.get("retry-after", "") if response is not None else ""
    _writer.writerow([f"{time.time():.3f}", name, status, f"{response_time:.1f}", after])


@events.quit.add_listener  # type: ignore[untyped-decorator]  # likewise
def close(**_: object) -> None:
    """What is left in the buffer is written."""
    _stream.close()


class Asking(HttpUser):
    """Whoever asks."""

    abstract = True
    name = ASKING

    def on_start(self) -> None:
        """Takes an address and an order of the questions."""
        self.number = next(_numbers)
        self.draw = random.Random(self.number)  # noqa: S311 — no secret is drawn
        self.client.mount("http://", FromAddress(self.address))

    @property
    def address(self) -> str:
        """Of this reader alone."""
        return f"127.0.{1 + self.number // 250}.{1 + self.number % 250}"

    def put(self) -> None:
        """Asks, and waits for the whole answer; one that is broken off counts as a failure."""
        asked = self.draw.choice(QUESTIONS)
        with self.client.post(
            "/api/v1/ask/stream", json=asked, name=self.name, catch_response=True, timeout=LONGEST_SECONDS
        ) as response:
            if response.ok and "event: answer" not in response.text:
                response.status_code = 599
                response.failure("the answer was broken off")


class Reader(Asking):
    """Somebody who reads what they asked for."""

    wait_time = between(LEAST_READING, MOST_READING)

    def on_start(self) -> None:
        """Comes some time after the run began."""
        super().on_start()
        time.sleep(self.draw.uniform(0, LEAST_READING))

    @task(8)
    def ask(self) -> None:
        """A question."""
        self.put()

    @task(1)
    def search(self) -> None:
        """The same words, searched without the chat."""
        words = {"q": self.draw.choice(QUESTIONS)["question"]}
        self.client.get("/api/v1/search", params=words, name=SEARCHING, timeout=LONGEST_SECONDS)

    @task(1)
    def browse(self) -> None:
        """The publications."""
        self.client.get("/api/v1/documents", name=BROWSING, timeout=LONGEST_SECONDS)


class Noisy(Asking):
    """A part of one client that reads nothing and never waits, whatever it is told."""

    wait_time = constant(0.05)
    fixed_count = int(os.environ.get("READERS_NOISY") or 0)
    name = "noisy"

    @property
    def address(self) -> str:
        """The same for all parts."""
        return NOISY

    @task
    def ask(self) -> None:
        """A question."""
        self.put()
