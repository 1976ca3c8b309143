"""Solicitations over HTTP: for the staff only, one shape of errors, two people who change the same one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk
from fastapi import FastAPI
from openpyxl import load_workbook
from pydantic import SecretStr
from starlette.testclient import TestClient

from assistant.api import access, problems
from assistant.api.solicitations import solicitations_router
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

KEY = "une-cle-assez-longue"
BASE = "/api/v1/solicitations"
EMAIL = {
    "from": "Jeanne Prévost <jeanne@exemple.fr>",
    "date": "2026-03-03",
    "subject": "Évaluer un CLS",
    "body_text": "Bonjour,\n\nComment évaluer un contrat local de santé ?\n\nJeanne Prévost",
}
CONTRACT = [
    *("category", "secondary", "confidence", "requester_type", "themes", "territory", "territory_code", "deadline"),
    *("event_date", "needs_human", "summary", "resources", "draft", "latency_s"),
]
EML = b"From: b@exemple.fr\r\nSubject: %s\r\nMessage-ID: <%s@exemple.fr>\r\n\r\nBonjour, une ressource ?\r\n"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Solicitations]:
    """An empty queue."""
    made = Solicitations(tmp_path / "solicitations.sqlite")
    yield made
    made.close()


@pytest.fixture
def app(tmp_path: Path, queue: Solicitations) -> FastAPI:
    """These routes alone."""
    settings = Settings(data_dir=tmp_path, staff_key=SecretStr(KEY), intake_megabytes=1)
    made = FastAPI()
    problems.install(made)
    access.install(made, settings)
    made.include_router(solicitations_router(settings))
    made.state.reception = Reception(FakeDesk, lambda: queue)
    return made


@pytest.fixture
def stranger(app: FastAPI) -> Iterator[TestClient]:
    """Somebody without the key."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def staff(app: FastAPI) -> Iterator[TestClient]:
    """Somebody with it."""
    with TestClient(app, headers={"Authorization": f"Bearer {KEY}"}, raise_server_exceptions=False) as client:
        yield client


def refused(response: Response, status: int) -> str:
    """The sentence of an error, of the one shape."""
    told = response.json()
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    assert {"type", "title", "status", "detail"} <= set(told)
    assert (response.status_code, told["status"]) == (status, status)
    return str(told["detail"])


def filed(staff: TestClient, **changed: str) -> dict[str, object]:
    """A message, put in the queue."""
    answer = staff.post(BASE, json={"email": {**EMAIL, **changed}})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()["added"][0]["solicitation"]
    return made


def test_every_route_wants_the_key(app: FastAPI, stranger: TestClient) -> None:
    """Whatever the address and the method; a wrong key opens nothing."""
    routes = [(path, method) for path, way in app.openapi()["paths"].items() for method in way]
    assert len(routes) > 25
    for path, method in routes:
        where = path.replace("{reference}", "S-2026-0001").replace("{name}", "x").replace("{number}", "1")
        for headers in ({}, {"Authorization": "Bearer autre"}, {"Authorization": f"Basic {KEY}"}):
            answer = stranger.request(method, where, headers=headers, content=b"{}")
            refused(answer, 401)
            assert answer.headers["www-authenticate"] == "Bearer"


def test_every_route_is_told_in_french(app: FastAPI) -> None:
    """With a summary, and the lock of the key."""
    for path, way in app.openapi()["paths"].items():
        for method, told in way.items():
            assert told["summary"], (path, method)
            assert told["security"] == [{"HTTPBearer": []}], (path, method)


def test_a_message_is_triaged_and_nothing_is_kept(staff: TestClient, queue: Solicitations) -> None:
    """The fields of the contract come first, in its order."""
    answer = staff.post(f"{BASE}/triage", json={"id": "m-1", "email": EMAIL})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert list(told)[: len(CONTRACT)] == CONTRACT
    assert set(told["resources"][0]) >= {"doc", "page", "text", "title", "url"}
    assert (told["id"], told["category"], told["territory_code"]) == ("m-1", "B2", "COM-60175")
    assert queue.list().total == 0


