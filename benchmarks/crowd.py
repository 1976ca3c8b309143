"""`python -m benchmarks.crowd`: searches in ever larger indexes by ever more users, Chroma embedded or as a server.

```
python -m benchmarks.crowd draw FOLDER [--sizes 1000 10000 100000] [--single]   indexes of drawn texts and vectors
python -m benchmarks.crowd ask FOLDER [--seconds 10] [--users 1 4 16 64] [--write benchmarks/crowd.csv]
python -m benchmarks.crowd bare FOLDER [--write benchmarks/bare.csv]            what the parts take alone
python -m benchmarks.crowd tell                                                 tables, exponents and plot, from the CSV
```

`draw` gives a passage its own vector and one for each pair of its sentences, as a real index has them; with `--single`
its own alone: a million passages with all their windows take hours to write on two cores. `ask` starts `reperes serve`
without the selector, whose time does not grow with the index, and `GET /api/v1/search` is asked without pause by users
of this machine, each from an address of their own; they share its processors with what they measure.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy as np

from benchmarks.bare import bare
from benchmarks.chroma_server import ChromaServer
from benchmarks.crowd_told import tell
from benchmarks.drawn import draw_index, given_vectors
from benchmarks.memory import resident
from benchmarks.served import OVERRIDDEN, started
from benchmarks.tables import keep
from evals.questions import load_split
from indexer.index import current_manifest, generation_folder, open_index
from indexer.settings import Settings
from indexer.vectors import FOLDER as CHROMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
CROWD, BARE = HERE / "crowd.csv", HERE / "bare.csv"
SIZES = (1000, 10_000, 100_000)
USERS = (1, 4, 16, 64)
WARMING_SECONDS = 3.0
LONGEST_SECONDS = 120
EMBEDDED, SERVER = "embedded", "server"


@dataclass(frozen=True, slots=True)
class Asked:
    """What so many users met.

    Attributes:
        passages, vectors: Of the index.
        chroma: `embedded` or `server`.
        users: Asking without pause.
        searches: Answered.
        failed: Not answered, or with another status than 200.
        p50, p95: Milliseconds of a search.
        rate: Searches a second.
        opened: Seconds until the server was ready.
        web, store: Megabytes held afterwards by `reperes serve` and by the Chroma server.
    """

    passages: int
    vectors: int
    chroma: str
    users: int
    searches: int
    failed: int
    p50: float
    p95: float
    rate: float
    opened: float
    web: float
    store: float


def main() -> None:
    """Does what was asked."""
    given = _arguments().parse_args()
    match given.what:
        case "draw":
            draw(given.folder, given.sizes, single=given.single)
        case "ask":
            found: list[Asked] = []
            for data in _indexes(given.folder):
                for each in asked(data, given.users, given.seconds):
                    found.append(each)
                    keep(found, given.write or CROWD, digits=3)
        case "bare":
            texts = questions()
            keep([bare(_settings(data), texts) for data in _indexes(given.folder)], given.write or BARE, digits=3)
        case _:
            print(tell(CROWD, BARE, HERE / "crowd.svg"))


def draw(folder: Path, sizes: Sequence[int], *, single: bool) -> None:
    """Makes indexes, near the vectors of the one that is served; those that are there stay."""
    settings = Settings.load()
    given = given_vectors(open_index(settings))
    for size in sizes:
        data = folder / f"{size}{'-single' if single else ''}"
        if not data.exists():
            placed = settings.model_copy(update={"data_dir": data})
            began = time.monotonic()
            draw_index(size, placed, given, windows=not single, tell=lambda step: print(step, flush=True))
            print(f"{data}: {time.monotonic() - began:.0f} s", flush=True)


def asked(data: Path, users: Sequence[int], seconds: float) -> Iterator[Asked]:
    """All numbers of users, by both ways to hold the vectors."""
    manifest = current_manifest(data)
    for way in (EMBEDDED, SERVER):
        with _store(data, way) as store:
            began = time.monotonic()
            environment = {**os.environ, **OVERRIDDEN, "REPERES_SELECTOR": "false"}
            environment["REPERES_CHROMA_URL"] = store.url if store else ""
            with started(data, data / "server.log", environment) as site:
                opened = time.monotonic() - began
                asyncio.run(_crowd(site.url, 1, WARMING_SECONDS))
                for many in users:
                    began = time.monotonic()
                    times, failed = asyncio.run(_crowd(site.url, many, seconds))
                    held = resident(store.process.pid) if store and store.process else 0.0
                    found = Asked(
                        passages=manifest.passages,
                        vectors=manifest.vectors,
                        chroma=way,
                        users=many,
                        searches=len(times),
                        failed=failed,
                        p50=float(np.percentile(times or [np.nan], 50)),
                        p95=float(np.percentile(times or [np.nan], 95)),
                        rate=len(times) / (time.monotonic() - began),
                        opened=opened,
                        web=resident(site.pid),
                        store=held,
                    )
                    print(found, flush=True)
                    yield found


def questions() -> list[str]:
    """Those of the development set that need no conversation."""
    return [asked.question.text for asked in load_split("dev") if not asked.question.history]


async def _crowd(url: str, users: int, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of what was answered, and how much was not, for a while."""
    texts = questions()
    times: list[float] = []
    failed = 0

    async def user(number: int, client: httpx.AsyncClient) -> None:
        nonlocal failed
        for text in islice(cycle(texts), number, None):
            began = time.monotonic()
            if began > end:
                return
            try:
                answer = await client.get("/api/v1/search", params={"q": text, "limit": 10})
                answer.raise_for_status()
            except httpx.HTTPError:
                failed += 1
            else:
                times.append((time.monotonic() - began) * 1000)

    async with AsyncExitStack() as opened:
        clients = [await opened.enter_async_context(_client(url, number)) for number in range(users)]
        end = time.monotonic() + seconds
        await asyncio.gather(*(user(number, client) for number, client in enumerate(clients)))
    return times, failed


def _client(url: str, number: int) -> httpx.AsyncClient:
    """Of a user with an address of their own; without the certificates, which take long to read and are not wanted."""
    from_address = httpx.AsyncHTTPTransport(local_address=f"127.0.2.{1 + number}", verify=False)
    return httpx.AsyncClient(base_url=url, timeout=LONGEST_SECONDS, transport=from_address)


@contextmanager
def _store(data: Path, way: str) -> Iterator[ChromaServer | None]:
    """A Chroma server on the very files that the embedded one reads, or none."""
    if way == EMBEDDED:
        yield None
        return
    server = ChromaServer(generation_folder(data) / CHROMA)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _indexes(folder: Path) -> list[Path]:
    """The smallest first."""
    found = [(current_manifest(each).vectors, each) for each in folder.iterdir() if (each / "CURRENT").is_file()]
    return [each for _, each in sorted(found)]


def _settings(data: Path) -> Settings:
    return Settings.load().model_copy(update={"data_dir": data})


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=["draw", "ask", "bare", "tell"])
    parser.add_argument("folder", type=Path, nargs="?", help="of the indexes", default=Path("build/scale"))
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="passages of each index")
    parser.add_argument("--single", action="store_true", help="one vector a passage, without its windows")
    parser.add_argument("--users", type=int, nargs="+", default=list(USERS), help="who ask at the same time")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each number of users (10)")
    parser.add_argument("--write", type=Path, help="CSV file that the figures are written to")
    return parser


if __name__ == "__main__":
    main()
