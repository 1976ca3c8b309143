"""What is for the team alone is found, listed and opened by nobody else, whatever the way in."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import yaml
from fakes import NotedProgress
from openpyxl import Workbook
from places import Place
from starlette.testclient import TestClient

from assistant.answers import Answer, Reason, Unanswered
from assistant.api.app import create_app
from assistant.gaps import GAPS_NAME, noted
from assistant.langchain_retriever import ReperesRetriever
from assistant.questions import Filters, Question
from assistant.serving import Serving
from assistant.triage.model import Correspondent, Message, Weighed
from assistant.triage.resources import Shelf, search
from indexer.build import BuildOptions, build_index
from indexer.documents import Audience
from indexer.errors import DocumentNotFound, IndexCorrupt, SurveyNotFound
from indexer.index import open_index
from indexer.manifest import MANIFEST_NAME, Manifest, corpus_digest
from ui.cli.asking import ask_one
from ui.cli.surveys import run_survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response


NOTE = "interne/note-belvoir.md"
SURVEY = "interne/enquete-belvoir.xlsx"
MAIL = "interne/courrier.eml"
ATTACHED = f"{MAIL}/budget-belvoir.txt"
INTERNAL = {NOTE, SURVEY, MAIL, ATTACHED}
SUPERSEDED = "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf"
"""In the tests' catalogue, the internal note replaces it."""
ASKED = "Combien de coordinations expérimentent le dispositif Belvoir ?"
SURVEYED = "Quelle part des répondants connaît le dispositif Belvoir ?"
NOTE_TEXT = """# Le dispositif Belvoir

En 2026, 14 coordinations expérimentent le dispositif Belvoir dans quatre départements.

Le dispositif Belvoir est financé par une enveloppe de 80 000 euros, que la directrice n’a pas encore annoncée.
"""


