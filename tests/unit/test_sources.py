"""Files are found once each, in a stable order, and named so that no two are confused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from indexer.errors import SourceNotFound
from indexer.sources import find

if TYPE_CHECKING:
    from pathlib import Path


def folder(path: Path, *names: str) -> Path:
    """A folder holding these files."""
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(name, encoding="utf-8")
    return path


def docs(*sources: Path) -> list[str]:
    """The public names of what is found."""
    return [file.doc for file in find(sources).files]


def test_folders_are_searched_in_depth(tmp_path: Path) -> None:
    """Names are paths relative to the source, in order, whatever the suffix's case."""
    assert docs(folder(tmp_path, "b.md", "a/c/d.PDF", "a.txt")) == ["a.txt", "a/c/d.PDF", "b.md"]


def test_what_is_no_publication_is_passed_over(tmp_path: Path) -> None:
    """Hidden files and folders, locks of office programs."""
    found = find([folder(tmp_path, "a.md", ".cache/b.md", ".c.md", "~$d.docx")])
    assert [f.doc for f in found.files] == ["a.md"]
    assert found.skipped == ()


def test_other_types_are_left_aside_with_a_reason(tmp_path: Path) -> None:
    """So that nobody wonders where an image went."""
    found = find([folder(tmp_path, "a.md", "b.jpg", "c.DOC")])
    assert found.skipped == (("b.jpg", "unsupported"), ("c.DOC", "former_format"))


def test_a_file_may_be_named_by_itself(tmp_path: Path) -> None:
    """Its name is then relative to its own folder."""
    assert docs(folder(tmp_path, "a/b.md", "a/c.md") / "a" / "b.md") == ["b.md"]


def test_a_missing_source_is_told(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(SourceNotFound):
        find([tmp_path / "absent"])


def test_the_same_name_in_several_sources_is_told_apart(tmp_path: Path) -> None:
    """By the folder's name, then by the folder above when that is not enough: none is lost."""
    sources = [folder(tmp_path / name, "a.md") for name in ("un", "deux", "trois/deux")]
    assert docs(*sources) == ["a.md", "deux/a.md", "trois/deux/a.md"]


def test_a_file_reached_twice_is_one_publication(tmp_path: Path) -> None:
    """The same source given twice, or a folder and one inside it."""
    folder(tmp_path, "a/b.md")
    assert docs(tmp_path, tmp_path, tmp_path / "a") == ["a/b.md"]


def test_an_entry_without_its_file_is_missing(tmp_path: Path) -> None:
    """Also when its path leads out of the folder."""
    entries = "\n".join(
        f"- {{id: n{i}, title: Titre, kind: enquete, publisher: FTS, file: '{file}'}}"
        for i, file in enumerate(["absent.md", "../dehors.md"])
    )
    folder(tmp_path, "dehors.md", "s/a.md")
    (tmp_path / "s" / "catalogue.yaml").write_text(f"publications:\n{entries}\n")
    assert [doc for doc, _ in find([tmp_path / "s"]).missing] == ["absent.md", "../dehors.md"]


def test_a_name_in_another_encoding_is_found(tmp_path: Path) -> None:
    """Its odd bytes are spelt out, so that two such names stay two."""
    (tmp_path / os.fsdecode(b"sant\xe9.md")).write_text("Bonjour.")
    (tmp_path / os.fsdecode(b"sant\xe8.md")).write_text("Bonsoir.")
    files = find([tmp_path]).files
    assert [file.doc for file in files] == ["sant\\xe8.md", "sant\\xe9.md"]
    assert len({file.digest() for file in files}) == 2


def test_links_are_followed_inside_their_source_only(tmp_path: Path) -> None:
    """One that leads out, nowhere, round in circles or to a folder is left aside; a file counts under its own name."""
    source = folder(tmp_path / "source", "a.md", "sub/b.md")
    (tmp_path / "secret.md").write_text("secret")
    for name, target in {
        "dedans.md": source / "a.md",
        "dehors.md": tmp_path / "secret.md",
        "rompu.md": source / "absent.md",
        "cercle.md": source / "cercle.md",
        "dossier": tmp_path,
    }.items():
        (source / name).symlink_to(target)
    found = find([source])
    assert [f.doc for f in found.files] == ["a.md", "sub/b.md"]
    aside = dict.fromkeys(["dehors.md", "rompu.md", "cercle.md", "dossier"], "outside")
    assert dict(found.skipped) == {**aside, "dedans.md": "link"}


def test_a_file_that_is_only_reached_by_a_link_has_its_name(tmp_path: Path) -> None:
    """As where Kubernetes mounts a ConfigMap, or git-annex keeps large files: the files are in a hidden folder."""
    folder(tmp_path, ".annexe/b.md", "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / ".annexe" / "b.md")
    assert docs(tmp_path) == ["a.md", "b.md"]


def test_a_link_does_not_lead_into_the_data_folder(tmp_path: Path) -> None:
    """What it holds was copied, or withdrawn."""
    source = folder(tmp_path, ".reperes/withdrawn/x/retiree.md")
    (source / "lien.md").symlink_to(source / ".reperes/withdrawn/x/retiree.md")
    assert find([source], data_dir=source / ".reperes").skipped == (("lien.md", "outside"),)


def test_the_data_folder_inside_a_source_is_no_part_of_it(tmp_path: Path) -> None:
    """What it holds was copied from there, or withdrawn; what lies in it is indexed when it is the source."""
    folder(tmp_path, "a.md", "index/originals/b.md", "index/withdrawn/c/c.md", "index/added/d.md", "autre/added/e.md")
    data_dir = tmp_path / "index"
    assert [f.doc for f in find([tmp_path], data_dir=data_dir).files] == ["a.md", "autre/added/e.md"]
    found = find([tmp_path, data_dir / "added"], data_dir=data_dir)
    assert [f.doc for f in found.files] == ["a.md", "autre/added/e.md", "d.md"]


def test_what_is_neither_file_nor_folder_is_left_aside(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    os.mkfifo(folder(tmp_path, "a.md") / "tuyau.md")
    assert find([tmp_path]).skipped == (("tuyau.md", "special"),)


def test_archives_are_files_when_they_are_asked_for(tmp_path: Path) -> None:
    """Else they are left aside, with a reason of their own."""
    folder(tmp_path, "a.zip", "b.tar.gz")
    assert {reason for _, reason in find([tmp_path]).skipped} == {"archive"}
    assert [f.doc for f in find([tmp_path], archives=True).files] == ["a.zip", "b.tar.gz"]


def test_a_codebook_is_no_publication(tmp_path: Path) -> None:
    """It says how to read the answers beside it, which are read again when it changes."""
    folder(tmp_path, "reponses.csv", "reponses.codebook.yaml")
    (file,) = find([tmp_path]).files
    before = file.codebook_digest()
    (tmp_path / "reponses.codebook.yaml").write_text("variables: {}")
    assert (file.doc, bool(before), before == file.codebook_digest()) == ("reponses.csv", True, False)
