"""Indexing: what changed is told once, what did not costs nothing, and a bad file harms no other."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from fakes import HashingEmbedder, NotedProgress

from assistant.questions import Question
from assistant.retrieval import Retriever
from indexer.build import build_index
from indexer.errors import CatalogueError, EmptyDocument, SourceNotFound, UnreadableFile, WritingFailed
from indexer.french import terms
from indexer.index import open_index
from indexer.manifest import Manifest
from indexer.room import is_of_writing
from indexer.settings import Settings
from indexer.vectors import VectorKey

if TYPE_CHECKING:
    from places import Place

    from indexer.build import IndexReport
    from indexer.embedder import Embedder

HERAULT = "fiches-experience/coeur-d-herault-sante-sexuelle-des-femmes.md"
QPV_2015 = "notes-de-synthese/qpv-2015-offre-de-soins.docx"
CLS_ASV = "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf"
NEW = "# Une nouvelle fiche\n\nLe village de Zorglub a ouvert une maison de santé en 2024.\n"


def no_model() -> Embedder:
    """For runs that have nothing to embed."""
    pytest.fail("the model was loaded")


def everything(report: IndexReport) -> list[str]:
    """The names in all the lists of a report."""
    return [
        *report.added,
        *report.changed,
        *report.unchanged,
        *report.removed,
        *(failure.doc for failure in report.failed),
        *(doc for doc, _ in report.skipped),
    ]


def found(place: Place, question: str) -> list[str]:
    """Documents of the hits of a search."""
    retriever = Retriever(open_index(place.settings), place.embedder)
    return [hit.document.doc for hit in retriever.search(Question.checked(question, limit=2000)).hits]


def test_a_first_indexing_serves_every_passage(served: Place) -> None:
    """Each has its vector, its windows and its words; each document its metadata and its file."""
    index = open_index(served.settings)
    assert len(index.documents) == 6
    assert len(index.passages) == index.manifest.passages > 40
    keys = [VectorKey(row) for row in range(len(index.passages))]
    keys += [VectorKey(row, start) for row, p in enumerate(index.passages) for start, _ in p.windows()]
    assert len(keys) == index.manifest.vectors
    held = index.vectors.vectors(keys)
    assert set(held) == set(keys)
    assert {vector.shape for vector in held.values()} == {(384,)}
    assert {name for d in index.documents.values() for name in d.metadata.inferred} <= {"territory", "territory_code"}
    for doc in index.documents:
        assert index.original(doc).read_bytes() == (served.corpus / doc).read_bytes()


def test_a_second_indexing_embeds_nothing_and_loads_no_model(place: Place) -> None:
    """The same generation goes on being served."""
    before = place.generation
    report = place.index(no_model)
    assert sorted(report.unchanged) == sorted(everything(report))
    assert len(report.unchanged) == 6
    assert (report.embedded, place.generation) == (0, before)


def test_every_change_is_told_in_exactly_one_list(place: Place) -> None:
    """Added, changed, unchanged, removed, failed and skipped, all in one run."""
    place.write("nouveau.md", NEW)
    place.write(HERAULT, (place.corpus / HERAULT).read_text() + "\nUne phrase de plus à la fin.\n")
    catalogue = yaml.safe_load((place.corpus / "catalogue.yaml").read_text())
    catalogue["publications"] = [e for e in catalogue["publications"] if e["file"] != QPV_2015]
    for entry in catalogue["publications"]:
        entry.update(replaces=None, replaced_by=None)
    place.write("catalogue.yaml", yaml.safe_dump(catalogue))
    (place.corpus / QPV_2015).unlink()
    place.write("cassé.pdf", "ceci n’est pas un PDF")
    place.write("photo.jpg", "…")
    report = place.index()
    assert report.added == ["nouveau.md"]
    assert report.changed == [HERAULT, "notes-de-synthese/qpv-2024-population.pdf"]  # its link has changed
    assert report.removed == [QPV_2015]
    assert [(f.doc, type(f.error), f.kept) for f in report.failed] == [("cassé.pdf", UnreadableFile, False)]
    assert report.skipped == [("photo.jpg", "unsupported")]
    assert len(report.unchanged) == 3
    assert len(everything(report)) == len(set(everything(report))) == 9


def test_only_what_is_new_is_embedded(place: Place) -> None:
    """The vectors of the other files come from the cache."""
    place.write("nouveau.md", NEW)
    report = place.index()
    index = open_index(place.settings)
    rows = index.rows_by_document["nouveau.md"]
    texts = [index.passages[row].embedded_text for row in rows]
    texts += [window for row in rows for _, window in index.passages[row].windows()]
    assert report.embedded == len(set(texts))
    assert found(place, "maison de santé de Zorglub")[0] == "nouveau.md"


def test_a_removed_file_leaves_no_ghost(place: Place) -> None:
    """Neither in Chroma, nor in the lexical index, nor in what a search finds."""
    place.write("nouveau.md", NEW)
    place.index()
    assert "nouveau.md" in found(place, "Zorglub")
    (place.corpus / "nouveau.md").unlink()
    assert place.index().removed == ["nouveau.md"]
    index = open_index(place.settings)
    assert "nouveau.md" not in index.documents
    assert index.lexical.scores(dict.fromkeys(terms("Zorglub"), 1.0)).max() == 0
    vector = place.embedder.embed_question("village de Zorglub")
    rows = [key.passage for key, _ in index.vectors.nearest(vector, index.manifest.vectors)]
    assert len(rows) == index.manifest.vectors
    assert max(rows) < len(index.passages)
    assert "nouveau.md" not in found(place, "village de Zorglub")


def test_a_file_that_turns_to_garbage_stays_served_as_it_was(place: Place) -> None:
    """It is told as failed at each run, tried again each time, and mended when it is."""
    whole = (place.corpus / CLS_ASV).read_bytes()
    (place.corpus / CLS_ASV).write_bytes(b"%PDF-1.7 garbage")
    for _ in range(2):
        report = place.index(no_model)
        (failure,) = report.failed
        assert (failure.doc, type(failure.error), failure.kept) == (CLS_ASV, UnreadableFile, True)
        index = open_index(place.settings)
        assert index.original(CLS_ASV).read_bytes() == whole
        assert index.rows_by_document[CLS_ASV]
    (place.corpus / CLS_ASV).write_bytes(whole)
    report = place.index(no_model)
    assert not report.failed
    assert CLS_ASV in report.unchanged


def test_a_failed_file_does_not_stop_the_others(place: Place) -> None:
    """What is new beside it is published; what was served of it still is."""
    (place.corpus / CLS_ASV).write_bytes(b"")
    place.write("nouveau.md", NEW)
    report = place.index()
    assert [(f.doc, type(f.error)) for f in report.failed] == [(CLS_ASV, EmptyDocument)]
    assert {CLS_ASV, "nouveau.md"} <= set(open_index(place.settings).documents)


def test_an_entry_without_its_file_is_a_failure_that_is_told(place: Place) -> None:
    """The others go on; what was indexed of it goes, as its file did."""
    (place.corpus / HERAULT).unlink()
    report = place.index()
    assert [(f.doc, type(f.error), f.kept) for f in report.failed] == [(HERAULT, SourceNotFound, False)]
    assert HERAULT not in report.removed
    assert HERAULT not in open_index(place.settings).documents


def test_a_file_that_becomes_excluded_is_skipped_and_goes(place: Place) -> None:
    """It is told once, as left aside."""
    place.write("nouveau.md", NEW)
    place.index()
    catalogue = yaml.safe_load((place.corpus / "catalogue.yaml").read_text())
    place.write("catalogue.yaml", yaml.safe_dump({**catalogue, "exclude": ["nouveau*"]}))
    report = place.index()
    assert (report.removed, report.skipped) == ([], [("nouveau.md", "excluded")])
    assert "nouveau.md" not in open_index(place.settings).documents


def test_twins_have_their_own_identity(place: Place) -> None:
    """Two files with the same content share vectors, never passages; a search tells both, as one."""
    place.write("a/fiche.md", NEW)
    place.write("b/fiche.md", NEW)
    report = place.index()
    assert report.added == ["a/fiche.md", "b/fiche.md"]
    index = open_index(place.settings)
    ids = [index.passages[row].id for doc in report.added for row in index.rows_by_document[doc]]
    assert ids == ["a/fiche.md#0", "b/fiche.md#0"]
    first = Retriever(index, place.embedder).search(Question("Zorglub")).hits[0]
    assert {first.document.doc, *(twin.doc for twin in first.twins)} == {"a/fiche.md", "b/fiche.md"}
    (place.corpus / "a/fiche.md").unlink()
    place.index()
    assert found(place, "Zorglub")[0] == "b/fiche.md"
    assert open_index(place.settings).original("b/fiche.md").is_file()


def test_a_new_title_in_the_catalogue_is_a_change(place: Place) -> None:
    """The file is the same, what readers see is not."""
    text = (place.corpus / "catalogue.yaml").read_text()
    catalogue = yaml.safe_load(text)
    entry = next(e for e in catalogue["publications"] if e["file"] == HERAULT)
    entry["title"] = "Un autre titre"
    place.write("catalogue.yaml", yaml.safe_dump(catalogue))
    assert place.index().changed == [HERAULT]
    assert open_index(place.settings).document(HERAULT).metadata.title == "Un autre titre"


def test_a_wrong_catalogue_changes_nothing(place: Place) -> None:
    """Nothing is read nor published before it is right."""
    before = place.generation
    place.write("catalogue.yaml", "publications: non")
    with pytest.raises(CatalogueError):
        place.index()
    assert place.generation == before


def test_three_generations_are_kept_and_the_originals_they_need(place: Place) -> None:
    """The one being served and two before it; older ones and their files go."""
    for n in range(4):
        place.write("nouveau.md", f"{NEW}\nVersion {n} de la fiche.\n")
        place.index()
    data_dir = place.settings.data_dir
    kept = sorted(folder for folder in (data_dir / "generations").iterdir())
    assert len(kept) == 3
    assert kept[-1] == place.generation
    originals = {p.name for p in (data_dir / "originals").iterdir()}
    wanted = {f"{d.digest}.md" for folder in kept for d in Manifest.load(folder).documents if d.doc == "nouveau.md"}
    assert {name for name in originals if name in wanted} == wanted
    assert len(wanted) == 3
    assert len(originals) == 6 + 3


def test_a_clock_that_went_back_does_not_lose_the_new_generation(place: Place) -> None:
    """Generations named in the future do not push out the one being served."""
    for year in (2090, 2091, 2092):
        shutil.copytree(place.generation, place.generation.parent / f"{year}0101T000000-00000000-1")
    place.write("nouveau.md", NEW)
    place.index()
    assert "nouveau.md" in open_index(place.settings).documents


def test_progress_tells_files_then_texts(tmp_path: Path) -> None:
    """Both steps end at their total."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.md").write_text(NEW)
    progress = NotedProgress()
    settings = Settings(data_dir=tmp_path / "d", embedding_model="hashing-64")
    build_index([tmp_path / "c"], settings, HashingEmbedder, progress)
    assert [(name, total == done) for name, total, done in progress.steps] == [
        ("reading", True),
        ("embedding", True),
        ("writing", True),
    ]


