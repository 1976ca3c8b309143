"""A draft whose answering part a language model writes: from masked words, every sentence verified."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from assistant.answers import Notice
from assistant.drafting import Outcome
from assistant.messages import NOTICES, withheld_sentences
from assistant.questions import Question
from assistant.triage.drafting import wording
from assistant.triage.drafting.answering import Shelf, sound, stated
from assistant.triage.drafting.context import Answered
from assistant.triage.drafting.writing import write
from indexer.errors import ReperesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import Hit
    from assistant.drafting import Drafter
    from assistant.service import Found
    from assistant.triage.drafting.context import DraftContext
    from assistant.triage.drafting.templates import Templates
    from assistant.triage.model import Draft
    from assistant.triage.resources import Search

MASKED_CHARS: Final = 2000
"""Of the message, shown to the model."""


def drafted_by_model(
    context: DraftContext,
    drafter: Drafter,
    search: Search,
    masked: str,
    templates: Templates | None = None,
    public_url: str = "",
) -> Draft:
    """A draft whose answers a language model wrote; quotations when it cannot, or when it must not see the message.

    The model is given the masked message and the passages found, never the message itself; what it writes passes
    through the same verification as the assistant's answers, and what its passages do not support is withheld. The
    rest of the draft is the template's.

    Args:
        context: With its quoted answers, which stand when the model fails.
        drafter: The assistant's.
        search: What the context was made from.
        masked: The request, personal data masked.
        templates: In use; the packaged ones when not given.
        public_url: As for the context.
    """
    hits = _interleaved(search.found)
    if context.discreet or not context.answers or not hits or not masked.strip():
        return write(context, templates)
    outcome = _outcome(drafter, Question(masked[:MASKED_CHARS]), hits)
    told = [NOTICES[outcome.notice]] if outcome.notice else []
    if not outcome.statements:
        return write(context, templates, " ".join(told))
    shelf = Shelf(search.resources, public_url)
    answers = (Answered("", stated(outcome.statements, shelf, len(outcome.statements))),)
    told = [wording.DRAFTED, *told, *([withheld_sentences(outcome.withheld)] if outcome.withheld else [])]
    written = replace(
        context, answers=answers, sources=tuple(shelf.cited), readings=shelf.readings(context.category), drafted=True
    )
    return write(written, templates, " ".join(told))


def _outcome(drafter: Drafter, question: Question, hits: Sequence[Hit]) -> Outcome:
    outcome = Outcome((), None, 0)
    try:
        for event in drafter.draft(question, hits):
            outcome = event if isinstance(event, Outcome) else outcome
    except ReperesError:
        return Outcome((), Notice.UNREACHABLE, 0)
    return outcome


def _interleaved(found: Sequence[Found]) -> tuple[Hit, ...]:
    """The passages found for the questions that have an answer: the first of each, then the second of each."""
    met: dict[int, Hit] = {}
    for rank in zip_longest(*(each.retrieval.hits for each in found if sound(each))):
        for hit in filter(None, rank):
            met.setdefault(hit.row, hit)
    return tuple(met.values())
