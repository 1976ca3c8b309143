"""Survey results over HTTP and on the command line: the same figures, from an index made by hand."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from openpyxl import Workbook
from starlette.testclient import TestClient

from assistant.api import access, problems
from assistant.api.app import current_assistant
from assistant.api.caching import of_generation
from assistant.api.surveys import surveys_router
from assistant.survey_contract import CrosstabOut, QuestionOut, QuestionsOut, SurveysOut
from indexer.documents import Document, Metadata
from indexer.errors import CrosstabRefused, IndexCorrupt, ReperesError, SurveyNotFound, SurveyQuestionNotFound
from indexer.index import CURRENT_NAME, GENERATIONS, ORIGINALS, original_path
from indexer.manifest import FORMAT, Manifest
from indexer.reading.options import ReadingOptions
from indexer.record import read_record
from indexer.settings import Settings
from indexer.sources import SourceFile
from indexer.surveys import save_surveys
from ui.cli.surveys import run_survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

    from indexer.surveys import Survey

PUBLISHED = "enquetes/résultats publiés.xlsx"
ANSWERS = "enquetes/survey_SYNTHETIC_qpv_cls.csv"
ROWS = [["Avez-vous un plan ? (n = 20)"], ["Modalité", "Effectif", "Part"], ["Oui", 15, "75 %"], ["Non", 5, "52 %"]]


@dataclass(frozen=True)
class Shelf:
    """An index as far as surveys go."""

    data_dir: Path
    surveys: tuple[Survey, ...]
    documents: tuple[Document, ...]

    @property
    def public_surveys(self) -> tuple[Survey, ...]:
        """As the index's: none is for the team alone."""
        return self.surveys

    def document(self, doc: str) -> Document:
        """As the index's."""
        return next(document for document in self.documents if document.doc == doc)

    def original(self, doc: str) -> Path:
        """As the index's."""
        return original_path(self.data_dir, self.document(doc))


@dataclass(frozen=True)
class Shelved:
    """An assistant as far as surveys go."""

    index: Shelf


