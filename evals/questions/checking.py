"""Proves that the evaluation questions are what they say: complete, apart from each other, every quote on its page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evals.questions import load_split, splits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evals.questions import EvalQuestion, GoldPlace
    from evals.questions.pages import GoldPages

LEAST = 350
"""Items that all splits hold together, at least."""


def faults(pages: GoldPages, *, whole: bool = True) -> list[str]:
    """What is wrong with the questions, one line each; empty when all is well.

    Args:
        pages: Of the index that the gold places are looked up in.
        whole: The index holds the whole corpus. Otherwise publications that it does not hold are passed over.
    """
    by_split = {name: load_split(name) for name in splits()}
    found = list(_repeated(item for questions in by_split.values() for item in questions))
    for name, questions in by_split.items():
        for item in questions:
            found.extend(f"{name} {item.id}: {fault}" for fault in item_faults(item, pages, whole=whole))
    return found


def too_few() -> str:
    """That the splits hold less than `LEAST` items together; empty when they hold as many."""
    count = sum(len(load_split(name)) for name in splits())
    return f"{count} items, {LEAST} wanted" if count < LEAST else ""


def item_faults(item: EvalQuestion, pages: GoldPages, *, whole: bool = True) -> list[str]:
    """What is wrong with one item, as `faults` tells it."""
    return [*_incomplete(item), *_misplaced(item, pages, whole=whole)]


def _repeated(items: Iterable[EvalQuestion]) -> Iterator[str]:
    for item_id, count in Counter(item.id for item in items).items():
        if count > 1:
            yield f"identifier {item_id} given {count} times"


def _incomplete(item: EvalQuestion) -> Iterator[str]:
    if not item.question.text.strip():
        yield "no question"
    if item.answerable and (not item.points or not all(item.gold)):
        yield "answerable, with a point that no place supports"
    if not item.answerable and not item.tag:
        yield "no answer, and no tag that says why"
    if any(not point.strip() for point in item.points):
        yield "an empty point"


def _misplaced(item: EvalQuestion, pages: GoldPages, *, whole: bool) -> Iterator[str]:
    for place in (place for places in item.gold for place in places):
        if not pages.holds(place.publication):
            if whole:
                yield f"{place.publication} is not in the index"
        elif not place.quote.strip():
            yield f"an empty quote of {place.publication}"
        else:
            yield from _off_page(place, pages)


def _off_page(place: GoldPlace, pages: GoldPages) -> Iterator[str]:
    found = pages.of(place)
    if not found:
        yield f"not in {place.publication}: « {place.quote} »"
    elif tuple(found) != place.pages:
        yield f"{place.publication}, pages told {place.pages}, found {found}: « {place.quote} »"
