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
from hostile.seeds import SEEDS, WORDS

from indexer.errors import SourceError
from indexer.passages import split
from indexer.reading import SUPPORTED, read
from indexer.reading.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

ITERATIONS = int(os.environ.get("FUZZ_ITERATIONS", "120"))
START = int(os.environ.get("FUZZ_START", "0"))
SECONDS = 10.0
"""Of processor time, for one file: the seeds are read in hundredths."""
MEGABYTES = 1500
"""Of memory, above what the tests themselves hold."""
MOST_REPORTED = 8
FORMATS = [suffix for suffix in SUPPORTED if suffix in SEEDS]


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


def outcome(path: Path, data: bytes) -> str:
    """What went wrong in reading these bytes; empty when nothing did."""
    path.write_bytes(data)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        try:
            reading = read(path, ReadingOptions(ocr=False))
            split(path.name, reading.title or "Titre", reading.blocks)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except SourceError:
        return ""
    except (Exception, Hung) as exc:  # noqa: BLE001 — whatever comes out but a SourceError is what is looked for
        ours = [f for f in traceback.extract_tb(exc.__traceback__) if "/indexer/" in f.filename]
        where = f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno}" if ours else "?"
        return f"{type(exc).__name__} at {where}"
    texts = [
        reading.title,
        reading.author,
        *(text for b in reading.blocks for text in (b.text, b.caption, *b.headings)),
    ]
    bad = [c for text in texts for c in text if c == "\0" or "\ud800" <= c <= "\udfff"]
    return f"{bad[0]!r} in the text" if bad else ""


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_every_format_has_a_seed_that_is_read(suffix: str, tmp_path: Path) -> None:
    """Otherwise nothing below would be tried."""
    path = tmp_path / f"graine{suffix}"
    path.write_bytes(SEEDS[suffix])
    assert any(WORDS in block.text for block in read(path, ReadingOptions(ocr=False)).blocks)


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_file_harms_its_reader(suffix: str, tmp_path: Path) -> None:
    """Bits turned, blocks lost, moved and repeated, pieces of other files and treacherous words put in."""
    path = tmp_path / f"fichier{suffix}"
    others = list(SEEDS.values())
    found: dict[str, int] = {}
    with bounded():
        for number in range(START, START + ITERATIONS):
            data = changed(number, SEEDS[suffix], others[number % len(others)])
            harm = outcome(path, data)
            if harm and harm not in found:
                found[harm] = number
                if len(found) >= MOST_REPORTED:
                    break
        shown = "\n".join(
            f"{harm} — number {number}: {_shown(path, suffix, number, harm)}" for harm, number in found.items()
        )
    assert not found, f"{len(found)} ways to harm the reader of {suffix}:\n{shown}"


def _shown(path: Path, suffix: str, number: int, harm: str) -> str:
    """The least of the file that does the same harm; hangs are shown as they are, they take too long to lessen."""
    data = changed(number, SEEDS[suffix], list(SEEDS.values())[number % len(SEEDS)])
    if not harm.startswith("Hung"):
        data = smallest(data, lambda less: outcome(path, less) == harm)
    return repr(data[:600])


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
