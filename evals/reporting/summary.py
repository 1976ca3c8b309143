"""The run as a Markdown comment for a pull request, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals import messages
from evals.messages import label, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evals.reporting.verdict import Verdict
    from evals.tallies import Fall, Key, Measure


def summary(verdict: Verdict) -> str:
    """Verdict first, then what changed, then every measure."""
    lines = [f"## {messages.TITLE}", "", heading(verdict), "", *_outcome(verdict), ""]
    if verdict.compared:
        lines += [f"### {messages.COMPARED}", "", *filter(None, [verdict.note])]
        lines += [*_table(messages.COMPARED_COLUMNS, map(compared_row, *zip(*verdict.compared.items(), strict=True)))]
        lines += ["", messages.COMPARED_NOTE, ""]
    lines += [f"### {messages.MEASURES}", ""]
    rows = [(suite, *measure_row(name, measure)) for (suite, name), measure in verdict.measures.items()]
    lines += _table((messages.SUITE_COLUMN, *messages.COLUMNS), rows)
    return "\n".join(lines) + "\n"


def heading(verdict: Verdict) -> str:
    """When, on which commit, corpus and model."""
    return messages.SUBTITLE.format(
        date=verdict.date,
        commit=verdict.commit or "–",
        corpus=verdict.manifest.corpus_digest[:12],
        model=verdict.manifest.embedding_model,
    )


def _outcome(verdict: Verdict) -> list[str]:
    if not verdict.failures:
        return [messages.VERDICT_FINE]
    return [messages.VERDICT_FAILED, "", *(f"- {failure}" for failure in verdict.failures)]


def measure_row(name: str, measure: Measure) -> tuple[str, ...]:
    """Name, value, interval and n, as printed."""
    bounds = "" if measure.low is None or measure.high is None else f"{number(measure.low)} – {number(measure.high)}"
    return label(name), number(measure.value), bounds, str(measure.n)


def compared_row(key: Key, fall: Fall) -> tuple[str, ...]:
    """Suite, name, value before and now, p and n, as printed."""
    suite, name = key
    return suite, label(name), number(abs(fall.before)), number(abs(fall.after)), number(fall.p), str(fall.n)


def _table(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
