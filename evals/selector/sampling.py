"""Draws what one training step looks at: a question, worded as somebody might, and a few passages to tell apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from indexer.french import STOP_WORDS, without_accents, words
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from assistant.selecting import Reading
    from evals.selector.material import Example, Material

UNANSWERED_SHARE = 0.06
"""Of the questions that are answered, put to wrong passages alone: nothing there answers."""
HARD, DEEP = 8, 25
"""One wrong passage is drawn from the likeliest so many, another from so many."""
KEPT_AS_TYPED = 0.55
"""Share of questions left as they are; the others are varied, each manner as often."""
GREETINGS = ("Bonjour, ", "svp ", "dites moi ", "Je voudrais savoir : ", "")
LONG_WORD = 5
"""A shorter word is never misspelt."""


class Labelled(NamedTuple):
    """A passage of a group: which sentences answer, and which are neither right nor wrong."""

    reading: Reading
    gold: frozenset[int]
    spare: frozenset[int]


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the passages among which the answer is to be found, if it is there."""

    question: str
    passages: tuple[Labelled, ...]


def draw(material: Material, chosen: Example, rng: random.Random) -> Group:
    """A group for an example: a right passage, most often, and two wrong ones."""
    answered = bool(chosen.gold) and rng.random() >= UNANSWERED_SHARE
    wrong = _some(chosen.near[:HARD], 1, rng) + _some(chosen.near[:DEEP], 1, rng)
    right = _some(tuple(chosen.gold), 1, rng) if answered else []
    passages = []
    for row in dict.fromkeys(right + wrong):
        reading = material.passages[row]
        gold = chosen.gold.get(row, frozenset())
        if chosen.loose:
            reading = _headed(reading, own=row in chosen.gold, rng=rng)
            gold = frozenset(range(len(reading.spans))) if row in chosen.gold else frozenset()
        passages.append(Labelled(reading, gold, chosen.spare.get(row, frozenset())))
    return Group(vary(chosen.question, rng), tuple(passages))


def _headed(reading: Reading, *, own: bool, rng: random.Random) -> Reading:
    """Without its titles when they are the question's very words, and half the time elsewhere."""
    return reading._replace(head="") if own or rng.random() < 0.5 else reading


def _some(rows: Sequence[int], count: int, rng: random.Random) -> list[int]:
    return rng.sample(list(rows), min(count, len(rows)))


def vary(question: str, rng: random.Random) -> str:
    """The question as it is, or without accents, in lower case, in key words, misspelt, abbreviated, or greeted."""
    if rng.random() < KEPT_AS_TYPED:
        return question
    manner = rng.choice((_unaccented, _plain, _key_words, _misspelt, _abbreviated, _greeted))
    return manner(question, rng) or question


def _unaccented(question: str, rng: random.Random) -> str:  # noqa: ARG001 — one signature for all
    return without_accents(question)


def _plain(question: str, rng: random.Random) -> str:  # noqa: ARG001 — one signature for all
    return question.rstrip(" ?\u00a0\u202f").lower()


def _key_words(question: str, rng: random.Random) -> str:  # noqa: ARG001 — one signature for all
    typed = re.findall(r"[\w’'-]+", question)
    kept = [word for word in typed if any(part not in STOP_WORDS for part in words(word))]
    return " ".join(kept) if len(kept) > 1 else question


def _misspelt(question: str, rng: random.Random) -> str:
    typed = question.split()
    place = rng.randrange(len(typed))
    word = typed[place]
    if len(word) < LONG_WORD:
        return question
    at = rng.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    typed[place] = rng.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))
    return " ".join(typed)


def _abbreviated(question: str, rng: random.Random) -> str:  # noqa: ARG001 — one signature for all
    """An acronym spelled out, or its long form brought to the acronym; the first of the vocabulary that is met."""
    for entry in acronyms():
        if re.search(rf"\b{re.escape(entry.acronym)}\b", question):
            return re.sub(rf"\b{re.escape(entry.acronym)}\b", entry.expansion, question, count=1)
        if entry.expansion.lower() in question.lower():
            return re.sub(re.escape(entry.expansion), entry.acronym, question, count=1, flags=re.IGNORECASE)
    return question


def _greeted(question: str, rng: random.Random) -> str:
    return rng.choice(GREETINGS) + question[0].lower() + question[1:]
