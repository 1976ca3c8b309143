"""Commands of an account that has no right to the files of the service, in a process of its own."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from places import Ran, command, completed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

POWERLESS = Path(__file__).with_name("powerless.py")


@contextmanager
def closed(*paths: Path) -> Iterator[None]:
    """Nobody may read these, but who is above rights."""
    before = {path: path.stat().st_mode & 0o777 for path in paths}
    try:
        for path in paths:
            path.chmod(0)
        yield
    finally:
        for path in reversed(paths):
            path.chmod(before[path])


def files_of(folder: Path) -> list[Path]:
    """All files of a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def run_without_rights(root: Path, cwd: Path, *commands: Sequence[object], **variables: str) -> list[Ran]:
    """What each of these commands says, one after the other; the test is skipped where rights cannot be given up."""
    _, env = command(root)
    asked = json.dumps([[str(each) for each in one] for one in commands])
    done = completed([sys.executable, str(POWERLESS), asked], cwd, {**env, **variables}, seconds=120)
    if done.returncode == os.EX_NOPERM:
        pytest.skip(f"this process cannot give up its rights: {done.stderr}")
    assert done.returncode == 0, done.stderr
    return [Ran(*told) for told in json.loads(done.stdout)]
