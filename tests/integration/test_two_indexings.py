"""Two indexings at once, one that finds no memory, vectors damaged meanwhile: the next indexing ends the work, whole.

One race of two processes here; `ROUNDS=20` for as many.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes import HashingEmbedder
from killed_indexing import __file__ as script
from places import Place
from test_killed import text

from assistant.maintenance.generations import is_being_indexed
from indexer.errors import IndexCorrupt, NotEnoughMemory, ReaderStopped, ReadingTooHeavy
from indexer.index import open_index
from indexer.messages import sentence
from indexer.reading.options import ReadingOptions
from indexer.settings import Settings
from indexer.sources import find
from indexer.workers import Limits, Readers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ROUNDS = int(os.environ.get("ROUNDS", "1"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Some publications, and nothing indexed; no model."""
    settings = Settings(data_dir=tmp_path / "data", embedding_model="hashing-64", jobs=1)
    made = Place(tmp_path / "corpus", settings, HashingEmbedder())
    for number in range(6):
        made.write(f"{number}.md", text(number))
    return made


def test_of_two_processes_one_indexes_and_the_other_is_told(place: Place, root: Path) -> None:
    """Never both, never neither; what is published is whole, whoever did it."""
    asked = [sys.executable, script, str(place.corpus), str(place.settings.data_dir), "0"]
    environment = {"PYTHONPATH": f"{root}:{Path(__file__).parents[1]}", "PATH": ""}
    for number in range(ROUNDS):
        place.write(f"nouvelle-{number}.md", text(100 + number))
        both = [
            subprocess.Popen(asked, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        try:
            ends = [(each.communicate(timeout=120)[1], each.returncode) for each in both]
        finally:
            for each in both:
                each.kill()
        assert 0 in {code for _, code in ends}
        assert all(code == 0 or "IndexLocked" in said for said, code in ends), ends
        assert len(open_index(place.settings).documents) == 7 + number
        assert list((place.settings.data_dir / "generations").glob("building-*")) == []
        assert not is_being_indexed(place.settings.data_dir)


def test_readers_that_have_no_memory_at_all_are_told_file_by_file(place: Place) -> None:
    """On a machine that can keep none alive: it ends, and each file has its reason."""
    files = find([place.corpus]).files
    with Readers(Limits(jobs=2, seconds=60, megabytes=1)) as readers:
        told = list(readers.read({file: file.digest() for file in files}, ReadingOptions()))
    assert len(told) == len(files)
    assert {type(outcome) for _, outcome in told} <= {ReadingTooHeavy, ReaderStopped}


@pytest.mark.parametrize("damage", [b"x" * 4096, b""], ids=["garbage", "emptied"])
def test_vectors_damaged_under_a_service_are_told_and_indexing_mends_them(damage: bytes, place: Place) -> None:
    """By whoever asks whether it is ready, as by the next question; from the vectors that are kept."""
    place.index()
    held = open_index(place.settings)
    held.vectors.check()
    (place.generation / "chroma" / "chroma.sqlite3").write_bytes(damage)
    with pytest.raises(IndexCorrupt):
        held.vectors.check()
    with pytest.raises(IndexCorrupt):
        held.vectors.nearest(place.embedder.embed_question("Une permanence ?"), 3)
    assert place.index().embedded == 0
    mended = open_index(place.settings)
    mended.vectors.check()
    assert mended.manifest.generation != held.manifest.generation


@contextlib.contextmanager
def scarce(megabytes: int) -> Iterator[None]:
    """This process may have so much more memory than it has, and no more."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + megabytes * 1024**2, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@dataclass
class Heavy(HashingEmbedder):
    """An embedder that wants four gigabytes for its second batch, where there are not so many."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """`(n, 64)` float32, L2-normalised."""
        if self.embedded:
            with scarce(256):
                np.ones(2**29)
        return super().embed_passages(texts)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="how much memory a process has is read from /proc")
def test_an_indexing_that_finds_no_memory_is_told_with_its_remedy(place: Place) -> None:
    """What serves goes on, what was computed is kept, and the next indexing ends the work."""
    place.index()
    before = place.generation
    for number in range(20, 26):
        place.write(f"{number}.md", text(number))
    with pytest.raises(NotEnoughMemory) as caught:
        place.index(Heavy)
    assert "REPERES_JOBS=1" in sentence(caught.value)
    assert place.generation == before
    assert len(open_index(place.settings).documents) == 6
    assert list(before.parent.glob("building-*")) == []
    assert len(place.index().added) == 6