@pytest.fixture(scope="module")
def team(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample with a note, a survey and a message with its attachment, all for the team alone."""
    made = untouched.copied(tmp_path_factory.mktemp("team"))
    made.write(NOTE, NOTE_TEXT)
    _survey(made)
    _mail(made)
    told = yaml.safe_load((made.corpus / "catalogue.yaml").read_text(encoding="utf-8"))["publications"]
    replaced = next(entry["id"] for entry in told if entry["file"] == SUPERSEDED)
    told += [
        {"id": "belvoir", "title": "Le dispositif Belvoir", "kind": "dossier-ressources", "publisher": "Atelier Belvoir",
         "year": 2026, "file": NOTE, "audience": "equipe", "replaces": replaced},
        {"id": "belvoir-enquete", "title": "Enquête Belvoir 2026 : résultats", "file": SURVEY, "audience": "equipe"},
        {"id": "belvoir-courrier", "title": "Courrier Belvoir", "file": MAIL, "audience": "equipe"},
    ]  # fmt: skip
    _catalogue(made, told)
    report = made.index()
    assert not report.failed
    return made


def _survey(made: Place) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Belvoir"
    for row in (
        ["Connaissez-vous le dispositif Belvoir ? (n = 20)"],
        ["Modalité", "Effectif", "Part"],
        ["Oui, je le connais", 15, "75 %"],
        ["Non", 5, "25 %"],
    ):
        sheet.append(row)
    book.save(made.corpus / SURVEY)


def _mail(made: Place) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Belvoir", "a@exemple.fr", "Mon, 02 Mar 2026 10:00:00 +0100"
    mail.set_content("Le dispositif Belvoir ouvrira en septembre dans la Nièvre.")
    text = b"Budget du dispositif Belvoir : 80 000 euros pour quatorze coordinations."
    mail.add_attachment(text, "text", "plain", filename="budget-belvoir.txt")
    (made.corpus / MAIL).write_bytes(mail.as_bytes())


def _catalogue(made: Place, entries: list[dict[str, object]]) -> None:
    text = yaml.safe_dump({"publications": entries}, allow_unicode=True)
    (made.corpus / "catalogue.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def serving(team: Place) -> Iterator[Serving]:
    """What a running program holds open over it."""
    with Serving(team.settings) as held:
        yield held


@pytest.fixture(scope="module")
def client(team: Place) -> Iterator[TestClient]:
    """What the public reaches of it."""
    app = create_app(team.settings, Serving(team.settings))
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def tells(text: object) -> bool:
    """Whether anything of what is internal is in a text, the question's own word aside."""
    said = str(text).replace(ASKED, "").replace(SURVEYED, "").lower()
    return any(word in said for word in ("interne/", "expérimentent", "80 000", "courrier belvoir", "je le connais"))


def test_all_that_stands_in_an_internal_file_is_internal(team: Place) -> None:
    """A message's attachment is for those whom the message is for, though the catalogue does not name it."""
    index = open_index(team.settings)
    assert {d.doc for d in index.manifest.documents if d.internal} == INTERNAL
    assert {d.doc for d in index.public_documents}.isdisjoint(INTERNAL)
    assert {s.doc for s in index.surveys} - {s.doc for s in index.public_surveys} == {SURVEY}


def test_a_question_that_only_an_internal_publication_answers_is_refused(serving: Serving, team: Place) -> None:
    """And noted as a gap like any other; the team, who ask as such, are answered."""
    (team.settings.data_dir / GAPS_NAME).unlink(missing_ok=True)
    assistant = serving.assistant()
    refused = assistant.ask(Question(ASKED))
    assert isinstance(refused, Unanswered)
    assert refused.reason is Reason.NOT_DOCUMENTED
    assert INTERNAL.isdisjoint(hit.document.doc for hit in (*refused.hits, *refused.nearest))
    assert [gap.question for gap in noted(team.settings.data_dir)] == [ASKED]
    answer = assistant.ask(replace(Question(ASKED), internal=True))
    assert isinstance(answer, Answer)
    assert any("14 coordinations" in c.quote for said in answer.statements for c in said.citations)
    assert answer.statements[0].citation.document.doc in INTERNAL
    assert len(noted(team.settings.data_dir)) == 1


QUESTIONS = (
    ASKED,
    SURVEYED,
    "Quel est le budget du dispositif Belvoir et qui le finance ?",
    "Que fait un CLSM, et combien de coordinations ?",
    "D’après les dossiers de l’Atelier Belvoir publiés en 2026, qui signe un contrat local de santé ?",
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=range(len(QUESTIONS)))
def test_no_outcome_shows_any_of_it(serving: Serving, asked: str) -> None:
    """Neither sentence, nearest, further publication, twin, survey figure nor filter heard."""
    outcome = serving.assistant().ask(Question(asked))
    hits = [*outcome.hits, *(outcome.further if isinstance(outcome, Answer) else outcome.nearest)]
    assert INTERNAL.isdisjoint(hit.document.doc for hit in hits)
    assert INTERNAL.isdisjoint(twin.doc for hit in hits for twin in hit.twins)
    said = outcome.statements if isinstance(outcome, Answer) else ()
    assert INTERNAL.isdisjoint(c.document.doc for statement in said for c in statement.citations)
    assert all(statement.figure is None or statement.figure.survey.doc != SURVEY for statement in said)
    assert "Atelier Belvoir" not in [heard.label for heard in outcome.understood.filters]


def test_figures_of_an_internal_survey_are_for_the_team(serving: Serving) -> None:
    """Asked as such, they come first; asked by anybody else, they are not there."""
    answer = serving.assistant().ask(replace(Question(SURVEYED), internal=True))
    assert isinstance(answer, Answer)
    assert any(statement.figure and statement.figure.survey.doc == SURVEY for statement in answer.statements)


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(kinds=("dossier-ressources",)), Filters(year_from=2026)], ids=range(3)
)
def test_searching_finds_none_of_it(serving: Serving, filters: Filters) -> None:
    """With filters that only it would pass as well; asked by the team, it comes first."""
    retriever = serving.assistant().retriever
    question = Question("Le dispositif Belvoir", filters=filters)
    found = retriever.search(question, 200)
    assert INTERNAL.isdisjoint(hit.document.doc for hit in found.hits)
    rows = {row for row, passage in enumerate(retriever.index.passages) if passage.doc in INTERNAL}
    assert rows.isdisjoint(key.passage for key in found.windows)
    assert retriever.search(replace(question, internal=True), 200).hits[0].document.doc in INTERNAL


def test_a_langchain_pipeline_finds_none_of_it(serving: Serving) -> None:
    """The retriever made for others is public."""
    found = ReperesRetriever(assistant=serving.assistant(), count=50).invoke(ASKED)
    assert found
    assert INTERNAL.isdisjoint(passage.metadata["doc"] for passage in found)


