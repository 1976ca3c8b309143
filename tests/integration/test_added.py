"""Publications added online: received, checked, put in their place, replaced, withdrawn, restored, indexed."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import HashingEmbedder, NotedProgress
from hostile.bombs import MEGABYTE
from hostile.pdf import pages

from assistant.maintenance.added import Added
from assistant.maintenance.describing import Description
from assistant.maintenance.incoming import file_name
from assistant.maintenance.standing import Standing, publication, publications
from assistant.maintenance.waiting import Waiting, since_served
from assistant.maintenance.withdrawn import Drawer
from indexer.build import build_index
from indexer.catalogue import load_catalogue
from indexer.errors import (
    CatalogueError,
    EmptyDocument,
    PersonalLines,
    PublicationFieldInvalid,
    PublicationKnown,
    PublicationNotFound,
    SourceError,
    UnreadableFile,
    UnsupportedType,
    UploadTooLarge,
)
from indexer.index import open_index
from indexer.settings import Settings
from indexer.sources import default_sources
from ui.cli.report import keep_report

if TYPE_CHECKING:
    from assistant.maintenance.added import Accepted
    from indexer.report import IndexReport

TEXT = "# Permanence de Lodève\n\nUne permanence de soins ouvre chaque mardi à la maison de santé de Lodève.\n"
OTHER = "# Permanence de Clermont\n\nUne consultation de psychologue est ouverte le jeudi à Clermont-l’Hérault.\n"


class Shelf:
    """A data folder, its added publications, and an index made with an embedder that loads nothing."""

    def __init__(self, folder: Path, **changed: object) -> None:
        self.settings = Settings(
            data_dir=folder / "data", source=folder / "corpus", embedding_model="hashing-64", jobs=1, upload_megabytes=1
        ).model_copy(update=changed)
        self.settings.source.mkdir()
        (self.settings.source / "note.md").write_text("# Note\n\nUne note du corpus, sur les ateliers santé ville.\n")
        self.added = Added(self.settings)

    def send(self, name: str, content: bytes | str, description: Description = Description(), **how: bool) -> Accepted:  # noqa: B008 — frozen
        """A file is sent."""
        data = content.encode() if isinstance(content, str) else content
        with self.added.receiving() as folder:
            return self.added.add(self.added.receive(io.BytesIO(data), name, folder), description, **how)

    def replace(self, identifier: str, name: str, content: str) -> Accepted:
        """A new version of a file is sent."""
        with self.added.receiving() as folder:
            path = self.added.receive(io.BytesIO(content.encode()), name, folder)
            return self.added.replace(identifier, path, "ana")

    def index(self) -> IndexReport:
        """An indexing of what is indexed by default, its report kept."""
        report = build_index(default_sources(self.settings), self.settings, HashingEmbedder, NotedProgress())
        keep_report(report, self.settings.data_dir)
        return report

    def standings(self) -> dict[str, Standing]:
        """Where each publication stands."""
        return {each.file: each.standing for each in publications(self.added, self.settings.data_dir)}

    def files(self) -> list[str]:
        """What stands in the folder, hidden things left out."""
        return sorted(path.name for path in self.added.folder.iterdir() if not path.name.startswith("."))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Nothing added yet."""
    return Shelf(tmp_path)


def test_a_file_is_added_indexed_and_stands_as_told(shelf: Shelf) -> None:
    """Under a safe name, with what is told of it; the default indexing takes it beside the corpus."""
    told = Description(title="Permanence de soins à Lodève", kind="fiche-experience", date="2026-05-19")
    accepted = shelf.send("C:\\Documents\\Fiche permanence.MD", TEXT, told)
    assert (accepted.identifier, accepted.file) == ("fiche-permanence", "Fiche permanence.md")
    assert accepted.checked.passages == 1
    assert shelf.standings() == {"Fiche permanence.md": Standing.PENDING}
    assert shelf.index().added == ["Fiche permanence.md", "note.md"]
    assert shelf.standings() == {"Fiche permanence.md": Standing.INDEXED}
    document = open_index(shelf.settings).documents["Fiche permanence.md"]
    assert (document.metadata.title, document.metadata.date) == ("Permanence de soins à Lodève", "2026-05-19")
    assert document.metadata.kind == "fiche-experience"


def test_what_is_not_told_is_read_off_the_file(shelf: Shelf) -> None:
    """And told to whoever adds it."""
    accepted = shelf.send("a.md", TEXT)
    assert accepted.checked.known is not None
    assert accepted.checked.known.title == "Permanence de Lodève"
    shelf.index()
    found = publication(shelf.added, shelf.settings.data_dir, accepted.identifier)
    assert (found.title, "title" in found.inferred) == ("Permanence de Lodève", True)


