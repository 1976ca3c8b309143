"""`python -m benchmarks.leaks`: whether a program that answers holds ever more memory, by question and by generation.

```
python -m benchmarks.leaks [--questions 10000] [--searches 0] [--over-http 2000] [--generations 10] [--tokens 200]
                           [--write benchmarks/leaks.csv]
```

Four ways: questions put to an `Assistant` in this process, one after the other; searches alone, likewise; questions put
to `reperes serve` by its API, two at a time; and generations published one after the other under a `Serving` that opens
each. No two questions are the same: those of the development set, then their variants by other seeds, so that whatever
is kept by the words of a question shows. The slope is that of a straight line through what is held after each
hundredth, the first fifth left out: libraries fill their caches then. In this process, what is held is told once more
after the C library gave back what it kept for later: that part is no leak.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import numpy as np

from assistant.questions import Question
from assistant.retrieval import Retriever
from assistant.service import Assistant
from assistant.serving import Serving
from benchmarks.changing import Changing
from benchmarks.memory import resident, trimmed
from benchmarks.served import OVERRIDDEN, started
from evals.questions import load_split
from evals.variants import Way, variant
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.index import open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

POINTS = 100
"""Times that memory is looked at."""
WARMING = 0.2
"""Fraction of what is asked that the slope leaves out."""
KILO = 1024
AT_ONCE = 2
LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Held:
    """Memory of a program that answers.

    Attributes:
        way: How it was asked.
        done: Questions, or generations, at each look.
        megabytes: Held at each of them.
        trimmed: Held at the end, without what the C library kept for later; 0 where it was not asked for it.
    """

    way: str
    done: tuple[int, ...]
    megabytes: tuple[float, ...]
    trimmed: float = 0.0

    @property
    def slope(self) -> float:
        """Kilobytes that each question, or generation, adds."""
        kept = [(n, held) for n, held in zip(self.done, self.megabytes, strict=True) if n > WARMING * self.done[-1]]
        done, held = np.array(kept).T
        return float(np.polyfit(done, held, 1)[0]) * KILO

    def at(self, shares: int) -> Iterator[tuple[int, float]]:
        """What was held at equal distances, so many of them."""
        step = max(1, len(self.done) // shares)
        yield from zip(self.done[step - 1 :: step], self.megabytes[step - 1 :: step], strict=True)


def main() -> None:
    """Measures, prints each way as it ends, writes all looks."""
    given = _arguments().parse_args()
    settings = Settings.load()
    sparing = settings.model_copy(update={"selector_tokens": given.tokens})
    asked = (
        (in_process, sparing, given.questions),
        (searching, sparing, given.searches),
        (over_http, settings, given.over_http),
        (over_generations, settings, given.generations),
    )
    found: list[Held] = []
    for measure, by, wanted in asked:
        if wanted:
            found.append(measure(by, wanted))
            print(told(found[-1]), flush=True)
    if given.write:
        _keep(found, given.write)


def told(held: Held) -> str:
    """A line: what is held after each tenth, and the slope."""
    looks = ", ".join(f"{n}: {megabytes:.0f}" for n, megabytes in held.at(10))
    given_back = f"; {held.trimmed:.0f} MB once trimmed" if held.trimmed else ""
    return f"{held.way} (MB): {looks}; {held.slope:.2f} kB each{given_back}"


def distinct(wanted: int) -> list[Question]:
    """So many questions, no two of the same words."""
    dev = [asked.question for asked in load_split("dev")]

    def typed() -> Iterator[tuple[str, Question]]:
        yield from ((asked.text, asked) for asked in dev)
        for seed in count():
            for asked in dev:
                for way in Way:
                    words = variant(asked.text, way, seed)
                    yield words, Question(words, asked.history)

    def new() -> Iterator[Question]:
        met: set[str] = set()
        for words, asked in typed():
            if words not in met:
                met.add(words)
                yield asked

    return list(islice(new(), wanted))


def in_process(settings: Settings, wanted: int) -> Held:
    """Questions put to an assistant of this process."""
    assistant = Assistant(open_index(settings), load_embedder(settings, threads=QUESTION_THREADS), settings)
    return replace(_looked("in process", map(assistant.ask, distinct(wanted)), wanted, resident), trimmed=trimmed())


def searching(settings: Settings, wanted: int) -> Held:
    """Questions searched for in this process, without the selector: ten times faster, and the same words."""
    retriever = Retriever(open_index(settings), load_embedder(settings, threads=QUESTION_THREADS))
    return replace(_looked("searching", map(retriever.search, distinct(wanted)), wanted, resident), trimmed=trimmed())


def over_http(settings: Settings, wanted: int) -> Held:
    """Questions put to a server, by its API."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(settings.data_dir, data)
        with (
            started(data, Path(folder) / "server.log", os.environ | OVERRIDDEN) as site,
            httpx.Client(base_url=site.url, timeout=LONGEST_SECONDS) as client,
            ThreadPoolExecutor(AT_ONCE) as asking,
        ):

            def ask(asked: Question) -> None:
                history = [{"role": turn.role, "content": turn.content} for turn in asked.history]
                client.post("/api/v1/ask", json={"question": asked.text, "history": history}).raise_for_status()

            return _looked("over HTTP", asking.map(ask, distinct(wanted)), wanted, lambda: resident(site.pid))


def over_generations(settings: Settings, wanted: int) -> Held:
    """Generations published in turn under what serves them, a question to each."""
    with tempfile.TemporaryDirectory() as folder:
        changing = Changing.copied(settings, Path(folder))
        with Serving(settings.model_copy(update={"data_dir": changing.data})) as serving:

            def ask(question: Question) -> None:
                changing.index()
                serving.assistant().ask(question)
                if serving.assistant().index.manifest.generation != changing.published[-1]:
                    raise RuntimeError(changing.published[-1])

            return _looked("by generation", map(ask, distinct(wanted)), wanted, resident)


def _looked(way: str, outcomes: Iterable[object], wanted: int, held: Callable[[], float]) -> Held:
    each = max(1, wanted // POINTS)
    looks: list[tuple[int, float]] = []
    for number, _ in enumerate(outcomes, 1):
        if number % each == 0:
            looks.append((number, held()))
            print(f"{way}: {number}, {looks[-1][1]:.1f} MB", file=sys.stderr, flush=True)
    return Held(way, tuple(number for number, _ in looks), tuple(megabytes for _, megabytes in looks))


def _keep(found: Sequence[Held], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["way", "done", "megabytes"])
        writer.writerows([h.way, n, f"{mb:.1f}"] for h in found for n, mb in zip(h.done, h.megabytes, strict=True))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leaks", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--questions", type=int, default=10_000, help="put to an assistant in this process (10000)")
    parser.add_argument("--searches", type=int, default=0, help="done in this process, without the selector (0)")
    parser.add_argument("--over-http", type=int, default=2000, help="put to a server (2000)")
    parser.add_argument("--generations", type=int, default=10, help="published in turn (10)")
    parser.add_argument(
        "--tokens", type=int, default=200, help="that the selector reads for a question in this process (200)"
    )
    parser.add_argument("--write", type=Path, help="CSV file that each look is written to")
    return parser


if __name__ == "__main__":
    main()
