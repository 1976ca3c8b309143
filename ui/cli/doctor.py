"""`reperes doctor`: each finding as it comes, the remedy below what is wrong."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assistant.doctor import configured
from assistant.doctor import messages as words
from assistant.doctor.examining import examine, worst
from assistant.doctor.model import Finding, Level, problem
from ui.cli import messages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKS: Final = {Level.OK: "✓", Level.ATTENTION: "!", Level.PROBLEM: "✗"}


def run_doctor(data_dir: Path | None, *, as_json: bool) -> int:
    """Looks at everything; gives the exit code: 1 when something does not work.

    Args:
        data_dir: In the place of the one that is set.
        as_json: One object instead of lines.
    """
    found: list[Finding] = []
    for finding in _findings(data_dir):
        found.append(finding)
        if not as_json:
            print(f"{MARKS[finding.level]} {finding.sentence}", flush=True)
            if finding.remedy:
                print(f"  → {finding.remedy}", flush=True)
    level = worst(found)
    if as_json:
        print(json.dumps({"level": level, "findings": [asdict(each) for each in found]}, ensure_ascii=False))
    else:
        print(messages.DOCTOR[level].format(count=sum(each.level is not Level.OK for each in found)))
    sys.stdout.flush()
    return int(level is Level.PROBLEM)


def _findings(data_dir: Path | None) -> Iterator[Finding]:
    settings, faults = configured.read()
    yield from faults
    if settings is None:
        yield problem(configured.NAME, words.REST_WAITS, words.REST_WAITS_REMEDY)
        return
    yield from examine(settings.model_copy(update={"data_dir": data_dir} if data_dir else {}))