def test_what_is_told_may_be_changed_and_the_next_indexing_takes_it(shelf: Shelf) -> None:
    """Until then it is told as changed."""
    identifier = shelf.send("a.md", TEXT).identifier
    shelf.index()
    shelf.added.describe(identifier, Description(title="Un autre titre", internal=True))
    assert shelf.standings() == {"a.md": Standing.CHANGED}
    assert shelf.index().changed == ["a.md"]
    document = open_index(shelf.settings).documents["a.md"]
    assert (document.metadata.title, document.internal) == ("Un autre titre", True)
    assert shelf.standings() == {"a.md": Standing.INDEXED}


@pytest.mark.parametrize(
    ("description", "field"),
    [
        (Description(title="ab"), "title"),
        (Description(title="x" * 301), "title"),
        (Description(kind="roman"), "kind"),
        (Description(themes=("sante-mentale", "astrologie")), "themes"),
        (Description(themes=("sante-mentale",) * 11), "themes"),
        (Description(date="2026-02-31"), "date"),
        (Description(date="mai 2026"), "date"),
        (Description(official_url="javascript:alert(1)"), "official_url"),
    ],
)
def test_a_field_that_cannot_be_kept_is_named_and_nothing_is_added(
    shelf: Shelf, description: Description, field: str
) -> None:
    """Before the file is read; the catalogue is never left wrong, which would stop all indexing."""
    with pytest.raises(PublicationFieldInvalid) as caught:
        shelf.send("a.md", TEXT, description)
    assert caught.value.values["field"] == field
    assert shelf.files() == []
    identifier = shelf.send("a.md", TEXT).identifier
    with pytest.raises(PublicationFieldInvalid):
        shelf.added.describe(identifier, description)
    load_catalogue(shelf.added.folder)


def test_the_same_content_is_told_once_and_may_be_forced(shelf: Shelf) -> None:
    """Whether it was added or stands in the corpus; twins that are wanted stand under two names."""
    shelf.send("a.md", TEXT)
    with pytest.raises(PublicationKnown) as caught:
        shelf.send("b.md", TEXT)
    assert caught.value.values == {"name": "b.md", "known": "a.md"}
    assert shelf.send("a.md", TEXT, twin=True).file == "a (2).md"
    shelf.index()
    with pytest.raises(PublicationKnown) as caught:
        shelf.send("c.md", (shelf.settings.source / "note.md").read_text())
    assert caught.value.values["known"] == "Note"


def test_a_name_that_another_publication_has_is_told_apart(shelf: Shelf) -> None:
    """Among the added ones whatever the case of letters, and in the index: it is what answers cite."""
    shelf.index()
    assert shelf.send("note.md", TEXT).file == "note (2).md"
    assert shelf.send("NOTE.md", OTHER).file == "NOTE (3).md"
    assert shelf.index().added == ["NOTE (3).md", "note (2).md"]


@pytest.mark.parametrize(
    ("told", "safe"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        ("..\\..\\windows\\note.PDF", "note.pdf"),
        ("/abs/olu/te.md", "te.md"),
        ("CON.md", "CON_.md"),
        (".catalogue.yaml.md", "catalogue.yaml.md"),
        ("a\0b\n\u202emd.exe.md", "a b md.exe.md"),
        ("", "publication"),
        ("...", "publication"),
        (f"{'é' * 400}.pdf", None),
    ],
)
def test_names_are_made_safe(told: str, safe: str | None) -> None:
    """Nothing leads out of the folder, hides, or cannot be written on some system."""
    name = file_name(told)
    assert safe is None or name == safe
    assert len(name.encode()) <= 120
    assert "/" not in name
    assert not name.startswith(".")


