"""What is done with an answer: shared by a link, judged, exported. Forms that work without a script.

An answer is told by its name: the identifier that it was given for a day, or its place in a conversation of whoever
asks (`<conversation>/<position>`). Its words are never taken from the browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import JSONResponse, Response

from assistant.conversations.exporting_docx import docx
from assistant.conversations.exporting_markdown import markdown
from assistant.conversations.kept import Why
from assistant.conversations.usage import Use
from indexer.errors import AnswerForgotten
from ui.chat.keeping import Changing  # noqa: TC001 — FastAPI reads the types of what it calls
from ui.chat.sheets import sheet
from ui.site.addresses import public_base
from ui.site.calling import Reading, token_checked
from ui.site.messages import FILE_NAME

if TYPE_CHECKING:
    from assistant.conversations.answered import Answered
    from assistant.conversations.exporting import Sheet
    from ui.site.visiting import Visit

router: Final = APIRouter(include_in_schema=False)

MARKDOWN: Final = "text/markdown; charset=utf-8"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Text = Annotated[str, Form(max_length=5000)]


@router.post("/partager", response_model=None)
def share(visit: Reading, answer: Text = "", jeton: Text = "") -> Response:
    """Keeps an answer as it is, and leads to it; our script, which wants JSON, is told its address.

    Raises:
        AnswerForgotten: It was given too long ago.
        SharingRefused: It may speak of somebody, or is not about the field.
    """
    found = answered_of(token_checked(visit, jeton), answer)
    shared = visit.house.keeping.shared.share(found, visit.caller.account)
    visit.house.keeping.usage.note(Use.SHARED)
    if _wants_json(visit):
        return JSONResponse({"url": f"{public_base(visit.house.settings, visit.request)}/reponses/{shared.id}"}, 201)
    return visit.go(f"/reponses/{shared.id}")


@router.post("/avis", response_model=None)
def judge(
    visit: Reading, answer: Text = "", useful: Text = "", reason: Text = "", comment: Text = "", jeton: Text = ""
) -> Response:
    """Keeps what a reader thinks of an answer.

    Raises:
        AnswerForgotten: It was given too long ago.
        FeedbackInvalid: Too long a comment.
    """
    found = answered_of(token_checked(visit, jeton), answer)
    liked = useful == "oui"
    why = Why(reason) if reason in set(Why) and not liked else None
    visit.house.keeping.feedbacks.give(answer, found, useful=liked, reason=why, comment=comment)
    visit.house.keeping.usage.note(Use.FEEDBACK, "+" if liked else "-")
    if _wants_json(visit):
        return JSONResponse({}, 201)
    return visit.show("chat/thanks.html")


@router.post("/exporter", response_model=None)
def export(visit: Reading, answer: Text = "", form: Text = "docx", jeton: Text = "") -> Response:
    """An answer as a document, with its bibliography.

    Raises:
        AnswerForgotten: It was given too long ago.
    """
    found = answered_of(token_checked(visit, jeton), answer)
    visit.house.keeping.usage.note(Use.EXPORTED, form if form in ("md", "docx") else "")
    return document(sheet(visit, [found]), form)


@router.post("/conversations/{conversation}/exporter", response_model=None)
def export_conversation(visit: Changing, conversation: str, form: Text = "docx") -> Response:
    """A conversation of the reader's as a document."""
    assert visit.caller.account is not None  # `Changing` saw to it
    kept = visit.house.keeping.conversations.get(visit.caller.account, conversation)
    visit.house.keeping.usage.note(Use.EXPORTED, form if form in ("md", "docx") else "")
    return document(sheet(visit, list(kept.exchanges), kept.heading.title), form)


@router.get("/reponses/{shared}/exporter", response_model=None)
def export_shared(visit: Reading, shared: str) -> Response:
    """A shared answer as a document, with its link; `?form=md` or `docx`."""
    found = visit.house.keeping.shared.get(shared)
    link = f"{public_base(visit.house.settings, visit.request)}/reponses/{shared}"
    return document(sheet(visit, [found.answered], link=link), visit.asked("form"))


def answered_of(visit: Visit, name: str) -> Answered:
    """An answer by its name.

    Raises:
        AnswerForgotten: There is none, or no more.
        ConversationNotFound, ExchangeNotFound: It is not in a conversation of the reader's.
    """
    conversation, _, position = name.partition("/")
    if not position:
        return visit.house.keeping.recent.get(name)
    if visit.caller.doubt:
        raise visit.caller.doubt
    if visit.caller.account is None or not position.isascii() or not position.isdigit() or len(position) > 5:  # noqa: PLR2004 — five digits
        raise AnswerForgotten
    return visit.house.keeping.conversations.exchange(visit.caller.account, conversation, int(position))


def document(written: Sheet, form: str) -> Response:
    """A file to be kept."""
    word = form != "md"
    content = docx(written) if word else markdown(written).encode()
    name = FILE_NAME.format(
        day=written.made_at.date().isoformat() if written.made_at else "", ending="docx" if word else "md"
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=WORD if word else MARKDOWN, headers=headers)


def _wants_json(visit: Visit) -> bool:
    return "application/json" in visit.request.headers.get("accept", "")
