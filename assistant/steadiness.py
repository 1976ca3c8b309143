"""Whether the clock was set while this program runs: what is forgotten by its age then waits for somebody to look.

A clock that jumps a year on would make all that is kept for some days look old, and have it forgotten at once.
"""

from __future__ import annotations

import time
from typing import Final

MOST_SECONDS: Final = 12 * 3600.0
"""How far a clock may be set: less than a day, in which ages are counted; more than NTP ever does by itself."""


def _drift() -> float:
    """How far the clock is from one that is never set; on Linux, one that counts the machine's sleep too."""
    steady = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    return time.time() - (time.monotonic() if steady is None else time.clock_gettime(steady))


_BEGAN: Final = _drift()


def is_steady() -> bool:
    """Whether the clock goes on as it did when the program began."""
    return abs(_drift() - _BEGAN) < MOST_SECONDS
