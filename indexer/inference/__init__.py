"""Metadata that no catalogue tells, read off the file; wrong is worse than empty.

`infer` reads them, `complete` puts them where the catalogue leaves a blank and says so in `Metadata.inferred`.
Measured on the catalogued publications: `python -m evals.inference`.

May not enter: guesses: a field that the file does not tell stays empty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from indexer.documents import Metadata
from indexer.inference.dates import date_of
from indexer.inference.evidence import evidence_of
from indexer.inference.kinds import kind_of
from indexer.inference.places import territory_of
from indexer.inference.publishers import publisher_of
from indexer.inference.themes import themes_of
from indexer.territories import territories

if TYPE_CHECKING:
    from pathlib import PurePath

    from indexer.documents import Reading

FIELDS: Final = ("title", "kind", "publisher", "year", "date", "themes", "territory", "territory_code")
"""Fields of `Metadata` that can be read off a file."""


def infer(path: PurePath, reading: Reading) -> Metadata:
    """What a file tells of itself.

    Args:
        path: Of the file below its source folder (the document's public name): folders and name say something too.
        reading: What its reader found.

    Returns:
        Fields that nothing tells are empty; `inferred` names the others.
    """
    evidence = evidence_of(path, reading)
    kind = kind_of(evidence)
    year, date = date_of(evidence, kind)
    territory, code = territory_of(evidence)
    found = Metadata(
        title=evidence.title,
        kind=kind,
        publisher=publisher_of(evidence),
        year=year,
        date=date,
        themes=themes_of(evidence),
        territory=territory,
        territory_code=code,
    )
    return replace(found, inferred=tuple(name for name in FIELDS if getattr(found, name)))


def complete(known: Metadata | None, inferred: Metadata) -> Metadata:
    """The catalogue's metadata, its blanks filled with what the file tells.

    Fields that go together never come from two places: a day only completes the catalogue's year when it is in that
    year, and a territory that the catalogue names gets the code of that name.

    Args:
        known: From the catalogue; `None` when it does not name the file.
        inferred: From `infer`.
    """
    if known is None:
        return inferred
    filled = {name: getattr(inferred, name) for name in FIELDS if not getattr(known, name) and getattr(inferred, name)}
    if known.date:
        filled |= {"year": known.year or int(known.date[:4])}
    elif known.year and not inferred.date.startswith(str(known.year)):
        filled.pop("date", None)
    if known.territory and not known.territory_code:
        place = territories().resolve(known.territory).certain
        filled["territory_code"] = place.code if place else ""
    told = {name: value for name, value in filled.items() if value and value != getattr(known, name)}
    return replace(known, **told, inferred=tuple(name for name in FIELDS if name in told))
