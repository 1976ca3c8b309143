"""`python -m evals.inference [--corpus DIR] [--wrong]`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from evals.inference.measuring import Case, bare, cases, inferred, measured

if TYPE_CHECKING:
    from indexer.documents import Metadata

ROW = "{name:15} {precision:9.3f} {recall:7.3f}  right {right:3}  inferred {inferred:3}  catalogued {known:3}"


def main() -> None:
    """Prints precision and recall of every field, as filed and from the words alone."""
    parser = argparse.ArgumentParser(prog="python -m evals.inference")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--wrong", action="store_true", help="also list what is wrong")
    options = parser.parse_args()
    filed = cases(options.corpus)
    for label, listed in (("As filed", filed), ("Words alone: no folder, no properties", list(map(bare, filed)))):
        found = list(map(inferred, listed))
        print(f"{label}, n = {len(listed)} publications\n{'field':15} precision  recall")
        for name, score in measured(listed, found).items():
            print(
                ROW.format(
                    name=name,
                    precision=score.precision,
                    recall=score.recall,
                    right=score.right,
                    inferred=score.inferred,
                    known=score.known,
                )
            )
        if options.wrong:
            _print_wrong(listed, found)
        print()


def _print_wrong(listed: list[Case], found: list[Metadata]) -> None:
    for case, got in zip(listed, found, strict=True):
        for name, score in measured([case], [got]).items():
            if score.inferred > score.right:
                print(f"  {name}: {getattr(got, name)!r}, catalogued {getattr(case.known, name)!r} ({case.doc})")


if __name__ == "__main__":
    main()
