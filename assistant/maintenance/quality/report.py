"""The whole report on the quality of a generation, computed once and kept in the data folder."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assistant.maintenance.quality.cuts import cut_checks
from assistant.maintenance.quality.metadata import metadata_checks
from assistant.maintenance.quality.model import Check, Finding, Quality, Shelf
from assistant.maintenance.quality.pages import page_checks
from assistant.maintenance.quality.succession import succession_checks
from assistant.maintenance.quality.twins import twin_checks
from indexer.lasting import whole

if TYPE_CHECKING:
    from indexer.index import Index

FILE_NAME: Final = "quality.json"
VERSION: Final = 1
"""Of the checks: another one computes the report anew."""


def assess(index: Index) -> Quality:
    """Looks at all publications of a generation."""
    rows = index.rows_by_document
    shelf = Shelf(
        index.documents, {doc: tuple(index.passages[row] for row in rows.get(doc, ())) for doc in index.documents}
    )
    lengths = sorted(len(passage.text) for passage in index.passages) or [0]
    checks = (page_checks, metadata_checks, twin_checks, succession_checks, cut_checks)
    return Quality(
        generation=index.manifest.generation,
        documents=len(index.documents),
        passages=len(index.passages),
        pages=sum(document.pages or 0 for document in index.documents.values()),
        characters=(lengths[0], round(statistics.median(lengths)), lengths[-1]),
        checks=tuple(check for several in checks for check in several(shelf)),
    )


def kept(index: Index) -> Quality:
    """The same, read where it was kept; computed, and kept for all web processes, when it was not."""
    path = index.data_dir / FILE_NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if (raw.pop("version"), raw["generation"]) == (VERSION, index.manifest.generation):
            return _quality(raw)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # none yet, or of another time
    found = assess(index)
    try:
        with whole(path) as aside:
            aside.write_text(json.dumps({"version": VERSION, **asdict(found)}, ensure_ascii=False), encoding="utf-8")
    except OSError:
        pass  # it is computed again the next time
    return found


def _quality(raw: dict[str, object]) -> Quality:
    told: list[dict[str, object]] = raw.pop("checks")  # type: ignore[assignment]  # as kept above
    checks = tuple(
        Check(str(each["code"]), tuple(Finding(**of) for of in each["findings"]))  # type: ignore[attr-defined]  # likewise
        for each in told
    )
    lengths: list[int] = raw.pop("characters")  # type: ignore[assignment]  # likewise
    return Quality(**raw, characters=(lengths[0], lengths[1], lengths[2]), checks=checks)  # type: ignore[arg-type]  # likewise
