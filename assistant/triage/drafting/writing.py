"""Writes a draft: a rendered text cut into sentences, each with the publication that it rests on."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from assistant.triage.drafting import wording
from assistant.triage.drafting.marks import pieces, shown
from assistant.triage.drafting.templates import ANSWERED, Templates
from assistant.triage.model import Draft, DraftSentence
from indexer.messages import sentence

if TYPE_CHECKING:
    from assistant.triage.drafting.context import DraftContext
    from assistant.triage.model import Resource

SUBJECT: Final = re.compile(r"Objet\s?:\s*(.*)")


def write(context: DraftContext, templates: Templates | None = None, notice: str = "") -> Draft:
    """The draft of an answer; an empty one for a category that is not answered.

    Args:
        context: Of the message.
        templates: In use; the packaged ones when not given.
        notice: What its reader must know first, before what is told here.
    """
    if context.category not in ANSWERED:
        return Draft()
    rendered = (templates or _packaged()).render(context)
    told = [notice] if notice else []
    if rendered.trouble:
        told.append(wording.REPLACED.format(told=sentence(rendered.trouble)))
    if context.parution_late:
        told.append(wording.LATE.format(parution=context.parution))
    sentences, sources = cut(rendered.text, context)
    first = SUBJECT.match(sentences[0].text) if sentences else None
    return Draft(
        subject=first.group(1).strip() if first else "",
        sentences=sentences,
        sources=sources,
        template=rendered.template,
        notice=" ".join(told),
    )


@functools.cache
def _packaged() -> Templates:
    """The packaged templates, read once."""
    return Templates()


def cut(rendered: str, context: DraftContext) -> tuple[tuple[DraftSentence, ...], tuple[Resource, ...]]:
    """The sentences of a rendered text, and the publications that it cites or lists, numbered as they are met."""
    known = {source.key: source.resource for source in (*context.sources, *context.readings)}
    numbers: dict[int, int] = {}
    sentences = []
    for piece in pieces(rendered):
        number = numbers.setdefault(piece.source, len(numbers) + 1) if piece.source in known else 0
        sentences.append(DraftSentence(shown(piece, number), number))
    return tuple(sentences), tuple(known[key] for key in numbers)
