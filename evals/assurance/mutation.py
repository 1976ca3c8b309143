"""What a fault of the core would be noticed by: mutmut's, in citations, retrieval, publishing and accounts.

    python -m evals.assurance.mutation [--one-in N] [--of MODULE …] [--kept]

mutmut (pyproject.toml says of which modules, and by which tests) makes small faults, thousands of them, and runs for
each the tests that reach it: minutes for one in eight, an hour or two for all. Which are drawn depends on their names
alone. `--of` keeps to modules whose path has these words, `--kept` tells of those that were tried already. A fault that
no test reaches counts as one that is not noticed. Needs the extra `mutation`, and a system with fork.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import Final

from scipy.stats import binomtest

MADE: Final = Path("mutants")
"""Where mutmut copies the code and keeps its results."""
NOTICED: Final = frozenset({1, 3, 24, 36, 152, 255, -24})
"""Exit codes of mutmut 3.8: a test failed, pytest itself did, or it took far longer than it should."""
SURVIVED: Final = 0
UNREACHED: Final = frozenset({5, 33})


def results() -> dict[str, dict[str, int | None]]:
    """By module, each fault's exit code; `None` for those that were not tried."""
    found = {}
    for path in sorted(MADE.rglob("*.meta")):
        codes: dict[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if codes:
            found[path.relative_to(MADE).as_posix().removesuffix(".meta")] = codes
    return found


def drawn(names: list[str], one_in: int) -> list[str]:
    """About one name in so many, the same ones each time."""
    return [name for name in names if zlib.crc32(name.encode()) % one_in == 0]


def chosen(found: dict[str, dict[str, int | None]], words: list[str]) -> dict[str, dict[str, int | None]]:
    """Modules whose path has one of these words; all where there is none."""
    return {module: codes for module, codes in found.items() if not words or any(word in module for word in words)}


def table(tried: dict[str, Counter[str]]) -> list[str]:
    """Lines of Markdown: a module each, then all of them with the interval of their share (Wilson, 95 %)."""
    lines = ["| module | faults tried | noticed | not reached | share |", "|---|---|---|---|---|"]
    whole: Counter[str] = Counter()
    for module, counts in tried.items():
        lines.append(_row(module, counts))
        whole += counts
    n = whole.total()
    low, high = binomtest(whole["noticed"], n).proportion_ci(method="wilson") if n else (0.0, 1.0)
    return [*lines, f"{_row('**all**', whole)[:-2]} [{low:.3f} ; {high:.3f}] |"]


def _row(name: str, counts: Counter[str]) -> str:
    n = counts.total()
    share = f"{counts['noticed'] / n:.3f}" if n else "—"
    return f"| {name} | {n} | {counts['noticed']} | {counts['unreached']} | {share} |"


def sorted_out(found: dict[str, dict[str, int | None]], one_in: int) -> dict[str, Counter[str]]:
    """How many of those drawn were noticed, survived or were not reached, by module; the others aside."""
    tried = {}
    for module, codes in found.items():
        counts: Counter[str] = Counter()
        for name in drawn(list(codes), one_in):
            code = codes[name]
            if code is not None:
                counts["noticed" if code in NOTICED else "unreached" if code in UNREACHED else "survived"] += 1
        tried[module] = counts
    return tried


def main() -> None:
    """Makes the faults, tries those drawn, prints the table and the survivors."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--one-in", type=int, default=8)
    asked.add_argument("--of", nargs="+", default=[], metavar="MODULE")
    asked.add_argument("--kept", action="store_true")
    told = asked.parse_args()
    mutmut = [sys.executable, "-m", "mutmut", "run", "--max-children", "2"]
    if not told.kept:
        shutil.rmtree(MADE, ignore_errors=True)
        # A name that is nobody's: the faults are made, and none is tried yet.
        subprocess.run([*mutmut, "no.such.fault"], check=False, capture_output=True)  # noqa: S603 — our own command
        names = drawn([name for codes in chosen(results(), told.of).values() for name in codes], told.one_in)
        subprocess.run([*mutmut, *names], check=False)  # noqa: S603 — likewise
    found = chosen(results(), told.of)
    print("\n".join(table(sorted_out(found, told.one_in))))
    for codes in found.values():
        for name in drawn(list(codes), told.one_in):
            if codes[name] == SURVIVED:
                print("survived:", name)


if __name__ == "__main__":
    main()