PEOPLE = "Nom;Date de naissance\n" + "".join(f"Morel {n};0{n}/04/1961\n" for n in range(1, 8))


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("programme.exe", b"MZ\x90\x00", UnsupportedType),
        ("archive.zip", b"PK\x03\x04", UnsupportedType),
        ("sans-type", TEXT.encode(), UnsupportedType),
        ("vide.pdf", b"", EmptyDocument),
        ("faux.pdf", b"MZ\x90\x00 this program cannot be run in DOS mode", UnreadableFile),
        ("faux.pdf", b"<html><body>Une page</body></html>", UnreadableFile),
        ("faux.md", b"%PDF-1.7 trailer", UnreadableFile),
        ("faux.txt", b"<!DOCTYPE html><html><script>alert(1)</script></html>", UnreadableFile),
        ("faux.csv", b"PK\x03\x04" + bytes(100), UnreadableFile),
        ("faux.docx", b"PK\x03\x04" + bytes(100), UnreadableFile),
        ("faux.html", b"\x89PNG\r\n\x1a\n\0\0\0", UnreadableFile),
        ("gens.csv", PEOPLE.encode(), PersonalLines),
        ("blanc.md", b"\n\n", EmptyDocument),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_by_its_name(
    shelf: Shelf, name: str, content: bytes, error: type[SourceError]
) -> None:
    """And nothing of it stays."""
    with pytest.raises(error) as caught:
        shelf.send(name, content)
    assert caught.value.values["path"] == name
    assert shelf.files() == []
    assert list((shelf.added.folder / ".incoming").iterdir()) == []


def test_what_is_too_large_is_refused_while_it_comes(shelf: Shelf) -> None:
    """Not a byte more is written."""
    with pytest.raises(UploadTooLarge):
        shelf.send("long.md", b"mot " * 300_000)
    assert shelf.files() == []


def test_a_file_that_unfolds_to_too_much_is_refused(tmp_path: Path) -> None:
    """It is read in a process of its own, under a limit of memory and of time."""
    shelf = Shelf(tmp_path, upload_megabytes=50)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(600):
                member.write(bytes(MEGABYTE))
    with pytest.raises(SourceError) as caught:
        shelf.send("bombe.docx", packed.getvalue())
    assert caught.value.values["path"] == "bombe.docx"
    assert shelf.files() == []


def test_a_replaced_version_is_served_until_the_next_indexing_and_kept_aside(shelf: Shelf) -> None:
    """What is told stays; another type of file takes another name; the former one may be restored as another."""
    identifier = shelf.send("a.md", TEXT, Description(title="Permanence")).identifier
    shelf.index()
    shelf.replace(identifier, "nouvelle.txt", OTHER)
    assert shelf.files() == ["a.txt", "catalogue.yaml"]
    assert shelf.standings() == {"a.txt": Standing.PENDING}
    shelf.index()
    assert open_index(shelf.settings).documents["a.txt"].metadata.title == "Permanence"
    (former,) = shelf.added.withdrawn()
    assert (former.file, former.replaced, former.by, former.description.title) == ("a.md", True, "ana", "Permanence")
    assert shelf.added.restore(former.key) == f"{identifier}-2"
    assert shelf.files() == ["a.md", "a.txt", "catalogue.yaml"]
    assert shelf.added.withdrawn() == []


def test_replacing_by_the_same_content_is_told(shelf: Shelf) -> None:
    """Nothing moves."""
    identifier = shelf.send("a.md", TEXT).identifier
    with pytest.raises(PublicationKnown):
        shelf.replace(identifier, "a.md", TEXT)
    assert shelf.files() == ["a.md", "catalogue.yaml"]


def test_a_withdrawn_publication_goes_with_the_next_indexing_and_may_come_back(shelf: Shelf) -> None:
    """With what was told of it; or it is deleted for good."""
    identifier = shelf.send("a.md", TEXT, Description(title="Permanence", internal=True)).identifier
    shelf.index()
    key = shelf.added.withdraw(identifier, "ana")
    assert "a.md" in open_index(shelf.settings).documents
    assert shelf.index().removed == ["a.md"]
    assert "a.md" not in open_index(shelf.settings).documents
    assert shelf.added.restore(key) == identifier
    assert shelf.index().added == ["a.md"]
    document = open_index(shelf.settings).documents["a.md"]
    assert (document.metadata.title, document.internal) == ("Permanence", True)
    shelf.added.forget(shelf.added.withdraw(identifier, "ana"))
    assert shelf.added.withdrawn() == []
    with pytest.raises(PublicationNotFound):
        shelf.added.restore(key)
    with pytest.raises(PublicationNotFound):
        shelf.added.withdraw(identifier, "ana")


def test_a_failure_of_the_last_indexing_is_told_until_another_version_comes(shelf: Shelf) -> None:
    """With its reason and what to do."""
    identifier = shelf.send("a.md", TEXT).identifier
    (shelf.added.folder / "a.md").write_bytes(b"\0\1\2")
    report = shelf.index()
    assert [failure.doc for failure in report.failed] == ["a.md"]
    found = publication(shelf.added, shelf.settings.data_dir, identifier)
    assert found.standing is Standing.FAILED
    assert "enregistrez-le à nouveau" in found.reason
    shelf.replace(identifier, "a.md", OTHER)
    assert shelf.standings() == {"a.md": Standing.PENDING}