@pytest.fixture(scope="module")
def shelf(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A data folder that holds a workbook, one share of which is wrong, and the synthetic answers of the corpus."""
    folder = tmp_path_factory.mktemp("surveys")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Plan"
    for row in ROWS:
        sheet.append(row)
    book.save(folder / "a.xlsx")
    paths = {PUBLISHED: folder / "a.xlsx", ANSWERS: root / "corpus" / ANSWERS}
    titles = {PUBLISHED: "Enquête 2024 : résultats", ANSWERS: "Réponses inventées"}
    data_dir = folder / "data"
    generation = data_dir / GENERATIONS / "g1"
    generation.mkdir(parents=True)
    (data_dir / ORIGINALS).mkdir()
    documents, surveys = [], []
    for number, (doc, path) in enumerate(paths.items()):
        document = Document(doc, str(folder), f"{number}", Metadata(title=titles[doc]))
        shutil.copyfile(path, original_path(data_dir, document))
        survey = read_record(SourceFile(path, path.parent, doc, document.metadata), "", ReadingOptions()).survey
        assert survey is not None
        documents.append(document)
        surveys.append(survey)
    save_surveys(generation, tuple(surveys))
    manifest = Manifest(
        format=FORMAT,
        generation="g1",
        built_at="2026-11-22T00:00:00+00:00",
        embedding_model="none",
        dimension=0,
        splitting=0,
        corpus_digest="",
        passages_digest="",
        passages=0,
        vectors=0,
        sources=(),
        documents=tuple(documents),
    )
    manifest.save(generation)
    (data_dir / CURRENT_NAME).write_text("g1", encoding="utf-8")
    return Shelf(data_dir, tuple(surveys), tuple(documents))


@pytest.fixture(scope="module")
def client(shelf: Shelf) -> Iterator[TestClient]:
    """A client of the routes alone."""
    app = FastAPI()
    problems.install(app)
    settings = Settings(data_dir=shelf.data_dir)
    access.install(app, settings)
    app.include_router(surveys_router(settings))
    app.dependency_overrides[current_assistant] = lambda: Shelved(shelf)
    app.dependency_overrides[of_generation] = lambda: None
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def address(doc: str, rest: str) -> str:
    """Of something of a survey."""
    return f"/api/v1/surveys/{quote(doc)}/{rest}"


def problem(response: Response, error: type[ReperesError]) -> str:
    """The detail of an error of the one shape, in French, with the status of its class."""
    assert response.status_code == problems.status_of(error())
    assert response.headers["content-type"] == "application/problem+json"
    detail: str = response.json()["detail"]
    assert not re.search(r"\b(the|not|error|should|field|must)\b", detail.lower())
    return detail


def test_surveys_are_listed_with_what_is_wrong_in_them(client: TestClient) -> None:
    """Two: published results, one share of which its count contradicts; answers, made up and called so."""
    told = SurveysOut.model_validate(client.get("/api/v1/surveys").json())
    published, made_up = told.surveys
    assert (published.doc, published.year, published.respondents, published.computed) == (PUBLISHED, 2024, 20, False)
    assert [(m.cell, m.printed, m.recomputed) for m in published.mismatches if m.modality] == [
        ("Plan!C4", "52 %", 0.25)
    ]
    assert "25,00" in published.mismatches[0].sentence
    assert (made_up.synthetic, made_up.respondents, made_up.computed) == (True, 130, True)
    assert made_up.warnings
    assert made_up.url == f"/api/v1/documents/{ANSWERS}/file"


def test_questions_come_with_exact_figures_and_cells(client: TestClient) -> None:
    """Counts, shares as fractions and as printed, base, cell, a warning under thirty answers."""
    told = QuestionsOut.model_validate(client.get(address(PUBLISHED, "questions")).json())
    (question,) = told.questions
    assert (question.wording, question.base, question.small_base) == ("Avez-vous un plan ?", 20, True)
    assert "n = 20" in question.warnings[0]
    yes, no = question.modalities
    assert (yes.count, yes.share, yes.recomputed, yes.printed, yes.cell) == (15, 0.75, 0.75, "75 %", "Plan!C3")
    assert (no.share, no.recomputed) == (0.52, 0.25)
    assert question.source == "publié dans « Enquête 2024 : résultats »"
    assert [m.modality for m in question.mismatches] == ["Non", ""]


def test_one_question_of_microdata_says_that_it_is_computed(client: TestClient) -> None:
    """Its source is the file, by way of Repères; no cell; made-up answers are warned of."""
    told = QuestionOut.model_validate(client.get(address(ANSWERS, "questions/scale")).json())
    assert told.source.startswith("calculé par Repères à partir de « Réponses fictives à une enquête")
    assert told.wording == "Échelle du contrat local de santé"
    most = told.modalities[0]
    assert (most.label, most.count, most.printed) == ("Commune", 57, "43,8\u00a0%")
    assert most.share == pytest.approx(57 / 130)
    assert not any(modality.cell for modality in told.modalities)
    assert told.synthetic
    assert told.warnings
    numeric = QuestionOut.model_validate(client.get(address(ANSWERS, "questions/n_qpv")).json())
    assert numeric.summary is not None
    assert numeric.summary.median == 2


def test_two_questions_are_crossed_on_demand(client: TestClient) -> None:
    """Counts and shares where there are enough answers; elsewhere a reason."""
    url = address(ANSWERS, "crosstab?row=scale&column=action_frequency")
    told = CrosstabOut.model_validate(client.get(url).json())
    assert (told.base, [column.label for column in told.columns]) == (130, ["Régulière", "Ponctuelle", "Aucune action"])
    cells = [cell for row in told.rows for cell in row.cells]
    assert all((cell.count is None) == cell.masked == bool(cell.reason) for cell in cells)
    assert any(cell.masked for cell in cells)
    assert any("Métropole" in warning and "n = 8" in warning for warning in told.warnings)
    assert any("masquées" in warning for warning in told.warnings)


@pytest.mark.parametrize(
    ("doc", "rest", "error", "words"),
    [
        ("absente.xlsx", "questions", SurveyNotFound, "absente.xlsx"),
        ("absente.xlsx", "questions/q1", SurveyNotFound, "absente.xlsx"),
        ("absente.xlsx", "crosstab?row=a&column=b", SurveyNotFound, "absente.xlsx"),
        (ANSWERS, "questions/comment", SurveyQuestionNotFound, "scale, year_signed"),
        (ANSWERS, "crosstab?row=scale&column=comment", SurveyQuestionNotFound, "« comment »"),
        (ANSWERS, "crosstab?row=scale&column=scale", CrosstabRefused, "différentes"),
        (ANSWERS, "crosstab?row=scale&column=n_qpv", CrosstabRefused, "attend un nombre"),
        (PUBLISHED, "crosstab?row=q1&column=q1", CrosstabRefused, "une à une"),
    ],
)
def test_what_cannot_be_told_is_a_problem_in_french(
    doc: str, rest: str, error: type[ReperesError], words: str, client: TestClient
) -> None:
    """An unknown survey or question, two questions that cannot be crossed."""
    assert words in problem(client.get(address(doc, rest)), error)


@pytest.mark.parametrize("rest", ["crosstab", "crosstab?row=scale", "crosstab?row=&column=scale"])
def test_a_crosstab_needs_two_questions(rest: str, client: TestClient) -> None:
    """A 422 that names the field."""
    response = client.get(address(ANSWERS, rest))
    assert response.status_code == 422
    assert response.json()["field"] in ("row", "column")


def test_the_command_says_the_same_in_words_and_in_json(
    shelf: Shelf, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list, all questions, one, and a crosstab; `--json` gives what the API gives."""
    settings = Settings(data_dir=shelf.data_dir)

    def ran(*arguments: object, **options: object) -> str:
        run_survey(settings, *arguments, **options)  # type: ignore[arg-type]  # as the command hands them over
        return capsys.readouterr().out

    assert json.loads(ran(as_json=True))["surveys"] == client.get("/api/v1/surveys").json()["surveys"]
    assert json.loads(ran(PUBLISHED, as_json=True)) == client.get(address(PUBLISHED, "questions")).json()
    one = client.get(address(ANSWERS, "questions/scale")).json()
    assert json.loads(ran(ANSWERS, "scale", as_json=True)) == one
    crossed = client.get(address(ANSWERS, "crosstab?row=scale&column=link_asv")).json()
    assert json.loads(ran(ANSWERS, None, ("scale", "link_asv"), as_json=True)) == crossed
    assert "DONNÉES SYNTHÉTIQUES" in ran()
    told = ran(PUBLISHED)
    assert "Avez-vous un plan ? (n = 20)" in told
    assert re.search(r"Oui +15 +75 % +Plan!C3", told)
    assert "« 52 % » est imprimé" in told
    assert re.search(r"Commune +57 +43,8", ran(ANSWERS, "scale"))
    assert re.search(r"Métropole +·· +··", ran(ANSWERS, None, ("scale", "action_frequency")))
    assert "Médiane" in ran(ANSWERS, "n_qpv")


def test_the_command_tells_what_is_not_there(shelf: Shelf, tmp_path: Path) -> None:
    """An unknown survey; an index of which a file was taken away."""
    settings = Settings(data_dir=shelf.data_dir)
    with pytest.raises(SurveyNotFound):
        run_survey(settings, "absente")
    copied = tmp_path / "data"
    shutil.copytree(shelf.data_dir, copied)
    shutil.rmtree(copied / ORIGINALS)
    with pytest.raises(IndexCorrupt):
        run_survey(Settings(data_dir=copied), ANSWERS, cross=("scale", "link_asv"))
    (copied / GENERATIONS / "g1" / "surveys.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(IndexCorrupt):
        run_survey(Settings(data_dir=copied))
