"""An OpenAI-compatible server that says what it is told to: the truth, lies, nothing, too much, or the line goes dead."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Script = Callable[["Line"], None]
"""What the server does with a request, over the line to its client."""


@dataclass
class Line:
    """The line to one client."""

    handler: BaseHTTPRequestHandler

    def status(self, code: int) -> None:
        """Answers with an HTTP error."""
        body = json.dumps({"error": {"message": "sk-secret is no good", "type": "error", "code": code}}).encode()
        self.handler.send_response(code)
        self.handler.send_header("Content-Type", "application/json")
        self.handler.send_header("Content-Length", str(len(body)))
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def begin(self) -> None:
        """Opens the stream of events."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", "text/event-stream")
        self.handler.end_headers()

    def raw(self, text: str) -> None:
        """Sends bytes as they are."""
        self.handler.wfile.write(text.encode())
        self.handler.wfile.flush()

    def say(self, words: str) -> None:
        """Sends a piece of the text."""
        delta = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [delta]}
        self.raw(f"data: {json.dumps(chunk)}\n\n")

    def end(self, reason: str = "stop") -> None:
        """Says that it is done, and why."""
        ending = {"index": 0, "delta": {}, "finish_reason": reason}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [ending]}
        self.raw(f"data: {json.dumps(chunk)}\n\n")
        self.raw("data: [DONE]\n\n")


@dataclass
class Server:
    """The server, its address, what it was asked, and with which key."""

    url: str
    script: Script = field(default=lambda line: line.status(500))
    asked: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


def saying(text: str, reason: str = "stop") -> Script:
    """A text, in pieces of a few characters, then the end and its reason."""

    def script(line: Line) -> None:
        line.begin()
        for start in range(0, len(text), 7):
            line.say(text[start : start + 7])
        line.end(reason)

    return script


def refusing(code: int) -> Script:
    """An HTTP error."""
    return lambda line: line.status(code)


def cut_off(text: str) -> Script:
    """A text, then the line goes dead without a word."""

    def script(line: Line) -> None:
        line.begin()
        line.say(text)
        line.handler.connection.close()

    return script


def endless(text: str, *, changing: bool = False) -> Script:
    """The same text again and again, or numbered each time, for as long as somebody listens."""

    def script(line: Line) -> None:
        line.begin()
        for turn in range(100_000):
            line.say(f"{text} {turn} " if changing else text)

    return script


def hanging(text: str, heard: threading.Event) -> Script:
    """A text, then nothing for as long as somebody listens; tells when the text is out."""

    def script(line: Line) -> None:
        line.begin()
        line.say(text)
        heard.set()
        while True:
            time.sleep(0.05)
            line.raw(": still here\n\n")

    return script


def dripping(text: str, seconds: float) -> Script:
    """Comments that keep the line open, and hardly ever a word."""

    def script(line: Line) -> None:
        line.begin()
        for character in text:
            line.raw(": still here\n\n")
            time.sleep(seconds)
            line.say(character)

    return script


def answering(body: str, media: str = "application/json", code: int = 200, **headers: str) -> Script:
    """A whole answer at once, whatever it is: a login page, another API's JSON, a refusal that says when to come back."""

    def script(line: Line) -> None:
        line.handler.send_response(code)
        line.handler.send_header("Content-Type", media)
        for name, value in headers.items():
            line.handler.send_header(name.replace("_", "-"), value)
        line.handler.send_header("Content-Length", str(len(body.encode())))
        line.handler.end_headers()
        line.raw(body)

    return script


def silent(line: Line) -> None:
    """Takes the request, and never says a word."""
    while True:
        time.sleep(0.05)
        line.handler.connection.send(b"")
        if line.handler.connection.recv(1) == b"":  # whoever asked has left
            return


def streaming(*events: str) -> Script:
    """Events of a stream, each as it is, then its regular end."""

    def script(line: Line) -> None:
        line.begin()
        for event in events:
            line.raw(f"data: {event}\n\n")
        line.raw("data: [DONE]\n\n")

    return script


def garbage(line: Line) -> None:
    """What is no event at all, and then no JSON."""
    line.begin()
    line.raw('data: {"choices": [{\n\ndata: <html>\n\n')


@contextlib.contextmanager
def lying_server() -> Iterator[Server]:
    """The server, on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            server.asked.append(json.loads(self.rfile.read(length)))
            server.keys.append(self.headers["Authorization"])
            with contextlib.suppress(OSError):  # the client may have left
                server.script(Line(self))

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    listening.handle_error = lambda *_: None  # type: ignore[method-assign]  # a line that was cut is the point
    server = Server(f"http://127.0.0.1:{listening.server_port}/v1")
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
