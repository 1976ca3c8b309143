"""A folder of hostile files, indexed by the real command: it ends, tells each of them, serves the good one, leaks nothing.

A sample of each family of files is made and indexed here. For all of them, some minutes:

    HOSTILE_FILES=all python -m pytest tests/integration/test_hostile.py
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
from hostile import CASES, sample, write_all
from hostile.cases import SECRET, SENTENCE, Bait, Case
from hostile.catalogues import CATALOGUES
from hostile.small_model import write_model
from places import command

from indexer.catalogue import CATALOGUE_NAME
from indexer.errors import CatalogueError, SourceError
from indexer.index import current_generation
from indexer.manifest import PASSAGES_NAME
from indexer.messages import SENTENCES, SKIPPED
from indexer.reading import SUPPORTED
from indexer.sources import find
from indexer.unpacking import is_container

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = CASES if os.environ.get("HOSTILE_FILES") == "all" else sample()
READING_SECONDS = 20
"""Longest time for one file. Some of ours take it whole: what is tried is that they are then stopped."""
READING_MEGABYTES = 2048
JOBS = 2
WHOLE_SECONDS = 900
"""Longest time for all of it, on a slow machine."""
MOST_MEGABYTES = 2500
"""Of memory held by the process that indexes; those that read may not exceed `READING_MEGABYTES`."""
GOOD = "publication.md"
WEIGHED = """
import pathlib, resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""Runs a command and writes what memory it held, in kB. From the process of the tests it would be theirs that is told:
what a process held before `exec` counts."""
pytestmark = pytest.mark.timeout(WHOLE_SECONDS + 100)
WORDS_OF_IT = "Le village de Zorglub a ouvert une maison de santé en 2024."
LISTS = ("added", "changed", "unchanged", "removed", "failed", "skipped")


@dataclass(frozen=True)
class Run:
    """What the command left."""

    corpus: Path
    data_dir: Path
    out: bytes
    log: str
    megabytes: int
    asked: list[str]
    before: dict[str, tuple[int, int, int]]
    after: dict[str, tuple[int, int, int]]

    @cached_property
    def report(self) -> dict[str, Any]:
        """What the command told, in JSON."""
        told: dict[str, Any] = json.loads(self.out.decode("utf-8", "surrogateescape"))
        return told

    @cached_property
    def told(self) -> dict[str, tuple[str, str]]:
        """Each `doc` with its list and its reason."""
        return {told["doc"]: (name, told.get("reason", "")) for name in LISTS for told in self.report[name]}


def doc_of(case: Case) -> str:
    """The public name of a file: bytes that are not UTF-8 are shown as they are."""
    return os.fsencode(case.name).decode("utf-8", "backslashreplace")


def snapshot(place: Path) -> dict[str, tuple[int, int, int]]:
    """Everything below a folder, except in `data`: what it is, its size and when it was changed."""
    found = {}
    for path in place.rglob("*"):
        told = path.lstat()
        size = (0, 0) if stat.S_ISDIR(told.st_mode) else (told.st_size, told.st_mtime_ns)
        if not path.is_relative_to(place / "data"):
            found[os.fsdecode(path)] = (told.st_mode, *size)
    return found


@contextlib.contextmanager
def trap() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815 — names of the standard library

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/piege", asked
        server.shutdown()


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Everything hostile beside one good publication, indexed once by the command."""
    place = tmp_path_factory.mktemp("hostile")
    corpus, data_dir, outside = place / "corpus", place / "data", place / "outside"
    outside.mkdir()
    (place / "secret.txt").write_text(SECRET)
    corpus.mkdir()
    (corpus / GOOD).write_text(f"# Une fiche\n\n{WORDS_OF_IT}\n", encoding="utf-8")
    argv, env = command(root)
    env |= {"REPERES_READING_SECONDS": str(READING_SECONDS), "REPERES_READING_MEGABYTES": str(READING_MEGABYTES)}
    env |= {
        "REPERES_EMBEDDING_MODEL": str(write_model(place / "model")),
        "REPERES_OCR": "false",
        "TMPDIR": str(outside),
        "TORCHINDUCTOR_CACHE_DIR": str(place / "model"),  # torch makes this folder on import, wherever it is told to
    }
    with trap() as (url, asked):
        write_all(corpus, Bait(place / "secret.txt", url), FILES)
        before = snapshot(place)
        argv += ["index", str(corpus), "--data-dir", str(data_dir), "--jobs", str(JOBS), "--json"]
        out, log, memory = place / "report.json", place / "log.txt", place / "memory.txt"
        with out.open("wb") as to, log.open("wb") as errors:
            started = subprocess.Popen(
                [sys.executable, "-c", WEIGHED, memory, *argv],
                cwd=outside,
                env=env,
                stdout=to,
                stderr=errors,
                start_new_session=True,
            )
            watchdog = threading.Timer(WHOLE_SECONDS, lambda: os.killpg(started.pid, signal.SIGKILL))
            watchdog.start()
            started.wait()
            watchdog.cancel()
    told = log.read_text(encoding="utf-8", errors="backslashreplace")
    assert started.returncode == 3, (started.returncode, told[-5000:])
    return Run(
        corpus, data_dir, out.read_bytes(), told, int(memory.read_text()) // 1024, asked, before, snapshot(place)
    )


