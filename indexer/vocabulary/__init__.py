"""The field's own words, as data: acronyms and their meanings, synonyms, shorthand, themes, kinds of publication.

Loaded once, on first use. The files stand beside this module, so that an association can correct them without reading
code.

May not enter: code that knows a word by name: words are data.
"""

from __future__ import annotations

import csv
import functools
import io
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Acronym:
    """A « sigle ». The same one may come twice, with two meanings (ETP)."""

    acronym: str
    expansion: str
    expansion_plural: str
    definition: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an acronym may stand for, when it has several meanings.

    Attributes:
        acronym: As written.
        words: In full.
        context: Words that tell that this is what is meant.
    """

    acronym: str
    words: str
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A « thème »: `slug` in files and URLs, `label` for readers."""

    slug: str
    label: str
    description: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of publication, such as « note de synthèse »."""

    slug: str
    label: str
    label_plural: str
    folder: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


@functools.cache
def acronyms() -> tuple[Acronym, ...]:
    """All acronyms, in the file's order (alphabetical)."""
    return tuple(
        Acronym(r["acronym"], r["expansion"], r["expansion_plural"], r["definition_fr"], _parts(r["synonyms"], "|"))
        for r in _rows("acronyms.csv")
    )


@functools.cache
def meanings() -> dict[str, tuple[Meaning, ...]]:
    """Acronyms with several meanings → these, the field's own first."""
    found: dict[str, list[Meaning]] = {}
    for r in _rows("meanings.csv"):
        found.setdefault(r["acronym"], []).append(Meaning(r["acronym"], r["words"], _parts(r["context"], "|")))
    return {acronym: tuple(several) for acronym, several in found.items()}


@functools.cache
def shorthand() -> dict[str, str]:
    """Spellings of text messages and the office (« bcp », « coordo ») → the word in full."""
    return {r["typed"]: r["words"] for r in _rows("shorthand.csv")}


@functools.cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that the field uses for one another."""
    return tuple(_parts(r["words"], "|") for r in _rows("synonyms.csv"))


@functools.cache
def themes() -> dict[str, Theme]:
    """Themes by slug, in the file's order."""
    return {
        r["slug"]: Theme(r["slug"], r["label_fr"], r["description"], _parts(r["keywords"], ";"))
        for r in _rows("themes.csv")
    }


@functools.cache
def kinds() -> dict[str, Kind]:
    """Kinds of publication by slug, in the file's order."""
    return {r["slug"]: Kind(r["slug"], r["label_fr"], r["label_plural_fr"], r["folder"]) for r in _rows("kinds.csv")}
