"""Acts of Repères, each done in a process that is killed with the signal that cannot be caught, at a chosen moment.

`python killing.py` imports once what all acts need, then forks for each line of JSON that it is given. A moment is an
instant, or seconds after the beginning. An instant is a change of the act's folder that Python is about to make (a file
opened for writing, renamed, removed, a database opened), or a statement about to be put to a database.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa

import assistant.maintenance.added as adding
from assistant.maintenance.checking import Checked
from indexer.sources import content_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "sqlite3.connect"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ROOMS = ("killed_files", "killed_databases", "killed_fetching", "killed_mailbox", "killed_publications")
"""Modules of acts; each has a table of them by name, `ACTS`."""
LONGEST_SECONDS = 120


class Act(Protocol):
    """Something that Repères does, and what must be true of its folder whenever it is killed."""

    def prepare(self, folder: Path) -> None:
        """Makes the situation before the act."""
        ...

    def run(self, folder: Path) -> None:
        """Does it, perhaps to the end; may be what ends what was killed."""
        ...

    def holds(self, folder: Path) -> None:
        """What is true after a kill: what was there is served, what was accepted is kept."""
        ...

    def ended(self, folder: Path) -> None:
        """What is true once it was done again: all of it, once, and nothing left over."""
        ...


@dataclass(frozen=True)
class Ended:
    """How an act ended: killed or not, after how many instants, in how many seconds."""

    killed: bool
    instants: int
    seconds: float


@dataclass(frozen=True)
class Killer:
    """The program, running."""

    process: subprocess.Popen[str]

    def run(self, act: str, folder: Path, *, instant: int = 0, seconds: float = 0.0, deed: str = "run") -> Ended:
        """Does an act, up to an instant or for so many seconds; 0 of both: to its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        wanted = {"act": act, "folder": str(folder), "instant": instant, "seconds": seconds, "deed": deed}
        self.process.stdin.write(f"{json.dumps(wanted)}\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        assert told["status"] in (0, signal.SIGKILL), f"{act} failed by itself: see its traceback"
        return Ended(told["status"] == signal.SIGKILL, told["instants"], told["seconds"])


@contextmanager
def killer(root: Path) -> Iterator[Killer]:
    """Starts the program."""
    here = Path(__file__).parent
    path = os.pathsep.join(map(str, (root, here.parent, here)))
    process = subprocess.Popen(
        [sys.executable, __file__],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Killer(process)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


class Instants:
    """Counts them, and ends the process at one."""

    def __init__(self, folder: str, last: int) -> None:
        self._inside, self._last = folder, last
        self.passed = 0

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook (PEP 578)."""
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if opened or event in CHANGES:
            there = any(str(each).startswith(self._inside) for each in arguments)
            below = event != "open" and isinstance(arguments[-1], int) and arguments[-1] >= 0  # a folder's descriptor
            if there or below:
                self.pass_one()

    def pass_one(self) -> None:
        """One more; the last one is not survived."""
        self.passed += 1
        if self.passed == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Forks for each line."""
    adding.check = read_here  # a process for each file, seconds to start, tells nothing of being killed
    acts: dict[str, Act] = {}
    for room in ROOMS:
        acts |= import_module(room).ACTS
    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            os.close(reading)
            deed = getattr(acts[asked["act"]], asked["deed"])
            _child(deed, Path(asked["folder"]), asked["instant"], writing)
        os.close(writing)
        if not select.select([reading], [], [], asked["seconds"] or LONGEST_SECONDS)[0]:
            os.kill(child, signal.SIGKILL)
        seconds = time.monotonic() - began
        _, status = os.waitpid(child, 0)
        passed = os.read(reading, 20)
        os.close(reading)
        print(json.dumps({"status": status, "instants": int(passed or 0), "seconds": seconds}), flush=True)


def read_here(path: Path, _settings: object) -> Checked:
    """What adding a publication wants to know of its file, without reading it."""
    return Checked(content_digest(path))


def _child(deed: Callable[[Path], None], folder: Path, last: int, told: int) -> None:
    instants = Instants(str(folder), last)
    sys.addaudithook(instants.hear)
    _count_statements(instants)
    code = 0
    try:
        deed(folder)
    except BaseException:  # noqa: BLE001 — this is a process's last deed
        traceback.print_exc()
        code = 1
    os.write(told, str(instants.passed).encode())
    os._exit(code)


def _count_statements(instants: Instants) -> None:
    """Those of SQLite as it tells them, whoever opens it; those of PostgreSQL as SQLAlchemy does."""
    connect = sqlite3.connect

    def traced(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **named)
        connection.set_trace_callback(lambda _statement: instants.pass_one())
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = traced  # type: ignore[assignment]  # of this process, soon dead

    def put(connection: sa.Connection, *_: object) -> None:
        if connection.dialect.name == "postgresql":
            instants.pass_one()

    sa.event.listen(sa.Engine, "before_cursor_execute", put)


if __name__ == "__main__":
    main()
