"""Log lines that tell nothing of anybody, whoever writes them: ours, a library's, an error's.

- Our own loggers say what we wrote; the program takes care of what it puts into it.
- The words of an error are never written: they may quote what was being read. Its class and where it came from are.
- What a library says is not ours to know: its sentence stands there without its values, or only where it was said.
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import TYPE_CHECKING, Final, Literal

from pythonjsonlogger.json import JsonFormatter

from assistant.observing.correlation import request_id

if TYPE_CHECKING:
    from types import TracebackType

OWN: Final = "reperes"
"""Our logger, and the root of those that are ours."""
TRUSTED: Final = frozenset({"uvicorn", "uvicorn.error"})
"""Libraries whose sentences quote nothing of a request at the levels that are kept; the first line of each is told."""
WORD: Final = re.compile(r"[a-z]{2}")
FIELDS: Final = ("method", "route", "status", "ms", "bytes")
"""What a line may carry besides its sentence: of a request."""
DEEPEST: Final = 8
"""Errors told of a chain."""
LAST: Final = 3
"""Calls of libraries told of each error: the last ones; all of ours are."""
AGAIN: Final = "(told above)"
_TOLD: Final = "__reperes_told_by__"
Form = Literal["text", "json"]
_RESULT = tuple[type[BaseException], BaseException, "TracebackType | None"] | tuple[None, None, None]


class Text(logging.Formatter):
    """For people: `2026-11-23 14:02:11,512 INFO reperes: GET /healthz 200 1 ms 42 o [f00d…]`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s%(asked)s")

    def format(self, record: logging.LogRecord) -> str:
        """One line, and where an error came from below it."""
        told = discreet(record)
        identifier = request_id()
        told.asked = f" [{identifier}]" if identifier else ""
        return super().format(told)

    def formatException(self, ei: _RESULT) -> str:  # noqa: N802 — logging's name
        """As `trace`, once."""
        return _once(ei[1], id(self))


class Json(JsonFormatter):
    """For programs: one JSON object a line."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
            timestamp="time",
            json_ensure_ascii=False,
        )

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        told = discreet(record)
        identifier = request_id()
        if identifier:
            told.request_id = identifier
        return super().format(told)

    def formatException(self, ei: _RESULT) -> str:  # noqa: N802 — logging's name
        """As `trace`, once."""
        return _once(ei[1], id(self))


def formatter(form: Form) -> logging.Formatter:
    """That of a form."""
    return Json() if form == "json" else Text()


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """A record without what it may tell of anybody: nothing that a library added to it is carried over."""
    told = logging.LogRecord(
        record.name, record.levelno, record.pathname, record.lineno, words(record), None, record.exc_info
    )
    told.created, told.msecs = record.created, record.msecs
    if _is_own(record.name):
        told.__dict__.update({name: value for name, value in record.__dict__.items() if name in FIELDS})
    return told


def words(record: logging.LogRecord) -> str:
    """What a record may say, on one line, per cent signs as they are read."""
    if _is_own(record.name):
        return " ".join(record.getMessage().splitlines())
    if record.name in TRUSTED:
        return record.getMessage().partition("\n")[0].strip()
    # A sentence that comes without values may have been made with some: only where it was said is told then.
    said = str(record.msg).partition("\n")[0].strip()
    return said if record.args and WORD.search(said) else f"({record.module}.{record.funcName}, {record.lineno})"


def trace(error: BaseException) -> str:
    """Where an error came from, last call last, and the class of each error of its chain; never their words."""
    lines: list[str] = []
    met: BaseException | None = error
    for _ in range(DEEPEST):
        if met is None:
            break
        frames = traceback.extract_tb(met.__traceback__)
        lines.append(f"{_class(met)}{_members(met)}")
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for place, frame in enumerate(frames, LAST - len(frames))
            if place >= 0 or "site-packages" not in frame.filename
        ]
        met = met.__cause__ or (None if met.__suppress_context__ else met.__context__)
    return "\n".join(lines)


def _once(error: BaseException | None, formatter: int) -> str:
    """The trace of an error the first time that a formatter meets it: several layers tell the same one."""
    if error is None:
        return ""
    told: set[int] = error.__dict__.setdefault(_TOLD, set())
    if formatter in told:
        return f"{_class(error)} {AGAIN}"
    told.add(formatter)
    return trace(error)


def _class(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _members(error: BaseException) -> str:
    """The classes of what a group holds."""
    if not isinstance(error, BaseExceptionGroup):
        return ""
    return f" ({', '.join(_class(each) for each in error.exceptions)})"


def _is_own(name: str) -> bool:
    return name == OWN or name.startswith(f"{OWN}.")
