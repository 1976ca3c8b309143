"""The catalogue is checked before anything is indexed; an error names the publication and the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from indexer.catalogue import load_catalogue
from indexer.documents import Metadata
from indexer.errors import CatalogueError
from indexer.inference import complete
from indexer.messages import sentence

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, object] = {
    "id": "note-un",
    "title": "Une note",
    "kind": "note-de-synthese",
    "publisher": "FTS",
    "year": 2025,
    "date": "2025-03-01",
    "themes": ["sante-mentale"],
    "official_url": "https://exemple.fr/note",
    "file": "note.md",
}


def written(folder: Path, *entries: object, **top: object) -> Path:
    """A folder with a catalogue of these entries."""
    content = yaml.safe_dump({"publications": list(entries), **top}, allow_unicode=True)
    (folder / "catalogue.yaml").write_text(content, encoding="utf-8")
    return folder


def refused(folder: Path) -> CatalogueError:
    """The error that a folder's catalogue raises, its sentence checked to be free of English."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    told = sentence(caught.value)
    assert "catalogue.yaml" in told
    assert not [word for word in ("should", "Input", "Field", "value", "pydantic") if word in told]
    return caught.value


def test_a_folder_may_do_without(tmp_path: Path) -> None:
    """No catalogue: nothing known, nothing excluded."""
    catalogue = load_catalogue(tmp_path)
    assert catalogue.metadata("note.md") is None
    assert not catalogue.excludes("note.md")


def test_an_entry_becomes_metadata(tmp_path: Path) -> None:
    """Found by the file's path; a date that YAML reads as such is one."""
    entry = {**GOOD, "date": "2025-03-01"}
    told = load_catalogue(written(tmp_path, entry)).metadata("note.md")
    assert told is not None
    assert (told.title, told.year, told.date, told.themes) == ("Une note", 2025, "2025-03-01", ("sante-mentale",))
    assert not told.inferred


def test_a_publication_may_be_for_the_team_alone(tmp_path: Path) -> None:
    """Public unless it says so; a public one names no internal one beside it, whichever of the two tells the link."""
    entries = [
        {**GOOD, "id": "une", "file": "une.md", "replaced_by": "deux"},
        {**GOOD, "id": "deux", "file": "deux.md", "audience": "equipe"},
        {**GOOD, "id": "trois", "file": "trois.md", "audience": "public", "replaces": "une"},
        {**GOOD, "id": "quatre", "file": "quatre.md", "replaces": "deux"},
        {**GOOD, "id": "cinq", "file": "cinq.md", "audience": "equipe", "replaces": "quatre"},
    ]
    catalogue = load_catalogue(written(tmp_path, *entries))
    told = {doc: catalogue.metadata(doc) for doc in catalogue.entries}
    known = {doc: (m.audience.value, m.replaces, m.replaced_by) for doc, m in told.items() if m}
    assert known == {
        "une.md": ("public", (), "trois.md"),
        "deux.md": ("equipe", ("une.md",), "quatre.md"),
        "trois.md": ("public", ("une.md",), ""),
        "quatre.md": ("public", (), ""),
        "cinq.md": ("equipe", ("quatre.md",), ""),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Pas Kebab"),
        ("id", "accentué"),
        ("title", ""),
        ("title", None),
        ("kind", "roman"),
        ("audience", "tous"),
        ("audience", "Équipe"),
        ("audience", ""),
        ("audience", None),
        ("year", "deux mille"),
        ("year", 25),
        ("year", 2025.5),
        ("date", "1er mars 2025"),
        ("date", "2025-02-31"),
        ("themes", ["inconnu"]),
        ("themes", "sante-mentale"),
        ("official_url", "www.exemple.fr"),
        ("file", ""),
        ("titre", "champ inconnu"),
    ],
)
def test_a_bad_field_is_named(field: str, value: object, tmp_path: Path) -> None:
    """With the identifier of its publication."""
    error = refused(written(tmp_path, {**GOOD, field: value}))
    assert error.values["entry"] in ("note-un", value)
    assert str(error.values["field"]).split(".")[0] == field


