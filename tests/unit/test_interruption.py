"""Ctrl-C is heard even where Python drops it."""

from __future__ import annotations

import signal

import pytest

from ui.cli.interruption import Interruption


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_dropped_interruption_is_raised_at_the_next_step() -> None:
    """A finaliser swallows it; the next step does not."""

    class Finalised:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with Interruption() as interruption:
        interruption.check()
        Finalised()
        with pytest.raises(KeyboardInterrupt):
            interruption.check()


def test_an_interruption_is_raised_at_once_and_the_handler_put_back() -> None:
    """As without it."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Interruption():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
