"""Turns to HTML: in the page of a conversation, or one by itself as it is answered."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.conversations.messages import WHY
from ui.chat import messages
from ui.chat.choices import choices
from ui.chat.sheets import copied
from ui.chat.turns import turn
from ui.site.facts import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastapi.responses import HTMLResponse

    from assistant.conversations.answered import Answered
    from assistant.conversations.kept import Heading
    from ui.chat.turns import Turn
    from ui.site.visiting import Visit


def turn_html(visit: Visit, made: Turn) -> str:
    """A turn as the page shows it."""
    return visit.html("chat/fragment.html", {**words(visit), "turn": made})


def turns_of(visit: Visit, exchanges: Iterable[Answered], conversation: str = "") -> list[Turn]:
    """Turns of what was kept, oldest first; in a conversation, they can be shared, judged and exported."""
    made: list[Turn] = []
    for position, each in enumerate(exchanges, 1):
        one = turn(position, each.asked.question, each.outcome, each.generation, sorted(each.asked.ignore))
        name = f"{conversation}/{position}" if conversation else ""
        made.append(replace(one, name=name, copied=copied(visit, each)))
    return made


def shown(
    visit: Visit,
    turns: Sequence[Turn] = (),
    *,
    conversation: Heading | None = None,
    question: str = "",
    trouble: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page, with the turns of a conversation."""
    values = {
        **words(visit),
        "heading": conversation.title if conversation else "",
        "conversation": conversation,
        "turns": turns,
        "question": question,
        "trouble": trouble,
        "examples": () if turns else visit.house.suggesting.first(visit.house.assistant, at_once=True),
        "choices": choices(visit.house.assistant.index),
    }
    return visit.show("chat/page.html", values, status)


def words(visit: Visit) -> dict[str, object]:
    """What turns need beside themselves."""
    index = visit.house.assistant.index
    return {
        "reasons": WHY,
        "fields": messages.FIELDS,
        "verdict_help": messages.VERDICT_WORDS,
        "title_of": partial(title_of, index),
    }
