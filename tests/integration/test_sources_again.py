"""Which sources are indexed when nobody names them again; and what is no source at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import HashingEmbedder, NotedProgress

from assistant.maintenance.waiting import since_served
from indexer.build import BuildOptions, build_index
from indexer.errors import ServedSourceMissing, SourceIsIndex
from indexer.index import current_manifest
from indexer.served_sources import sources_again
from indexer.settings import Settings
from indexer.sources import find
from ui.cli import indexing

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.report import IndexReport


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A default folder and another one, each with a note."""
    for name in ("corpus", "autre"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(f"Une note du dossier {name}, sur les ateliers santé ville.\n")
    return Settings(data_dir=tmp_path / "data", source=tmp_path / "corpus", embedding_model="hashing-64", jobs=1)


def _indexed(settings: Settings, *sources: Path, **asked: tuple[str, ...]) -> IndexReport:
    return build_index(sources, settings, HashingEmbedder, NotedProgress(), BuildOptions(**asked))


def _served(settings: Settings) -> list[str]:
    return [document.doc for document in current_manifest(settings.data_dir).documents]


def test_what_was_indexed_last_is_taken_again(settings: Settings, tmp_path: Path) -> None:
    """With what was added online since; what waits is told by the same sources."""
    assert sources_again(settings) == [tmp_path / "corpus"]
    _indexed(settings, tmp_path / "autre")
    added = settings.data_dir / "added"
    added.mkdir()
    (added / "ajout.md").write_text("Une note ajoutée en ligne, sur les conseils locaux de santé mentale.\n")
    assert sources_again(settings) == [tmp_path / "autre", added]
    assert since_served(settings).removed == ()
    assert since_served(settings).added == ("ajout.md",)


def test_the_online_job_and_run_keep_the_source(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And say that the folder of the settings is not indexed."""
    _indexed(settings, tmp_path / "autre")
    monkeypatch.setattr(indexing, "load_embedder", lambda *_, **__: HashingEmbedder())
    report = indexing.index_again(settings, NotedProgress(), BuildOptions(), None)
    assert [(r.doc, r.code) for r in report.remarks] == [(str(tmp_path / "corpus"), "source_aside")]
    assert indexing.run_again(settings) == 0
    assert "n’est pas indexé" in capsys.readouterr().err
    assert _served(settings) == ["autre.md"]


def test_a_source_that_is_left_out_is_told(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error when nothing is named, and in the report; not when the rest stays as it is served."""
    _indexed(settings, tmp_path / "autre")
    assert indexing.by_default(settings, part=True) == [tmp_path / "corpus"]
    assert capsys.readouterr().err == ""
    indexing.by_default(settings, part=False)
    assert str(tmp_path / "autre") in capsys.readouterr().err
    report = _indexed(settings, tmp_path / "corpus", only=("corpus.md",))
    assert report.remarks == []
    report = _indexed(settings, tmp_path / "corpus")
    assert [(r.doc, r.code) for r in report.remarks] == [(str(tmp_path / "autre"), "source_left")]
    assert _served(settings) == ["corpus.md"]


def test_a_source_that_is_gone_is_told_before_anything_is_taken_away(settings: Settings, tmp_path: Path) -> None:
    """A disk that is not mounted takes nothing out of service."""
    _indexed(settings, tmp_path / "corpus", tmp_path / "autre")
    (tmp_path / "autre").rename(tmp_path / "ailleurs")
    for asked in (sources_again, since_served):
        with pytest.raises(ServedSourceMissing, match="autre"):
            asked(settings)


def test_a_service_that_was_moved_takes_its_own_folder(settings: Settings, tmp_path: Path) -> None:
    """The whole folder renamed, or put back on another machine: what has the same name stands for what is gone."""
    _indexed(settings, tmp_path / "corpus")
    moved = tmp_path / "deplace"
    moved.mkdir()
    (tmp_path / "corpus").rename(moved / "corpus")
    assert sources_again(settings.model_copy(update={"source": moved / "corpus"})) == [moved / "corpus"]


@pytest.mark.parametrize("part", ["", "originals", "generations", "withdrawn/un"])
def test_a_data_folder_is_no_source(settings: Settings, tmp_path: Path, part: str) -> None:
    """Ours or another, whole or a part of it; what was added there is."""
    _indexed(settings, tmp_path / "corpus")
    (settings.data_dir / "withdrawn" / "un").mkdir(parents=True)
    (settings.data_dir / "added").mkdir()
    for own in (settings.data_dir, tmp_path / "un-autre-index", None):
        with pytest.raises(SourceIsIndex):
            find([settings.data_dir / part], data_dir=own)
    assert find([settings.data_dir / "added"], data_dir=settings.data_dir).files == ()
    assert [file.doc for file in find([tmp_path]).files] == ["autre/autre.md", "corpus/corpus.md"]
