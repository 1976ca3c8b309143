"""The errors of these routes, as the API's description tells of them: OpenAI's shape, with an example each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assistant.accounts.messages_fr import RIGHT_NAMES
from assistant.accounts.rights import Right
from assistant.api.openai import messages_fr as words
from assistant.api.openai.failures import failure, fault_of
from assistant.api.openai.shapes import MODEL, FailureOut
from assistant.api.problems import DETAILS, Fault
from assistant.contract import OPENAI_API
from indexer import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

FAULTS: Final[Mapping[int, tuple[str, Fault]]] = {
    400: (words.BAD_REQUEST, fault_of(errors.EmptyQuestion())),
    401: (words.NOBODY, fault_of(errors.SignInNeeded())),
    403: (words.RIGHT_MISSING, fault_of(errors.RightMissing(right=RIGHT_NAMES[Right.READING]))),
    404: (words.NO_SUCH_MODEL, fault_of(errors.ChatModelNotFound(model="gpt-4o", known=MODEL))),
    413: (words.TOO_LARGE, Fault(413, DETAILS[413])),
    429: (words.TOO_MANY, fault_of(errors.TooManyRequests(seconds=12))),
    503: (words.UNAVAILABLE, fault_of(errors.StoreUnavailable(url="http://127.0.0.1:8001", path=""))),
}
ERRORS: Final[dict[int | str, dict[str, object]]] = {
    status: {"description": description, "model": FailureOut} for status, (description, _) in FAULTS.items()
}


def complete(document: dict[str, Any]) -> None:
    """Puts examples in an OpenAPI document: FastAPI would leave what is null out of them.

    What cannot be put is a 400 here; the 422 that FastAPI tells of besides is never given.
    """
    for path, item in document["paths"].items():
        for operation in item.values() if path.startswith(f"{OPENAI_API}/") else ():
            operation["responses"].pop("422", None)
            for status, (_, fault) in FAULTS.items():
                told = operation["responses"][str(status)]["content"]["application/json"]
                told["example"] = failure(fault).model_dump()
