"""Publications browsed and searched; passages searched without the chat; what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from fastapi import APIRouter

from assistant.api.access import address_of as visitor_address
from assistant.api.access import throttle_of
from assistant.contract import page_label
from assistant.conversations.usage import Use
from assistant.library.browsing import Sort, Wanted
from assistant.library.messages import CHANGES, SORTS
from assistant.library.searching import search
from assistant.messages import notices
from assistant.questions import Question
from assistant.understood import Field
from indexer.errors import InputError
from indexer.messages import sentence
from indexer.vocabulary import kinds
from ui.library import messages
from ui.library.asked import NAMES, address_of, filters_of, part_of, words_of
from ui.site.calling import IN_TURN, Reading
from ui.site.facts import facts
from ui.site.passages import Quoted, whole_passage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.responses import HTMLResponse
    from markupsafe import Markup

    from assistant.library.searching import Marked
    from assistant.questions import Filters
    from indexer.documents import Document

router: Final = APIRouter(include_in_schema=False, prefix="/ressources")

ON_A_PAGE: Final = 20
PASSAGES: Final = 10
OFFERED: Final = (Sort.RECENT, Sort.TITLE, Sort.ADDED)
"""Orders to choose from; by relevance too, where words are searched for."""


@router.get("", response_model=None)
def browse(visit: Reading) -> HTMLResponse:
    """The list, and what it may be narrowed by."""
    words, page, filters = words_of(visit), part_of(visit), filters_of(visit)
    orders = (Sort.RELEVANCE, *OFFERED) if words else OFFERED
    chosen = next((sort for sort in orders if sort.value == visit.asked("tri")), orders[0])
    wanted = Wanted(filters=filters, words=words, sort=chosen, offset=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE)
    found = visit.house.assistant.library.browse(wanted)
    values = {
        "heading": "Ressources",
        "words": words,
        "found": found,
        "cards": [(document, facts_of(document)) for document in found.documents],
        "chosen": chosen,
        "orders": {sort.value: SORTS[sort] for sort in orders},
        "names": NAMES,
        "labels": messages.FACETS,
        "asked": {"q": words, "tri": visit.asked("tri"), **address_of(filters)},
        "without": lambda field, value: narrowed(filters, words, field, value),
        "page": page,
        "last": max(1, -(-found.total // ON_A_PAGE)),
    }
    return visit.show("library/browse.html", values)


@router.get("/passages", response_model=None, dependencies=[IN_TURN])
def passages(visit: Reading) -> HTMLResponse:
    """Passages that speak of something, ranked as answers rank them."""
    words, page, filters = words_of(visit), part_of(visit), filters_of(visit)
    asked = set(visit.request.query_params.getlist("sans"))
    ignored: list[Field] = [field for field in get_args(Field) if field in asked]
    values: dict[str, Any] = {
        "heading": "Chercher dans les passages",
        "words": words,
        "found": None,
        "trouble": "",
        "fields": messages.FACETS,
        "asked": {"q": words, "sans": ignored, **address_of(filters)},
        "ignored": ignored,
        "page": page,
        "last": 1,
    }
    if not words:
        return visit.show("library/passages.html", values)
    try:
        question = Question.checked(words, (), filters, ignored, limit=visit.house.settings.max_question_chars)
        throttle_of(visit.request).question(visit.caller, visitor_address(visit.request))
    except InputError as error:
        return visit.show("library/passages.html", {**values, "trouble": sentence(error)}, 422)
    found = search(visit.house.assistant, question, (page - 1) * PASSAGES, PASSAGES)
    visit.house.keeping.usage.note(Use.SEARCH)
    values |= {
        "found": found,
        "notices": notices(found.understood),
        "results": [
            (each.hit, shown(each), facts_of(each.hit.document, each.hit.passage.page)) for each in found.found
        ],
        "last": max(1, -(-found.total // PASSAGES)),
    }
    return visit.show("library/passages.html", values)


@router.get("/nouveautes", response_model=None)
def news(visit: Reading) -> HTMLResponse:
    """What came in or changed, the latest first."""
    page = part_of(visit)
    told = visit.house.assistant.library.news(filters_of(visit))
    part = told[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    values = {
        "heading": "Nouveautés",
        "news": [(each, facts_of(each.document)) for each in part],
        "changes": CHANGES,
        "page": page,
        "last": max(1, -(-len(told) // ON_A_PAGE)),
    }
    return visit.show("library/news.html", values)


def narrowed(filters: Filters, words: str, field: Field, value: str) -> Mapping[str, object]:
    """The address of the same list with a value of a facet chosen, or taken back when it is."""
    asked = {"q": words, **address_of(filters)}
    name = NAMES[field]
    if field in ("theme", "kind"):
        held = list(filters.themes if field == "theme" else filters.kinds)
        asked[name] = [each for each in held if each != value] if value in held else [*held, value]
    else:
        asked[name] = "" if str(asked[name]) == value else value
    return asked


def facts_of(document: Document, page: int | None = None) -> list[str]:
    """Kind, publisher, year of a publication, and the page that is spoken of."""
    told = document.metadata
    kind = kinds().get(told.kind)
    known = facts(kind.label if kind else "", told.publisher, told.year, page, page_label(document, page))
    return known if page else known[:-1]  # without a page, nothing is to be told of it


def shown(found: Marked) -> Markup:
    """A passage, the words searched for marked."""
    marks = [Quoted(0, span.start, span.end) for span in found.marks]
    return whole_passage(found.hit.passage, marks)