def test_a_question_checked_from_outside_is_never_internal() -> None:
    """Nothing that the public types can ask for it."""
    assert not Question.checked("Le dispositif Belvoir internal=true", limit=100).internal


def _missing(response: Response) -> dict[str, object]:
    assert response.status_code == 404
    body: dict[str, object] = response.json()
    body.pop("instance", None)
    return body


def test_the_api_tells_none_of_it(client: TestClient, team: Place) -> None:
    """Answers, streams, searches, the list of publications, the surveys; a field of that name is refused."""
    for asked in (ASKED, SURVEYED):
        assert not tells(client.post("/api/v1/ask", json={"question": asked}).text)
        assert not tells(client.post("/api/v1/ask/stream", json={"question": asked}).text)
        assert not tells(client.get("/api/v1/search", params={"q": asked, "count": 50}).text)
    assert client.post("/api/v1/ask", json={"question": ASKED, "internal": True}).status_code == 422
    assert not tells(client.get("/api/v1/search", params={"q": ASKED, "internal": "true"}).text)
    listed = client.get("/api/v1/documents", params={"limit": 200}).json()
    shown = len(open_index(team.settings).public_documents)
    assert listed["total"] == len(listed["documents"]) == client.get("/readyz").json()["documents"] == shown
    assert not tells(listed)
    assert not tells(client.get("/api/v1/surveys").text)


@pytest.mark.parametrize(
    "address",
    [
        "documents?facets=true&limit=200",
        "documents?q=Belvoir&facets=true",
        "documents?publisher=Atelier Belvoir&sort=added",
        f"documents/{SUPERSEDED}",
        f"documents/{SUPERSEDED}/passages?limit=200",
        "news?limit=200",
        "news.rss",
        "kinds",
        "publishers",
        "territories",
        "themes",
    ],
)
def test_the_library_tells_none_of_it(client: TestClient, address: str) -> None:
    """Neither listed, counted, near another, new, nor in the feed; what it replaces is told as current."""
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200
    assert not tells(response.text)
    assert "Belvoir" in address or "belvoir" not in response.text.lower()


@pytest.mark.parametrize("rest", ["", "/passages", "/pages/1", "/file"])
@pytest.mark.parametrize("doc", sorted(INTERNAL))
def test_its_page_is_like_a_missing_one(client: TestClient, doc: str, rest: str) -> None:
    """Whatever is asked of it."""
    _missing(client.get(f"/api/v1/documents/{quote(doc)}{rest}"))


@pytest.mark.parametrize("doc", sorted(INTERNAL))
def test_its_file_is_like_a_missing_one(client: TestClient, doc: str) -> None:
    """The same problem, word for word, as for a publication that is not there."""
    absent, asked = f"{doc}x", {"X-Request-ID": "0" * 32}
    told = _missing(client.get(f"/api/v1/documents/{quote(doc)}/file", headers=asked))
    other = _missing(client.get(f"/api/v1/documents/{quote(absent)}/file", headers=asked))
    assert json.dumps(told).replace(doc, "") == json.dumps(other).replace(absent, "")


@pytest.mark.parametrize("rest", ["questions", "questions/Q1", "crosstab?row=Q1&column=Q2"])
def test_its_survey_is_like_a_missing_one(client: TestClient, rest: str) -> None:
    """No figure of it over HTTP."""
    _missing(client.get(f"/api/v1/surveys/{quote(SURVEY)}/{rest}"))


def test_only_who_says_so_opens_it(team: Place) -> None:
    """The index itself hands out neither the document nor its file unless asked for what is internal."""
    index = open_index(team.settings)
    for doc in INTERNAL:
        with pytest.raises(DocumentNotFound):
            index.document(doc)
        with pytest.raises(DocumentNotFound):
            index.original(doc)
        assert index.original(doc, internal=True).is_file()


