"""Evaluation questions with their gold passages, and the matching of a gold quote to what an index holds.

May not enter: answers: a question is held with the place that answers it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.conversations.items import FILE_NAME, FOLDER
from assistant.questions import Question, Turn
from evals.sorts import sort_of
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.index import Index

RETURNED = FILE_NAME.removesuffix(".jsonl")
"""The split of readers' feedback."""
EDGE_WORDS = 8
"""A quote cut by a page break still counts by its first or last words, this many."""


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place that supports an expected point.

    Attributes:
        publication: Identifier in the catalogue.
        quote: Verbatim, footnote marks removed.
        pages: 1-based pages where it stands; `(None,)` where the format has none; empty when none is told.
    """

    publication: str
    quote: str
    pages: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """A question with what is known of a good answer.

    Attributes:
        id: Stable identifier.
        question: As the assistant takes it.
        answerable: Whether the corpus answers it.
        points: Expected points, in words.
        gold: For each point (same order), the places that support it; empty when the corpus holds none.
        tag: Why there is no answer; empty for answerable questions.
        sort: What is asked for (« type » in the file): a figure, a definition… (`evals.sorts`).
    """

    id: str
    question: Question
    answerable: bool
    points: tuple[str, ...]
    gold: tuple[tuple[GoldPlace, ...], ...]
    tag: str
    sort: str = ""


def load_split(name: str, data_dir: Path | None = None) -> list[EvalQuestion]:
    """The questions of a split, in the file's order.

    Args:
        name: Of the split.
        data_dir: Folder in whose `evals/` readers' feedback is kept as questions; a split that comes with the software
            is never taken from there.

    Raises:
        FileNotFoundError: No such split.
    """
    own = data_dir is not None and name not in splits()
    file = Path(data_dir or "", FOLDER, f"{name}.jsonl") if own else files(__package__).joinpath(f"{name}.jsonl")
    # Not `splitlines`, which also cuts at U+2028 and U+0085, inside what somebody typed.
    return [_question(json.loads(line)) for line in file.read_text(encoding="utf-8").split("\n") if line]


def splits() -> list[str]:
    """Names of the splits that come with the software."""
    return sorted(f.name.removesuffix(".jsonl") for f in files(__package__).iterdir() if f.name.endswith(".jsonl"))


def splits_of(data_dir: Path) -> list[str]:
    """Names of the splits of a data folder: `retours`, once readers' feedback was made questions."""
    return [RETURNED] if (data_dir / FOLDER / FILE_NAME).is_file() else []


def _question(raw: dict[str, object]) -> EvalQuestion:
    history = tuple(Turn(h["role"], h["content"]) for h in raw.get("history", ()))  # type: ignore[attr-defined]  # a line of JSON, as the file has it
    points = tuple(str(p) for p in raw["expected_points"])  # type: ignore[attr-defined]  # a line of JSON, as the file has it
    places: list[tuple[GoldPlace, ...]] = [()] * len(points)
    for entry in raw["gold"]:  # type: ignore[attr-defined]  # a line of JSON, as the file has it
        places[entry["point"]] = tuple(GoldPlace(p["publication"], p["quote"], _pages(p)) for p in entry["passages"])
    tag = str(raw.get("tag") or "")
    return EvalQuestion(
        str(raw["id"]),
        Question(str(raw["question"]), history),
        bool(raw["answerable"]),
        points,
        tuple(places),
        tag,
        str(raw.get("type") or "") or sort_of(str(raw["question"]), history=bool(history), tag=tag),
    )


def _pages(place: dict[str, object]) -> tuple[int | None, ...]:
    """`page` is the first; `pages` lists them all where the quote stands on several."""
    if "page" not in place:
        return ()
    return tuple(place.get("pages") or (place["page"],))  # type: ignore[arg-type]  # as `evals.questions` writes it


@lru_cache(maxsize=65536)
def _levelled(text: str) -> str:
    return f" {' '.join(words(text))} "


def overlaps(quote: str, text: str) -> bool:
    """Whether a text holds a quote, or its first or last words when a page break cuts it; typography aside."""
    wanted, held = _levelled(quote), _levelled(text)
    if wanted in held:
        return True
    parts = wanted.split()
    if len(parts) <= EDGE_WORDS:
        return False
    edges = (" ".join(parts[:EDGE_WORDS]), " ".join(parts[-EDGE_WORDS:]))
    return any(f" {edge} " in held for edge in edges)


def gold_rows(place: GoldPlace, index: Index, files_by_id: Mapping[str, str]) -> frozenset[int]:
    """Rows of the passages that hold a gold place; empty when the index does not hold it."""
    rows = index.rows_by_document.get(files_by_id.get(place.publication, ""), ())
    return frozenset(row for row in rows if overlaps(place.quote, index.passages[row].text))
