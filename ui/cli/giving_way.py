"""Long work lets whoever waits for an answer go first."""

from __future__ import annotations

import os
from typing import Final

NICENESS: Final = 10
"""Of 19: on a busy processor, some tenth of what a process that answers gets; on an idle one, all of it."""


def give_way() -> None:
    """Lowers the priority of this process, and of those that it starts, unless it is as low already.

    Readers of the same machine hardly notice an indexing then (`python -m benchmarks.load`). Containers share
    processors by other rules, and Windows has no such thing: nothing happens there.
    """
    if hasattr(os, "setpriority"):
        now = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(now, NICENESS))
