"""The report's plots, as SVG to stand inside a page. Without matplotlib (extra `evals`) there are none."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from evals.certainty import classes
from evals.messages import CALIBRATION_AXES, LATENCY_AXIS, label, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes

    from evals.runs import Run
    from evals.tallies import Measure

INK = "#123f52"


def intervals(measures: Mapping[str, Measure]) -> str:
    """Each measure with its confidence interval, from 0 to 1."""
    kept = [(name, m, m.low, m.high) for name, m in measures.items() if m.low is not None and m.high is not None]

    def draw(axes: Axes) -> None:
        values = [m.value for _, m, _, _ in kept]
        below = [max(0.0, m.value - low) for _, m, low, _ in kept]
        above = [max(0.0, high - m.value) for _, m, _, high in kept]
        heights = list(range(len(kept)))[::-1]
        axes.errorbar(values, heights, xerr=[below, above], fmt="o", color=INK, capsize=3)
        axes.set_yticks(heights, [label(name) for name, *_ in kept])
        axes.set_xlim(min([0.0, *(v - b for v, b in zip(values, below, strict=True))]), 1.02)
        axes.grid(axis="x", alpha=0.3)

    return svg(draw, width=9, height=0.6 + 0.28 * len(kept)) if kept else ""


def latencies(runs: Sequence[Run]) -> str:
    """How many answers took how long, in bare embeddings of the same run."""
    bare = float(np.median([run.embedding_seconds for run in runs]))

    def draw(axes: Axes) -> None:
        times = np.array([run.seconds for run in runs]) / bare
        axes.hist(times, bins=30, color=INK)
        for percentile in (50, 95):
            at = float(np.percentile(times, percentile))
            axes.axvline(at, color="#b3261e", linewidth=1)
            axes.annotate(f" p{percentile} = {number(at, 1)}", (at, axes.get_ylim()[1]), va="top")
        axes.set_xlabel(LATENCY_AXIS)

    return svg(draw, width=9, height=2.6)


def calibration(pairs: Sequence[tuple[float, bool]]) -> str:
    """Announced chance of an answer against the share of questions that have one; empty without any chance told."""

    def draw(axes: Axes) -> None:
        of_classes = classes(pairs)
        axes.plot([0, 1], [0, 1], color="#999", linewidth=1)
        axes.plot([of.told for of in of_classes], [of.met for of in of_classes], marker="o", color=INK)
        axes.set_xlabel(CALIBRATION_AXES[0])
        axes.set_ylabel(CALIBRATION_AXES[1])

    return svg(draw, width=4.5, height=4) if pairs else ""


def svg(draw: Callable[[Axes], None], *, width: float, height: float) -> str:
    """A drawing as an `<svg>` element, the same bytes for the same figures; empty without matplotlib.

    Args:
        draw: Draws on the axes given.
        width: Inches.
        height: Inches.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        return ""
    with rc_context({"svg.hashsalt": "reperes", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
        draw(axes)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    text = written.getvalue()
    return text[text.index("<svg") :]
