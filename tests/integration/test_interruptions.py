"""Whatever stops an indexing, what is served is complete, and the next run resumes."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from fakes import Interrupting
from filelock import FileLock
from places import SAMPLE, command

from indexer.errors import IndexCorrupt, IndexLocked, IndexMissing, IndexModelMismatch, IndexOutdated, StoreUnavailable
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from places import Place


def half_built(place: Place) -> list[Path]:
    """Generations that were never finished."""
    return list((place.settings.data_dir / "generations").glob("building-*"))


def texts_to_embed(place: Place) -> None:
    """Adds publications with some hundred new texts."""
    for n in range(12):
        sentences = " ".join(f"La commune numéro {n} a ouvert {m} permanences de santé." for m in range(2, 12))
        place.write(f"nouveau-{n}.md", f"# Fiche {n}\n\n{sentences}\n")


def test_an_interrupted_indexing_leaves_the_previous_one_serving(place: Place) -> None:
    """Nothing half-built stays behind, and the texts already embedded are not embedded again."""
    before = place.generation
    texts_to_embed(place)
    with pytest.raises(KeyboardInterrupt):
        place.index(lambda: Interrupting(place.embedder, batches=2))
    assert place.generation == before
    assert half_built(place) == []
    assert len(open_index(place.settings).documents) == len(SAMPLE)
    report = place.index()
    assert len(report.added) == 12
    assert 0 < report.embedded <= 12 * 11 - 64
    assert len(open_index(place.settings).documents) == len(SAMPLE) + 12


def embedded(path: Path) -> int:
    """Vectors in the cache."""
    with sqlite3.connect(path) as connection:
        count: int = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
    connection.close()
    return count


def test_a_killed_indexing_leaves_the_previous_one_serving(place: Place, root: Path) -> None:
    """`kill -9` in the middle: the next run sweeps what was left and resumes."""
    before = place.generation
    data_dir = place.settings.data_dir
    held = embedded(data_dir / "vectors.sqlite")
    texts_to_embed(place)
    argv, env = command(root)
    running = subprocess.Popen(
        [*argv, "index", str(place.corpus), "--data-dir", str(data_dir)],
        cwd=data_dir.parent,
        env={**env, "REPERES_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while embedded(data_dir / "vectors.sqlite") == held and running.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    assert running.wait(timeout=30) == -signal.SIGKILL
    kept = embedded(data_dir / "vectors.sqlite") - held
    assert place.generation == before
    assert len(half_built(place)) == 1
    assert len(open_index(place.settings).documents) == len(SAMPLE)
    report = place.index()
    assert report.embedded == 12 * 10 - kept < 12 * 10
    assert half_built(place) == []
    assert len(open_index(place.settings).documents) == len(SAMPLE) + 12


def cut(path: Path) -> None:
    """Keeps the first half of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


DAMAGES: dict[str, Callable[[Place], object]] = {
    "passages cut": lambda place: cut(place.generation / "passages.jsonl"),
    "passages missing": lambda place: (place.generation / "passages.jsonl").unlink(),
    "manifest empty": lambda place: (place.generation / "manifest.json").write_text(""),
    "manifest missing": lambda place: (place.generation / "manifest.json").unlink(),
    "manifest of another format": lambda place: (place.generation / "manifest.json").write_text('{"format": 0}'),
    "chroma missing": lambda place: shutil.rmtree(place.generation / "chroma"),
    "chroma emptied": lambda place: (place.generation / "chroma" / "chroma.sqlite3").write_bytes(b""),
    "chroma cut": lambda place: cut(place.generation / "chroma" / "chroma.sqlite3"),
    "lexical missing": lambda place: shutil.rmtree(place.generation / "lexical"),
    "lexical cut": lambda place: cut(place.generation / "lexical" / "data.csc.index.npy"),
    "CURRENT naming nothing": lambda place: (place.settings.data_dir / "CURRENT").write_text("20010101T000000"),
    "CURRENT empty": lambda place: (place.settings.data_dir / "CURRENT").write_text(""),
    "CURRENT leading outside": lambda place: (place.settings.data_dir / "CURRENT").write_text("../generations"),
    "CURRENT not text": lambda place: (place.settings.data_dir / "CURRENT").write_bytes(b"\xff\xfe\xfa"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_index_is_told_and_mended_by_indexing(damage: Callable[[Place], object], place: Place) -> None:
    """From the vectors that are kept: nothing is embedded again."""
    damage(place)
    with pytest.raises((IndexCorrupt, IndexOutdated)):
        open_index(place.settings)
    report = place.index()
    assert report.embedded == 0
    assert len(open_index(place.settings).documents) == len(SAMPLE)


def test_an_original_that_was_taken_away_is_told_and_put_back(place: Place) -> None:
    """By the next indexing, even of an unchanged corpus."""
    taken = open_index(place.settings).original(SAMPLE[0])
    taken.unlink()
    with pytest.raises(IndexCorrupt):
        open_index(place.settings).original(SAMPLE[0])
    place.index()
    assert open_index(place.settings).original(SAMPLE[0]) == taken


def test_nothing_indexed_yet_is_not_a_damage(tmp_path: Path, served: Place) -> None:
    """Its remedy is another sentence."""
    with pytest.raises(IndexMissing):
        open_index(served.settings.model_copy(update={"data_dir": tmp_path}))


def test_another_model_is_told_until_it_has_indexed(place: Place) -> None:
    """Both names are in the error."""
    other = place.settings.model_copy(update={"embedding_model": "hashing-64"})
    with pytest.raises(IndexModelMismatch) as caught:
        open_index(other)
    assert caught.value.values["configured"] == "hashing-64"
    assert str(caught.value.values["built_with"]).startswith("multilingual-e5-small-")


def test_two_indexings_at_once_are_refused(place: Place) -> None:
    """The second is told; the first is not disturbed."""
    with FileLock(place.settings.data_dir / "index.lock"), pytest.raises(IndexLocked):
        place.index()
    assert place.index().added == []


def test_a_chroma_server_that_does_not_answer_is_told(place: Place) -> None:
    """Whether a question is asked or an index built; the published index stays."""
    before = place.generation
    elsewhere = place.settings.model_copy(update={"chroma_url": "http://127.0.0.1:9"})
    with pytest.raises(StoreUnavailable):
        open_index(elsewhere)
    place.write("nouveau.md", "# Une fiche\n\nDu texte.\n")
    other = type(place)(place.corpus, elsewhere, place.embedder)
    with pytest.raises(StoreUnavailable):
        other.index()
    assert place.generation == before
    assert half_built(place) == []
