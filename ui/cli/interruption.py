"""Ctrl-C that cannot get lost.

Python raises `KeyboardInterrupt` wherever the program happens to be. In a finaliser or in a callback of the import
system, which runs thousands of times while torch loads, an exception is printed and dropped, and the program goes on
(signal module, "Note on Signal Handlers and Exceptions"). So it is noted as well, and raised again at the next step.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Interruption:
    """Notes a Ctrl-C while it is open. For the main thread, the only one that signals reach."""

    wanted = False

    def __init__(self, *others: signal.Signals) -> None:
        """As the class says.

        Args:
            others: Signals that mean the same.
        """
        self._signals = (signal.SIGINT, *others)

    def __enter__(self) -> Self:
        """Takes the place of the handlers there are."""
        self._before = {each: signal.signal(each, self._note) for each in self._signals}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Puts them back."""
        for each, before in self._before.items():
            signal.signal(each, before)

    def check(self) -> None:
        """To be called at each step.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed, whatever became of it.
        """
        if self.wanted:
            raise KeyboardInterrupt

    def _note(self, *_: object) -> NoReturn:
        self.wanted = True
        raise KeyboardInterrupt
