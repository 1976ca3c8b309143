"""Atheris, guided by what each file makes the readers do: found by hand, kept as a case of `tests/hostile`.

    .venv/bin/python -m pip install atheris                     (Python 3.11 on Linux: version 3.0.0 has wheels for it)
    PYTHONPATH=.:tests .venv/bin/python tests/fuzz/readers.py .rtf -max_total_time=600

The first argument is a format, the others libFuzzer's. It starts from the seed of the format and stops at the first file
that harms: anything but one of our errors, or more than a few seconds. What it found is written beside as `crash-…`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["indexer"]):
    import indexer.reading

    for module in pkgutil.walk_packages(indexer.reading.__path__, "indexer.reading."):
        importlib.import_module(module.name)  # readers are imported when they are wanted
    from indexer.errors import SourceError
    from indexer.passages import split
    from indexer.reading import SUPPORTED, read
    from indexer.reading.options import ReadingOptions

from hostile.seeds import SEEDS

SECONDS = 10
MEGABYTES = 3000


def main() -> None:
    """Fuzzes the reader of the format that is named."""
    suffix = sys.argv[1]
    if suffix not in SUPPORTED:
        sys.exit(f"one of {', '.join(SUPPORTED)}")
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / "corpus"
        corpus.mkdir()
        (corpus / "seed").write_bytes(SEEDS[suffix])
        path = Path(place) / f"fichier{suffix}"

        def one(data: bytes) -> None:
            path.write_bytes(data)
            try:
                reading = read(path, ReadingOptions(ocr=False))
            except SourceError:
                return
            split(path.name, reading.title or "Titre", reading.blocks)

        limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
        atheris.Setup([sys.argv[0], *limits, *sys.argv[2:], str(corpus)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