def test_a_folder_without_any_publication_is_an_empty_index(tmp_path: Path) -> None:
    """It opens, and finds nothing."""
    (tmp_path / "c").mkdir()
    settings = Settings(data_dir=tmp_path / "d", embedding_model="hashing-64")
    report = build_index([tmp_path / "c"], settings, HashingEmbedder, NotedProgress())
    assert report.passages == 0
    retriever = Retriever(open_index(settings), HashingEmbedder())
    assert retriever.search(Question.checked("contrat local de santé", limit=2000)).hits == ()


def test_the_data_folder_may_be_named_from_where_the_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the default one is."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "fiche.md").write_text("# Le contrat local de santé\n\nIl est signé avec l’agence régionale.\n")
    monkeypatch.chdir(tmp_path)
    settings = Settings(data_dir=Path("d"), embedding_model="hashing-64")
    report = build_index([Path("c")], settings, HashingEmbedder, NotedProgress())
    assert report.added == ["fiche.md"]
    assert open_index(settings).manifest.generation == report.generation


@pytest.mark.parametrize("where", ["", "generations"])
def test_a_data_folder_that_cannot_be_written_is_told(where: str, tmp_path: Path) -> None:
    """A file stands in the place of the folder (rights do not stop a test that runs as root)."""
    (tmp_path / "c").mkdir()
    target = tmp_path / "d" / where if where else tmp_path / "d"
    target.parent.mkdir(exist_ok=True)
    target.write_text("")
    with pytest.raises(WritingFailed):
        build_index([tmp_path / "c"], Settings(data_dir=tmp_path / "d"), HashingEmbedder, NotedProgress())


def test_a_source_that_the_system_refuses_is_not_told_as_a_data_folder(tmp_path: Path) -> None:
    """Its name is longer than any file's: there is nothing to mend where the index is written."""
    with pytest.raises((UnreadableFile, SourceNotFound)) as told:
        build_index([tmp_path / ("n" * 300)], Settings(data_dir=tmp_path / "d"), HashingEmbedder, NotedProgress())
    assert "n" * 300 in str(told.value.values["path"])


@pytest.mark.parametrize(
    ("error", "writing"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "source/note.pdf"), True),
        (OSError(errno.EACCES, "Permission denied", "data/generations/a"), True),
        (OSError(errno.EIO, "Input/output error"), True),
        (OSError(errno.EACCES, "Permission denied", "source/note.pdf"), False),
        (OSError(errno.EIO, "Input/output error", b"source/sant\xe9.pdf", None, "data/originals/a"), False),
    ],
)
def test_what_the_system_refuses_to_write_is_told_from_what_it_refuses_to_read(
    error: OSError, writing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads the report then looks at the right folder."""
    monkeypatch.chdir(tmp_path)
    assert is_of_writing(error, tmp_path / "data") is writing
