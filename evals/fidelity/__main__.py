"""`python -m evals.fidelity`: measure how faithfully PDF files are read.

Exit codes: 0 fine; 1 something failed; 2 usage.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from evals.fidelity.layouts import Sample, samples
from evals.fidelity.measures import Fidelity, measure, on_pages
from evals.fidelity.scans import scan
from indexer.errors import ReperesError
from indexer.reading import read
from indexer.reading.ocr import ocr_available
from indexer.reading.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCANNED_FILES, _SCANNED_PAGES = 2, 4
"""For each layout: so many files, so many pages in a row of each, from the second on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.fidelity", description="Measure the reading of PDF files.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="corpus folder (default: corpus)")
    parser.add_argument("--ocr", action="store_true", help="also measure scans of a sample of pages (minutes)")
    parser.add_argument("--layout", help="measure the files of this layout only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    if options.ocr and ocr_available() is None:
        print("tesseract with French (tesseract-ocr-fra) is not installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = samples(options.corpus, Path(folder), options.layout)
        except (ReperesError, ImportError, OSError) as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            return 1
        if not found:
            parser.error(f"no file has the layout {options.layout!r}")
        start = time.perf_counter()
        figures = {"text": read_files(found)}
        if options.ocr:
            figures["scan"] = read_scans(found, Path(folder))
        seconds = time.perf_counter() - start
    _show(figures, seconds, as_json=options.json)
    return 0


def read_files(found: Sequence[Sample]) -> dict[str, Fidelity]:
    """Measure files by their text layer; for each layout, and for all."""
    figures: dict[str, Fidelity] = defaultdict(Fidelity)
    for sample in found:
        figures[sample.layout] += measure(read(sample.path, ReadingOptions(ocr=False)), sample.source, sample.running)
    return _with_total(figures)


def read_scans(found: Sequence[Sample], folder: Path) -> dict[str, Fidelity]:
    """Measure scans of some pages of some files of each layout.

    Args:
        found: All files.
        folder: Where the scans are written.
    """
    figures: dict[str, Fidelity] = defaultdict(Fidelity)
    by_layout: dict[str, list[Sample]] = defaultdict(list)
    for sample in found:
        by_layout[sample.layout].append(sample)
    for layout, files in by_layout.items():
        for number, sample in enumerate(files[:_SCANNED_FILES]):
            reading = read(sample.path, ReadingOptions(ocr=False))
            last = reading.pages or 1
            first = min(2, last)
            pages = range(first, min(last, first + _SCANNED_PAGES - 1) + 1)
            scanned = scan(sample.path, pages, folder / f"{layout}-{number}.scan.pdf")
            source = on_pages(sample.source, reading, pages)
            figures[layout] += measure(read(scanned), source, sample.running)
    return _with_total(figures)


def _with_total(figures: Mapping[str, Fidelity]) -> dict[str, Fidelity]:
    return {**figures, "all": sum(figures.values(), Fidelity())}


def _show(figures: Mapping[str, Mapping[str, Fidelity]], seconds: float, *, as_json: bool) -> None:
    if as_json:
        rates = {
            medium: {
                layout: asdict(found) | {"character_error_rate": round(found.character_error_rate, 5)}
                for layout, found in layouts.items()
            }
            for medium, layouts in figures.items()
        }
        print(json.dumps(rates | {"seconds": round(seconds, 1)}, indent=2))
        return
    print(f"{'':5}{'layout':14}{'pages':>6}{'CER':>9}{'lost':>9}{'order':>9}{'leaked':>9}{'tables':>9}{'notes':>9}")
    for medium, layouts in figures.items():
        for layout, found in layouts.items():
            print(
                f"{medium:5}{layout:14}{found.pages:6}{found.character_error_rate:9.4f}"
                f"{f'{found.lost}/{found.units}':>9}{f'{found.disordered}/{found.units}':>9}"
                f"{f'{found.leaked}/{found.running}':>9}{f'{found.intact}/{found.tables}':>9}"
                f"{f'{found.kept}/{found.notes}':>9}"
            )
    print(f"{seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
