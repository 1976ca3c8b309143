"""`kill -9` at any moment of whatever Repères does: what was there is served, what was accepted is kept, the next run ends it.

One or two kills an act; `KILLS=200` tries so many over all of them, half at counted instants (a change of a file, a
statement put to a database), half at any moment; `KILLS=all` every instant.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
from imap_server import PASSWORD, USER, imap_server
from killed_databases import ACTS as OF_DATABASES
from killed_fetching import Fetch
from killed_files import ACTS as OF_FILES
from killed_mailbox import Pull
from killed_publications import ACTS as OF_PUBLICATIONS
from killing import Killer, killer
from solicitation_places import copy_database, new_database
from web_site import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from killing import Act

pytestmark = pytest.mark.timeout(3600)
ASKED: Final = os.environ.get("KILLS", "")
ACTS: Final = {**OF_FILES, **OF_DATABASES, **OF_PUBLICATIONS}
LONG_AGO: Final = 40 * 86_400
"""The beginning of a file that a site sends is kept for a month."""


@pytest.fixture(scope="module")
def program(root: Path) -> Iterator[Killer]:
    """What does the acts."""
    with killer(root) as started:
        yield started


def age(folder: Path) -> None:
    """Days pass: what is hidden, or half written, is of some time ago."""
    then = time.time() - LONG_AGO
    for path in folder.rglob("*"):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or path.suffix == ".part":
            os.utime(path, (then, then))


def moments(name: str, instants: int, seconds: float) -> list[dict[str, float]]:
    """When to kill: drawn, the same each time."""
    drawn = random.Random(name)
    if ASKED == "all":
        return [{"instant": n} for n in range(1, instants + 1)]
    count = max(1, round(int(ASKED) / (len(ACTS) + 8))) if ASKED else 1
    counted = drawn.sample(range(1, instants + 1), min(instants, -(-count // 2)))
    return [{"instant": n} for n in sorted(counted)] + [
        {"seconds": drawn.uniform(0.0, seconds)} for _ in range(count - len(counted))
    ]


def prepare(act: Act, name: str, program: Killer, folder: Path) -> None:
    """Makes the situation; by the program where that needs nothing of ours."""
    if act is ACTS.get(name):
        program.run(name, folder, deed="prepare")
    else:
        act.prepare(folder)


def killed_at_any_moment(
    act: Act, name: str, program: Killer, folder: Path, copied: Callable[[Path, Path], object] = shutil.copytree
) -> int:
    """Kills an act at each moment, then has it done again; gives the number of kills."""
    start = folder / "start"
    start.mkdir(exist_ok=True)
    prepare(act, name, program, start)
    whole = folder / "whole"
    copied(start, whole)
    done = program.run(name, whole)
    act.ended(whole)
    shutil.rmtree(whole)
    kills = 0
    for moment in moments(name, done.instants, done.seconds):
        place = folder / "place"
        copied(start, place)
        try:
            ended = program.run(name, place, **moment)  # type: ignore[arg-type]  # an instant is whole
            kills += ended.killed
            act.holds(place)
            age(place)
            program.run(name, place)
            act.ended(place)
        except BaseException as error:
            error.add_note(f"{name}, killed at {moment} of {done}")
            raise
        shutil.rmtree(place)
    sys.__stderr__.write(f"{name}: {kills} kills, {done.instants} instants\n") if sys.__stderr__ and ASKED else None
    return kills


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_any_moment(name: str, program: Killer, tmp_path: Path) -> None:
    """Whatever the act."""
    killed_at_any_moment(ACTS[name], name, program, tmp_path)


@pytest.mark.parametrize("disowned", [False, True], ids=["still there", "gone again"])
def test_a_fetch_that_is_killed(disowned: bool, program: Killer, tmp_path: Path) -> None:
    """No ghost, even of what the site has disowned before the next fetch."""
    with serving() as site:
        killed_at_any_moment(Fetch(site, disowned=disowned), "fetch", program, tmp_path)


def test_a_mailbox_whose_reading_is_killed(program: Killer, tmp_path: Path) -> None:
    """What it was read up to is told with each message."""
    with imap_server() as server:
        killed_at_any_moment(Pull(server, (USER, PASSWORD)), "pull", program, tmp_path)


@pytest.mark.parametrize("name", OF_DATABASES if ASKED else ["upgrade a database", "intake"])
def test_on_postgresql(name: str, program: Killer, tmp_path: Path, postgresql: str) -> None:
    """The server takes back what a dead client had begun."""

    def copied(start: Path, place: Path) -> None:
        shutil.copytree(start, place)
        (place / "url").write_text(copy_database(postgresql, (start / "url").read_text(encoding="ascii")))

    start = tmp_path / "start"
    start.mkdir()
    (start / "url").write_text(new_database(postgresql), encoding="ascii")
    killed_at_any_moment(ACTS[name], name, program, tmp_path, copied)
