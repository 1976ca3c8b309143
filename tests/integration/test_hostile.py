"""A folder of hostile files, indexed by the real command: it ends, tells each of them, serves the good one, leaks nothing."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import resource
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
from hostile import CASES, write_all
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
    from pathlib import Path

READING_SECONDS = 10
"""Longest time for one file. Some of ours take it whole: what is tried is that they are then stopped."""
READING_MEGABYTES = 2048
JOBS = 2
WHOLE_SECONDS = 900
"""Longest time for all of it, on a slow machine."""
MOST_MEGABYTES = 2500
"""Of memory really used by the largest process."""
GOOD = "publication.md"
WORDS_OF_IT = "Le village de Zorglub a ouvert une maison de santé en 2024."
LISTS = ("added", "changed", "unchanged", "removed", "failed", "skipped")


@dataclass(frozen=True)
class Run:
    """What the command left."""

    corpus: Path
    data_dir: Path
    out: bytes
    log: str
    seconds: float
    asked: list[str]
    before: dict[str, tuple[int, int, int]]
    after: dict[str, tuple[int, int, int]]

    @property
    def report(self) -> dict[str, Any]:
        """What the command told, in JSON."""
        told: dict[str, Any] = json.loads(self.out.decode("utf-8", "surrogateescape"))
        return told

    def told(self) -> dict[str, tuple[str, str]]:
        """Each `doc` with its list and its reason."""
        return {told["doc"]: (name, told.get("reason", "")) for name in LISTS for told in self.report[name]}


def doc_of(case: Case) -> str:
    """The public name of a file: bytes that are not UTF-8 are shown as they are."""
    return os.fsencode(case.name).decode("utf-8", "backslashreplace")


def snapshot(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Everything below a folder: what it is, its size and when it was changed."""
    found = {}
    for path in [*folder.rglob("*"), *folder.parent.glob("*")]:
        told = path.lstat()
        found[os.fsdecode(path)] = (
            told.st_mode,
            0 if path.is_dir() else told.st_size,
            0 if path.is_dir() else told.st_mtime_ns,
        )
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
    }
    with trap() as (url, asked):
        write_all(corpus, Bait(place / "secret.txt", url))
        before = snapshot(corpus)
        began = time.monotonic()
        done = subprocess.run(
            [*argv, "index", str(corpus), "--data-dir", str(data_dir), "--jobs", str(JOBS), "--json"],
            cwd=outside, env=env, capture_output=True, timeout=WHOLE_SECONDS, check=False,
        )  # fmt: skip
        seconds = time.monotonic() - began
    log = done.stderr.decode("utf-8", "backslashreplace")
    assert done.returncode == 3, (done.returncode, log[-5000:])
    after = {path: told for path, told in snapshot(corpus).items() if not path.startswith(str(data_dir))}
    return Run(corpus, data_dir, done.stdout, log, seconds, asked, before, after)


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
    assert {PurePosixPath(name).suffix.lower() for name in names} >= set(SUPPORTED) - {
        ".markdown",
        ".htm",
        ".tsv",
        ".xls",
    }


@pytest.mark.timeout(WHOLE_SECONDS + 100)
def test_each_file_is_told_once_with_its_reason(run: Run) -> None:
    """In the list where it belongs; in words for whom drops files in a folder."""
    docs = [told["doc"] for name in LISTS for told in run.report[name]]
    assert len(docs) == len(set(docs))
    told = run.told()
    wrong = {}
    for case in CASES:
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
    own = {doc_of(case) for case in CASES}
    parts = tuple(f"{doc}/" for doc in own if is_container(run.corpus / doc, archives=True))
    strays = {doc for doc in docs if doc not in own and not doc.startswith(parts)}
    assert strays == {GOOD, "special/hard-too.md"}


def test_the_report_is_utf_8(run: Run) -> None:
    """Also where a file's name is not: JSON has no other encoding (RFC 8259, 8.1)."""
    assert json.loads(run.out.decode())["generation"]


def test_the_good_publication_is_served(run: Run) -> None:
    """Whatever stands beside it."""
    assert run.told()[GOOD][0] == "added"
    assert WORDS_OF_IT in passages(run)[GOOD]


def test_what_can_be_read_is_read(run: Run) -> None:
    """Files that only look dangerous say what they say, without what they hide."""
    served = passages(run)
    mute = [
        case.name
        for case in CASES
        if run.told().get(doc_of(case), ("",))[0] == "added" and case.outcome.says not in served[doc_of(case)]
    ]
    assert not mute
    loose = {
        case.name: word
        for case in CASES
        for word in (*case.outcome.silent, SECRET)
        if word in served.get(doc_of(case), "")
    }
    assert not loose


def test_nothing_is_fetched(run: Run) -> None:
    """No page, picture, template or declaration."""
    assert run.asked == []


def test_nothing_is_written_outside_the_data_folder(run: Run) -> None:
    """Neither beside the corpus, nor in it, nor where the command was started."""
    assert {path for path in run.after if run.before.get(path) != run.after[path]} <= {str(run.corpus.parent / "data")}
    assert set(run.before) - set(run.after) == set()


def test_no_secret_leaves_its_file(run: Run) -> None:
    """Not in the passages, nor anywhere else in the data folder."""
    holders = [path for path in run.data_dir.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    # The one that names it to ask for it holds its path, not its content.
    assert holders == []


def test_the_run_is_bounded(run: Run) -> None:
    """In time and in memory; and its log is for people."""
    assert run.seconds < WHOLE_SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEGABYTES * 1024
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
def test_a_hostile_catalogue_is_refused_or_obeyed(name: str, tmp_path: Path) -> None:
    """It names no file outside its folder, runs nothing, and ends."""
    (tmp_path / "dehors.md").write_text(SENTENCE, encoding="utf-8")
    source = tmp_path / "source"
    source.mkdir()
    (source / "note.md").write_text(SENTENCE, encoding="utf-8")
    (source / CATALOGUE_NAME).write_bytes(CATALOGUES[name])
    began = time.process_time()
    try:
        found = find([source])
    except CatalogueError:
        pass
    else:
        assert {file.path for file in found.files} <= {source / "note.md"}
    assert time.process_time() - began < 10
    assert not (source / "zorglub-script").exists()
