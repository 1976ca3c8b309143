"""The errors of these routes, as the API's description tells of them: OpenAI's shape, with an example each."""

from __future__ import annotations

from typing import Final

from assistant.accounts.messages_fr import RIGHT_NAMES
from assistant.accounts.rights import Right
from assistant.api.openai import messages_fr as words
from assistant.api.openai.failures import failure, fault_of
from assistant.api.openai.shapes import MODEL, FailureOut
from assistant.api.problems import DETAILS, Fault
from indexer import errors


def _told(description: str, fault: Fault) -> dict[str, object]:
    example = {"application/json": {"example": failure(fault).model_dump()}}
    return {"description": description, "model": FailureOut, "content": example}


ERRORS: Final[dict[int | str, dict[str, object]]] = {
    400: _told(words.BAD_REQUEST, fault_of(errors.EmptyQuestion())),
    401: _told(words.NOBODY, fault_of(errors.SignInNeeded())),
    403: _told(words.RIGHT_MISSING, fault_of(errors.RightMissing(right=RIGHT_NAMES[Right.READING]))),
    404: _told(words.NO_SUCH_MODEL, fault_of(errors.ChatModelNotFound(model="gpt-4o", known=MODEL))),
    413: _told(words.TOO_LARGE, Fault(413, DETAILS[413])),
    429: _told(words.TOO_MANY, fault_of(errors.TooManyRequests(seconds=12))),
    503: _told(words.UNAVAILABLE, fault_of(errors.StoreUnavailable(url="http://127.0.0.1:8001", path=""))),
}
