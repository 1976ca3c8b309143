"""What takes long to make is made once for all the processes that the tests run in (`pytest -n 2`).

As pytest-xdist advises (https://pytest-xdist.readthedocs.io/en/stable/how-to.html): a folder beside those of the
processes, and a lock. Without xdist, or for one test alone, it is made all the same.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def made_once(name: str, make: Callable[[Path], None], temporary: pytest.TempPathFactory) -> Path:
    """A folder that the first process to need it makes, under a lock, and that the others find made.

    It is not to be changed: whoever wants to works on a copy. Where making fails, nothing is left of it: the next
    process tries again, and fails with its own words.
    """
    parent = temporary.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        parent = parent.parent
    folder, made = parent / name, parent / f"{name}.made"
    with FileLock(parent / f"{name}.lock"):
        if not made.exists():
            folder.mkdir()
            try:
                make(folder)
            except BaseException:
                shutil.rmtree(folder)
                raise
            made.touch()
    return folder
