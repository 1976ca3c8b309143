"""Maintenance over HTTP, on the real index of the sample: publications in and out, jobs followed, going back, backup."""

from __future__ import annotations

import io
import json
import tarfile
import time
from typing import TYPE_CHECKING

import pytest
from hostile.pdf import pages
from starlette.testclient import TestClient
from web_site import serving as web_site

from assistant.accounts.audit import Action, Sought
from assistant.accounts.rights import NOBODY, Right
from assistant.api.app import create_app
from assistant.gaps import Gaps
from assistant.maintenance.backup import MANIFEST
from assistant.maintenance.evaluations import Evaluations, Figure, Measured
from assistant.maintenance.jobs import now
from assistant.maintenance.upkeep import BACKUP
from assistant.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from httpx2 import Response
    from places import Place

    from assistant.accounts.store import Accounts
    from indexer.settings import Settings

API = "/api/v1/maintenance"
WAIT_SECONDS = 240
pytestmark = pytest.mark.timeout(900)  # real indexings, by processes that load the model
NOTE = (
    "# La permanence du mardi à Lodève\n\nÀ Lodève, la permanence d’accès aux soins ouvre chaque mardi de 9 h à 12 h "
    "dans les locaux de la médiathèque. Elle a reçu 214 personnes en 2025.\n"
)
QUESTION = "Combien de personnes la permanence de Lodève a-t-elle reçues en 2025 ?"


class Desk:
    """A client of the application, with the key of somebody who has a right."""

    def __init__(self, app: FastAPI, settings: Settings, key: str, client: TestClient) -> None:
        self.app, self.settings = app, settings
        self._headers, self._client = {"Authorization": f"Bearer {key}"}, client

    def send(self, method: str, path: str, **how: object) -> Response:
        """A request."""
        return self._client.request(method, f"{API}{path}", headers=self._headers, **how)  # type: ignore[arg-type]

    def json(self, method: str, path: str, **how: object) -> dict[str, object]:
        """What comes of one that goes well."""
        told = self.send(method, path, **how)
        assert told.status_code in (200, 201, 202), told.text
        body: dict[str, object] = told.json()
        return body

    def upload(self, name: str, content: bytes | str, **fields: str) -> Response:
        """A file is sent."""
        return self.send("POST", "/publications", files={"file": (name, content)}, data=fields)

    def index(self) -> dict[str, object]:
        """An indexing is asked for and followed to its end; its report."""
        job = self.json("POST", "/jobs", json={"kind": "index"})
        events = self.follow(str(job["number"]))
        assert {name for name, _ in events} == {"progress", "report"}
        told = events[-1][1]
        assert told["state"] == "done", told
        return told

    def follow(self, number: str) -> list[tuple[str, dict[str, object]]]:
        """The events of a job."""
        text = self.send("GET", f"/jobs/{number}/events").text
        blocks = [
            dict(line.split(": ", 1) for line in block.split("\n") if ": " in line) for block in text.split("\n\n")
        ]
        return [(block["event"], json.loads(block["data"])) for block in blocks if "event" in block]

    def ask(self) -> dict[str, object]:
        """What anybody is answered."""
        body: dict[str, object] = self._client.post("/api/v1/ask", json={"question": QUESTION}).json()
        return body

    def deeds(self, action: Action) -> list[str]:
        """Targets of a sort of deeds, as the audit log has them, the last first."""
        accounts: Accounts = self.app.state.accounts
        return [entry.target for entry in accounts.log.list(Sought(action=action)).items]


