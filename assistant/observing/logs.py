"""The log of a process: one handler on its error output, in text or in JSON, for us and for all libraries.

What Python itself would print with the words of an error (in a thread, at the end of the program) goes the same way.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, TextIO, cast

from assistant.observing.discreet import OWN, Form, formatter

if TYPE_CHECKING:
    from types import TracebackType

log = logging.getLogger(OWN)


def set_up(form: str, *, own: int = logging.INFO, stream: TextIO | None = None) -> logging.Handler:
    """Has the whole process write its log so.

    Args:
        form: `text` or `json`.
        own: Least level of our own lines; libraries are heard from warnings on.
        stream: Where; by default the error output.

    Returns:
        What writes it, which has taken the place of all others.
    """
    handler = writing(form, stream)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    log.setLevel(own)
    sys.excepthook = _ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _unraisable
    return handler


def writing(form: str, stream: TextIO | None = None) -> logging.Handler:
    """A handler that writes one of the two forms."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(cast("Form", form)))
    return handler


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("the program has ended on an unforeseen error", exc_info=error)


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        log.error("a thread has ended on an unforeseen error", exc_info=args.exc_value)


def _unraisable(told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        log.error("an error could not be told to anybody", exc_info=told.exc_value)