def test_pasted_text_and_files_are_triaged_too(staff: TestClient) -> None:
    """Several messages of one file, or of several: the first, then the others."""
    pasted = staff.post(f"{BASE}/triage", json={"text": "Objet : A1 offre\n\nBonjour, merci de relayer cette offre."})
    assert pasted.json()["category"] == "A1"
    files = [("file", ("un.eml", EML % (b"A1 un", b"1"))), ("file", ("deux.EML", EML % (b"A2 deux", b"2")))]
    told = staff.post(f"{BASE}/triage", files=files).json()
    assert [told["category"], *(other["category"] for other in told["others"])] == ["A1", "A2"]


def test_files_are_filed_and_what_cannot_be_read_is_told(staff: TestClient, queue: Solicitations) -> None:
    """The same mail twice is known; a path sent as a name is cut to its end."""
    files = [
        ("file", ("C:\\courrier\\un.eml", EML % (b"un", b"1"))),
        ("file", ("un.eml", EML % (b"un", b"1"))),
        ("file", ("photo.png", b"\x89PNG")),
        ("file", ("gros.eml", b"Subject: gros\r\n\r\n" + b"mot " * 300_000)),
    ]
    answer = staff.post(BASE, files=files)
    assert answer.status_code == 201
    told = answer.json()
    assert [each["known"] for each in told["added"]] == [False, True]
    assert [each["name"] for each in told["refused"]] == ["photo.png", "gros.eml"]
    assert queue.list().total == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"json": {}}, "email"),
        ({"json": {"email": EMAIL, "text": "aussi"}}, "email"),
        ({"json": {"texte": "x"}}, "texte"),
        ({"files": {"autre": (None, "x")}}, "file"),
    ],
    ids=["nothing", "both", "unknown", "no-file"],
)
def test_a_body_that_is_no_message_is_refused(staff: TestClient, body: dict[str, object], field: str) -> None:
    """The field at fault is named."""
    for path in ("", "/triage"):
        answer = staff.post(f"{BASE}{path}", **body)  # type: ignore[arg-type]
        refused(answer, 422)
        assert answer.json()["field"] == field


def test_broken_bodies_are_refused(staff: TestClient) -> None:
    """Cut JSON, a cut form, an empty file, bytes that are no message."""
    assert staff.post(BASE, content=b'{"email"', headers={"Content-Type": "application/json"}).status_code == 422
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    assert staff.post(BASE, content=b"--x\r\nContent-Disposition: form-data\r\n\r\n", headers=form).status_code == 400
    for name, data in (("vide.eml", b""), ("faux.msg", b"rien"), ("note.docx", b"PK")):
        assert name in refused(staff.post(BASE, files={"file": (name, data)}), 422)


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
def test_what_is_too_large_is_refused(staff: TestClient, announced: bool) -> None:
    """By its announced length or as it comes, before it is held whole."""
    data = b"x" * 5_000_000
    content = data if announced else iter([data[i : i + 65536] for i in range(0, len(data), 65536)])
    refused(staff.post(BASE, content=content, headers={"Content-Type": "application/json"}), 413)
    refused(staff.post(f"{BASE}/bulk", content=b" " * 2_200_000), 413)


def test_the_queue_is_listed_filtered_and_searched(staff: TestClient) -> None:
    """Filters by code, words with their accents or without, pages."""
    filed(staff, subject="A1 offre", body_text="Bonjour, une offre d’emploi à relayer.")
    filed(staff, subject="Danger", body_text="Bonjour, une personne est en danger.")
    filed(staff, subject="Évaluation", body_text="Bonjour, comment évaluer ?")
    whole = staff.get(BASE).json()
    assert whole["total"] == 3
    assert whole["solicitations"][0]["alerts"] == ["danger"]  # the most urgent first
    assert [each["subject"] for each in staff.get(BASE, params={"category": "A1"}).json()["solicitations"]] == [
        "A1 offre"
    ]
    assert staff.get(BASE, params={"text": "evaluation"}).json()["total"] == 1
    assert staff.get(BASE, params={"territory_code": "DEP-60"}).json()["total"] == 3
    response = staff.get(BASE, params={"limit": 2, "offset": 1})
    part = response.json()
    assert (part["total"], part["offset"], part["limit"]) == (3, 1, 2)
    assert part["solicitations"] == whole["solicitations"][1:]
    assert 'rel="prev"' in response.headers["link"]
    assert 'rel="next"' not in response.headers["link"]
    assert response.headers["cache-control"] == "no-store"
    for wrong in ({"status": "perdu"}, {"limit": 0}, {"categorie": "A1"}, {"due_before": "demain"}):
        refused(staff.get(BASE, params=wrong), 422)


