"""`rendered.json`: what each file was made from, so that a text corrected and not rendered again is noticed.

Needs none of the rendering libraries: the check runs in CI.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from evals.publications.publication import TEXTS, Publication
from evals.publications.workbook import read_tables
from indexer.catalogue import CATALOGUE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LEDGER = "rendered.json"

# Raise it when the code of a renderer changes what it writes; templates and styles are taken into account anyway.
RENDERER_VERSION = 1

_APPEARANCE = {".pdf": ("print.html", "print.css"), ".html": ("webpage.html",)}
_NOT_PUBLICATIONS = {CATALOGUE_NAME, LEDGER, "README.md", "LICENCE.md"}


@dataclass(frozen=True, slots=True)
class Stale:
    """A file that does not stand for its text: `reason` is `missing`, `changed` or `unknown`."""

    file: str
    reason: str


def digest(publication: Publication) -> str:
    """Sum up all that a rendered file depends on: text, catalogue entry, appearance, renderer version (sha256)."""
    entry = publication.entry.model_dump_json(exclude={"audience"})  # who may read it changes nothing of the file
    parts = [publication.source.read_bytes(), entry.encode(), str(RENDERER_VERSION).encode()]
    if publication.source.suffix == ".yaml":
        parts.append(read_tables(publication.source).taken_from().encode())
    names = _APPEARANCE.get(publication.target.suffix, ())
    parts += [resources.files(__package__).joinpath(name).read_bytes() for name in names]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def read_ledger(corpus: Path) -> dict[str, str]:
    """Read the digest of each rendered file, by its path in the corpus; empty when nothing was rendered yet."""
    path = corpus / LEDGER
    if not path.is_file():
        return {}
    return {str(file): str(value) for file, value in json.loads(path.read_text(encoding="utf-8")).items()}


def write_ledger(corpus: Path, digests: dict[str, str]) -> None:
    """Write the digests, sorted by file."""
    text = json.dumps(digests, ensure_ascii=False, indent=1, sort_keys=True)
    (corpus / LEDGER).write_text(text + "\n", encoding="utf-8")


def stale_files(corpus: Path, publications: Iterable[Publication], also: Iterable[str] = ()) -> list[Stale]:
    """List the files to render again, and those that no entry of the catalogue explains.

    Args:
        corpus: The corpus folder.
        publications: All those of its catalogue.
        also: Files of the corpus, relative to it, that are there without being publications.
    """
    listed = list(publications)
    known = read_ledger(corpus)
    stale = []
    for publication in listed:
        file = publication.entry.file
        if not publication.target.is_file():
            stale.append(Stale(file, "missing"))
        elif known.get(file) != digest(publication):
            stale.append(Stale(file, "changed"))
    expected = {publication.entry.file for publication in listed} | set(also) | _NOT_PUBLICATIONS
    return stale + [Stale(file, "unknown") for file in _files(corpus) if file not in expected]


def _files(corpus: Path) -> list[str]:
    found = (path.relative_to(corpus) for path in corpus.rglob("*") if path.is_file())
    return sorted(str(path.as_posix()) for path in found if path.parts[0] != TEXTS)
