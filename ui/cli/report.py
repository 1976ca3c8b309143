"""The report of an indexing: as text, as the JSON object of the contract, as a page that says what to do."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.maintenance import reports
from indexer.messages import BLIND_REMEDY, KEPT, REMARKS, SKIPPED, sentence
from indexer.room import writing_error
from ui.cli import messages
from ui.cli.output import written
from ui.typography import french

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.report import Failure, IndexReport

FOLDER = reports.FOLDER
CHOSEN = frozenset({"excluded", "not_selected"})
"""Reasons to leave a file aside that somebody chose: told as a count."""
KEPT_REPORTS = 20
"""Reports kept in the data folder, each as a page and as JSON."""


def report_json(report: IndexReport) -> dict[str, object]:
    """The object of `index --json`: every file found is in exactly one list."""
    moved = {r.doc: remark_sentence(r.code, r.values) for r in report.remarks if r.code == "moved"}
    return {
        **{
            name: [{"doc": doc, **({"reason": moved[doc]} if doc in moved else {})} for doc in getattr(report, name)]
            for name in ("added", "changed", "unchanged", "removed")
        },
        "failed": [{"doc": failure.doc, "reason": failure_reason(failure)} for failure in report.failed],
        "skipped": [{"doc": doc, "reason": SKIPPED[code]} for doc, code in report.skipped],
        "remarks": [
            {"doc": remark.doc, "code": remark.code, "reason": remark_sentence(remark.code, remark.values)}
            for remark in report.remarks
        ],
        "evals": [
            {"name": delta.name, "before": delta.before, "after": delta.after, "n": delta.n} for delta in report.evals
        ],
        "generation": report.generation,
        "documents": report.documents,
        "passages": report.passages,
        "embedded": report.embedded,
        "seconds": report.seconds,
        "dry_run": report.dry_run,
    }


def failure_reason(failure: Failure) -> str:
    """Why a file failed, what to do, and what is served instead."""
    reason = sentence(failure.error)
    return KEPT.format(reason=reason) if failure.kept else reason


def remark_sentence(code: str, values: object) -> str:
    """A remark in words."""
    told: dict[str, object] = dict(values)  # type: ignore[call-overload]  # a mapping, as Remark has it
    return REMARKS[code].format(**told)


def shown(doc: str) -> str:
    """A path as it can be printed: what moves the cursor, turns the writing or cuts the line is spelt out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in doc)


def report_text(report: IndexReport, page: Path | None = None) -> str:
    """The report as people read it: what changed in full, what did not as a count.

    Args:
        report: What was done.
        page: Where the page to read stands, told last.
    """
    lines = [messages.DRY_RUN] if report.dry_run else []
    for title, docs in (
        (messages.ADDED, report.added),
        (messages.CHANGED, report.changed),
        (messages.REMOVED, report.removed),
    ):
        lines.append(f"{title} : {len(docs)}")
        lines.extend(f"  {shown(doc)}" for doc in docs)
    lines.append(f"{messages.UNCHANGED} : {len(report.unchanged)}")
    lines.append(f"{messages.SKIPPED} : {len(report.skipped)}")
    chosen = Counter(code for _, code in report.skipped if code in CHOSEN)
    lines.extend(f"  {count} × {SKIPPED[code]}" for code, count in chosen.items())
    lines.extend(f"  {shown(doc)} : {SKIPPED[code]}" for doc, code in report.skipped if code not in CHOSEN)
    lines.append(f"{messages.FAILED} : {len(report.failed)}")
    lines.extend(f"  {shown(failure.doc)} : {shown(failure_reason(failure))}" for failure in report.failed)
    if report.remarks:
        lines.append(f"{messages.REMARKS} : {len(report.remarks)}")
        lines.extend(f"  {shown(r.doc)} : {shown(remark_sentence(r.code, r.values))}" for r in report.remarks)
    if any(remark.code in {"blind", "garbled"} for remark in report.remarks):
        lines.append(BLIND_REMEDY)
    lines.extend(
        messages.EVAL_DELTA.format(name=d.name, before=d.before, after=d.after, change=d.after - d.before, n=d.n)
        for d in report.evals
    )
    if not report.documents:
        lines.append(messages.NOTHING_FOUND)
    if not report.dry_run:
        lines.append(
            messages.REPORT.format(
                generation=report.generation,
                documents=report.documents,
                passages=report.passages,
                seconds=str(report.seconds).replace(".", ","),
                embedded=report.embedded,
            )
        )
    if page is not None:
        lines.append(messages.REPORT_PAGE.format(path=page))
    return "\n".join(lines)


def report_page(report: IndexReport, when: datetime) -> str:
    """The report as one HTML file that needs nothing else."""
    loader = PackageLoader("ui.cli")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html").render(
        report=report,
        when=when,
        words=messages,
        skipped={code: french(reason) for code, reason in SKIPPED.items()},
        reason=lambda failure: french(failure_reason(failure)),
        remark=lambda code, values: french(remark_sentence(code, values)),
        shown=shown,
        remedy=BLIND_REMEDY,
        blind=any(remark.code in {"blind", "garbled"} for remark in report.remarks),
    )


def keep_report(report: IndexReport, data_dir: Path, beside: Path | None = None) -> Path:
    """Writes the report into the data folder, the oldest beyond `KEPT_REPORTS` going.

    Args:
        report: What was done.
        data_dir: The data folder.
        beside: Where to write the page as well.

    Returns:
        The page.

    Raises:
        WritingError: It cannot be written; what it tells is done all the same.
    """
    folder = data_dir / FOLDER
    now = datetime.now().astimezone()
    page = report_page(report, now)
    name = f"{now:%Y%m%dT%H%M%S%f}"
    try:
        folder.mkdir(exist_ok=True)
        for path, content in (
            (folder / f"{name}.html", page),
            (folder / f"{name}.json", json.dumps(report_json(report), ensure_ascii=False, indent=1)),
            *([(beside, page)] if beside is not None else []),
        ):
            with written(path, "backslashreplace") as stream:
                stream.write(content)
        for old in sorted(folder.glob("*.*"))[: -2 * KEPT_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError as exc:
        raise writing_error(exc.filename or folder, exc) from exc
    return folder / f"{name}.html"
