"""`python -m evals.publications.survey`: the survey's files, published aggregates and synthetic answers.

The workbook of what was published is a publication like the others (`texts/enquete-qpv-cls-2025-resultats.yaml`),
as are the two files of key figures and acronyms. The synthetic answer sheet is no publication: the catalogue
excludes it from the index.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evals.publications.__main__ import main as render
from evals.publications.synthetic_survey import write_survey

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLES = ("enquete-qpv-cls-2025-resultats", "chiffres-qpv-et-clsm", "sigles")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code (0 fine, 1 something failed, 2 usage)."""
    parser = argparse.ArgumentParser(prog="python -m evals.publications.survey", description="Write the survey files.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="corpus folder (default: corpus)")
    corpus: Path = parser.parse_args(arguments).corpus
    for path in write_survey(corpus):
        print(path.relative_to(corpus).as_posix())
    return max(render(["--corpus", str(corpus), "--only", name]) for name in TABLES)


if __name__ == "__main__":
    sys.exit(main())