def test_a_solicitation_is_read_whole(staff: TestClient) -> None:
    """Its message, what was understood, the draft; an unknown one is told."""
    made = filed(staff)
    whole = staff.get(f"{BASE}/{made['reference']}").json()
    assert whole["message"]["request"].startswith("Comment évaluer") or "Comment évaluer" in whole["message"]["request"]
    assert whole["triage"]["resources"][0]["quote"] == "Une citation."
    assert whole["draft"] == "Bonjour,\n\nUne citation."
    assert "S-1999-0001" in refused(staff.get(f"{BASE}/S-1999-0001"), 404)


def test_two_people_who_change_the_same_one(staff: TestClient) -> None:
    """The second is told, and nothing of theirs is kept; without a version, the last one wins."""
    made = filed(staff)
    where, version = f"{BASE}/{made['reference']}", made["version"]
    first = staff.patch(where, json={"version": version, "author": "Ana", "category": "B7"})
    assert (first.status_code, first.json()["category"]) == (200, "B7")
    second = staff.patch(where, json={"version": version, "author": "Béa", "category": "A4", "summary": "x"})
    refused(second, 409)
    assert staff.get(where).json()["category"] == "B7"
    assert staff.patch(where, json={"author": "Béa", "category": "A4"}).json()["category"] == "A4"


def test_changes_are_all_made_or_none(staff: TestClient, queue: Solicitations) -> None:
    """A correction beside a value that is refused is not kept; those that are teach the next training."""
    made = filed(staff)
    where = f"{BASE}/{made['reference']}"
    refused(staff.patch(where, json={"category": "B7", "assignee": "Inconnue"}), 422)
    refused(staff.patch(where, json={"category": "Z9"}), 422)
    refused(staff.patch(where, json={"categorie": "B7"}), 422)
    assert staff.get(where).json()["category"] == "B2"
    queue.add_member("Ana")
    answer = staff.patch(
        where,
        json={
            "author": "Ana",
            "category": "B7",
            "themes": ["evaluation"],
            "deadline": "2026-03-20",
            "territory_code": "DEP-58",
            "assignee": "Ana",
            "draft": "Bonjour Jeanne,",
            "status": "in_progress",
        },
    )
    told = answer.json()
    assert (told["category"], told["themes"], told["deadline"]) == ("B7", ["evaluation"], "2026-03-20")
    assert (told["territory"], told["assignee"], told["draft"], told["status"]) == (
        "Nièvre",
        "Ana",
        "Bonjour Jeanne,",
        "in_progress",
    )
    assert {c.field for c in queue.corrections()} == {"category", "themes", "deadline", "territory", "territory_code"}
    assert staff.patch(where, json={"deadline": None}).json()["deadline"] is None


def test_an_answer_is_noted_and_found_by_what_is_alike(staff: TestClient) -> None:
    """What a person sent, when, with which publications; Repères sends nothing."""
    past, new = filed(staff), filed(staff, subject="Évaluer notre CLS", date="2026-04-01")
    answered = staff.patch(
        f"{BASE}/{past['reference']}",
        json={
            "author": "Ana",
            "status": "answered",
            "sent": "Voici une fiche.",
            "sent_on": "2026-03-05",
            "resources_sent": [{"doc": "notes/a.pdf", "title": "Évaluer un CLS"}],
        },
    ).json()
    assert (answered["sent"], answered["sent_on"], answered["delay_days"]) == ("Voici une fiche.", "2026-03-05", 2)
    alike = staff.get(f"{BASE}/{new['reference']}/similar").json()
    assert [each["solicitation"]["reference"] for each in alike] == [past["reference"]]
    assert (alike[0]["sent"], alike[0]["resources_sent"][0]["doc"]) == ("Voici une fiche.", "notes/a.pdf")