def expected(case: Case) -> set[str]:
    """The lists in which a file may stand."""
    suffix = PurePosixPath(case.name).suffix.lower()
    if not case.outcome.listed:
        return {""}
    if suffix not in SUPPORTED:  # a mailbox or an archive is nothing but what it holds; other types are left aside
        return {"skipped", "failed"}
    may = {"added"} if case.outcome.indexed else set()
    return may | ({"failed"} if case.outcome.errors else set()) | ({"skipped"} if case.outcome.skipped else set())


def says(error: type[SourceError], reason: str) -> bool:
    """Whether a reason is the sentence of an error."""
    pieces = re.split(r"\{\w+\}", SENTENCES[error])
    return re.fullmatch(".*".join(map(re.escape, pieces)), reason, re.DOTALL) is not None


def test_there_are_enough_of_them() -> None:
    """All with a name of their own."""
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 150
    assert {PurePosixPath(name).suffix.lower() for name in names} >= set(SUPPORTED) - {".markdown", ".htm", ".tsv"}


def test_the_sample_has_every_family() -> None:
    """A format that is harmed in some way is so in the sample too."""
    chosen = sample()
    assert len(chosen) >= 150
    assert {case.family for case in chosen} == {case.family for case in CASES}


def test_each_file_is_told_once_with_its_reason(run: Run) -> None:
    """In the list where it belongs; in words for whom drops files in a folder."""
    docs = [told["doc"] for name in LISTS for told in run.report[name]]
    assert len(docs) == len(set(docs))
    told = run.told
    wrong = {}
    for case in FILES:
        where, reason = told.get(doc_of(case), ("", ""))
        if where not in expected(case):
            wrong[doc_of(case)] = f"{where or 'nowhere'} ({reason})"
        elif (
            where == "failed" and case.outcome.errors and not any(says(error, reason) for error in case.outcome.errors)
        ):
            wrong[doc_of(case)] = reason
        if where == "skipped" and reason not in SKIPPED.values():
            wrong[doc_of(case)] = reason
    assert not wrong
    own = {doc_of(case) for case in FILES}
    parts = tuple(f"{doc}/" for doc in own if is_container(run.corpus / doc, archives=True))
    strays = {doc for doc in docs if doc not in own and not doc.startswith(parts)}
    assert strays == {GOOD} | ({"special/hard-too.md"} if "special/hard.txt" in own else set())


def test_the_report_is_utf_8(run: Run) -> None:
    """Also where a file's name is not: JSON has no other encoding (RFC 8259, 8.1)."""
    assert json.loads(run.out.decode())["generation"]


def test_the_good_publication_is_served(run: Run) -> None:
    """Whatever stands beside it."""
    assert run.told[GOOD][0] == "added"
    assert WORDS_OF_IT in passages(run)[GOOD]


def test_what_can_be_read_is_read(run: Run) -> None:
    """Files that only look dangerous say what they say, without what they hide."""
    served = passages(run)
    mute = [
        case.name
        for case in FILES
        if run.told.get(doc_of(case), ("",))[0] == "added" and case.outcome.says not in served[doc_of(case)]
    ]
    assert not mute
    loose = {
        case.name: word
        for case in FILES
        for word in (*case.outcome.silent, SECRET)
        if word in served.get(doc_of(case), "")
    }
    assert not loose


def test_nothing_is_fetched(run: Run) -> None:
    """No page, picture, template or declaration."""
    assert run.asked == []


def test_nothing_is_written_outside_the_data_folder(run: Run) -> None:
    """Neither beside the corpus, nor in it, nor where the command was started, nor among temporary files."""
    own = {"report.json", "log.txt", "memory.txt"}
    assert {path for path in run.after if run.before.get(path) != run.after[path]} <= {
        str(run.corpus.parent / n) for n in own
    }
    assert set(run.before) <= set(run.after)
    assert not Path("/tmp/zorglub-evil.txt").exists()


def test_no_secret_leaves_its_file(run: Run) -> None:
    """Not in the passages, nor anywhere else in the data folder."""
    holders = [path for path in run.data_dir.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert holders == []


def test_the_run_is_bounded(run: Run) -> None:
    """In memory, as it was in time to come to this; and its log is for people."""
    assert run.megabytes < MOST_MEGABYTES
    assert "Traceback" not in run.log


def passages(run: Run) -> dict[str, str]:
    """What is served of each document."""
    generation = run.data_dir / "generations" / current_generation(run.data_dir)
    texts: dict[str, list[str]] = {}
    with (generation / PASSAGES_NAME).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            told = json.loads(line)
            texts.setdefault(told["doc"], []).append(
                f"{told['text']} {' '.join(told.get('headings', ()))} {told.get('caption', '')}"
            )
    return {doc: "\n".join(found) for doc, found in texts.items()}


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.timeout(60)
def test_a_hostile_catalogue_is_refused_or_obeyed(name: str, tmp_path: Path) -> None:
    """It names no file outside its folder, runs nothing, and ends."""
    (tmp_path / "dehors.md").write_text(SENTENCE, encoding="utf-8")
    source = tmp_path / "source"
    source.mkdir()
    (source / "note.md").write_text(SENTENCE, encoding="utf-8")
    (source / CATALOGUE_NAME).write_bytes(CATALOGUES[name])
    try:
        found = find([source])
    except CatalogueError:
        pass
    else:
        assert {file.path for file in found.files} <= {source / "note.md"}
    assert not (source / "zorglub-script").exists()
