"""What `benchmarks.crowd` measured: tables, growth exponents, a plot."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Row = dict[str, str]
SIZE = ("passages", "vectors")
ASKED_HEAD = (*SIZE, "chroma", "users", "p50 ms", "p95 ms", "searches/s", "failed", "web MB", "store MB")
BARE_HEAD = (*SIZE, "embedding ms", "neighbours ms", "words ms", "scan ms", "search ms", "ratio", "open s")
EXPONENTS = ("p50", "opened", "web")
BARE_EXPONENTS = ("neighbours", "words")
COLOURS = {"embedded": "C0", "server": "C1"}


def tell(crowd: Path, bare: Path, plot: Path) -> str:
    """Tables and exponents in Markdown; draws the plot (needs matplotlib: `pip install -e .[bench]`)."""
    asked, parts = _read(crowd), _read(bare)
    _draw(asked, parts, plot)
    return "\n\n".join([_asked_table(asked), _bare_table(asked, parts), _exponents(asked, parts)])


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Slope of a straight line through logarithms, by least squares: 1 is proportional, 0 is constant."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def _read(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _asked_table(asked: Sequence[Row]) -> str:
    def cells(row: Row) -> tuple[str, ...]:
        times = (f"{float(row['p50']):.0f}", f"{float(row['p95']):.0f}", f"{float(row['rate']):.1f}", row["failed"])
        held = (f"{float(row['web']):.0f}", f"{float(row['store']):.0f}" if float(row["store"]) else "")
        return row["passages"], row["vectors"], row["chroma"], row["users"], *times, *held

    return _table(ASKED_HEAD, map(cells, asked))


def _bare_table(asked: Sequence[Row], parts: Sequence[Row]) -> str:
    """Each index with its parts, and one user's search as a multiple of their sum."""
    alone = {row["vectors"]: row for row in _alone(asked, "embedded")}

    def cells(row: Row) -> tuple[str, ...]:
        search = float(alone[row["vectors"]]["p50"])
        least = sum(float(row[name]) for name in ("embedding", "neighbours", "words"))
        times = (f"{float(row[name]):.1f}" for name in ("embedding", "neighbours", "words", "scan"))
        opened = f"{float(alone[row['vectors']]['opened']):.0f}"
        return row["passages"], row["vectors"], *times, f"{search:.0f}", f"{search / least:.1f}", opened

    return _table(BARE_HEAD, [cells(row) for row in parts if row["vectors"] in alone])


def _exponents(asked: Sequence[Row], parts: Sequence[Row]) -> str:
    lines = []
    for name, windows in (("with windows", True), ("one vector a passage", False)):
        whole = [row for row in _alone(asked, "embedded") if (row["passages"] != row["vectors"]) is windows]
        bare = [row for row in parts if (row["passages"] != row["vectors"]) is windows]
        if len(whole) > 1:
            told = f"{_told(whole, EXPONENTS)}, {_told(bare, BARE_EXPONENTS)}"
            lines.append(f"Exponents, {name}, {whole[0]['passages']} to {whole[-1]['passages']} passages: {told}")
    return "\n".join(lines)


def _told(rows: Sequence[Row], names: Iterable[str]) -> str:
    sizes = [float(row["passages"]) for row in rows]
    if len(sizes) < 2:  # noqa: PLR2004 — a line goes through two points
        return ""
    return ", ".join(f"{name} {exponent(sizes, [float(row[name]) for row in rows]):.2f}" for name in names)


def _alone(asked: Sequence[Row], way: str) -> list[Row]:
    return [row for row in asked if row["users"] == "1" and row["chroma"] == way]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def _draw(asked: Sequence[Row], parts: Sequence[Row], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.fonttype"] = "none"  # words stay words: a tenth of the size
    from matplotlib import pyplot as plt

    figure, (times, rates, memory) = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")

    def line(axis: object, rows: Sequence[Row], x: str, y: str | Callable[[Row], float], **look: object) -> None:
        values = [float(row[y]) if isinstance(y, str) else y(row) for row in rows]
        axis.plot([float(row[x]) for row in rows], values, marker="o", markersize=3, **look)  # type: ignore[attr-defined]

    for way, colour in COLOURS.items():
        rows = _alone(asked, way)
        line(times, rows, "vectors", "p50", color=colour, label=f"search, {way}")
        line(memory, rows, "vectors", lambda row: float(row["web"]) + float(row["store"]), color=colour, label=way)
        for number, vectors in enumerate(dict.fromkeys(row["vectors"] for row in asked)):
            same = [row for row in asked if row["vectors"] == vectors and row["chroma"] == way]
            look = {"color": f"C{number}", "linestyle": "-" if way == "embedded" else ":"}
            line(rates, same, "users", "rate", label=f"{int(vectors):,}" if way == "embedded" else None, **look)
    for name in ("embedding", "neighbours", "words", "scan"):
        line(times, parts, "vectors", name, linestyle="--", linewidth=1, label=name)
    times.set(title="one user: p50, ms", xlabel="vectors", xscale="log", yscale="log")
    rates.set(title="searches a second (dotted: server)", xlabel="users", xscale="log")
    memory.set(title="memory, web and Chroma, MB", xlabel="vectors", xscale="log")
    memory.set_ylim(bottom=0)
    for axis in (times, rates, memory):
        axis.grid(alpha=0.3)
        axis.legend(fontsize=6)
    figure.savefig(path, metadata={"Date": None})
