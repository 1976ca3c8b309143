"""Names of files, however they are written: accents in two characters (as a Mac's), brackets, other encodings."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from fakes import HashingEmbedder, NotedProgress
from typer.testing import CliRunner

from assistant.maintenance.added import Added
from assistant.maintenance.backup import back_up
from assistant.maintenance.restoring import restore
from assistant.maintenance.waiting import since_served
from indexer.build import BuildOptions, build_index
from indexer.errors import DocumentNotFound
from indexer.index import Index, open_index
from indexer.manifest import MANIFEST_NAME, PASSAGES_NAME
from indexer.publishing import generations
from indexer.settings import Settings
from indexer.sources import default_sources
from ui.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.report import IndexReport

NAME = "Note réservée.txt"
AS_A_MAC = unicodedata.normalize("NFD", NAME)
RESERVED = f"publications:\n- {{id: note, title: Une note réservée, file: {NAME}, audience: equipe}}\n"
TEXT = "La ville de Zorglub prépare une maison de santé, ce que la presse ne sait pas encore."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty folder of publications, and a data folder to be."""
    (tmp_path / "corpus").mkdir()
    return Settings(data_dir=tmp_path / "data", source=tmp_path / "corpus", embedding_model="hashing-64", jobs=1)


def indexed(settings: Settings, **options: tuple[str, ...]) -> IndexReport:
    """An indexing of what is taken when nothing is named."""
    asked = BuildOptions(**options)
    return build_index(default_sources(settings), settings, HashingEmbedder, NotedProgress(), asked)


def as_before_names_had_one_form(settings: Settings) -> Index:
    """What serves, its document named as the disk has it, as it was indexed until then."""
    manifest = generations(settings.data_dir)[0]
    folder = settings.data_dir / "generations" / manifest.generation
    for name in (PASSAGES_NAME, MANIFEST_NAME):
        written = (folder / name).read_text(encoding="utf-8").replace(NAME, AS_A_MAC)
        if name == MANIFEST_NAME:
            digest = hashlib.sha256((folder / PASSAGES_NAME).read_bytes()).hexdigest()
            written = json.dumps({**json.loads(written), "passages_digest": digest}, ensure_ascii=False)
        (folder / name).write_text(written, encoding="utf-8")
    index = open_index(settings)
    assert list(index.documents) == [AS_A_MAC]
    return index


def test_what_the_catalogue_reserves_is_reserved_however_its_name_is_written(settings: Settings) -> None:
    """A copy that a Mac made has accents in two characters; the catalogue has them in one."""
    assert AS_A_MAC != NAME
    (settings.source / AS_A_MAC).write_text(TEXT)
    (settings.source / "catalogue.yaml").write_text(RESERVED)
    report = indexed(settings)
    assert (report.added, report.failed) == ([NAME], [])
    index = open_index(settings)
    assert index.public_documents == ()
    for name in (NAME, AS_A_MAC):
        assert index.original(name, internal=True).read_text() == TEXT
        with pytest.raises(DocumentNotFound):
            index.original(name)
    assert since_served(settings).total == 0


@pytest.mark.parametrize("path", ["./{}", ".//{}", "x/../{}"])
def test_a_reserved_file_may_be_named_by_any_path(settings: Settings, path: str) -> None:
    """« ./note.txt » is « note.txt »: served as one that nobody describes, it would be everybody's."""
    (settings.source / NAME).write_text(TEXT)
    (settings.source / "catalogue.yaml").write_text(RESERVED.replace(NAME, path.format(NAME)))
    report = indexed(settings)
    assert (report.added, report.failed) == ([NAME], [])
    assert open_index(settings).public_documents == ()


def test_an_index_of_before_is_mended_by_the_next_indexing(settings: Settings) -> None:
    """What it showed to everybody is the team's from then on; a public one keeps its day and is not read again."""
    (settings.source / AS_A_MAC).write_text(TEXT)
    indexed(settings)
    before = as_before_names_had_one_form(settings)
    report = indexed(settings)
    after = open_index(settings)
    assert (report.unchanged, report.removed, report.embedded) == ([NAME], [], 0)
    assert after.document(AS_A_MAC).doc == NAME
    assert after.document(NAME).added == before.document(AS_A_MAC).added
    assert {passage.doc for passage in after.passages} == {NAME}
    as_before_names_had_one_form(settings)
    (settings.source / "catalogue.yaml").write_text(RESERVED)
    report = indexed(settings)
    assert (report.changed, report.removed) == ([NAME], [])
    assert open_index(settings).public_documents == ()


