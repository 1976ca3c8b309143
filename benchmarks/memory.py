"""What processes hold in memory, as the kernel tells it (Linux)."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

KILO = 1024


def resident(pid: int | str = "self") -> float:
    """Megabytes that a process holds now."""
    return _told(pid, "VmRSS")


def peak(pid: int | str = "self") -> float:
    """Most megabytes that a process has held. `getrusage` would count its parent's, from before `exec`."""
    return _told(pid, "VmHWM")


def trimmed() -> float:
    """Megabytes that this process holds once the C library has given back what it kept and nothing used (glibc)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    return resident()


def _told(pid: int | str, field: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return int(status.split(f"{field}:")[1].split()[0]) / KILO
