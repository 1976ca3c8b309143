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

    def __enter__(self) -> Self:
        """Takes the place of the handler there is."""
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Puts it back."""
        signal.signal(signal.SIGINT, self._before)

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
