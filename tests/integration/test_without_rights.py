"""Whoever may not read the files of the service is told so: neither a traceback, nor advice to destroy what is sound."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from without_rights import closed, files_of, run_without_rights

from assistant.database.opening import Database
from assistant.gaps import Gaps

if TYPE_CHECKING:
    from pathlib import Path

    from places import Place, Ran

DESTROYING = re.compile(r"[Ss]upprim|[Ee]ffac|abîmé(?! pour autant)|[Rr]elancez « reperes index »")


@pytest.fixture
def data_dir(place: Place) -> Path:
    """An index, a database and a gap."""
    folder = place.settings.data_dir
    Database(folder / "solicitations.sqlite").close()
    Gaps(folder, 10).note("Comment monter un volet bruit dans un CLS ?")
    return folder


def refused(ran: Ran, path: Path) -> None:
    """Names what may not be read, says which account could, and writes nothing else."""
    assert (ran.code, ran.out) == (1, "")
    assert str(path) in ran.err
    assert "Impossible de lire" in ran.err
    assert "sous le compte du service" in ran.err
    assert not DESTROYING.search(ran.err)


def commands(data_dir: Path, backup: Path) -> list[list[object]]:
    """What anybody with a terminal tries first."""
    asked: list[list[object]] = [["status"], ["generations"], ["gaps"], ["triage", "list"], ["backup", backup]]
    return [[*each, "--data-dir", data_dir] for each in asked]


def test_a_folder_that_may_not_be_entered(root: Path, tmp_path: Path, data_dir: Path) -> None:
    """One that belongs to the account of the service: no command knows what is in it, and each says so."""
    with closed(data_dir):
        told = run_without_rights(root, tmp_path, *commands(data_dir, tmp_path / "copie.tar.gz"))
    for ran in told:
        refused(ran, data_dir)
    assert not (tmp_path / "copie.tar.gz").exists()


def test_files_that_may_not_be_read(root: Path, tmp_path: Path, data_dir: Path) -> None:
    """Written under `UMask=0027`: the folder shows their names, which is no reason to call them damaged."""
    with closed(*files_of(data_dir)):
        told = run_without_rights(root, tmp_path, *commands(data_dir, tmp_path / "copie.tar.gz"))
    for ran in told:
        refused(ran, data_dir)
    assert not list(tmp_path.glob("*.tar.gz*"))


def test_nothing_is_made_anew_of_an_index_that_may_not_be_read(root: Path, tmp_path: Path, data_dir: Path) -> None:
    """Whoever could write a new one beside it is stopped: what serves stays, and so do the originals."""
    before = {path: path.read_bytes() for path in files_of(data_dir)}
    cache = tmp_path / "cache"
    cache.mkdir()
    hidden = [path for path in files_of(data_dir / "generations") if path.name == "passages.jsonl"]
    with closed(*hidden):
        (ran,) = run_without_rights(
            root,
            tmp_path,
            ["index", data_dir.parent / "corpus", "--data-dir", data_dir],
            REPERES_MODEL_CACHE=str(cache),
        )
    refused(ran, hidden[0])
    assert {path: path.read_bytes() for path in before} == before


def test_a_model_that_may_not_be_read(root: Path, tmp_path: Path, data_dir: Path) -> None:
    """The cache of the service, entered by another account."""
    cache = tmp_path / "cache"
    cache.mkdir()
    with closed(cache):
        (ran,) = run_without_rights(
            root, tmp_path, ["ask", "Quoi ?", "--data-dir", data_dir], REPERES_MODEL_CACHE=str(cache)
        )
    refused(ran, cache)


def test_what_nobody_foresaw_is_told_by_file_and_reason(root: Path, tmp_path: Path, data_dir: Path) -> None:
    """The system's words, and no traceback."""
    catalogue = data_dir.parent / "corpus" / "catalogue.yaml"
    shutil.rmtree(data_dir)
    with closed(catalogue):
        (ran,) = run_without_rights(root, tmp_path, ["index", catalogue.parent, "--data-dir", data_dir])
    assert ran.code == 1
    assert str(catalogue) in ran.err
    assert "Traceback" not in ran.err
