"""`python -m evals.publications`: render the corpus, or check that it is rendered.

Exit codes: 0 fine; 1 something failed, or a file does not stand for its text; 2 usage.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evals.publications.ledger import digest, read_ledger, stale_files, write_ledger
from evals.publications.publication import Publication, read_catalogue
from evals.publications.synthetic_survey import SURVEY, SURVEY_CODEBOOK, SURVEY_NOTICE
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.publications", description="Render the corpus.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="corpus folder (default: corpus)")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--only", metavar="ID", help="render this publication only")
    choice.add_argument("--check", action="store_true", help="render nothing; fail when a file is missing or stale")
    options = parser.parse_args(arguments)
    try:
        publications = read_catalogue(options.corpus)
        if options.check:
            return _check(options.corpus, publications)
        chosen = [one for one in publications if options.only in {None, one.entry.id}]
        if not chosen:
            parser.error(f"no publication with id {options.only!r}")
        return _render(options.corpus, publications, chosen)
    except ReperesError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


def _check(corpus: Path, publications: Sequence[Publication]) -> int:
    stale = stale_files(corpus, publications, also=(SURVEY, SURVEY_NOTICE, SURVEY_CODEBOOK))
    for file in stale:
        print(f"{file.reason}: {file.file}", file=sys.stderr)
    print(f"{len(publications)} publications, {len(stale)} files to look at")
    return 1 if stale else 0


def _render(corpus: Path, publications: Sequence[Publication], chosen: Sequence[Publication]) -> int:
    files = {publication.entry.file for publication in publications}
    digests = {file: value for file, value in read_ledger(corpus).items() if file in files}
    try:
        from evals.publications.rendering import render

        for publication in chosen:
            render(publication)
            digests[publication.entry.file] = digest(publication)
            print(publication.entry.file)
    except (ImportError, OSError) as error:
        print(f"{error}\nIs the extra `corpus` installed, with the system libraries of WeasyPrint?", file=sys.stderr)
        return 1
    finally:
        write_ledger(corpus, digests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
