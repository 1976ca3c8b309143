"""`python -m benchmarks.load`: what readers wait while the index is made anew, and beside a client that never stops.

```
python -m benchmarks.load [--readers 50] [--seconds 300] [--idle-seconds 300] [--noisy-seconds 60]
                          [--write benchmarks/load.csv]
```

A real server (`reperes serve`) over a copy of the data folder, readers by Locust (`benchmarks.readers`), all on the
loopback network of one machine, which Locust shares with what it measures. Three comparisons:

- *idle*, then *indexing*: the same readers while `reperes index` runs again and again, three publications changed each
  time, so that generations are really published;
- *quiet*, then *noisy*: ten readers, then the same beside a client that asks forty questions at once and asks again.

Questions are those of the development set and their variants (`evals.variants`); nothing is answered in advance.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy as np

from benchmarks.changing import Changing
from benchmarks.memory import resident
from benchmarks.served import OVERRIDDEN, ROOT, started
from benchmarks.tables import keep
from evals.questions import load_split
from evals.variants import Way, variant
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.served import Site

HERE = Path(__file__).parent
ASKING, NOISY = "ask", "noisy"
"""Names that `benchmarks.readers` gives to questions."""
FEW, FEW_READING = 10, "5,10"
"""Readers beside a noisy client, and the seconds they read: less than others do, for enough questions in a minute."""
PARTS = 40
"""Questions that the noisy client has under way at once."""
WARMING = 20
QUESTIONS = "questions.jsonl"
LONGEST_SECONDS = 120
TOO_MANY, BROKEN = 429, 500
HEAD = (
    "phase",
    "readers",
    "seconds",
    "questions",
    "5xx",
    "429",
    "p50 ms",
    "p95 ms",
    "ratio",
    "published",
    "MB",
    "noisy",
)


@dataclass(frozen=True, slots=True)
class Phase:
    """What happened to the readers for a while.

    Attributes:
        name: Of the phase.
        readers, seconds: How many, for how long.
        requests: Of theirs, questions or not; those of a noisy client are told apart.
        questions: Of theirs.
        broken: Answered by a status of 500 or above, or not at all, whoever asked.
        refused: Readers told to come back later.
        p50, p95, longest: Milliseconds from a question to its whole answer, of those that got one.
        published: Generations meanwhile.
        megabytes: Held by the server when it ended.
        noisy: Requests of the noisy client.
        noisy_refused: Of these, told to come back later, each with when.
    """

    name: str
    readers: int
    seconds: int
    requests: int
    questions: int
    broken: int
    refused: int
    p50: float
    p95: float
    longest: float
    published: int
    megabytes: float
    noisy: int = 0
    noisy_refused: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where all of it happens, forgotten afterwards."""

    folder: Path
    site: Site
    changing: Changing


def main() -> None:
    """Measures, prints a table, writes the figures."""
    given = _arguments().parse_args()
    lasting = (given.idle_seconds or given.seconds, given.seconds, given.noisy_seconds)
    phases = measured(Settings.load(), given.readers, lasting)
    if given.write:
        keep(phases, given.write, digits=1)
    print(table(phases))


def measured(settings: Settings, readers: int, lasting: tuple[int, int, int]) -> list[Phase]:
    """The phases, each told when it ends.

    Args:
        settings: Whose index is served.
        readers: Of the first two phases.
        lasting: Seconds: the first, the second, each of the last two; 0 for the second or the last: both are left out.

    Raises:
        RuntimeError: The server or an indexing fails; with what it wrote.
    """
    idle, indexing, beside = lasting
    phases: list[Phase] = []

    def told(phase: Phase) -> None:
        phases.append(phase)
        print(phase, flush=True)

    with _placed(settings) as place:
        if indexing:
            told(_phase(place, "idle", readers, idle))
            with _indexing(place.changing):
                found = _phase(place, "indexing", readers, indexing)
                published = len(place.changing.published)
            told(replace(found, published=published))
        if beside:
            told(_phase(place, "quiet", FEW, beside, reading=FEW_READING))
            told(_phase(place, NOISY, FEW, beside, reading=FEW_READING, noisy=PARTS))
    return phases


def questions() -> list[dict[str, object]]:
    """Those of the development set, and the other ways to type them that change them, as the API takes them."""
    found: list[dict[str, object]] = []
    for asked in load_split("dev"):
        words = asked.question.text
        history = [{"role": turn.role, "content": turn.content} for turn in asked.question.history]
        typed = dict.fromkeys([words, *(variant(words, way) for way in Way)])
        found.extend({"question": each, "history": history} for each in typed)
    return found


