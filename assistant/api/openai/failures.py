"""Errors as OpenAI tells them: `{"error": {"message", "type", "param", "code"}}`, the message in French.

`type` and `code` are words that its clients know. A question that cannot be put is a 400 here, and not the 422 of our
other routes: clients raise `BadRequestError` for it, as they would with OpenAI.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi.responses import JSONResponse

from assistant.api.openai.shapes import ErrorOut, FailureOut
from assistant.api.problems import STATUS_HEADERS, Fault, status_of, waiting
from indexer import errors
from indexer.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

INVALID: Final = "invalid_request_error"
SERVER: Final = "server_error"
TYPES: Final[Mapping[int, str]] = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}
CODES: Final[Mapping[int, str]] = {
    401: "invalid_api_key",
    403: "insufficient_permissions",
    404: "not_found",
    405: "method_not_allowed",
    413: "request_too_large",
    429: "rate_limit_exceeded",
    503: "service_unavailable",
}
"""By status, where no error of ours says more."""
OURS: Final[Mapping[type[errors.ReperesError], tuple[str, str]]] = {
    errors.EmptyQuestion: ("messages", "empty_question"),
    errors.QuestionTooLong: ("messages", "string_above_max_length"),
    errors.InvalidFilter: ("reperes.filters.{field}", "invalid_value"),
    errors.ChatModelNotFound: ("model", "model_not_found"),
    errors.ChatParameterRefused: ("{parameter}", "unsupported_parameter"),
    errors.ChatContentRefused: ("{where}", "unsupported_content"),
}
"""Error → the parameter at fault, filled with its values, and a code."""
POSITION: Final = re.compile(r"\.(\d+)")


def openai_error(fault: Fault) -> JSONResponse:
    """A fault in OpenAI's shape."""
    status = HTTPStatus.BAD_REQUEST if fault.status == HTTPStatus.UNPROCESSABLE_ENTITY else fault.status
    headers = {"Cache-Control": "no-store", **(fault.headers or {}), **STATUS_HEADERS.get(status, {})}
    return JSONResponse(failure(fault).model_dump(), status, headers=headers)


def fault_of(error: errors.ReperesError) -> Fault:
    """An error of ours, before it takes a shape."""
    return Fault(status_of(error), sentence(error), error=error, headers=waiting(error))


def failure(fault: Fault) -> FailureOut:
    """The body of one, also sent on a stream that has begun."""
    param, code = _place(fault)
    server = fault.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    kind = SERVER if server else TYPES.get(fault.status, INVALID)
    return FailureOut(error=ErrorOut(message=fault.detail, type=kind, param=param, code=code))


def _place(fault: Fault) -> tuple[str | None, str | None]:
    known = next((told for kind, told in OURS.items() if isinstance(fault.error, kind)), None)
    if known and fault.error:
        return known[0].format(**fault.error.values), known[1]
    return POSITION.sub(r"[\1]", fault.field) or None, CODES.get(fault.status)
