"""What readers think of answers, for those who look after them: to be read, then dismissed or made an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form

from assistant.accounts.audit import Action
from assistant.answers import Reason
from assistant.conversations.feedback import PAGE_SIZE, FeedbackFilters
from assistant.conversations.items import Expected, identifiers
from assistant.conversations.kept import ReviewStatus
from assistant.conversations.messages import TAGS, WHY
from indexer.errors import InputError
from indexer.messages import sentence
from ui.administration.visits import Keeping, Maintaining, last_page, page_of, shown
from ui.chat.showing import turns_of, words
from ui.site.calling import Number  # noqa: TC001 — FastAPI reads the types of what it calls

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse, RedirectResponse

    from assistant.conversations.kept import Told
    from ui.site.visiting import Visit

router: Final = APIRouter(prefix="/avis")

Text = Annotated[str, Form(max_length=2000)]
STATES: Final = {"nouveaux": ReviewStatus.NEW, "retenus": ReviewStatus.ACCEPTED, "ecartes": ReviewStatus.DISMISSED}


@router.get("", response_model=None)
def listing(visit: Maintaining) -> HTMLResponse:
    """Those that are to be read, or that were."""
    state, page = visit.asked("etat") or "nouveaux", page_of(visit)
    useful = {"oui": True, "non": False}.get(visit.asked("utile"))
    filters = FeedbackFilters(status=STATES.get(state, ReviewStatus.NEW), useful=useful)
    found = visit.house.keeping.feedbacks.list(filters, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    values = {
        "heading": "Avis des lecteur·rices",
        "found": found,
        "state": state,
        "useful": visit.asked("utile"),
        "why": WHY,
        "page": page,
        "last": last_page(found.total, PAGE_SIZE),
    }
    return shown(visit, "listening.html", values)


@router.get("/{number}", response_model=None)
def one(visit: Maintaining, number: Number) -> HTMLResponse:
    """One, with the answer that it is about."""
    return reviewed(visit, visit.house.keeping.feedbacks.get(number))


@router.post("/{number}/ecarter", response_model=None)
def dismiss(visit: Keeping, number: Number, note: Text = "") -> RedirectResponse:
    """Puts it aside."""
    visit.house.keeping.feedbacks.dismiss(number, author=visit.caller.name, note=note)
    visit.house.accounts.record(visit.caller, Action.FEEDBACK_REVIEWED, str(number), {"status": "dismissed"})
    return visit.go("/administration/avis", fait="avis-ecarte")


@router.post("/{number}/rouvrir", response_model=None)
def reopen(visit: Keeping, number: Number) -> RedirectResponse:
    """Puts it back among those to be read."""
    visit.house.keeping.feedbacks.reopen(number, author=visit.caller.name)
    visit.house.accounts.record(visit.caller, Action.FEEDBACK_REVIEWED, str(number), {"status": "new"})
    return visit.go("/administration/avis", fait="avis-rouvert")


@router.post("/{number}/retenir", response_model=None)
def accept(
    visit: Keeping,
    number: Number,
    note: Text = "",
    attendu: Text = "",
    passage: Annotated[list[int] | None, Form()] = None,
) -> HTMLResponse | RedirectResponse:
    """Makes it an evaluation question: by what it says itself, or with what the reviewer expects."""
    feedbacks = visit.house.keeping.feedbacks
    told = feedbacks.get(number)
    try:
        feedbacks.accept(
            number,
            visit.house.assistant.index,
            identifiers(visit.house.settings.source),
            author=visit.caller.name,
            note=note,
            expected=expected_of(told, attendu, passage or []),
        )
    except InputError as error:
        return reviewed(visit, told, trouble=sentence(error), status=422)
    visit.house.accounts.record(visit.caller, Action.FEEDBACK_REVIEWED, str(number), {"status": "accepted"})
    return visit.go("/administration/avis", fait="avis-retenu")


def expected_of(told: Told, wanted: str, passages: list[int]) -> Expected | None:
    """What the reviewer chose: a reason to refuse, passages among those that were found, or nothing besides."""
    if wanted in set(Reason):
        return Expected(reason=Reason(wanted))
    found = told.answered.outcome.retrieved
    places = tuple((found[n].doc, found[n].page, found[n].text) for n in passages if 0 <= n < len(found))
    return Expected(places=places) if places else None


def reviewed(visit: Visit, told: Told, *, trouble: str = "", status: int = 200) -> HTMLResponse:
    """The page of one, with what is wrong with a decision."""
    (made,) = turns_of(visit, [told.answered])
    values = {
        **words(visit),
        "heading": "Un avis",
        "told": told,
        "turn": made,
        "why": WHY,
        "refusals": TAGS,
        "trouble": trouble,
        "is_clear": told.useful or told.reason == "answered",
    }
    return shown(visit, "feedback.html", values, status)
