"""What is seen of the index: its generations and how they differ, the last report, whether an indexing is under way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fakes import HashingEmbedder, NotedProgress
from filelock import FileLock

from assistant.maintenance.generations import is_being_indexed, kept, one, put_back, served_since
from assistant.maintenance.reports import last_report
from assistant.maintenance.state import sizes
from indexer.build import build_index
from indexer.errors import GenerationNotFound, IndexLocked, IndexMissing
from indexer.index import current_generation
from indexer.settings import Settings
from ui.cli.report import keep_report

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Document

TEXT = "# Fiche {n}\n\nLa commune numéro {n} a ouvert une permanence de santé.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three publications, then one of each is changed, renamed, removed, added."""
    made = Settings(data_dir=tmp_path / "data", source=tmp_path / "corpus", embedding_model="hashing-64", jobs=1)
    made.source.mkdir()
    for n in range(4):
        (made.source / f"{n}.md").write_text(TEXT.format(n=n))
    index(made)
    (made.source / "0.md").write_text(TEXT.format(n=10))
    (made.source / "1.md").rename(made.source / "un.md")
    (made.source / "2.md").unlink()
    (made.source / "4.md").write_text(TEXT.format(n=4))
    (made.source / "faux.pdf").write_text("ce n’est pas un PDF")
    index(made)
    return made


def index(settings: Settings) -> None:
    """An indexing, its report kept."""
    report = build_index([settings.source], settings, HashingEmbedder, NotedProgress())
    keep_report(report, settings.data_dir)


def docs(several: tuple[Document, ...]) -> list[str]:
    """Their paths."""
    return [document.doc for document in several]


def test_generations_tell_what_each_changed(settings: Settings) -> None:
    """Against the one before; the first has nothing to be compared with."""
    last, first = kept(settings.data_dir)
    assert (last.served, first.served) == (True, False)
    assert (docs(last.changes.added), docs(last.changes.changed)) == (["4.md"], ["0.md", "un.md"])
    assert docs(last.changes.removed) == ["2.md"]
    assert last.changes.against == first.manifest.generation
    assert (first.changes.against, first.changes.added) == ("", ())
    assert last.bytes > 1000
    with pytest.raises(GenerationNotFound):
        one(settings.data_dir, "jamais")


def test_a_former_generation_is_put_back_but_not_under_an_indexing(settings: Settings) -> None:
    """The moment at which it was put in service is known."""
    last, first = (each.manifest.generation for each in kept(settings.data_dir))
    with FileLock(settings.data_dir / "index.lock"), pytest.raises(IndexLocked):
        put_back(settings)
    assert current_generation(settings.data_dir) == last
    before = served_since(settings.data_dir)
    assert put_back(settings).generation == first
    after = served_since(settings.data_dir)
    assert before is not None
    assert after is not None
    assert after >= before
    with pytest.raises(IndexMissing):
        put_back(settings.model_copy(update={"data_dir": settings.data_dir / "ailleurs"}))
    assert served_since(settings.data_dir / "ailleurs") is None


def test_originals_stay_for_the_version_that_may_come_back(settings: Settings) -> None:
    """What a generation of another format needs cannot be told: nothing of it is lost before the way back."""
    first = kept(settings.data_dir)[-1].manifest
    manifest = settings.data_dir / "generations" / first.generation / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 999}))
    before = {each.name for each in (settings.data_dir / "originals").iterdir()}
    (settings.source / "4.md").write_text(TEXT.format(n=40))
    index(settings)
    assert before < {each.name for each in (settings.data_dir / "originals").iterdir()}


def test_the_last_report_tells_what_failed_and_what_to_do(settings: Settings) -> None:
    """Wherever the indexing was asked for; a damaged report is passed over."""
    report = last_report(settings.data_dir)
    assert report is not None
    (failed,) = report.failed
    assert failed.doc == "faux.pdf"
    assert "enregistrez-le à nouveau" in failed.reason
    assert (settings.data_dir / report.page).is_file()
    (settings.data_dir / "reports" / "99999999T000000.json").write_text("{")
    assert last_report(settings.data_dir) == report
    assert last_report(settings.data_dir / "ailleurs") is None


def test_an_indexing_under_way_is_seen_and_not_disturbed(settings: Settings) -> None:
    """Asking takes nothing from whoever indexes, and makes nothing where there is nothing."""
    assert not is_being_indexed(settings.data_dir)
    with FileLock(settings.data_dir / "index.lock"):
        assert is_being_indexed(settings.data_dir)
    assert not is_being_indexed(settings.data_dir / "ailleurs")
    assert not (settings.data_dir / "ailleurs").exists()


def test_sizes_are_told_the_largest_first(settings: Settings) -> None:
    """Of each entry of the data folder."""
    found = sizes(settings.data_dir)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert {"generations", "originals", "reports", "vectors.sqlite"} <= set(found)
    assert sizes(settings.data_dir / "ailleurs") == {}
