"""A small real corpus, indexed once with the real model in a real Chroma; tests that change it work on copies."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from places import SAMPLE, Place, Ran, command
from solicitation_places import Clock, new_database, postgresql_programs, postgresql_server

from assistant.solicitations.store import Solicitations
from indexer.embedder import SentenceTransformerEmbedder, load_embedder
from indexer.settings import EMBEDDED_MODEL, Settings

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
def served(root: Path, tmp_path_factory: pytest.TempPathFactory, embedder: SentenceTransformerEmbedder) -> Place:
    """The sample, indexed. Not to be changed: take `place` for that."""
    folder = tmp_path_factory.mktemp("served")
    corpus = folder / "corpus"
    for doc in SAMPLE:
        (corpus / doc).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "corpus" / doc, corpus / doc)
    entries = yaml.safe_load((root / "corpus" / "catalogue.yaml").read_text(encoding="utf-8"))["publications"]
    kept = {"publications": [entry for entry in entries if entry["file"] in SAMPLE]}
    (corpus / "catalogue.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    made = Place(corpus, Settings(data_dir=folder / "data", embedding_model=EMBEDDED_MODEL), embedder)
    report = made.index()
    assert sorted(report.added) == sorted(SAMPLE)
    assert not report.failed
    return made


@pytest.fixture
def place(served: Place, tmp_path: Path) -> Place:
    """A copy of the sample and of its index."""
    shutil.copytree(served.corpus, tmp_path / "corpus")
    shutil.copytree(served.settings.data_dir, tmp_path / "data")
    made = Place(
        tmp_path / "corpus", served.settings.model_copy(update={"data_dir": tmp_path / "data"}), served.embedder
    )
    # The publications have moved with it: without this, each would be told as changed.
    manifest = made.generation / "manifest.json"
    manifest.write_text(manifest.read_text().replace(str(served.corpus.parent), str(tmp_path)))
    return made


@pytest.fixture
def reperes(root: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Runs `reperes` in an empty folder; whatever happens, no traceback."""
    argv, env = command(root)
    folder = tmp_path / "cwd"
    folder.mkdir()

    def run(*arguments: object, **variables: str) -> Ran:
        done = subprocess.run(
            [*argv, *map(str, arguments)],
            cwd=folder,
            env={**env, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
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