def test_of_two_files_of_one_name_one_is_served_and_the_other_told(settings: Settings) -> None:
    """Both look alike: neither shows to everybody what the catalogue reserves."""
    for name in (NAME, AS_A_MAC):
        (settings.source / name).write_text(TEXT + name)
    (settings.source / "catalogue.yaml").write_text(RESERVED)
    report = indexed(settings)
    assert (report.added, report.skipped) == ([NAME], [(AS_A_MAC, "same_name")])
    index = open_index(settings)
    assert index.public_documents == ()
    assert index.original(NAME, internal=True).read_text() == TEXT + NAME


def test_patterns_are_compared_with_names_however_both_are_written(settings: Settings) -> None:
    """In `exclude` as for `--only`; brackets of a name that is told in full are no pattern."""
    names = ("Évaluation.txt", "note [1].txt", NAME)
    for name in names:
        (settings.source / unicodedata.normalize("NFD", name)).write_text(TEXT)
    (settings.source / "catalogue.yaml").write_text('publications: []\nexclude: ["Éval*", "note [1].txt"]\n')
    report = indexed(settings, only=(unicodedata.normalize("NFD", "*réservée*"),))
    assert report.added == [NAME]
    assert sorted(report.skipped) == [(name, "excluded") for name in sorted(names[:2])]


def test_a_publication_added_online_stays_the_teams_when_its_file_comes_back_from_a_mac(settings: Settings) -> None:
    """A copy of the data folder put back by hand: its entry is found, is not dropped, and the file is reached."""
    folder = settings.data_dir / "added"
    folder.mkdir(parents=True)
    (folder / AS_A_MAC).write_text(TEXT)
    (folder / "catalogue.yaml").write_text(RESERVED)
    added = Added(settings)
    added.tidy()
    assert [(entry.id, entry.audience) for entry in added.files().values()] == [("note", "equipe")]
    indexed(settings)
    assert open_index(settings).public_documents == ()
    added.withdraw("note", "maintainer")
    assert not (folder / AS_A_MAC).exists()


def test_a_folder_whose_name_is_in_another_encoding_is_indexed(settings: Settings) -> None:
    """Its odd bytes are spelt out wherever it is named: in the manifest, and where it tells two publications apart."""
    odd = settings.source / os.fsdecode(b"Publi\xe9")
    (settings.source / "un").mkdir()
    odd.mkdir()
    for folder in (settings.source / "un", odd):
        (folder / "note.txt").write_text(TEXT + folder.name.encode("utf-8", "replace").decode())
    build_index([settings.source / "un", odd], settings, HashingEmbedder, NotedProgress())
    index = open_index(settings)
    assert list(index.documents) == ["Publi\\xe9/note.txt", "note.txt"]
    assert index.manifest.sources[1] == str(odd)
    report = build_index([settings.source / "un", odd], settings, HashingEmbedder, NotedProgress())
    assert len(report.unchanged) == 2
    told = index_state(settings)
    assert told["sources"] == [str(settings.source / "un"), f"{settings.source}/Publi\\xe9"]


def index_state(settings: Settings) -> dict[str, Any]:
    """What `reperes status --json` prints."""
    result = CliRunner().invoke(app, ["status", "--json", "--data-dir", str(settings.data_dir)])
    assert result.exit_code == 0
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_a_backup_holds_files_whose_names_are_in_another_encoding(settings: Settings, tmp_path: Path) -> None:
    """Put there by hand: what the backup says of them is verified like the rest, and they come back as they were."""
    odd = os.fsdecode(b"Publi\xe9.txt")
    (settings.data_dir / "added").mkdir(parents=True)
    (settings.data_dir / "added" / odd).write_text(TEXT)
    back_up(settings, tmp_path / "copie.tar.gz")
    restore(tmp_path / "copie.tar.gz", tmp_path / "autre")
    assert (tmp_path / "autre" / "added" / odd).read_text() == TEXT
