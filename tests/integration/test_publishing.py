"""Publishing: what may be asked of an indexing, what moved, going back, and files that must fail alone."""

from __future__ import annotations

import json
import shutil
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from fakes import HashingEmbedder, NotedProgress, troubled_reading
from openpyxl import Workbook

from assistant.maintenance.generations import put_back
from indexer.build import BuildOptions, build_index
from indexer.errors import (
    EvalsRegressed,
    GenerationNotFound,
    IndexCorrupt,
    PersonalLines,
    ReaderStopped,
    ReadingTooHeavy,
    ReadingTooLong,
)
from indexer.index import open_index
from indexer.publishing import generations, roll_back
from indexer.report import MeasureDelta
from indexer.settings import Settings
from ui.cli.keeping import show_generations
from ui.cli.report import report_json, report_page, report_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from places import Ran

    from indexer.report import IndexReport

TEXT = "# Fiche {n}\n\nLa commune numéro {n} a ouvert une permanence de santé, tenue par une infirmière.\n"


class Shelf:
    """A folder of small publications, indexed with an embedder that loads nothing."""

    def __init__(self, folder: Path, **changed: object) -> None:
        self.corpus = folder / "corpus"
        self.corpus.mkdir()
        self.settings = Settings(data_dir=folder / "data", embedding_model="hashing-64", jobs=1).model_copy(
            update=changed
        )
        self.embedder = HashingEmbedder()

    def write(self, doc: str, text: str) -> Path:
        """A file of the folder."""
        path = self.corpus / doc
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def index(self, **options: object) -> IndexReport:
        """One indexing; `embedder.embedded` then holds what it embedded."""
        self.embedder = HashingEmbedder()
        asked = BuildOptions(**options)  # type: ignore[arg-type]
        return build_index([self.corpus], self.settings, lambda: self.embedder, NotedProgress(), asked)

    def served(self) -> list[str]:
        """Documents of the index."""
        return sorted(open_index(self.settings).documents)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Three publications, indexed."""
    made = Shelf(tmp_path)
    for n in range(3):
        made.write(f"notes/{n}.md", TEXT.format(n=n))
    assert len(made.index().added) == 3
    return made


def test_a_renamed_file_keeps_its_identity(shelf: Shelf) -> None:
    """Nothing is read nor embedded anew; the former path still finds it; it is told once, as changed."""
    (shelf.corpus / "notes/1.md").rename(shelf.corpus / "nouveau nom.md")
    report = shelf.index()
    assert (report.changed, report.added, report.removed) == (["nouveau nom.md"], [], [])
    assert shelf.embedder.embedded == []
    index = open_index(shelf.settings)
    assert index.document("notes/1.md").doc == "nouveau nom.md"
    assert index.original("notes/1.md").read_text(encoding="utf-8") == TEXT.format(n=1)
    assert {p.doc for p in index.passages} == {"notes/0.md", "notes/2.md", "nouveau nom.md"}
    told = next(entry for entry in report_json(report)["changed"])
    assert "notes/1.md" in told["reason"]
    assert shelf.index().unchanged == ["notes/0.md", "notes/2.md", "nouveau nom.md"]


def test_publications_keep_the_day_they_came_in(shelf: Shelf) -> None:
    """Read again, renamed, or left alone; a change of content has its own day; the same corpus makes no generation."""
    first = open_index(shelf.settings).manifest
    assert {d.added for d in first.documents} == {first.built_at}
    assert shelf.index().generation == first.generation
    (shelf.corpus / "notes/1.md").rename(shelf.corpus / "notes/nouveau nom.md")
    shelf.write("notes/0.md", TEXT.format(n=10))
    shelf.write("notes/3.md", TEXT.format(n=3))
    shelf.index()
    index = open_index(shelf.settings)
    now = index.manifest.built_at
    assert {d.doc: (d.added, d.changed) for d in index.manifest.documents} == {
        "notes/0.md": (first.built_at, now),
        "notes/2.md": (first.built_at, ""),
        "notes/3.md": (now, ""),
        "notes/nouveau nom.md": (first.built_at, ""),
    }


def test_an_index_without_days_gets_them_at_the_next_indexing(shelf: Shelf) -> None:
    """One more generation, nothing read nor embedded: days are those of the oldest generation that is kept."""
    first = open_index(shelf.settings).manifest
    path = shelf.settings.data_dir / "generations" / first.generation / "manifest.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    for each in raw["documents"]:
        del each["added"], each["changed"]
    path.write_text(json.dumps(raw), encoding="utf-8")
    report = shelf.index()
    assert report.unchanged == ["notes/0.md", "notes/1.md", "notes/2.md"]
    assert shelf.embedder.embedded == []
    assert {d.added for d in open_index(shelf.settings).manifest.documents} == {first.built_at}
    assert shelf.index().generation == report.generation != first.generation


def test_a_dry_run_tells_and_does_nothing(shelf: Shelf) -> None:
    """Neither the index nor the folder of reports changes."""
    before = sorted(p for p in shelf.settings.data_dir.rglob("*"))
    shelf.write("notes/3.md", TEXT.format(n=3))
    shelf.write("notes/0.md", TEXT.format(n=10))
    (shelf.corpus / "notes/2.md").unlink()
    report = shelf.index(dry_run=True)
    assert (report.added, report.changed, report.removed) == (["notes/3.md"], ["notes/0.md"], ["notes/2.md"])
    assert report.unchanged == ["notes/1.md"]
    assert sorted(p for p in shelf.settings.data_dir.rglob("*")) == before
    assert "Rien n’a été lu" in report_text(report)


def test_only_what_is_selected_is_looked_at(shelf: Shelf) -> None:
    """The others stay served as they were, even changed or gone."""
    shelf.write("notes/0.md", TEXT.format(n=10))
    shelf.write("avis/4.md", TEXT.format(n=4))
    (shelf.corpus / "notes/2.md").unlink()
    report = shelf.index(only=("avis/*",))
    assert report.added == ["avis/4.md"]
    assert report.skipped == [("notes/0.md", "not_selected"), ("notes/1.md", "not_selected")]
    assert report.removed == []
    assert shelf.served() == ["avis/4.md", "notes/0.md", "notes/1.md", "notes/2.md"]
    assert "numéro 0" in " ".join(p.text for p in open_index(shelf.settings).passages)
    (shelf.corpus / "avis/4.md").unlink()
    assert shelf.index(only=("avis/*",)).removed == ["avis/4.md"]


def test_rolling_back_and_forth_costs_nothing(shelf: Shelf) -> None:
    """The generation before serves again; the next indexing finds the vectors of the one that was left."""
    first = open_index(shelf.settings).manifest.generation
    shelf.write("notes/3.md", TEXT.format(n=3))
    second = shelf.index().generation
    assert [m.generation for m in generations(shelf.settings.data_dir)] == [second, first]
    assert roll_back(shelf.settings).generation == first
    assert shelf.served() == ["notes/0.md", "notes/1.md", "notes/2.md"]
    assert shelf.index().added == ["notes/3.md"]
    assert shelf.embedder.embedded == []
    with pytest.raises(GenerationNotFound):
        roll_back(shelf.settings, "20010101T000000")


def test_the_setting_says_how_many_generations_are_kept(tmp_path: Path) -> None:
    """One: the one that serves, and nothing to go back to."""
    shelf = Shelf(tmp_path, kept_generations=1)
    for n in range(3):
        shelf.write("note.md", TEXT.format(n=n))
        shelf.index()
    assert len(generations(shelf.settings.data_dir)) == 1
    assert len(list((shelf.settings.data_dir / "originals").iterdir())) == 1
    with pytest.raises(GenerationNotFound):
        roll_back(shelf.settings)


def test_what_others_put_into_the_data_folder_is_left_to_them(tmp_path: Path) -> None:
    """A NAS or a disk has folders of its own: they stop no indexing, and push no generation out."""
    shelf = Shelf(tmp_path, kept_generations=2)
    foreign = [shelf.settings.data_dir / "originals/@eaDir", shelf.settings.data_dir / "generations/lost+found"]
    for folder in foreign:
        folder.mkdir(parents=True)
    for n in range(3):
        shelf.write("note.md", TEXT.format(n=n))
        shelf.index()
    assert len(generations(shelf.settings.data_dir)) == 2
    assert all(folder.is_dir() for folder in foreign)


def test_a_generation_is_put_back_by_its_name_when_what_serves_has_gone(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """Just when it is needed: what is there is listed, what is wrong told; without a name, nothing says which."""
    first = open_index(shelf.settings).manifest.generation
    shelf.write("notes/3.md", TEXT.format(n=3))
    second = shelf.index().generation
    shutil.rmtree(shelf.settings.data_dir / "generations" / second)
    with pytest.raises(IndexCorrupt, match=second):
        show_generations(shelf.settings, as_json=True)
    assert [(told["generation"], told["served"]) for told in json.loads(capsys.readouterr().out)] == [(first, False)]
    with pytest.raises(IndexCorrupt):
        put_back(shelf.settings)
    assert put_back(shelf.settings, first).generation == first
    assert len(shelf.served()) == 3


def test_a_refused_generation_is_not_served(shelf: Shelf) -> None:
    """The check sees the index built and the one that serves; what it built is cheap to build again."""
    seen: list[tuple[str, str | None]] = []

    def refuse(built: str, served: str | None) -> list[MeasureDelta]:
        seen.append((built, served))
        assert len(open_index(shelf.settings, built).documents) == 4
        raise EvalsRegressed(path=shelf.settings.data_dir, detail="recall@5")

    before = open_index(shelf.settings).manifest.generation
    shelf.write("notes/3.md", TEXT.format(n=3))
    with pytest.raises(EvalsRegressed):
        shelf.index(check=refuse)
    assert seen[0][1] == before == open_index(shelf.settings).manifest.generation
    assert [m.generation for m in generations(shelf.settings.data_dir)] == [before]
    report = shelf.index(check=lambda _built, _served: [MeasureDelta("recall@5", 0.9, 0.95, 10)])
    assert shelf.embedder.embedded == []
    assert "recall@5 : 0.900 → 0.950 (+0.050, n = 10)" in report_text(report)


def test_a_file_that_gives_trouble_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too slow, too heavy, deadly to its process, or met by a defect of a reader: named; the others are read."""
    monkeypatch.setattr("indexer.workers.read_record", troubled_reading)
    shelf = Shelf(tmp_path, reading_seconds=10)
    troubles = {"lente": ReadingTooLong, "lourde": ReadingTooHeavy, "mortelle": ReaderStopped, "fautive": ReaderStopped}
    for n, name in enumerate(["a", *troubles, "z"]):
        shelf.write(f"{name}.md", TEXT.format(n=n))
    report = shelf.index()
    assert report.added == ["a.md", "z.md"]
    assert {f.doc: type(f.error) for f in report.failed} == {f"{name}.md": kind for name, kind in troubles.items()}
    reasons = {entry["doc"]: entry["reason"] for entry in report_json(report)["failed"]}
    assert "10 secondes" in reasons["lente.md"]
    assert "2048 Mo" in reasons["lourde.md"]


