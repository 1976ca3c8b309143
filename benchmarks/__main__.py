"""`python -m benchmarks speed | incremental | scale | latency | peers`: prints what it measured; `scale` also draws it.

```
python -m benchmarks speed [FOLDER [ROUNDS]]   share of the bare model's speed (corpus/ by default)
python -m benchmarks incremental [FILES]       cost of a second indexing (2000 files by default)
python -m benchmarks scale [SIZE ...]          1000 10000 100000 passages; benchmarks/scale.csv, then its plot
python -m benchmarks plot                      benchmarks/scale.svg anew, from benchmarks/scale.csv
python -m benchmarks latency [PASSAGES]        whole answers in bare embeddings, dev questions (10000 by default)
python -m benchmarks peers [SPLIT]             the same questions through what one would pick instead (dev by default)
python -m benchmarks.pages                     what the pages cost who opens them, in Chromium; --help says more
```
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from benchmarks.latency import latency
from benchmarks.measures import incremental, one_size, queries, scale, speed
from benchmarks.peers import Missing, peers
from evals.questions import load_split
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.settings import Settings

HERE = Path(__file__).parent
DRAWN = ("build_seconds", "build_megabytes", "serving_megabytes", "query_p50_ms")
ROUND = 10
"""Above it one decimal is enough."""


def main(arguments: list[str]) -> None:
    """Runs one measure."""
    match arguments:
        case ["speed", *rest]:
            _tell(speed(Path(rest[0] if rest else "corpus"), *map(int, rest[1:])))
        case ["incremental", *rest]:
            _tell(incremental(int(rest[0]) if rest else 2000))
        case ["scale", *rest]:
            rows = scale([int(size) for size in rest] or [1_000, 10_000, 100_000])
            _keep(rows)
            _draw()
            for row in rows:
                _tell(row)
        case ["plot"]:
            _draw()
        case ["latency", *rest]:
            _answers(int(rest[0]) if rest else 10_000)
        case ["peers", *rest]:
            _compare(rest[0] if rest else "dev")
        case ["one-size", size]:
            print(json.dumps(one_size(int(size))))
        case ["queries", data_dir]:
            print(json.dumps(queries(Path(data_dir))))
        case _:
            print(__doc__)
            sys.exit(2)


def _tell(measured: dict[str, float]) -> None:
    print("  ".join(f"{name} {value:.4g}" for name, value in measured.items()))


def _answers(size: int) -> None:
    settings = Settings.load()
    embedder = load_embedder(settings, threads=QUESTION_THREADS)
    for found in latency(size, settings, embedder, [asked.question for asked in load_split("dev")]):
        way = "with the selector" if found.selector else "without the selector"
        of = f"{found.passages} passages, {found.questions} questions"
        print(f"{way}: p50 {found.p50:.1f}, p95 {found.p95:.1f} bare embeddings ({of})")


def _compare(split: str) -> None:
    """Prints a Markdown table; tells what is missing, and goes no further, without the extra `peers`."""
    try:
        head, *rows = peers(Settings.load(), split)
    except Missing as missing:
        print(f"not run: {missing} is missing (pip install -e .[peers])")
        return
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    print("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _keep(rows: list[dict[str, float]]) -> None:
    with (HERE / "scale.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: round(value, 1 if value > ROUND else 3) for name, value in row.items()} for row in rows)


def _draw() -> None:
    """Draws the table; needs matplotlib (`pip install -e .[bench]`)."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    with (HERE / "scale.csv").open(newline="", encoding="utf-8") as stream:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(stream)]
    figure, axes = plt.subplots(1, len(DRAWN), figsize=(13, 3.2), layout="constrained")
    for axis, name in zip(axes, DRAWN, strict=True):
        draw = axis.semilogx if "megabytes" in name else axis.loglog
        draw([row["passages"] for row in rows], [row[name] for row in rows], marker="o")
        if "megabytes" in name:
            axis.set_ylim(bottom=0)
        axis.set_title(name.replace("_", " "))
        axis.set_xlabel("passages")
        axis.grid(alpha=0.3)
    figure.savefig(HERE / "scale.svg", metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1:])
