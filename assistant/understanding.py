"""From a question as typed to what the two indexes are asked.

```
Question ─▶ its words put right, those of the question it leans on, what its acronyms mean ─▶ Query
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.courtesy import without_courtesy
from assistant.following import followed
from assistant.meanings import expansions, readings
from assistant.numerals import numeral_terms
from assistant.spelling import Speller
from assistant.understood import Understood
from indexer.french import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.hearing import Hearing
    from assistant.questions import Question
    from assistant.understood import Spelling

EARLIER_WEIGHT = 0.6
"""Weight of the words of the question that this one leans on, against 1 for its own."""
ANSWERED_WEIGHT = 0.1
"""Weight of the words of the answer before, for a question that has none of its own (« lesquels ? »)."""
PUT_RIGHT_WEIGHT = 0.9
"""Weight of a word that was put right, when there is only one way to."""
DOUBTFUL_WEIGHT = 0.4
"""Likewise, when there are several."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the indexes are asked.

    Attributes:
        question: As typed.
        text: For the dense side: the question, after the one it leans on, both put right.
        weights: Stem → weight, for the lexical side.
        own: Stems of the question's own words, without those of an earlier one nor expansions.
        topical: Stems of the question and of the one it leans on.
        alone: For the dense side: the question put right, by itself, without its greetings.
        understood: What the reader is told of all this.
    """

    question: str
    text: str
    weights: Mapping[str, float]
    own: frozenset[str]
    topical: frozenset[str]
    alone: str
    understood: Understood = field(default_factory=Understood)


def understand(question: Question, speller: Speller | None = None, hearing: Hearing | None = None) -> Query:
    """What the indexes are asked for a question.

    Args:
        question: With its history.
        speller: Knows the words of the publications; by default, of none.
        hearing: Knows which publications there are; by default, no filter is heard.
    """
    speller = speller or Speller(())
    leant_on = followed(question)
    typed, before = (speller.spelled(without_courtesy(told)) for told in (question.text, leant_on.earlier))
    text = f"{before.text} {typed.text}".strip()
    own, earlier = frozenset(terms(typed.text)), frozenset(terms(before.text))
    taken = readings(text)
    weights = dict.fromkeys(terms(leant_on.answered), ANSWERED_WEIGHT)
    weights |= {**expansions(text, taken), **numeral_terms(text), **_respelled((*before.spellings, *typed.spellings))}
    for term in earlier:
        weights[term] = max(EARLIER_WEIGHT, weights.get(term, 0.0))
    for term in own:
        weights[term] = 1.0
    weights |= _put_right(typed.spellings)
    heard = hearing.hear(typed.text, before.text) if hearing else ()
    understood = Understood(
        question=text,
        filters=tuple(h for h in heard if h.field not in question.ignore and not question.filters.says(h.field)),
        readings=tuple(reading for reading in taken if reading.told),
        spellings=typed.spellings,
        absent=hearing.absent(typed.text, question.ignore) if hearing else (),
    )
    return Query(question.text, text, weights, own, own | earlier, typed.text, understood)


def _put_right(spellings: Iterable[Spelling]) -> dict[str, float]:
    sure = [spelling.read[0] for spelling in spellings if len(spelling.read) == 1]
    return {term: PUT_RIGHT_WEIGHT for word in sure for term in terms(word)}


def _respelled(spellings: Iterable[Spelling]) -> dict[str, float]:
    """The stems that a doubtful word may stand for."""
    several = [spelling.read for spelling in spellings if len(spelling.read) > 1]
    return {term: DOUBTFUL_WEIGHT for read in several for word in read for term in terms(word)}
