"""Inferred metadata against the catalogue's, field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from indexer.catalogue import load_catalogue
from indexer.french import without_accents
from indexer.inference import infer
from indexer.reading import read
from indexer.territories import territories
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from indexer.documents import Metadata, Reading


@dataclass(frozen=True, slots=True)
class Case:
    """A catalogued publication.

    Attributes:
        doc: Its path below the corpus.
        known: Its catalogue entry.
        reading: Its file, read.
    """

    doc: str
    known: Metadata
    reading: Reading


@dataclass(frozen=True, slots=True)
class Score:
    """How one field was inferred; counts of values (a publication has several themes).

    Attributes:
        right: Inferred, and as catalogued.
        inferred: Inferred.
        known: Catalogued.
    """

    right: int
    inferred: int
    known: int

    @property
    def precision(self) -> float:
        """Share of what is inferred that is right, 0–1; 1 when nothing is inferred."""
        return self.right / self.inferred if self.inferred else 1.0

    @property
    def recall(self) -> float:
        """Share of what is catalogued that is found, 0–1; 1 when nothing is catalogued."""
        return self.right / self.known if self.known else 1.0


def cases(corpus: Path) -> list[Case]:
    """The catalogued publications of a folder, read."""
    catalogue = load_catalogue(corpus)
    found = []
    for doc in sorted(catalogue.entries):
        known = catalogue.metadata(doc)
        if known:
            found.append(Case(doc, known, read(corpus / doc)))
    return found


def bare(case: Case) -> Case:
    """The case without its folder and the file's properties, so that only words are left to infer from."""
    reading = replace(case.reading, author="", year=None, date="")
    return replace(case, doc=PurePosixPath(case.doc).name, reading=reading)


def inferred(case: Case) -> Metadata:
    """What is inferred of a case, its catalogue entry hidden."""
    return infer(PurePosixPath(case.doc), case.reading)


def measured(cases: Sequence[Case], found: Sequence[Metadata]) -> dict[str, Score]:
    """Score of each field."""
    pairs = [(case.known, metadata) for case, metadata in zip(cases, found, strict=True)]
    return {
        "title": _score((level(known.title), level(got.title)) for known, got in pairs),
        "kind": _score((known.kind, got.kind) for known, got in pairs),
        "publisher": _score((publisher(known.publisher), publisher(got.publisher)) for known, got in pairs),
        "year": _score((str(known.year or ""), str(got.year or "")) for known, got in pairs),
        "date": _score((known.date, got.date) for known, got in pairs),
        "themes": Score(
            sum(len({*known.themes} & {*got.themes}) for known, got in pairs),
            sum(len(got.themes) for _, got in pairs),
            sum(len(known.themes) for known, _ in pairs),
        ),
        "territory": _score((level(known.territory), level(got.territory)) for known, got in pairs),
        "territory_code": _score((code(known.territory), got.territory_code) for known, got in pairs),
    }


def _score(pairs: Iterable[tuple[str, str]]) -> Score:
    listed = list(pairs)
    right = sum(bool(got) and known == got for known, got in listed)
    return Score(right, sum(bool(got) for _, got in listed), sum(bool(known) for known, _ in listed))


def level(text: str) -> str:
    """Letters and digits without accents or case, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", without_accents(text)))


def publisher(name: str) -> str:
    """A publisher's name with its acronyms in full, so that « CNV » is « Conseil national des villes »."""
    expansions = {level(a.acronym): level(a.expansion) for a in acronyms()}
    return " ".join(expansions.get(word, word) for word in level(name).split())


def code(territory: str) -> str:
    """Code of a catalogued territory; empty when it is not one place of the official geography."""
    place = territories().resolve(territory).certain if territory else None
    return place.code if place else ""
