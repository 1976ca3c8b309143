"""The disk of the data folder is full, then it is not: what is served stays, who writes is told, nothing needs mending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk, HashingEmbedder
from fetching_desk import Desk, addresses
from insider import API, LOGIN, MAIL, NOTE, PASSWORD, QUESTION, Insider, whole_app
from places import Place
from small_disk import SmallDisk, small_disk
from starlette.testclient import TestClient
from web_site import serving as web_site

from assistant.gaps import noted
from assistant.maintenance.backup import back_up
from assistant.maintenance.verifying import verify
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.errors import NoRoom
from indexer.fetching.limits import FetchLimits
from indexer.index import ADDED, open_index
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from places import Ran

UNANSWERED = "Quel est le budget annuel d’un conseil local de santé mentale à Mende ?"
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Forty-eight megabytes: the index of the sample twice, and some room."""
    with small_disk(tmp_path / "disk", 48) as made:
        yield made


@pytest.fixture
def place(untouched: Place, disk: SmallDisk) -> Iterator[Place]:
    """The sample and its index, on this disk."""
    yield untouched.copied(disk.folder)
    disk.make_room()


@pytest.fixture
def insider(place: Place) -> Iterator[Insider]:
    """Somebody at work while the disk fills up."""
    settings = place.settings.model_copy(update={"source": place.corpus, "limit_reader": "", "selector": False})
    app = whole_app(settings)
    with TestClient(app):
        app.state.reception = Reception(FakeDesk, lambda: Solicitations(app.state.database.database()))
        yield Insider(app)


@pytest.fixture
def notes(disk: SmallDisk) -> Iterator[Place]:
    """A few notes and their index, made without a model."""
    settings = Settings(data_dir=disk.folder / "data", embedding_model="hashing-64")
    made = Place(disk.folder / "corpus", settings, HashingEmbedder())
    for number in range(3):
        made.write(f"{number}.md", NOTE.replace("214", str(number)))
    made.index()
    yield made
    disk.make_room()


def test_questions_are_answered_and_the_rest_is_told(disk: SmallDisk, place: Place, insider: Insider) -> None:
    """To the reader, in the API and on the page; to the probe, to whoever administers, in the log."""
    conversation = insider.post("/conversations", 201, json={})["id"]
    asking = f"/conversations/{conversation}/exchanges"
    assert insider.post(asking, 200, json={"question": QUESTION})["kept"]
    before = insider.ready()
    assert (before["status"], before["troubles"]) == ("ready", {})

    disk.fill()
    stranger = TestClient(insider.client.app)
    assert stranger.post(f"{API}/ask", json={"question": QUESTION}).json()["citations"]
    assert stranger.post(f"{API}/ask", json={"question": UNANSWERED}).status_code == 200
    given = insider.post(asking, 200, json={"question": QUESTION})
    assert given["citations"]
    assert (given["kept"], given["position"]) == (False, 0)
    events = insider.asked_on_the_page(QUESTION)
    assert "conversation" not in events
    assert "n’a pas pu être ajoutée à vos conversations" in str(events["turn"]["html"])
    assert "«" in str(events["turn"]["html"])
    assert insider.get(f"/conversations/{conversation}")["exchanges"] == 1
    assert "plus de place sur le disque" in str(insider.post("/conversations", 507, json={})["detail"])
    probed = insider.ready()
    assert probed["status"] == "degraded"
    assert set(probed["troubles"]) == {"no_room"}  # type: ignore[call-overload]
    administered = insider.client.get("/administration/index")
    assert administered.status_code == 200
    assert "Le disque du dossier de données est plein." in administered.text
    refused = insider.client.post(
        "/conversations/tout-supprimer", data={"jeton": insider.client.headers["x-reperes-token"]}
    )
    assert refused.status_code == 507
    assert "Rien ne peut être enregistré" in refused.text
    signing = TestClient(insider.client.app, raise_server_exceptions=False)
    assert signing.post(f"{API}/session", json={"login": LOGIN, "password": PASSWORD}).status_code == 507

    disk.make_room()
    assert insider.ready()["status"] == "ready"
    assert insider.post(asking, 200, json={"question": QUESTION})["position"] == 2
    assert stranger.post(f"{API}/ask", json={"question": UNANSWERED}).status_code == 200
    assert [gap.question for gap in noted(place.settings.data_dir)] == [UNANSWERED]
    assert signing.post(f"{API}/session", json={"login": LOGIN, "password": PASSWORD}).status_code == 200