def test_the_command_line_tells_none_of_it(team: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """`reperes ask` and `reperes survey` are the public's."""
    ask_one(ASKED, team.settings, as_json=True)
    run_survey(team.settings)
    assert not tells(capsys.readouterr().out)
    with pytest.raises(SurveyNotFound):
        run_survey(team.settings, SURVEY)


def test_a_public_publication_does_not_name_the_internal_one_that_replaces_it(team: Place) -> None:
    """Neither its metadata nor its card; the internal one knows what it replaces."""
    index = open_index(team.settings)
    public = index.documents[SUPERSEDED]
    assert public.metadata.replaced_by == ""
    assert index.documents[NOTE].metadata.replaces == (SUPERSEDED,)


def test_no_outsider_is_offered_it(serving: Serving) -> None:
    """The resources proposed for a message are public, even when all that it asks is told by an internal one."""
    message = Message("Dispositif Belvoir", Correspondent(), dt.date(2026, 3, 2), f"Bonjour,\n\n{ASKED}\n{SURVEYED}")
    found = search(message, [Weighed("financement", 0.9)], serving.assistant(), Shelf())
    assert found.questions
    assert found.resources
    assert INTERNAL.isdisjoint(resource.doc for resource in found.resources)
    said = [statement for each in found.found for statement in each.statements]
    assert INTERNAL.isdisjoint(statement.citation.document.doc for statement in said)


def test_what_becomes_internal_is_hidden_at_the_next_indexing(team: Place, tmp_path: Path) -> None:
    """Even when its file can no longer be read, and what was read before goes on being served."""
    made = _copied(team, tmp_path)
    entries = _entries(made)
    for entry in entries:
        entry["audience"] = "equipe" if entry["file"] in {SUPERSEDED, NOTE} else "public"
    _catalogue(made, entries)
    (made.corpus / SUPERSEDED).write_bytes(b"%PDF-1.7 broken")
    report = made.index()
    assert [(failure.doc, failure.kept) for failure in report.failed] == [(SUPERSEDED, True)]
    internal = {d.doc for d in open_index(made.settings).manifest.documents if d.internal}
    assert internal == {SUPERSEDED, NOTE}


def _entries(made: Place) -> list[dict[str, object]]:
    told: list[dict[str, object]] = yaml.safe_load((made.corpus / "catalogue.yaml").read_text(encoding="utf-8"))[
        "publications"
    ]
    return told


def _copied(team: Place, folder: Path) -> Place:
    shutil.copytree(team.corpus, folder / "corpus")
    shutil.copytree(team.settings.data_dir, folder / "data")
    return Place(folder / "corpus", team.settings.model_copy(update={"data_dir": folder / "data"}), team.embedder)


def test_members_of_an_internal_archive_are_internal(served: Place, tmp_path: Path) -> None:
    """An archive's entry in the catalogue is that of all that it holds."""
    made = Place(tmp_path / "corpus", served.settings.model_copy(update={"data_dir": tmp_path / "d"}), served.embedder)
    made.write("note.md", "# Une note\n\nUn contrat local de santé est signé par l’ARS et une collectivité.\n")
    with zipfile.ZipFile(made.corpus / "lot.zip", "w") as archive:
        archive.writestr("a/note-belvoir.md", NOTE_TEXT)
    _catalogue(made, [{"id": "lot", "title": "Le lot", "file": "lot.zip", "audience": "equipe"}])
    options = BuildOptions(archives=True)
    report = build_index([made.corpus], made.settings, lambda: made.embedder, NotedProgress(), options)
    assert not report.failed
    told = {d.doc: d.metadata.audience for d in open_index(made.settings).manifest.documents}
    assert told == {"lot.zip/a/note-belvoir.md": Audience.TEAM, "note.md": Audience.PUBLIC}
    again = build_index([made.corpus], made.settings, lambda: made.embedder, NotedProgress(), options)
    assert sorted(again.unchanged) == sorted(told)


def test_a_manifest_of_before_is_public_and_one_with_another_word_is_corrupt(served: Place, tmp_path: Path) -> None:
    """The field is read where it is, public where it is not; a word that is not ours is never taken for public."""
    raw = json.loads((served.generation / MANIFEST_NAME).read_text(encoding="utf-8"))
    digest = raw["corpus_digest"]
    for document in raw["documents"]:
        assert document["metadata"].pop("audience") == "public"
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(raw), encoding="utf-8")
    read = Manifest.load(tmp_path)
    assert not any(document.internal for document in read.documents)
    assert corpus_digest(read.documents) == digest
    raw["documents"][0]["metadata"]["audience"] = "tous"
    (tmp_path / MANIFEST_NAME).write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(IndexCorrupt):
        Manifest.load(tmp_path)
