"""An answer shared by its link: as it was, and what has become of its sources since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from assistant.conversations.standing import Place, standing
from assistant.conversations.usage import Use
from ui.chat.showing import turns_of, words
from ui.site.calling import Reading  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

router: Final = APIRouter(include_in_schema=False)


@router.get("/reponses/{shared}", response_model=None)
def answer(visit: Reading, shared: str) -> HTMLResponse:
    """The answer, its day and its index; where that has changed, what of it still holds."""
    keeping = visit.house.keeping
    found = keeping.shared.get(shared)
    keeping.usage.note(Use.SHARED_READ)
    (made,) = turns_of(visit, [found.answered])
    now = standing(found.answered, visit.house.assistant.index)
    values = {
        **words(visit),
        "heading": found.answered.asked.question[:120],
        "turn": made,
        "shared": found,
        "standing": now,
        "gone": [quote.number for quote in now.quotes if quote.place is Place.GONE],
        "moved": [quote for quote in now.quotes if quote.place is Place.MOVED],
    }
    return visit.show("chat/shared.html", values)