def test_lines_of_people_are_no_longer_served_once_they_are_known(shelf: Shelf) -> None:
    """A file that fails is served as it was before, but not when what was served named people."""
    shelf.write("liste.csv", "Service;Ville\nCentre A;Lyon\nCentre B;Brest\n")
    assert shelf.index().added == ["liste.csv"]
    people = "".join(f"Morel {n};0{n}/04/1961\n" for n in range(1, 8))
    shelf.write("liste.csv", f"Nom;Date de naissance\n{people}")
    report = shelf.index()
    assert [(f.doc, type(f.error), f.kept) for f in report.failed] == [("liste.csv", PersonalLines, False)]
    assert "liste.csv" not in shelf.served()
    assert "une ligne par personne" in report_json(report)["failed"][0]["reason"]


def test_what_is_set_aside_of_a_workbook_is_told_each_time(shelf: Shelf) -> None:
    """Its tables are served; the sheet of people is a remark, and the next indexing has nothing to do."""
    book = Workbook()
    for name, rows in {
        "Bilan": [["Année", "CLS"], [2023, 12], [2024, 14]],
        "Patients": [["Nom", "Date de naissance"], *(["Morel", f"0{n}/04/1961"] for n in range(1, 8))],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(shelf.corpus / "bilan.xlsx")
    for _ in range(2):
        report = shelf.index()
        assert "feuille « Patients » : une ligne par personne" in report_text(report)
    assert report.unchanged[0] == "bilan.xlsx"
    assert report.embedded == 0


def test_attachments_are_documents_of_their_own(shelf: Shelf) -> None:
    """Under the message's path; they go with it; opening them again costs nothing."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Une fiche", "a@exemple.fr", "b@exemple.fr"
    message.set_content("Bonjour,\n\nVoici la fiche sur la permanence d’accès aux soins.\n")
    message.add_attachment(TEXT.format(n=7).encode(), maintype="text", subtype="markdown", filename="fiche.md")
    (shelf.corpus / "courrier.eml").write_bytes(bytes(message))
    assert shelf.index().added == ["courrier.eml", "courrier.eml/fiche.md"]
    assert shelf.index().unchanged[:2] == ["courrier.eml", "courrier.eml/fiche.md"]
    (shelf.corpus / "courrier.eml").unlink()
    assert shelf.index().removed == ["courrier.eml", "courrier.eml/fiche.md"]
    assert list((shelf.settings.data_dir / "unpacked").iterdir()) == []


def test_archives_are_opened_only_when_asked(shelf: Shelf) -> None:
    """Else they are left aside, with what to do."""
    with zipfile.ZipFile(shelf.corpus / "lot.zip", "w") as archive:
        archive.writestr("dossier/fiche.md", TEXT.format(n=8))
        archive.writestr("../dehors.md", TEXT.format(n=9))
    assert shelf.index().skipped == [("lot.zip", "archive")]
    report = shelf.index(archives=True)
    assert ("lot.zip", "unpacked") in report.skipped
    assert "lot.zip/dossier/fiche.md" in report.added
    assert not (shelf.settings.data_dir / "dehors.md").exists()
    assert not (shelf.settings.data_dir / "unpacked" / "dehors.md").exists()


def test_twins_are_told(shelf: Shelf) -> None:
    """Both are served; the second is remarked upon."""
    shelf.write("copie.md", TEXT.format(n=0))
    report = shelf.index()
    assert [(r.doc, r.code, r.values["other"]) for r in report.remarks] == [("notes/0.md", "twin", "copie.md")]


def test_the_page_of_the_report_says_what_to_do(shelf: Shelf, reperes: Callable[..., Ran]) -> None:
    """One file that needs nothing else, kept with its JSON in the data folder; odd names harm nothing."""
    shelf.write("abî<b>mé</b>\n.pdf", "ceci n’est pas un PDF")
    report = shelf.index()
    from datetime import UTC, datetime

    page = report_page(report, datetime.now(UTC))
    assert "&lt;b&gt;mé&lt;/b&gt;\\n.pdf" in page
    assert "enregistrez-le à nouveau" in page
    assert "« " not in page
    assert "http" not in page
    ran = reperes("index", shelf.corpus / "notes", "--data-dir", shelf.settings.data_dir, "--dry-run", "--json")
    assert ran.json["dry_run"] is True


def test_generations_and_rollback_from_the_command_line(
    shelf: Shelf, reperes: Callable[..., Ran], reperes_process: Callable[..., Ran]
) -> None:
    """Listed with the one that serves; going back says what is served; no index is an error."""
    shelf.write("notes/3.md", TEXT.format(n=3))
    second = shelf.index().generation
    data_dir = shelf.settings.data_dir
    ran = reperes_process("generations", "--data-dir", data_dir, "--json")
    listed = json.loads(ran.out)
    assert [(g["generation"] == second, g["served"], g["documents"]) for g in listed] == [
        (True, True, 4),
        (False, False, 3),
    ]
    ran = reperes("rollback", "--data-dir", data_dir, REPERES_EMBEDDING_MODEL="hashing-64")
    assert ran.code == 0
    assert "3 publications" in ran.out
    ran = reperes("rollback", "jamais", "--data-dir", data_dir)
    assert (ran.code, "jamais" in ran.err) == (2, True)
    assert reperes("generations", "--data-dir", data_dir / "ailleurs").code == 1
