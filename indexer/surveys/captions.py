"""What the lines around a table tell of its question: wording, base, population, how many answers were allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.surveys.columns import Role, columns_of
from indexer.surveys.figures import find_base, parse_count, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.surveys.grids import Cell, Row
    from indexer.surveys.regions import Region

_MULTIPLE = re.compile(r"plusieurs reponses|choix multiples?|reponses multiples|total superieur a 100")
_ASKED = re.compile(r"^(?:question\s+|q\.?\s?)(\d+[a-z]?)\b\s*[.:)–—-]*\s*", re.IGNORECASE)
_TABLE_NUMBER = re.compile(r"^(?:tableau|graphique|figure)\s+[\divx]+\s*[.:–—-]*\s*", re.IGNORECASE)
_NOTES = re.compile(r"(source|note|lecture|remarque|nb)\b|base\s*:")
_POPULATION = re.compile(r"^(?:champ|population)\s*:\s*(.+)$", re.IGNORECASE)
_KEYS = re.compile(
    r"(question|intitule|libelle|enonce|base|effectif total|population|champ|annee|nombre de repondant\w*|n)\b[^?]*$"
)
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")


@dataclass(slots=True)
class Told:
    """What the lines around a table tell of its question.

    Attributes:
        wording: Without its number nor its base.
        name: « Q3 » where the wording is numbered; else empty.
        cell: Where the wording stands.
        base: Of the question.
        of_respondents: Whether the base is said to be one of respondents, as only surveys do.
        population: Who was asked.
        multiple: Whether several answers are said to have been possible.
        asked: Whether the wording is a question, rather than a title.
    """

    wording: str = ""
    name: str = ""
    cell: str = ""
    base: int | None = None
    of_respondents: bool = False
    population: str = ""
    multiple: bool = False
    asked: bool = False


def told_of(region: Region) -> Told:
    """What the lines above and below a table tell."""
    told = Told()
    for cell in (*region.above, *region.below):
        take_line(cell, told, titles=cell in region.above)
    return told


def take_line(cell: Cell, told: Told, *, titles: bool) -> None:
    """Reads a line: a base, a population, a note, or (the nearest one wins) the wording."""
    words = plain(cell.text)
    multiple = bool(_MULTIPLE.search(words))
    told.multiple |= multiple
    if champ := _POPULATION.match(cell.text):
        told.population = told.population or champ[1].strip(" .")
    rest = take_base(cell.text, told)
    if not titles or champ or not plain(rest).strip("() .:") or _NOTES.match(words):
        return
    asks = "?" in rest or _ASKED.match(rest) is not None
    if asks or not (told.asked or (multiple and told.wording)):  # a remark under the question is not its wording
        _word(rest, cell.address, told)


def _word(text: str, cell: str, told: Told) -> None:
    asked = _ASKED.match(text)
    told.name = f"Q{asked[1]}" if asked else ""
    wording = text[asked.end() :] if asked else _TABLE_NUMBER.sub("", text)
    told.wording, told.cell = wording.strip() or text.strip(), cell
    told.asked = asked is not None or "?" in text


def take_base(text: str, told: Told) -> str:
    """Keeps the first base that is told; returns the text without it."""
    base = find_base(text)
    if base is None:
        return text
    if told.base is None:
        told.base, told.of_respondents = base.n, base.of_respondents
        told.population = told.population or base.population
    return base.rest


def without_keys(rows: Sequence[Row], told: Told) -> list[Row]:
    """The table without the « Question : | … » and « Base : | 34 » pairs above its header."""
    for number, row in enumerate(rows):
        filled = [cell for cell in row if cell.text]
        key = plain(filled[0].text).rstrip(" :")
        if len(filled) != 2 or not _KEYS.fullmatch(key) or _heads(row):  # noqa: PLR2004 — a key and its value
            return list(rows[number:])
        value = filled[1]
        count = parse_count(value.text)
        if count is not None and re.match(r"base|effectif|nombre|n$", key):
            told.base, told.of_respondents = count, not key.startswith("effectif")
        elif key.startswith("base"):
            take_base(f"Base : {value.text}", told)
        elif re.match(r"population|champ", key):
            told.population = value.text
        elif re.match(r"question|intitule|libelle|enonce", key):
            _word(take_base(value.text, told), value.address, told)
            told.asked = True
    return []


def _heads(row: Row) -> bool:
    """Whether a row of two cells is a header such as « Question | Part » rather than a pair."""
    columns = columns_of([row, tuple(replace(c, text="1" if c is row[-1] else "x") for c in row)])
    return columns is not None and bool({Role.COUNT, Role.SHARE} & set(columns.roles))


def year_in(text: str) -> int | None:
    """The only year that a title names; `None` when it names none or several."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None