def test_what_an_interruption_leaves_is_harmless(shelf: Shelf) -> None:
    """A file half received is hidden; an entry whose file never came is dropped; a withdrawal half done is not listed."""
    identifier = shelf.send("a.md", TEXT).identifier
    with shelf.added.receiving() as folder:
        (folder / "b.md").write_text("à moitié")
        assert shelf.index().added == ["a.md", "note.md"]
    catalogue = shelf.added.folder / "catalogue.yaml"
    catalogue.write_text(f"{catalogue.read_text()}- id: b\n  file: b.md\n")
    (shelf.settings.data_dir / "withdrawn" / "x").mkdir(parents=True)
    assert shelf.added.withdrawn() == []
    shelf.added.describe(identifier, Description(title="Un titre"))
    assert list(load_catalogue(shelf.added.folder).entries) == ["a.md"]


def test_a_version_that_cannot_be_put_back_holds_up_nothing_else(shelf: Shelf) -> None:
    """A folder has its name: the other one is put back, changes go on, and so is it once that folder has gone."""
    drawer = Drawer(shelf.settings.data_dir)
    for name, text in (("a.md", TEXT), ("b.md", OTHER)):
        shelf.send(name, text)
    for name in ("a.md", "b.md"):
        drawer.put(shelf.added.folder / name, shelf.added.files()[name], "ana", replaced=True)
    (shelf.added.folder / "a.md").mkdir()
    (shelf.added.folder / "a.md" / "x").touch()
    shelf.send("c.md", "# Une troisième note\n\nUn atelier de cuisine se tient chaque mois à Pézenas.\n")
    assert list(shelf.added.files()) == ["b.md", "c.md"]
    shutil.rmtree(shelf.added.folder / "a.md")
    shelf.added.tidy()
    assert list(shelf.added.files()) == ["a.md", "b.md", "c.md"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
def test_a_file_that_somebody_else_put_there_is_withdrawn_and_restored() -> None:
    """By the account of the service, which may read it only."""
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.send("a.md", TEXT)
        (shelf.added.folder / "a.md").chmod(0o644)
        shelf.added.restore(shelf.added.withdraw("a", "ana"))
        for each in (Path(folder), *Path(folder).rglob("*")):
            if each.name != "a.md":
                os.chown(each, 12345, -1)
        os.seteuid(12345)
        try:
            shelf.added.restore(shelf.added.withdraw("a", "ana"))
        finally:
            os.seteuid(0)
        assert list(shelf.added.files()) == ["a.md"]


def test_files_and_fields_put_there_by_hand_are_respected(shelf: Shelf) -> None:
    """A file without an entry is listed; patterns of what is left out stay; a wrong catalogue is told."""
    shelf.send("a.md", TEXT)
    (shelf.added.folder / "à la main.md").write_text(OTHER)
    catalogue = shelf.added.folder / "catalogue.yaml"
    catalogue.write_text(f"{catalogue.read_text()}exclude: ['brouillon*']\n")
    assert {each.identifier for each in publications(shelf.added, shelf.settings.data_dir)} == {"a", "a-la-main"}
    shelf.added.describe("a-la-main", Description(title="À la main"))
    kept = load_catalogue(shelf.added.folder)
    assert (set(kept.entries), kept.exclude) == ({"a.md", "à la main.md"}, ("brouillon*",))
    catalogue.write_text("publications: 3\n")
    with pytest.raises(CatalogueError):
        publications(shelf.added, shelf.settings.data_dir)


def test_pages_that_only_have_an_image_are_taken_where_they_can_be_recognised(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else they are refused at once, with what to do."""
    scanned = pages(2, words=False)
    monkeypatch.setattr("assistant.maintenance.checking.ocr_available", lambda: None)
    with pytest.raises(EmptyDocument):
        shelf.send("scan.pdf", scanned)
    monkeypatch.setattr("assistant.maintenance.checking.ocr_available", object)
    accepted = shelf.send("scan.pdf", scanned)
    assert (accepted.checked.passages, accepted.checked.blind_pages) == (0, (1, 2))


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_link_put_there_by_hand_is_withdrawn_and_restored(shelf: Shelf, tmp_path: Path, is_replaced: bool) -> None:
    """What it leads to is copied, and stays where it is: moved, a relative link would lead nowhere."""
    shelf.added.folder.mkdir(parents=True)
    (tmp_path / "ailleurs.md").write_text(TEXT)
    link = shelf.added.folder / "lien.md"
    link.symlink_to(os.path.relpath(tmp_path / "ailleurs.md", shelf.added.folder))
    if is_replaced:
        shelf.replace("lien", "lien.md", OTHER)
        assert (link.is_symlink(), link.read_text()) == (False, OTHER)
    else:
        shelf.added.withdraw("lien", "ana")
        assert not link.is_symlink()
    (kept,) = shelf.added.withdrawn()
    assert (kept.file, (tmp_path / "ailleurs.md").read_text()) == ("lien.md", TEXT)
    (tmp_path / "ailleurs.md").unlink()
    shelf.added.restore(kept.key)
    assert TEXT in [path.read_text() for path in shelf.added.folder.glob("lien*.md")]


def test_a_withdrawal_keeps_its_reason(shelf: Shelf) -> None:
    """On one line; one that is too long is refused, and nothing moves."""
    identifier = shelf.send("a.md", TEXT).identifier
    with pytest.raises(PublicationFieldInvalid) as caught:
        shelf.added.withdraw(identifier, "ana", "x" * 301)
    assert caught.value.values["field"] == "reason"
    shelf.added.withdraw(identifier, "ana", "chiffres\nerronés")
    assert [each.reason for each in shelf.added.withdrawn()] == ["chiffres erronés"]


def test_a_publication_is_superseded_by_another_until_that_one_goes(shelf: Shelf) -> None:
    """It goes on being served, with what supersedes it; a link that leads nowhere would stop all indexing."""
    old, new = shelf.send("a.md", TEXT).identifier, shelf.send("b.md", OTHER).identifier
    shelf.index()
    shelf.added.supersede(old, new)
    assert shelf.index().changed == ["a.md", "b.md"]
    told = open_index(shelf.settings).documents
    assert (told["a.md"].metadata.replaced_by, told["b.md"].metadata.replaces) == ("b.md", ("a.md",))
    assert publication(shelf.added, shelf.settings.data_dir, old).replaced_by == new
    for successor in (old, new):
        with pytest.raises(PublicationFieldInvalid):
            shelf.added.supersede(new, successor)
    with pytest.raises(PublicationNotFound):
        shelf.added.supersede(old, "absente")
    shelf.added.withdraw(new, "ana")
    assert load_catalogue(shelf.added.folder).entries["a.md"].replaced_by is None
    shelf.added.supersede(old, "")


def test_what_the_next_indexing_would_take_is_told(shelf: Shelf) -> None:
    """Of all folders; what could not be read is not waited for until it changes."""
    assert since_served(shelf.settings) == Waiting(added=("note.md",))
    identifier = shelf.send("a.md", TEXT).identifier
    (shelf.settings.source / "vide.md").write_text("\n")
    assert since_served(shelf.settings).added == ("a.md", "note.md", "vide.md")
    shelf.index()
    assert since_served(shelf.settings) == Waiting()
    shelf.added.describe(identifier, Description(title="Un autre titre"))
    (shelf.settings.source / "note.md").rename(shelf.settings.source / "renommée.md")
    assert since_served(shelf.settings) == Waiting(changed=("a.md", "renommée.md"))
    shelf.added.withdraw(identifier, "ana")
    (shelf.settings.source / "renommée.md").unlink()
    assert since_served(shelf.settings) == Waiting(removed=("a.md", "note.md"))


def test_what_stands_in_a_message_is_waited_for_with_it(shelf: Shelf) -> None:
    """Before it is opened, nothing is told of what it holds; afterwards, all is as it was."""
    shelf.index()
    message = EmailMessage()
    message["From"], message["Subject"] = "a@exemple.fr", "La permanence de Lodève"
    message.set_content("Voici la fiche de la permanence de soins de Lodève, ouverte chaque mardi.")
    message.add_attachment(TEXT.encode(), maintype="text", subtype="markdown", filename="fiche.md")
    path = shelf.settings.source / "courrier.eml"
    path.write_bytes(bytes(message))
    assert since_served(shelf.settings) == Waiting(added=("courrier.eml",))
    assert shelf.index().added == ["courrier.eml", "courrier.eml/fiche.md"]
    assert since_served(shelf.settings) == Waiting()
    path.unlink()
    assert since_served(shelf.settings).removed == ("courrier.eml", "courrier.eml/fiche.md")


def test_what_a_file_holds_is_remembered_and_read_again_where_it_was_not(shelf: Shelf) -> None:
    """By another process, whoever added it."""
    accepted = shelf.send("a.md", TEXT)
    assert shelf.added.checked(accepted.identifier) is accepted.checked
    assert Added(shelf.settings).checked(accepted.identifier) == accepted.checked
    with pytest.raises(PublicationNotFound):
        shelf.added.checked("absente")
