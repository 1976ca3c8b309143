"""Whatever bytes a file holds, its reader gives a clean reading or one of our errors, and does not hang.

A few hundred files a format are made and read here. For a long session (10,000 a format, from another number):

    FUZZ_ITERATIONS=10000 FUZZ_START=1000000 nice python -m pytest tests/unit/test_fuzz_readers.py --timeout=0 -x

A failure names the number that makes its file again: `changed(number, SEEDS[".pdf"], SEEDS[".html"])`.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hostile.fuzzing import changed, smallest
from hostile.seeds import CONTAINERS, SEEDS, WORDS

from indexer.errors import SourceError
from indexer.passages import split
from indexer.reading import SUPPORTED, read
from indexer.reading.options import ReadingOptions
from indexer.unpacking import ARCHIVES, Bounds, unpack
from indexer.unpacking import CONTAINERS as CONTAINED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ITERATIONS = int(os.environ.get("FUZZ_ITERATIONS", "120"))
START = int(os.environ.get("FUZZ_START", "0"))
SECONDS = 10.0
"""Of processor time, for one file: the seeds are read in hundredths."""
MEGABYTES = 1500
"""Of memory, above what the tests themselves hold."""
MOST_REPORTED = 8
MOST_HUNG = 3
"""Each costs `SECONDS`."""
OPENED = list(CONTAINERS)


class Hung(BaseException):
    """Not an `Exception`: no reader may catch it."""


def _stop(*_: object) -> NoReturn:
    raise Hung


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Bounds the memory and, by processor time, each call of `outcome` within."""
    before = signal.signal(signal.SIGVTALRM, _stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with Path("/proc/self/statm").open() as held:
        used = int(held.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + (MEGABYTES << 20), hard))
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGVTALRM, before)


def reading_of(path: Path) -> list[str]:
    """The words that a file gives."""
    reading = read(path, ReadingOptions(ocr=False))
    split(path.name, reading.title or "Titre", reading.blocks)
    words = [word for b in reading.blocks for word in (b.text, b.caption, *b.headings)]
    return [reading.title, reading.author, *words]


def members_of(path: Path) -> list[str]:
    """The names of what a container gives, all of it inside the folder it was told."""
    folder = path.parent / "members"
    members = unpack(path, folder, Bounds(total=64, member=16, members=500), archives=True)
    assert all(member.path.resolve().is_relative_to(folder.resolve()) for member in members)
    assert {found.name for found in path.parent.iterdir()} <= {path.name, "members"}
    return [member.name for member in members]


def outcome(path: Path, data: bytes, attempt: Callable[[Path], list[str]] = reading_of) -> str:
    """What went wrong with these bytes; empty when nothing did."""
    path.write_bytes(data)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            words = attempt(path)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except SourceError:
        return ""
    except (Exception, Hung) as exc:  # noqa: BLE001 - anything else than our errors is what is looked for
        ours = [f for f in traceback.extract_tb(exc.__traceback__) if "/indexer/" in f.filename]
        where = f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno}" if ours else "?"
        return f"{type(exc).__name__} at {where}"
    bad = [c for word in words for c in word if c == "\0" or "\ud800" <= c <= "\udfff"]
    return f"{bad[0]!r} in the text" if bad else ""


def harms(path: Path, seed: bytes, attempt: Callable[[Path], list[str]]) -> str:
    """What harm files made from a seed do, each with its number and the least file that does the same; or nothing."""
    found: dict[str, int] = {}
    hung = 0
    with bounded():
        for number in range(START, START + ITERATIONS):
            harm = outcome(path, made(seed, number), attempt)
            if harm:
                found.setdefault(harm, number)
                hung += harm.startswith("Hung")
            if len(found) >= MOST_REPORTED or hung >= MOST_HUNG:
                break
        return "\n".join(
            f"{harm}, number {number}: {least(path, made(seed, number), harm, attempt)!r}"
            for harm, number in found.items()
        )


def made(seed: bytes, number: int) -> bytes:
    """The file of a number."""
    others = list(SEEDS.values())
    return changed(number, seed, others[number % len(others)])


def least(path: Path, data: bytes, harm: str, attempt: Callable[[Path], list[str]]) -> bytes:
    """The least of a file that does the same harm; hangs are shown as they are, they take too long to lessen."""
    if not harm.startswith("Hung"):
        data = smallest(data, lambda less: outcome(path, less, attempt) == harm)
    return data[:600]


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_every_format_has_a_seed_that_is_read(suffix: str, tmp_path: Path) -> None:
    """Otherwise nothing below would be tried."""
    path = tmp_path / f"graine{suffix}"
    path.write_bytes(SEEDS[suffix])
    assert any(WORDS in block.text for block in read(path, ReadingOptions(ocr=False)).blocks)


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_no_file_harms_its_reader(suffix: str, tmp_path: Path) -> None:
    """Bits turned, blocks lost, moved and repeated, pieces of other files and treacherous words put in."""
    found = harms(tmp_path / f"fichier{suffix}", SEEDS[suffix], reading_of)
    assert not found, f"files harm the reader of {suffix}:\n{found}"


@pytest.mark.parametrize("suffix", OPENED)
def test_no_container_harms_what_opens_it(suffix: str, tmp_path: Path) -> None:
    """Nor is anything written out of the folder that it is opened into."""
    found = harms(tmp_path / f"fichier{suffix}", CONTAINERS[suffix], members_of)
    assert not found, f"files harm the opening of {suffix}:\n{found}"


def test_every_kind_of_container_has_a_seed_that_is_opened(tmp_path: Path) -> None:
    """Archives under one of their names, messages and mailboxes."""
    assert {*OPENED} == {*CONTAINED, *ARCHIVES} - {".tar.gz", ".tar.bz2", ".tar.xz"}
    for suffix, seed in CONTAINERS.items():
        path = tmp_path / suffix[1:] / f"graine{suffix}"
        path.parent.mkdir()
        path.write_bytes(seed)
        assert members_of(path) or suffix == ".msg", suffix


def test_the_same_number_makes_the_same_file() -> None:
    """So that what was found once is found again."""
    for suffix, seed in SEEDS.items():
        assert changed(7, seed, SEEDS[".html"]) == changed(7, seed, SEEDS[".html"]), suffix
        assert len({changed(number, seed, SEEDS[".html"]) for number in range(40)}) > 30, suffix


def test_the_watchdog_stops_what_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried on a reader that never ends."""
    monkeypatch.setattr("test_fuzz_readers.SECONDS", 0.05)
    monkeypatch.setattr("test_fuzz_readers.read", _never)
    with bounded():
        assert outcome(tmp_path / "a.txt", b"a").startswith("Hung")


def _never(*_: object) -> NoReturn:
    while True:
        pass