@pytest.mark.parametrize("field", ["id", "file"])
def test_a_missing_field_is_named(field: str, tmp_path: Path) -> None:
    """An entry without an identifier is told by its rank."""
    entry = {name: value for name, value in GOOD.items() if name != field}
    error = refused(written(tmp_path, entry))
    assert error.values["field"] == field
    assert error.values["entry"] == ("n° 1" if field == "id" else "note-un")


def test_a_title_may_be_left_to_the_file(tmp_path: Path) -> None:
    """The rest of the entry holds; the title is read off the publication, and marked as inferred."""
    entry = {name: value for name, value in GOOD.items() if name != "title"}
    told = load_catalogue(written(tmp_path, entry)).metadata("note.md")
    assert told is not None
    assert (told.title, told.year) == ("", 2025)
    completed = complete(told, Metadata(title="Lue dans le fichier", year=2019, inferred=("title", "year")))
    assert (completed.title, completed.year, completed.inferred) == ("Lue dans le fichier", 2025, ("title",))


def test_two_entries_may_not_share_an_identifier(tmp_path: Path) -> None:
    """The second is named."""
    error = refused(written(tmp_path, GOOD, {**GOOD, "file": "autre.md"}))
    assert (error.values["entry"], error.values["field"]) == ("note-un", "id")


def test_two_entries_may_not_share_a_file(tmp_path: Path) -> None:
    """A file is one publication."""
    assert refused(written(tmp_path, GOOD, {**GOOD, "id": "note-deux"})).values["entry"] == "note-deux"


@pytest.mark.parametrize("field", ["replaces", "replaced_by"])
def test_a_link_must_lead_somewhere(field: str, tmp_path: Path) -> None:
    """To the identifier of another publication of the catalogue."""
    error = refused(written(tmp_path, {**GOOD, field: "fantome"}))
    assert error.values["field"] == field
    assert "fantome" in str(error.values["detail"])


@pytest.mark.parametrize("told_by", ["old", "new", "both"])
def test_links_work_in_both_directions(told_by: str, tmp_path: Path) -> None:
    """Whichever of the two entries tells it."""
    old = {**GOOD, "id": "vieux", "file": "vieux.md"}
    new = {**GOOD, "id": "neuf", "file": "neuf.md"}
    if told_by != "new":
        old["replaced_by"] = "neuf"
    if told_by != "old":
        new["replaces"] = "vieux"
    catalogue = load_catalogue(written(tmp_path, old, new))
    before, after = catalogue.metadata("vieux.md"), catalogue.metadata("neuf.md")
    assert before is not None
    assert after is not None
    assert (before.replaced_by, before.replaces) == ("neuf.md", ())
    assert (after.replaced_by, after.replaces) == ("", ("vieux.md",))


@pytest.mark.parametrize(
    "content",
    [
        b"publications: [",
        b"\xe9\xe8",
        b"- id: a",
        b"publications: oui",
        b"",
        b"publications:\n- texte",
        b"publications:\n- {id: a, date: 2026-02-31}",
    ],
)
def test_a_file_that_is_no_catalogue_is_told(content: bytes, tmp_path: Path) -> None:
    """Not YAML, not UTF-8, not a list of publications, a day that does not exist."""
    (tmp_path / "catalogue.yaml").write_bytes(content)
    with pytest.raises(CatalogueError):
        load_catalogue(tmp_path)


def test_exclusions_cross_folders_and_spare_named_files(tmp_path: Path) -> None:
    """A publication of the catalogue is never excluded by a pattern."""
    catalogue = load_catalogue(written(tmp_path, GOOD, exclude=["textes/**", "*.md"]))
    assert catalogue.excludes("textes/a/b.pdf")
    assert catalogue.excludes("autre.md")
    assert not catalogue.excludes("note.md")
    assert not catalogue.excludes("note.pdf")


@pytest.mark.parametrize("exclude", ["*.txt", [1], {"a": "b"}])
def test_exclusions_are_a_list(exclude: object, tmp_path: Path) -> None:
    """A single text would be read letter by letter, and its « * » would exclude everything."""
    assert refused(written(tmp_path, GOOD, exclude=exclude)).values["field"] == "exclude"


def test_the_real_catalogue_is_right_and_complete(root: Path) -> None:
    """Every entry has its file."""
    catalogue = load_catalogue(root / "corpus")
    assert len(catalogue.entries) >= 60
    assert [file for file in catalogue.entries if not (root / "corpus" / file).is_file()] == []