def test_notes_and_history_are_signed(staff: TestClient) -> None:
    """Who, when, what."""
    where = f"{BASE}/{filed(staff)['reference']}"
    notes = staff.post(f"{where}/notes", json={"author": "Ana", "text": "Rappeler mardi."})
    assert (notes.status_code, notes.json()[0]["author"]) == (201, "Ana")
    refused(staff.post(f"{where}/notes", json={"author": "Ana", "text": " "}), 422)
    staff.patch(where, json={"author": "Béa", "summary": "Évaluation."})
    changes = staff.get(f"{where}/history").json()["changes"]
    assert [(change["author"], change["field"]) for change in changes][-2:] == [("Ana", "note"), ("Béa", "summary")]
    assert len(staff.get(f"{where}/thread").json()["solicitations"]) == 1


def test_a_second_triage_leaves_what_the_staff_put_right(staff: TestClient) -> None:
    """The correction stays, the rest is understood anew."""
    where = f"{BASE}/{filed(staff)['reference']}"
    staff.patch(where, json={"author": "Ana", "category": "B7"})
    assert staff.post(f"{where}/triage").json()["category"] == "B7"


def test_several_are_changed_at_once_or_none(staff: TestClient) -> None:
    """An unknown one among them, and nothing changes."""
    made = [
        filed(staff, subject=f"A1 offre {n}", body_text=f"Bonjour, une offre {'abcde'[n] * 30} à relayer.")
        for n in range(2)
    ]
    references = [each["reference"] for each in made]
    asked = {"references": [*references, "S-1999-0001"], "status": "archived", "author": "Ana"}
    refused(staff.post(f"{BASE}/bulk", json=asked), 404)
    assert {each["status"] for each in staff.get(BASE).json()["solicitations"]} == {"triaged"}
    asked["references"], asked["status"], asked["relayed"] = references, "answered", True  # type: ignore[assignment]
    changed = staff.post(f"{BASE}/bulk", json=asked).json()["solicitations"]
    assert [each["status"] for each in changed] == ["answered", "answered"]
    assert all(each["relayed_on"] for each in changed)


def test_the_figures_of_a_period_and_their_files(staff: TestClient) -> None:
    """The same figures in JSON, CSV and a workbook; the paragraph has them."""
    filed(staff)
    period = {"start": "2026-01-01", "end": "2026-12-31"}
    told = staff.get(f"{BASE}/statistics", params=period).json()
    assert (told["requests"], told["categories"][0]["code"]) == (1, "B2")
    assert "1 sollicitation" in told["paragraph"].replace("\u00a0", " ")
    as_csv = staff.get(f"{BASE}/statistics.csv", params=period)
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Mesure"
    assert rows[1][:2] == ["Catégorie", "B2"]
    assert "attachment" in as_csv.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(staff.get(f"{BASE}/statistics.xlsx", params=period).content)).worksheets[0]
    assert sheet["A1"].value == told["paragraph"]
    assert [cell.value for cell in sheet[4]][:2] == ["Catégorie", "B2"]
    refused(staff.get(f"{BASE}/statistics", params={"start": "hier"}), 422)


def test_a_title_that_looks_like_a_formula_stays_a_title(staff: TestClient) -> None:
    """A spreadsheet would compute it."""
    where = f"{BASE}/{filed(staff)['reference']}"
    sent = [{"doc": "a.pdf", "title": "=HYPERLINK(1)"}]
    staff.patch(where, json={"author": "Ana", "status": "answered", "resources_sent": sent})
    text = staff.get(f"{BASE}/statistics.csv", params={"start": "2026-01-01"}).content.decode()
    assert ";=HYPERLINK" not in text
    assert "=HYPERLINK" in text


