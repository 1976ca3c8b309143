"""Follow-ups made whole from the conversation: « et en 2024 ? », « et pour le bureau ? », « et les CLSM ? ».

A follow-up leans on the last question that stood by itself (`Question.earlier`). What it names anew takes the place of
what that question named of the same sort: a year for a year, a place for a place, an approach for an approach.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexer.french import stem, terms, without_accents, words
from indexer.territories import Level, territories
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.questions import Question

Sort = Literal["year", "place", "approach", "area", "body", "sex", "age", "setting"]

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PIECE = re.compile(r"[^\W_]+")
SORTS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("approach", re.compile(r"(?:contrat|atelier|conseil local|projet (?:territorial|regional)|plan|convention)\b")),
    ("area", re.compile(r"(?:quartier|zone|etablissement public de cooperation|pole d)\b")),
    ("body", re.compile(r"(?:agence|caisse|direction|delegation|conseil national|federation|haut|observatoire)\b")),
)
"""By the first words of what an acronym stands for; those of other sorts replace nothing."""
PUBLICS: tuple[tuple[Sort, str], ...] = (
    ("sex", "hommes|femmes"),
    ("age", "jeunes|enfants|adolescents|étudiants|seniors|retraités|personnes âgées|aînés"),
    ("setting", "urbain|ville|rural|campagne|milieu rural|milieu urbain"),
)
"""People and settings that a figure is given for, one in the place of another."""
MORE = re.compile(r"(?:\s*,|\s+(?:et|ou))?\s*(?:(?:en|à|au|aux|dans|de|du|des|le|la|les|un|une)\s+|[dl]['’]\s*)*$")
"""What ties a further name to the one before (« … et en Occitanie »)."""
ELIDED = re.compile(r"\bd['’]$", re.IGNORECASE)
ARTICLE = re.compile(r"(?:\b(?:la|le|les) |\bl['’])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Something of a sort that a text names, and where."""

    sort: Sort
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Followed:
    """What a question leans on.

    Attributes:
        earlier: The earlier question, with what this one names in the place of what it named; empty when this one
            stands by itself.
        answered: What was answered last, or the titles cited there, when the question says too little by itself.
    """

    earlier: str = ""
    answered: str = ""


def followed(question: Question) -> Followed:
    """What a question leans on."""
    earlier = question.earlier()
    if not earlier:
        return Followed()
    return Followed(_replaced(earlier, question.text), _answered(question))


def _replaced(earlier: str, text: str) -> str:
    """The earlier question, where the new one's names replace those of the same sort."""
    said, new = list(named(earlier)), list(named(text))
    edits: dict[tuple[int, int], str] = {}
    for sort in {each.sort for each in new}:
        others = [each for each in new if each.sort == sort]
        former = sorted((each for each in said if each.sort == sort), key=lambda each: each.start)
        if not former or {each.key for each in former} & {each.key for each in others}:
            continue  # « CLS », then « et le CLS en 2024 »
        first, *further = former
        start, name = _with_its_article(earlier, first, text, others)
        edits[start, first.end] = name
        for each in further:
            tied = MORE.search(earlier, first.end, each.start)
            edits[tied.start() if tied else each.start, each.end] = ""
    for (start, end), name in sorted(edits.items(), reverse=True):
        earlier = f"{earlier[:start]}{name}{earlier[end:]}"
    return " ".join(earlier.split())


def _with_its_article(earlier: str, former: Named, text: str, others: list[Named]) -> tuple[int, str]:
    """Where to put the new names, and as what: « l’ARS » becomes « la CAF »."""
    name = " et ".join(dict.fromkeys(text[each.start : each.end] for each in others))
    before, after = ARTICLE.search(earlier, 0, former.start), ARTICLE.search(text, 0, others[0].start)
    if before and after:
        return before.start(), f"{after[0].lower()}{name}"
    elided = ELIDED.search(earlier, 0, former.start)
    if elided and without_accents(name[0]) not in "aeiouyh":
        return elided.start(), f"de {name}"
    return former.start, name


def named(text: str) -> Iterator[Named]:
    """The years, places, approaches, areas and bodies that a text names, in no order."""
    for year in YEAR.finditer(text):
        yield Named("year", year[0], year.start(), year.end())
    places = [m for m in territories().find(text) if m.territory.level is not Level.COUNTRY]
    for place in places:
        yield Named("place", place.territory.code, place.start, place.end)
    taken = [(place.start, place.end) for place in places]
    pieces = [(stem(" ".join(words(p[0])) or p[0].lower()), p.start(), p.end()) for p in PIECE.finditer(text)]
    at = 0
    while at < len(pieces):
        length, key, sort = _longest(tuple(piece[0] for piece in pieces[at:]))
        start, end = pieces[at][1], pieces[at + max(length, 1) - 1][2]
        if length and sort and not any(start < b and a < end for a, b in taken):
            yield Named(sort, key, start, end)
        at += max(length, 1)


def _longest(stems: tuple[str, ...]) -> tuple[int, str, Sort | None]:
    """How many of the first stems are an acronym or its long form, which, and of which sort; 0 for none."""
    for form, key, sort in _forms().get(stems[0], ()):
        if stems[: len(form)] == form:
            return len(form), key, sort
    return 0, "", None


@functools.cache
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], str, Sort | None], ...]]:
    """First stem → forms that begin so, the longest first, with their acronym and its sort."""
    table: dict[str, set[tuple[tuple[str, ...], str, Sort | None]]] = {}
    for entry in acronyms():
        levelled = " ".join(words(entry.expansion))
        sort = next((sort for sort, pattern in SORTS if pattern.match(levelled)), None)
        for form in (entry.acronym, f"{entry.acronym}s", entry.expansion, entry.expansion_plural):
            stems = tuple(stem(word) for word in words(form))
            table.setdefault(stems[0], set()).add((stems, entry.acronym, sort))
    for sort, names in PUBLICS:
        for name in names.split("|"):
            stems = tuple(stem(word) for word in words(name))
            table.setdefault(stems[0], set()).add((stems, name, sort))
    return {first: tuple(sorted(forms, key=lambda f: (-len(f[0]), f[:2]))) for first, forms in table.items()}


def _answered(question: Question) -> str:
    """What the assistant said last, when the question has no subject of its own: « lesquels ? », « pourquoi ? »."""
    last = next((turn for turn in reversed(question.history) if turn.role == "assistant"), None)
    if last is None or len(terms(question.text)) > 1:
        return ""
    return " ".join(last.sources) or last.content
