"""What is reserved to the team under one name is reserved under all: links to it, copies of it, other sources."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from fakes import HashingEmbedder, NotedProgress

from assistant.maintenance.waiting import since_served
from indexer.build import BuildOptions, build_index
from indexer.errors import UnreadableFile
from indexer.index import current_manifest, open_index
from indexer.planning import make_plan
from indexer.report import IndexReport
from indexer.settings import Settings
from indexer.sources import SourceFile, find

if TYPE_CHECKING:
    from pathlib import Path

LIVRET = "Livret de la maison de santé de Belvoir : horaires, accès, équipe soignante, permanences du samedi.\n"


@pytest.fixture
def drawer(tmp_path: Path) -> Settings:
    """A folder where one file is reserved to the team."""
    source = tmp_path / "fonds"
    source.mkdir()
    (source / "livret.md").write_text(LIVRET)
    (source / "autre.md").write_text("Une note pour tout le monde, sur les ateliers santé ville.\n")
    (source / "catalogue.yaml").write_text("publications:\n- {id: livret, file: livret.md, audience: equipe}\n")
    return Settings(data_dir=tmp_path / "tiroir", source=source, embedding_model="hashing-64", jobs=1)


def _indexed(settings: Settings, *sources: Path, **asked: tuple[str, ...]) -> IndexReport:
    wanted = sources or (settings.source,)
    return build_index(wanted, settings, HashingEmbedder, NotedProgress(), BuildOptions(**asked))


def _is_public(settings: Settings) -> dict[str, bool]:
    return {d.doc: not d.internal for d in open_index(settings).manifest.documents}


def test_a_second_path_to_a_reserved_file_does_not_publish_it(drawer: Settings) -> None:
    """A link is not read twice; a hard link and a copy, also within a message, are reserved too, and the report says so."""
    source = drawer.source
    (source / "lien.md").symlink_to("livret.md")
    (source / "dur.md").hardlink_to(source / "livret.md")
    (source / "copie.md").write_text(LIVRET)
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Le livret", "ana@exemple.fr", "bo@exemple.fr"
    mail.set_content("Bonjour, voici le livret dont nous parlions hier, bien cordialement.")
    mail.add_attachment(LIVRET.encode(), maintype="text", subtype="markdown", filename="joint.md")
    (source / "courrier.eml").write_bytes(mail.as_bytes())

    report = _indexed(drawer)
    assert ("lien.md", "link") in report.skipped
    told = {r.doc: r.values["other"] for r in report.remarks if r.code == "reserved"}
    hidden = {"dur.md", "copie.md", "courrier.eml/joint.md"}
    assert told == dict.fromkeys(hidden, "livret.md")
    assert _is_public(drawer) == {"autre.md": True, "courrier.eml": True, "livret.md": False} | dict.fromkeys(
        hidden, False
    )
    assert since_served(drawer).total == 0
    assert set(_indexed(drawer).unchanged) >= hidden

    (source / "catalogue.yaml").unlink()  # nothing is reserved any more
    _indexed(drawer)
    assert all(_is_public(drawer).values())


def test_a_link_that_the_catalogue_reserves_reserves_its_file(drawer: Settings) -> None:
    """Under whichever of its paths it is told of."""
    (drawer.source / "lien.md").symlink_to("autre.md")
    with (drawer.source / "catalogue.yaml").open("a") as catalogue:
        catalogue.write("- {id: lien, file: lien.md, audience: equipe}\n")
    _indexed(drawer)
    assert _is_public(drawer) == {"autre.md": False, "livret.md": False}


def test_another_source_does_not_publish_what_one_reserves(drawer: Settings) -> None:
    """Whichever comes first, and whether or not the reserved file is looked at this time."""
    inside = drawer.source / "dossier"
    inside.mkdir()
    (inside / "rapport.md").write_text("Un rapport confidentiel sur le centre de santé de Belvoir.\n")
    with (drawer.source / "catalogue.yaml").open("a") as catalogue:
        catalogue.write("- {id: rapport, file: dossier/rapport.md, audience: equipe}\n")
    _indexed(drawer, inside, drawer.source)
    assert _is_public(drawer) == {"autre.md": True, "livret.md": False, "rapport.md": False}

    (drawer.source / "copie.md").write_text(LIVRET)
    _indexed(drawer, drawer.source, only=("copie.md",))
    assert not _is_public(drawer)["copie.md"]


class _Closed(SourceFile):
    """A file that nobody may read."""

    __slots__ = ()

    def digest(self) -> str:
        raise UnreadableFile(path=self.path, detail="Permission denied")


def test_a_reserved_file_that_cannot_be_read_still_reserves_its_copy(drawer: Settings) -> None:
    """By what of it is served; and what was public is reserved even where it is not looked at this time."""
    (drawer.source / "copie.md").write_text(LIVRET)
    named = (drawer.source / "catalogue.yaml").read_text()
    (drawer.source / "catalogue.yaml").unlink()
    _indexed(drawer)
    assert all(_is_public(drawer).values())
    (drawer.source / "catalogue.yaml").write_text(named)
    _indexed(drawer, only=("livret.md",))
    assert _is_public(drawer) == {"autre.md": True, "copie.md": False, "livret.md": False}

    files = [
        _Closed(f.path, f.source, f.doc, f.metadata) if f.doc == "livret.md" else f for f in find([drawer.source]).files
    ]
    report = IndexReport()
    plan = make_plan(files, current_manifest(drawer.data_dir), report)
    assert plan.reused["copie.md"].document.internal
    assert [failure.doc for failure in report.failed] == ["livret.md"]


def test_what_a_reserved_message_encloses_reserves_nothing_else(drawer: Settings) -> None:
    """A published brochure may be attached to a message for the team."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "La note", "ana@exemple.fr", "bo@exemple.fr"
    mail.set_content("Bonjour, voici la note qui vient de paraître, bien cordialement.")
    note = (drawer.source / "autre.md").read_bytes()
    mail.add_attachment(note, maintype="text", subtype="markdown", filename="jointe.md")
    (drawer.source / "courrier.eml").write_bytes(mail.as_bytes())
    with (drawer.source / "catalogue.yaml").open("a") as catalogue:
        catalogue.write("- {id: courrier, file: courrier.eml, audience: equipe}\n")
    _indexed(drawer)
    assert {doc for doc, public in _is_public(drawer).items() if public} == {"autre.md"}