def table(phases: Sequence[Phase]) -> str:
    """In Markdown; the p95 also as a ratio to that of the phase before, where the two are compared."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    for before, phase in zip([None, *phases], phases, strict=False):
        ratio = f"{phase.p95 / before.p95:.2f}" if before and phase.name in ("indexing", NOISY) else ""
        noisy = f"{phase.noisy} asked, {phase.noisy_refused} refused" if phase.noisy else ""
        counts = (phase.readers, phase.seconds, phase.questions, phase.broken, phase.refused)
        times = (f"{phase.p50:.0f}", f"{phase.p95:.0f}", ratio)
        cells = [phase.name, *map(str, counts), *times, str(phase.published), f"{phase.megabytes:.0f}", noisy]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


@contextmanager
def _placed(settings: Settings) -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        changing = Changing.copied(settings, folder)
        asked = questions()
        lines = [json.dumps(each, ensure_ascii=False) for each in asked]
        (folder / QUESTIONS).write_text("\n".join(lines), encoding="utf-8")
        environment = {**os.environ, **OVERRIDDEN}
        del environment["REPERES_LIMIT_READER"]  # as it is set by default: each reader has an address
        with started(changing.data, folder / "server.log", environment) as site:
            with httpx.Client(base_url=site.url, timeout=LONGEST_SECONDS) as client:
                for each in asked[:: len(asked) // WARMING]:
                    client.post("/api/v1/ask", json=each).raise_for_status()
            yield Place(folder, site, changing)


def _phase(place: Place, name: str, readers: int, seconds: int, *, reading: str = "", noisy: int = 0) -> Phase:
    kept = place.folder / f"{name}.csv"
    environment = {
        **os.environ,
        "READERS_QUESTIONS": str(place.folder / QUESTIONS),
        "READERS_KEPT": str(kept),
        "READERS_READING": reading,
        "READERS_NOISY": str(noisy),
    }
    asked = ["-f", str(HERE / "readers.py"), "--headless", "--host", place.site.url, "--run-time", f"{seconds}s"]
    asked += ["--users", str(readers + noisy), "--spawn-rate", str(readers + noisy), "--exit-code-on-error", "0"]
    asked += ["--stop-timeout", str(LONGEST_SECONDS), "--loglevel", "ERROR", "--only-summary"]
    done = subprocess.run(  # noqa: S603 — Locust, on our own server
        [sys.executable, "-m", "locust", *asked, "Reader", *(["Noisy"] if noisy else [])],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    with kept.open(newline="", encoding="utf-8") as stream:
        rows = [(row["name"], int(row["status"]), float(row["milliseconds"])) for row in csv.DictReader(stream)]
    theirs = [row for row in rows if row[0] != NOISY]
    times = [row[2] for row in theirs if row[0] == ASKING and row[1] < TOO_MANY]
    return Phase(
        name,
        readers,
        seconds,
        requests=len(theirs),
        questions=sum(row[0] == ASKING for row in theirs),
        broken=sum(not row[1] or row[1] >= BROKEN for row in rows),
        refused=sum(row[1] == TOO_MANY for row in theirs),
        p50=float(np.percentile(times, 50)),
        p95=float(np.percentile(times, 95)),
        longest=max(times),
        published=0,
        megabytes=resident(place.site.pid),
        noisy=len(rows) - len(theirs),
        noisy_refused=sum(row[0] == NOISY and row[1] == TOO_MANY for row in rows),
    )


@contextmanager
def _indexing(changing: Changing) -> Iterator[None]:
    """`reperes index` again and again meanwhile."""
    over = threading.Event()

    def index() -> None:
        while not over.is_set():
            changing.index()

    with ThreadPoolExecutor(1) as running:
        indexed = running.submit(index)
        try:
            yield
        finally:
            over.set()
            indexed.result()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--readers", type=int, default=50, help="who ask at the same time (50)")
    parser.add_argument("--seconds", type=int, default=300, help="of each of the first two phases (300)")
    parser.add_argument("--idle-seconds", type=int, default=0, help="of the first, where it is to be another length")
    parser.add_argument("--noisy-seconds", type=int, default=60, help="of each of the last two (60)")
    parser.add_argument("--write", type=Path, help="CSV file that the figures are written to")
    return parser


if __name__ == "__main__":
    main()
