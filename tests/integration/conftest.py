"""A small real corpus, indexed once with the real model in a real Chroma; tests that change it work on copies."""

from __future__ import annotations

import io
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from places import SAMPLE, Place, Ran, command, completed
from sharing import made_once
from solicitation_places import Clock, new_database, postgresql_programs, postgresql_server

from assistant.solicitations.store import Solicitations
from indexer.embedder import SentenceTransformerEmbedder, load_embedder
from indexer.settings import EMBEDDED_MODEL, Settings
from ui.cli.app import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what stands in this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def embedder() -> SentenceTransformerEmbedder:
    """The embedded model, loaded once."""
    return load_embedder(Settings(embedding_model=EMBEDDED_MODEL), threads=2)


@pytest.fixture(scope="session")
def untouched(root: Path, tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder) -> Place:
    """The sample, indexed once for all processes: to be copied only, for whoever asks it leaves files beside it."""

    def indexed(folder: Path) -> None:
        _sample(root, folder / "corpus")
        report = in_folder(folder).index()
        assert sorted(report.added) == sorted(SAMPLE)
        assert not report.failed

    def in_folder(folder: Path) -> Place:
        return Place(folder / "corpus", Settings(data_dir=folder / "data", embedding_model=EMBEDDED_MODEL), embedder)

    return in_folder(made_once("sample", indexed, tmp_path_factory))


@pytest.fixture(scope="session")
def served(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample, indexed. Not to be changed but by what questions leave: take `place` for that."""
    return untouched.copied(tmp_path_factory.mktemp("served"))  # Chroma wants a folder to itself


def _sample(root: Path, corpus: Path) -> None:
    for doc in SAMPLE:
        (corpus / doc).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "corpus" / doc, corpus / doc)
    entries = yaml.safe_load((root / "corpus" / "catalogue.yaml").read_text(encoding="utf-8"))["publications"]
    kept = {"publications": [entry for entry in entries if entry["file"] in SAMPLE]}
    (corpus / "catalogue.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def place(untouched: Place, tmp_path: Path) -> Place:
    """A copy of the sample and of its index, of which nobody has asked anything."""
    return untouched.copied(tmp_path)


@pytest.fixture
def typed_in(tmp_path: Path) -> Path:
    """The empty folder that commands are typed in."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    return folder


@pytest.fixture
def reperes(typed_in: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs `reperes` in an empty folder, in this process: what it imports, seconds of it, is there already.

    An error that the command does not tell fails the test.
    """

    def run(*arguments: object, **variables: str) -> Ran:
        out, err, code = io.StringIO(), io.StringIO(), 0
        with monkeypatch.context() as typing, redirect_stdout(out), redirect_stderr(err):
            typing.chdir(typed_in)
            typing.setattr(sys, "argv", ["reperes", *map(str, arguments)])
            for name, value in variables.items():
                typing.setenv(name, value)
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        return Ran(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def reperes_process(root: Path, typed_in: Path) -> Callable[..., Ran]:
    """Runs `reperes` in an empty folder as a terminal does, in a process of its own; no traceback, whatever happens.

    Each command once: what else it is given is for `reperes`.
    """
    argv, env = command(root)

    def run(*arguments: object, **variables: str) -> Ran:
        done = completed([*argv, *map(str, arguments)], typed_in, {**env, **variables}, seconds=240)
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of the tests' own; its URL, without a database."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL (initdb, postgres) is not installed: solicitations are tested on SQLite only")
    with postgresql_server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an empty database of solicitations is, on each of the two."""
    if request.param == "sqlite":
        return tmp_path / "data" / "solicitations.sqlite"
    return new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def solicitations(database_place: str | Path) -> Iterator[Solicitations]:
    """An empty queue, whose clock stands still until it is moved."""
    queue = Solicitations(database_place, clock=Clock())
    yield queue
    queue.close()
