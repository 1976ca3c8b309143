"""`kill -9` at every sort of instant of an indexing: nothing that was served is lost, and the next run ends the work.

A dozen instants spread over the run; `KILLS=all` tries each of them (some minutes).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from email.message import EmailMessage
from pathlib import Path

import pytest
from fakes import HashingEmbedder, NotedProgress

from indexer.build import build_index
from indexer.index import open_index
from indexer.settings import Settings

HERE = Path(__file__).parent
MARK = "KILLED_INDEXING"
BEFORE = ["a.md", "b.md", "courrier.eml", "courrier.eml/fiche.md", "c.md"]
AFTER = ["a.md", "b.md", "courrier.eml", "courrier.eml/fiche.md", "d.md", "e.md"]


def text(n: int) -> str:
    """A publication of many sentences, for several batches of texts."""
    told = " ".join(f"La commune numéro {n} a ouvert {m} permanences de santé." for m in range(2, 30))
    return f"# Fiche {n}\n\n{told}\n"


def mail(n: int) -> bytes:
    """A message with one attachment."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Une fiche", "a@exemple.fr", "b@exemple.fr"
    message.set_content("Bonjour,\n\nVoici la fiche sur la permanence d’accès aux soins.\n")
    message.add_attachment(text(n).encode(), maintype="text", subtype="markdown", filename="fiche.md")
    return bytes(message)


def run(corpus: Path, data_dir: Path, instant: int) -> tuple[int, str]:
    """One indexing; exit status and standard output. No process of it is left."""
    mark = uuid.uuid4().hex
    path = os.pathsep.join([str(HERE.parents[1]), str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, HERE / "killed_indexing.py", corpus, data_dir, str(instant)],
        env={**os.environ, "PYTHONPATH": path, MARK: mark},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    deadline = time.monotonic() + 20
    while left := _marked(mark):
        assert time.monotonic() < deadline, f"processes {left} outlive the indexing that was killed"
        time.sleep(0.05)
    return done.returncode, done.stdout


def _marked(mark: str) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:  # it has just ended, or is not ours
            continue
    return found


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """A corpus that has changed since it was indexed, its index, and how many instants indexing it has."""
    folder = tmp_path_factory.mktemp("killed")
    corpus, data_dir = folder / "corpus", folder / "data"
    corpus.mkdir()
    for n, doc in enumerate(("a.md", "b.md", "c.md")):
        (corpus / doc).write_text(text(n), encoding="utf-8")
    (corpus / "courrier.eml").write_bytes(mail(7))
    build_index([corpus], _settings(data_dir), HashingEmbedder, NotedProgress())
    assert sorted(open_index(_settings(data_dir)).documents) == sorted(BEFORE)
    (corpus / "b.md").write_text(text(10), encoding="utf-8")
    (corpus / "c.md").unlink()
    (corpus / "d.md").write_text(text(11), encoding="utf-8")
    (corpus / "e.md").write_text(text(12), encoding="utf-8")
    (corpus / "courrier.eml").write_bytes(mail(8))
    whole = folder / "whole"
    shutil.copytree(data_dir, whole)
    code, out = run(corpus, whole, 0)
    assert code == 0
    return corpus, data_dir, int(out.split()[0])


def _settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, embedding_model="hashing-64", jobs=1, kept_generations=1)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found through /proc")
@pytest.mark.timeout(3600)
def test_killed_at_any_instant(situation: tuple[Path, Path, int], tmp_path: Path) -> None:
    """What is served is the generation before or the new one, whole; the next run embeds only what is missing."""
    corpus, data_dir, instants = situation
    assert instants > 20
    chosen = set(range(1, instants + 1))
    if os.environ.get("KILLS") != "all":  # more of them at the end, where one generation takes over from another
        chosen = {*range(1, instants + 1, instants // 6), *range(instants - 6, instants + 1, 2)}
    served = set()
    for instant in sorted(chosen):
        place = tmp_path / str(instant)
        shutil.copytree(data_dir, place)
        code, _ = run(corpus, place, instant)
        assert code == -signal.SIGKILL, instant
        documents = sorted(open_index(_settings(place)).documents)
        assert documents in (sorted(BEFORE), sorted(AFTER)), instant
        served.add(documents == sorted(AFTER))
        again = HashingEmbedder()
        build_index([corpus], _settings(place), lambda again=again: again, NotedProgress())  # type: ignore[misc]
        index = open_index(_settings(place))
        assert sorted(index.documents) == sorted(AFTER), instant
        assert {doc: index.original(doc).stat().st_size for doc in AFTER}["b.md"] == len(text(10).encode())
        left = [p.name for p in place.rglob("*") if p.name.startswith("building-") or p.suffix == ".new"]
        assert left == [], instant
        assert len(list((place / "generations").iterdir())) == 1, instant
        shutil.rmtree(place)
    assert served == {False, True}  # some before the new generation was published, some after


def test_a_power_cut_finds_a_whole_generation_on_the_disk(
    situation: tuple[Path, Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its files is asked onto the disk before `CURRENT` names it; so is each original."""
    corpus, data_dir, _ = situation
    place = tmp_path / "data"
    shutil.copytree(data_dir, place)
    former = (place / "CURRENT").read_text(encoding="utf-8")
    settled: set[int] = set()

    def noting(handle: int) -> None:
        if (place / "CURRENT").read_text(encoding="utf-8") == former:
            settled.add(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", noting)
    build_index([corpus], _settings(place), HashingEmbedder, NotedProgress())
    now = place / "generations" / (place / "CURRENT").read_text(encoding="utf-8")
    index = open_index(_settings(place))
    served = [*now.rglob("*"), *(index.original(doc) for doc in ("b.md", "d.md", "e.md"))]
    assert [path.name for path in served if path.stat().st_ino not in settled] == []