@pytest.fixture(scope="module")
def settings(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A copy of the sample and of its index."""
    made = untouched.copied(tmp_path_factory.mktemp("upkeep"))
    return made.settings.model_copy(update={"source": made.corpus, "upload_megabytes": 2, "limit_key": ""})


@pytest.fixture(scope="module")
def app(settings: Settings, root: Path) -> Iterator[tuple[FastAPI, TestClient]]:
    """The application, running."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(root))
        made = create_app(settings, Serving(settings))
        with TestClient(made, raise_server_exceptions=False) as client:
            yield made, client


def desk_of(app: tuple[FastAPI, TestClient], settings: Settings, right: Right) -> Desk:
    """Somebody with one right."""
    accounts: Accounts = app[0].state.accounts
    person = accounts.add(f"{right}@exemple.fr", f"Personne {right}", [right], by=NOBODY)
    return Desk(app[0], settings, accounts.keys.add(person.id, "essai", [right], by=NOBODY).secret, app[1])


@pytest.fixture(scope="module")
def desk(app: tuple[FastAPI, TestClient], settings: Settings) -> Desk:
    """Somebody who looks after the publications."""
    return desk_of(app, settings, Right.MAINTENANCE)


@pytest.fixture(scope="module")
def chief(app: tuple[FastAPI, TestClient], settings: Settings) -> Desk:
    """Somebody who administers."""
    return desk_of(app, settings, Right.ADMINISTRATION)


def refused(response: Response, status: int) -> str:
    """The sentence of an error, in the one shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def test_a_publication_goes_all_the_way_and_back(desk: Desk) -> None:
    """Sent, indexed while it is followed, found by a question, withdrawn, gone; each deed in the audit log."""
    taken = desk.upload(
        "Permanence.md", NOTE, title="La permanence du mardi à Lodève", date="2026-01-15", themes="acces-aux-soins"
    )
    assert taken.status_code == 201
    (added,) = taken.json()["added"]
    assert (added["identifier"], added["file"], added["passages"]) == ("permanence", "Permanence.md", 1)
    listed = desk.json("GET", "/publications?standing=pending")
    assert listed["total"] == 1
    assert desk.ask()["abstained"]

    done = desk.index()
    assert done["report"]["added"] == [{"doc": "Permanence.md"}]
    assert [step["step"] for step in done["steps"]][-3:] == ["reading", "embedding", "writing"]
    assert "Permanence.md" in desk.send("GET", str(done["page"]).removeprefix(API)).text
    answer = desk.ask()
    assert "214" in str(answer["answer"])
    assert desk.json("GET", "/publications/permanence")["standing"] == "indexed"
    state = desk.json("GET", "/state")
    assert (state["follows"], state["jobs"], state["indexed_elsewhere"]) == (True, [], False)

    described = {"title": "La permanence de Lodève, réservée", "internal": True}
    assert desk.json("PUT", "/publications/permanence", json=described)["standing"] == "changed"
    replaced = desk.send("PUT", "/publications/permanence/file", files={"file": ("v2.md", NOTE.replace("214", "220"))})
    assert replaced.status_code == 200

    withdrawn = desk.json("DELETE", "/publications/permanence?reason=Remplac%C3%A9e%20par%20une%20affiche")
    assert (
        withdrawn["reason"] == desk.json("GET", "/withdrawn")["withdrawn"][0]["reason"] == "Remplacée par une affiche"
    )
    assert desk.index()["report"]["removed"] == [{"doc": "Permanence.md"}]
    assert desk.ask()["abstained"]
    restored = desk.json("POST", f"/withdrawn/{withdrawn['key']}/restore")
    assert restored["described"]["internal"] is True
    (former,) = desk.json("GET", "/withdrawn")["withdrawn"]
    assert former["replaced"]
    assert desk.send("DELETE", f"/withdrawn/{former['key']}").status_code == 204
    again = desk.json("DELETE", "/publications/permanence")
    assert desk.send("DELETE", f"/withdrawn/{again['key']}").status_code == 204

    assert desk.deeds(Action.SOURCE_ADDED) == ["permanence"]
    assert desk.deeds(Action.SOURCE_REPLACED) == desk.deeds(Action.SOURCE_DESCRIBED) == ["permanence"]
    assert desk.deeds(Action.SOURCE_WITHDRAWN) == ["permanence", "permanence"]
    assert len(desk.deeds(Action.INDEX_ASKED)) == len(desk.deeds(Action.INDEX_PUBLISHED)) == 2


def test_several_files_are_sent_at_once_and_each_is_told(desk: Desk) -> None:
    """Those that are refused with why; fields that are of one file only are refused."""
    note = NOTE.replace("Lodève", "Clermont")
    files = [("file", ("bonne.md", note)), ("file", ("fausse.pdf", b"MZ\x90\0")), ("file", ("jeu.exe", b"MZ"))]
    told = desk.send("POST", "/publications", files=files).json()
    assert [each["file"] for each in told["added"]] == ["bonne.md"]
    assert [each["name"] for each in told["refused"]] == ["fausse.pdf", "jeu.exe"]
    assert "n’est pas du type" in told["refused"][0]["reason"]
    assert "title" in refused(desk.send("POST", "/publications", files=files, data={"title": "Un titre"}), 422)
    assert "même contenu" in refused(desk.upload("copie.md", note), 409)
    assert desk.upload("copie.md", note, twin="true").status_code == 201
    for identifier in ("bonne", "copie"):
        key = desk.json("DELETE", f"/publications/{identifier}")["key"]
        desk.send("DELETE", f"/withdrawn/{key}")


def test_a_publication_supersedes_another(desk: Desk) -> None:
    """What is cited says so, until it is said that none does; never in a circle, nor by what is not there."""
    desk.upload("avant.md", NOTE)
    desk.upload("apres.md", NOTE.replace("Lodève", "Millau"))
    told = desk.json("PUT", "/publications/avant/successor", json={"successor": "apres"})
    assert (told["replaced_by"], told["standing"]) == ("apres", "pending")
    desk.index()
    named = [citation["superseded_by"] for citation in desk.ask()["citations"]]
    assert "apres.md" in named, named
    refused(desk.send("PUT", "/publications/apres/successor", json={"successor": "avant"}), 422)
    refused(desk.send("PUT", "/publications/avant/successor", json={"successor": "jamais"}), 404)
    assert desk.json("PUT", "/publications/avant/successor", json={"successor": ""})["replaced_by"] == ""
    for identifier in ("avant", "apres"):
        desk.send("DELETE", f"/withdrawn/{desk.json('DELETE', f'/publications/{identifier}')['key']}")
    desk.index()


def test_what_cannot_be_added_is_refused_with_why(desk: Desk) -> None:
    """In French, in the one shape; nothing of it stays."""
    folder = desk.settings.data_dir / "added"
    before = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    assert "type non pris en charge" in refused(desk.upload("jeu.exe", b"MZ"), 422)
    assert "2 Mo" in refused(desk.upload("long.md", b"mot " * 600_000), 413)
    assert "taille admise" in refused(desk.upload("immense.md", b"mot " * 2_500_000), 413)
    assert "astrologie" in refused(desk.upload("a.md", NOTE, themes="astrologie"), 422)
    refused(desk.upload("a.md", NOTE, inconnu="x"), 422)
    refused(desk.send("POST", "/publications", json={"file": "x"}), 422)
    refused(desk.send("POST", "/publications", content=b"x"), 422)
    refused(desk.send("PUT", "/publications/jamais", json={"title": "Un titre"}), 404)
    refused(desk.send("PUT", "/publications/jamais/file", files={"file": ("a.md", NOTE)}), 404)
    refused(desk.send("DELETE", "/publications/jamais"), 404)
    refused(desk.send("POST", "/withdrawn/jamais/restore"), 404)
    after = sorted(path.name for path in folder.iterdir())
    assert set(after) - set(before) <= {".lock", "catalogue.yaml", ".incoming"}
    assert list((folder / ".incoming").iterdir()) == []


def test_an_address_is_added_by_the_rules_of_the_fetcher(desk: Desk) -> None:
    """Nothing inside is ever asked; a site that does not answer is told."""
    for url in ("http://127.0.0.1/x.pdf", "http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]/"):
        refused(desk.send("POST", "/publications/address", json={"url": url}), 422)
    assert list((desk.settings.data_dir / "added" / ".incoming").iterdir()) == []


def test_what_stands_at_an_address_is_taken(desk: Desk, app: tuple[FastAPI, TestClient]) -> None:
    """Its address is the official one; what is not what it says is refused."""
    with web_site() as site:
        upkeep = app[0].state.upkeep
        allowed = {
            "fetch_private_hosts": "127.0.0.1",
            "fetch_ports": str(site.url.rsplit(":", 1)[1]),
            "fetch_delay": 0.0,
        }
        before = upkeep.added._settings
        upkeep.added._settings = before.model_copy(update=allowed)
        site.gives("/rapport.pdf", pages(1, words=True), "application/pdf")
        site.gives("/faux.docx", b"PK\x03\x04" + bytes(200), "application/octet-stream")
        try:
            told = desk.json("POST", "/publications/address", json={"url": f"{site.url}/rapport.pdf#page=2"})
            assert told["file"] == "rapport.pdf"
            found = desk.json("GET", f"/publications/{told['identifier']}")
            assert found["described"]["official_url"] == f"{site.url}/rapport.pdf"
            refused(desk.send("POST", "/publications/address", json={"url": f"{site.url}/faux.docx"}), 422)
            refused(desk.send("POST", "/publications/address", json={"url": f"{site.url}/absent.pdf"}), 502)
        finally:
            upkeep.added._settings = before
    desk.send("DELETE", f"/withdrawn/{desk.json('DELETE', '/publications/rapport')['key']}")


def test_generations_are_seen_and_one_is_put_back(desk: Desk) -> None:
    """What it changed is told; the server answers from it at once."""
    desk.upload("passage.md", NOTE.replace("Lodève", "Ganges"))
    desk.index()
    listed = desk.json("GET", "/generations?limit=1")
    (last,) = listed["generations"]
    assert (last["served"], last["added"]) == (True, 1)
    changes = desk.json("GET", f"/generations/{last['generation']}/changes")
    assert [each["doc"] for each in changes["added"]] == ["passage.md"]
    back = desk.json("POST", "/rollback")
    assert back["generation"] == last["against"]
    assert desk.json("GET", "/state")["answering"] == last["against"]
    assert desk.deeds(Action.INDEX_ROLLED_BACK) == [last["against"]]
    assert "passage.md" not in str(desk.ask()["retrieved"])
    refused(desk.send("POST", "/rollback", json={"generation": "jamais"}), 404)
    refused(desk.send("GET", "/generations/jamais/changes"), 404)
    desk.send("DELETE", f"/withdrawn/{desk.json('DELETE', '/publications/passage')['key']}")


def test_jobs_are_listed_cancelled_and_refused_twice(desk: Desk) -> None:
    """A second that waits would do nothing more."""
    from filelock import FileLock

    with FileLock(desk.settings.data_dir / "index.lock"):
        assert desk.json("GET", "/state")["indexed_elsewhere"] is True
        first = desk.json("POST", "/jobs", json={"kind": "index"})
        until(lambda: "locked" in str(desk.json("GET", f"/jobs/{first['number']}")["steps"]))
        second = desk.json("POST", "/jobs", json={"kind": "index"})
        assert f"n° {second['number']}" in refused(desk.send("POST", "/jobs", json={"kind": "index"}), 409)
        assert desk.json("POST", f"/jobs/{second['number']}/cancel")["state"] == "cancelled"
        desk.json("POST", f"/jobs/{first['number']}/cancel")
        until(lambda: desk.json("GET", f"/jobs/{first['number']}")["state"] == "cancelled")
    listed = desk.json("GET", "/jobs?kind=index&limit=2")
    assert [job["state"] for job in listed["jobs"]] == ["cancelled", "cancelled"]
    refused(desk.send("GET", "/jobs/999"), 404)
    refused(desk.send("GET", "/jobs/999/events"), 404)
    refused(desk.send("GET", f"/jobs/{first['number']}/report"), 404)
    refused(desk.send("POST", "/jobs", json={"kind": "rm"}), 422)


def test_failures_quality_evaluations_and_gaps_are_seen(desk: Desk, app: tuple[FastAPI, TestClient]) -> None:
    """Each with its remedy; a gap is erased by its words, or all of them."""
    assert desk.json("GET", "/failures")["failed"] == []
    quality = desk.json("GET", "/quality")
    assert [check["code"] for check in quality["checks"]][:2] == ["blind", "garbled"]
    assert all(check["label"] and check["remedy"] for check in quality["checks"])
    findings = desk.json("GET", "/quality/missing_url?limit=1")
    assert len(findings["findings"]) == min(1, findings["total"])
    refused(desk.send("GET", "/quality/jamais"), 404)

    run = Measured(now(), "dev", "g1", {"recall@5": Figure(0.9, 140, 0.85, 0.95)})
    Evaluations(app[0].state.database).record([run])
    assert desk.json("GET", "/evaluations?suite=dev")["evaluations"][0]["measures"]["recall@5"]["n"] == 140
    assert desk.json("GET", "/evaluations/suites")["suites"] == [{"suite": "dev", "measures": ["recall@5"]}]
    (point,) = desk.json("GET", "/evaluations/series?suite=dev&measure=recall@5")["points"]
    assert (point["value"], point["low"], point["generation"]) == (0.9, 0.85, "g1")

    gaps = Gaps(desk.settings.data_dir, 10)
    desk.json("POST", "/gaps/erase", json={"everything": True})
    for question in ("Quel budget pour un CLS ?", "Combien de CLSM en Corse ?"):
        gaps.note(question)
    assert desk.json("GET", "/gaps")["total"] == 2
    assert desk.json("POST", "/gaps/erase", json={"question": "Quel budget pour un CLS ?"}) == {"count": 1}
    assert desk.json("POST", "/gaps/erase", json={}) == {"count": 0}
    assert [gap["question"] for gap in desk.json("GET", "/gaps")["questions"]] == ["Combien de CLSM en Corse ?"]


def test_a_backup_is_downloaded_by_administrators_alone(desk: Desk, chief: Desk) -> None:
    """And nothing of it stays on the server."""
    refused(desk.send("POST", "/backup"), 403)
    told = chief.send("POST", "/backup")
    assert told.status_code == 200
    assert "attachment" in told.headers["content-disposition"]
    with tarfile.open(fileobj=io.BytesIO(told.content)) as archive:
        assert MANIFEST in archive.getnames()
    assert not list(chief.settings.data_dir.glob(f"{BACKUP}*"))
    assert len(chief.deeds(Action.BACKUP_TAKEN)) == 1


def until(true: object) -> None:
    """Waits."""
    assert callable(true)
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)
