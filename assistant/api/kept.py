"""What the routes of conversations, shared answers, feedback and exports have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Self

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.api import problems
from assistant.api.access import InPerson, Who, signed_in
from assistant.api.paging import base_url
from assistant.conversations.exported import MEDIA_TYPES, Format, exported
from assistant.conversations.exporting import sheet_of
from assistant.conversations.keeping import Keeping
from assistant.conversations.usage import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.contract import AnswerOut
    from assistant.conversations.answered import Answered
    from assistant.questions import Question
    from assistant.service import Assistant

BODY_BYTES: Final = 256 * 1024
"""Of a body: a question of the longest kind, a comment, the passages that a reviewer expects."""
UNKNOWN: Final[dict[int | str, dict[str, object]]] = {
    404: {"description": "Rien de ce nom, ou plus", "content": {problems.MEDIA_TYPE: {}}}
}
TOO_LARGE: Final[dict[int | str, dict[str, object]]] = {
    413: {"description": "Corps trop volumineux", "content": {problems.MEDIA_TYPE: {}}}
}
FILES: Final[dict[int | str, dict[str, object]]] = {
    200: {
        "description": "Le document",
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (each.partition(";")[0] for each in MEDIA_TYPES.values())
        },
    }
}
FORMATS: Final = "Word, Markdown, ou texte et HTML à coller dans une note."
Wanted = Annotated[Format, Query(alias="format", description=FORMATS)]


def keeping_of(request: Request) -> Keeping:
    """What is kept of questions and answers, in the running application."""
    held: Keeping = request.app.state.keeping
    return held


Kept = Annotated[Keeping, Depends(keeping_of)]


def account_of(who: InPerson) -> int:
    """The account of whoever signed in.

    A key opens none of what is somebody's own: one that may read is given to a site, or to a colleague's script.
    """
    assert who.account is not None  # `signed_in` saw to it
    return who.account


Owner = Annotated[int, Depends(account_of)]


def counted_key(who: Who, keeping: Kept) -> None:
    """Counts a question or a search that came with an API key."""
    if who.key:
        keeping.usage.note(Use.API)


def given(keeping: Keeping, question: Question, outcome: AnswerOut, assistant: Assistant) -> AnswerOut:
    """An outcome as it is given: counted, kept for a day, with the identifier by which it can be found again."""
    name, _ = keeping.answered(question, outcome, assistant.index.manifest.generation)
    return outcome.model_copy(update={"answer_id": name})


class AnswerRef(BaseModel):
    """Which answer: one of the last day by its identifier, or one of a conversation by its place.

    Never its words: what is shared, judged or exported is what the server answered.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "oneOf": [{"required": ["answer_id"]}, {"required": ["conversation", "position"]}],
            "examples": [{"answer_id": "dV9vJZ4m1Xo3kq0yQnB7sT2w"}],
        },
    )

    answer_id: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        default="", description="`answer_id` d’une réponse donnée depuis moins d’un jour."
    )
    conversation: Annotated[str, Field(min_length=1, max_length=100)] = Field(
        default="", description="Ou l’une de vos conversations…"
    )
    position: Annotated[int, Field(ge=1, le=10_000)] = Field(default=1, description="… et le rang de sa question.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        by_place = {"conversation", "position"} <= self.model_fields_set
        if by_place == bool(self.answer_id) or (self.model_fields_set & {"conversation", "position"} and not by_place):
            raise ValueError
        return self

    @property
    def key(self) -> str:
        """What tells the answer from others."""
        return self.answer_id or f"{self.conversation}/{self.position}"

    def answered(self, keeping: Keeping, who: Who) -> Answered:
        """The answer itself.

        Raises:
            AnswerForgotten: It is no longer kept.
            SignInNeeded, ConversationNotFound, ExchangeNotFound: It is not in a conversation of whoever calls.
        """
        if self.answer_id:
            return keeping.recent.get(self.answer_id)
        return keeping.conversations.exchange(account_of(signed_in(who)), self.conversation, self.position)


def file_of(
    request: Request,
    assistant: Assistant,
    exchanges: Sequence[Answered],
    to: Format,
    *,
    title: str = "",
    link: str = "",
) -> Response:
    """Answers as a file to be kept, with links to this service."""
    settings = assistant.settings
    documents = assistant.index.documents

    def title_of(doc: str) -> str:
        return documents[doc].metadata.title if doc in documents else doc

    sheet = sheet_of(exchanges, title=title, base=base_url(request, settings.public_url), link=link, title_of=title_of)
    made = exported(sheet, to)
    keeping_of(request).usage.note(Use.EXPORTED, to.value)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "X-Content-Type-Options": "nosniff"}
    return Response(made.content, media_type=made.media_type, headers=headers)
