"""How far an indexing is, on standard error: bars on a terminal, plain lines elsewhere, lines of JSON on request."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from assistant.maintenance.progress import Steps
from indexer.messages import STEPS
from indexer.room import writing_error
from ui.cli import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

EVERY_SECONDS = 10.0
"""Between two plain lines of one step."""
EVERY_SECOND = 1.0
"""Between two lines of JSON of one step."""


class _Pace:
    """What both ways of showing have in common: the step, how much of it is done, how fast."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._step, self._total, self._done, self._pages = "", 0, 0, 0
        self._began = time.monotonic()

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units."""
        self._check()
        self._step, self._total, self._done, self._pages = step, total, 0, 0
        self._began = time.monotonic()

    def advance(self, count: int, pages: int = 0) -> None:
        """So many more units are done, of so many pages."""
        self._check()
        self._done += count
        self._pages += pages

    def detail(self) -> str:
        """Pages read, or units a second."""
        seconds = time.monotonic() - self._began
        if self._step == "reading":
            return messages.PAGES_READ.format(count=self._pages) if self._pages else ""
        return messages.PACE.format(pace=self._done / seconds) if seconds > 1 else ""

    def seconds_left(self) -> float | None:
        """At the present pace; `None` when nothing is done yet."""
        spent = time.monotonic() - self._began
        return spent / self._done * (self._total - self._done) if self._done else None


class Bars(_Pace):
    """A bar for each step."""

    def __init__(self, check: Callable[[], None], bars: Progress) -> None:
        super().__init__(check)
        self._bars = bars
        self._task: TaskID | None = None

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units."""
        super().start(step, total)
        self._task = self._bars.add_task(STEPS[step], total=total, detail="")

    def advance(self, count: int, pages: int = 0) -> None:
        """So many more units are done, of so many pages."""
        super().advance(count, pages)
        if self._task is not None:
            self._bars.update(self._task, advance=count, detail=self.detail())


class Lines(_Pace):
    """A line when a step begins, one every ten seconds, one when it ends."""

    _told = 0.0

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units."""
        super().start(step, total)
        self._told = time.monotonic()
        if total:
            self._line(f"{STEPS[step]} : {total}")

    def advance(self, count: int, pages: int = 0) -> None:
        """So many more units are done, of so many pages."""
        super().advance(count, pages)
        now, left = time.monotonic(), self.seconds_left()
        if self._done >= self._total or now - self._told < EVERY_SECONDS or left is None:
            return
        self._told = now
        self._line(
            messages.PROGRESS_LINE.format(
                step=STEPS[self._step],
                done=self._done,
                total=self._total,
                detail=f", {self.detail()}" if self.detail() else "",
                left=round(left),
            )
        )

    @staticmethod
    def _line(text: str) -> None:
        print(text, file=sys.stderr, flush=True)


class JsonLines:
    """One JSON object a line, for programs: when a step begins, once a second at most, when it ends.

    `{"step", "done", "total", "pages", "seconds", "left"}`: `seconds` since the step began, `left` at the present pace,
    or null.
    """

    def __init__(self, check: Callable[[], None], stream: TextIO) -> None:
        self._steps = Steps(check, self._hear)
        self._stream = stream
        self._told = 0.0

    def start(self, step: str, total: int) -> None:
        """A step begins, of `total` units."""
        self._steps.start(step, total)

    def advance(self, count: int, pages: int = 0) -> None:
        """So many more units are done, of so many pages."""
        self._steps.advance(count, pages)

    def _hear(self, told: dict[str, object], new: bool) -> None:
        now = time.monotonic()
        if new or told["done"] == told["total"] or now - self._told >= EVERY_SECOND:
            self._told = now
            print(json.dumps(told), file=self._stream, flush=True)


@contextmanager
def shown_progress(check: Callable[[], None], in_json: Path | None = None) -> Iterator[Bars | Lines | JsonLines]:
    """A progress to hand to an indexing.

    Args:
        check: Called at each step; what it raises ends the indexing.
        in_json: A file for lines of JSON, in the place of what people read; `-` for standard error.

    Raises:
        WritingError: The file cannot be written.
    """
    if in_json is not None:
        with _stream(in_json) as stream:
            yield JsonLines(check, stream)
        return
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines(check)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bars:
        yield Bars(check, bars)


def _stream(path: Path) -> AbstractContextManager[TextIO]:
    if str(path) == "-":
        return nullcontext(sys.stderr)
    try:
        return path.open("w", encoding="utf-8")
    except OSError as exc:
        raise writing_error(path, exc) from exc
