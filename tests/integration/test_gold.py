"""The evaluation questions: every quote is in the publications, on the page told, word for word."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from evals.questions import GoldPlace, load_split
from evals.questions.__main__ import write_pages
from evals.questions.checking import faults, item_faults
from evals.questions.pages import GoldPages
from evals.runs import publications
from indexer.index import open_index

if TYPE_CHECKING:
    from pathlib import Path

    from places import Place

CUT = "qpv-2024-population"


@pytest.fixture(scope="module")
def pages(served: Place) -> GoldPages:
    """Of the sample that the tests index; `make eval` looks at the whole corpus."""
    return GoldPages(open_index(served.settings), publications(served.corpus))


def test_the_questions_are_what_they_say(pages: GoldPages) -> None:
    """Every quote of the sample's publications on its page, identifiers unique, items complete."""
    assert faults(pages, whole=False) == []


def test_a_quote_that_is_not_there_is_told(pages: GoldPages) -> None:
    """And so is one that stands on another page than the one told."""
    asked = next(q for q in load_split("dev") if any(p.publication == CUT for places in q.gold for p in places))
    invented = replace(asked, gold=((GoldPlace(CUT, "La population a triplé en un an.", (1,)),),) * len(asked.points))
    assert "not in" in item_faults(invented, pages)[0]
    place = next(p for places in asked.gold for p in places if p.publication == CUT)
    elsewhere = replace(asked, gold=((replace(place, pages=(99,)),),) * len(asked.points))
    assert "99" in item_faults(elsewhere, pages)[0]


def test_a_quote_cut_by_a_page_break_is_on_both_pages(pages: GoldPages) -> None:
    """Told from the index, and written so in the file of questions."""
    places = {p for q in load_split("tuning") for places in q.gold for p in places if p.publication == CUT}
    assert any(len(p.pages) > 1 and pages.of(p) == p.pages for p in places)


def test_pages_are_written_and_nothing_else_changes(pages: GoldPages, tmp_path: Path, root: Path) -> None:
    """The files that are kept are those that the command writes."""
    kept = root / "evals" / "questions" / "dev.jsonl"
    rows = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    row = next(r for r in rows if any(p["publication"] == CUT for e in r["gold"] for p in e["passages"]))
    told = json.dumps(row, ensure_ascii=False)
    for place in (p for e in row["gold"] for p in e["passages"] if p["publication"] == CUT):
        place.pop("page")
        place.pop("pages", None)
    written = tmp_path / "dev.jsonl"
    written.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    write_pages(written, pages)
    assert json.loads(written.read_text(encoding="utf-8")) == json.loads(told)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"gold": ((),)}, "no place supports"),
        ({"answerable": False, "points": (), "gold": ()}, "no tag"),
        ({"points": (" ",)}, "empty point"),
    ],
)
def test_an_incomplete_item_is_told(changed: dict[str, object], told: str, pages: GoldPages) -> None:
    """A question that is said to have an answer has a place for every point; one without says why."""
    asked = next(q for q in load_split("dev") if len(q.points) == 1 and not q.tag)
    assert any(told in fault for fault in item_faults(replace(asked, **changed), pages, whole=False))  # type: ignore[arg-type]