def test_relays_make_a_newsletter(staff: TestClient) -> None:
    """By heading, ready to be pasted."""
    filed(staff, subject="A1 offre", body_text="Bonjour, une offre : https://exemple.fr/offre Merci de la relayer.")
    told = staff.get(f"{BASE}/newsletter").json()
    assert [heading["code"] for heading in told["headings"]] == ["A1"]
    assert told["headings"][0]["relays"][0]["link"] == "https://exemple.fr/offre"
    assert staff.get(f"{BASE}/newsletter.md").text == told["markdown"]


def test_the_directory_is_edited_and_imported(staff: TestClient) -> None:
    """Added, changed, renamed, searched, removed; a file is taken whole or not at all."""
    where = f"{BASE}/directory"
    entry = {"name": "Réseau d’exemple", "role": "Appui", "territories": ["PAYS-FR"], "themes": ["evaluation"]}
    assert staff.post(where, json=entry).json()["added"] == ["Réseau d’exemple"]
    assert staff.put(f"{where}/reseau d’EXEMPLE", json={**entry, "name": "Réseau modèle"}).status_code == 200
    assert staff.get(where, params={"text": "reseau"}).json()["total"] == 1
    assert staff.get(where, params={"theme": "logement"}).json()["total"] == 0
    assert staff.get(f"{where}/Réseau modèle").json()["role"] == "Appui"
    refused(staff.post(where, json={**entry, "page": "javascript:alert(1)"}), 422)
    refused(staff.put(f"{where}/Absent", json=entry), 404)
    good = b"name;role\nUn;x\nDeux;y\n"
    assert staff.post(f"{where}/import", files={"file": ("a.csv", good)}).json()["added"] == ["Un", "Deux"]
    bad = b"name;themes\nTrois;\nQuatre;inconnu\n"
    assert "ligne 3" in refused(staff.post(f"{where}/import", files={"file": ("a.csv", bad)}), 422)
    assert staff.get(where).json()["total"] == 3
    assert staff.delete(f"{where}/Un").status_code == 204
    refused(staff.delete(f"{where}/Un"), 404)
    refused(staff.post(f"{where}/import", json={}), 422)


def test_a_person_enters_the_directory_with_their_consent(staff: TestClient) -> None:
    """Not without; and leaves at a word."""
    where = f"{BASE}/directory/contacts"
    person = {"name": "Ana Modèle", "email": "ana@exemple.fr", "author": "Béa"}
    refused(staff.post(where, json=person), 422)
    made = staff.post(where, json={**person, "consent_on": "2026-01-05", "consent_how": "par mail"}).json()
    assert [each["name"] for each in staff.get(where).json()] == ["Ana Modèle"]
    assert staff.delete(f"{where}/{made['number']}").status_code == 204
    refused(staff.delete(f"{where}/{made['number']}"), 404)


def test_a_person_is_shown_copied_then_erased(staff: TestClient) -> None:
    """Only once it is confirmed; nobody stands in an address."""
    where = f"{BASE}/{filed(staff)['reference']}"
    person = {"person": "Jeanne Prévost"}
    found = staff.post(f"{BASE}/gdpr/preview", json=person).json()
    assert [mention["sender"] for mention in found["solicitations"]] == [True]
    assert found["also"] == ["jeanne@exemple.fr"]
    copy = staff.post(f"{BASE}/gdpr/export", json=person).json()
    assert "jeanne@exemple.fr" in json.dumps(copy)
    for answer in ({}, {"confirm": False}):
        refused(staff.post(f"{BASE}/gdpr/erase", json={**person, **answer}), 422)
    assert staff.post(f"{BASE}/gdpr/erase", json={**person, "confirm": True}).json()["anonymised"] == 1
    whole = staff.get(where).json()
    assert (whole["purged"], whole["message"]) == (True, None)
    assert staff.get(f"{where}/similar").json() == []
    refused(staff.post(f"{BASE}/gdpr/preview", json={"person": "Al"}), 422)


def test_a_message_whose_triage_fails_is_kept(staff: TestClient) -> None:
    """Received, for later; a stateless triage has nothing to give and says so."""
    email = {**EMAIL, "subject": "panne"}
    assert filed(staff, subject="panne")["status"] == "received"
    refused(staff.post(f"{BASE}/triage", json={"email": email}), 500)