def test_what_is_sent_is_refused_whole_and_taken_once_there_is_room(
    disk: SmallDisk, place: Place, insider: Insider
) -> None:
    """A message, a publication: neither half-kept nor accepted and lost."""
    disk.fill()
    told = insider.post("/solicitations", 507, json={"text": MAIL})
    assert "plus de place sur le disque" in str(told["detail"])
    sent = {"files": {"file": ("permanence.md", NOTE)}}
    assert "Libérez de la place" in str(insider.post("/maintenance/publications", 507, **sent)["detail"])
    assert [path.name for path in (place.settings.data_dir / ADDED).glob("*.md")] == []
    insider.post("/maintenance/jobs", 507, json={"kind": "index"})

    disk.make_room()
    assert insider.get("/solicitations")["total"] == 0
    assert insider.get("/maintenance/jobs")["total"] == 0
    assert len(insider.post("/solicitations", 201, json={"text": MAIL})["added"]) == 1  # type: ignore[arg-type]
    insider.post("/maintenance/publications", 201, **sent)
    assert insider.get("/solicitations")["total"] == 1


def test_an_index_that_finds_no_room_changes_nothing(disk: SmallDisk, notes: Place) -> None:
    """Wherever it is met: the vectors kept aside, Chroma, the words, the passages. The next indexing needs no mending."""
    before = notes.generation
    for number in range(3, 20):
        said = "\n\n".join(f"La commune {number} a ouvert {n} permanences de soins." for n in range(30))
        notes.write(f"{number}.md", f"# Fiche {number}\n\n{said}\n")
    for left in (0, 600_000):
        disk.make_room()
        disk.fill_but(left)
        with pytest.raises(NoRoom):
            notes.index()
        assert notes.generation == before
        assert len(open_index(notes.settings).documents) == 3
        assert list(before.parent.glob("building-*")) == []

    disk.make_room()
    report = notes.index()
    assert (len(report.added), report.failed) == (17, [])
    assert len(open_index(notes.settings).documents) == 20


def test_the_command_says_what_happened_and_what_to_do(
    disk: SmallDisk, place: Place, reperes: Callable[..., Ran]
) -> None:
    """In one French sentence; `doctor` names the disk."""
    data_dir = place.settings.data_dir
    place.write("permanence.md", NOTE)
    disk.fill()
    ran = reperes("index", place.corpus, "--data-dir", data_dir)
    assert ran.code == 1
    assert "Il n’y a plus de place sur le disque" in ran.err
    examined = reperes("doctor", "--data-dir", data_dir, "--json")
    assert examined.code != 0
    assert "Libérez de la place" in examined.out
    asked = reperes("ask", QUESTION, "--data-dir", data_dir, REPERES_SELECTOR="false")
    assert asked.code == 0, asked.err


def test_a_backup_that_finds_no_room_leaves_no_half_of_one(disk: SmallDisk, notes: Place) -> None:
    """Nor what it copied aside; that which was there before stays."""
    kept = disk.folder / "sauvegardes" / "reperes.tar.gz"
    back_up(notes.settings, kept)
    before = kept.read_bytes()
    disk.fill_but(50_000)
    with pytest.raises(NoRoom):
        back_up(notes.settings, kept, with_index=True)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    assert kept.read_bytes() == before

    disk.make_room()
    back_up(notes.settings, kept, with_index=True)
    assert verify(kept).generation == notes.generation.name


def test_a_fetch_that_finds_no_room_goes_on_where_it_was(disk: SmallDisk) -> None:
    """What was fetched stays whole; the rest comes with the next fetch."""
    with web_site() as site:
        for number in range(6):
            site.gives(
                f"/{number}.html", f"<h1>Fiche {number}</h1><p>{'Du texte. ' * 20_000}</p>".encode(), "text/html"
            )
        limits = FetchLimits(
            delay_seconds=0, private_hosts=("127.0.0.1",), ports=(site.port,), max_bytes=1_000_000, settle_seconds=0
        )
        desk = Desk(disk.folder / "data", limits)
        source = addresses(site, *(f"/{number}.html" for number in range(6)))
        disk.fill_but(700_000)
        with pytest.raises(NoRoom):
            desk.fetch(source)
        had = desk.files()
        assert 0 < len(had) < 6
        disk.make_room()
        assert not desk.fetch(source).failed
        assert len(desk.files()) == 6
        assert {name: desk.files()[name] for name in had} == had
