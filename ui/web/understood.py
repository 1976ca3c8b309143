"""What was understood of a question, above its answer: filters that can be taken back, meanings of acronyms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.messages import notices
from ui.typography import french
from ui.web import messages
from ui.web.markup import join

if TYPE_CHECKING:
    from assistant.understood import Heard, Understood


def understood_part(position: int, understood: Understood) -> Markup:
    """The filters heard in a question, each with a button that takes it back, then what the reader should know.

    Args:
        position: Of the turn in its conversation, 1-based.
        understood: Of its outcome; nothing to tell gives nothing.
    """
    chips = join(_chip(position, heard) for heard in understood.filters)
    listed = Markup('<ul class="heard" aria-label="{}">{}</ul>').format(messages.HEARD, chips) if chips else Markup()
    lines = join(Markup("<p>{}</p>").format(french(line)) for line in notices(understood))
    return Markup('<div class="understood">{}{}</div>').format(listed, lines) if chips or lines else Markup()


def _chip(position: int, heard: Heard) -> Markup:
    what = french(messages.HEARD_FILTER.format(field=messages.HEARD_FIELDS[heard.field], label=heard.label))
    return Markup(
        '<li><span>{}</span> <span class="strength">{}</span>'
        '<button type="button" class="take-back" data-turn="{}" data-field="{}" aria-label="{}" title="{}">'
        '<span aria-hidden="true">✕</span></button></li>'
    ).format(
        what,
        messages.HEARD_HARD if heard.hard else messages.HEARD_SOFT,
        position,
        heard.field,
        french(messages.TAKE_BACK.format(what=what)),
        messages.TAKE_BACK_TITLE,
    )
