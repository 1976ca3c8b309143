"""The data folder can only be read: a disk that the system has remounted so after an error, a volume given so.

Questions are answered, also by a service that is started there; what writes says so, and goes through once it can.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk
from insider import MAIL, NOTE, QUESTION, Insider, signed_in, whole_app
from small_disk import SmallDisk, small_disk
from starlette.testclient import TestClient

from assistant.accounts.store import Accounts
from assistant.conversations.store import Conversations
from assistant.database.held import HeldDatabase
from assistant.maintenance.jobs import now
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from indexer.index import ADDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from places import Place, Ran

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk that can be made read-only."""
    with small_disk(tmp_path / "disk", 48) as made:
        yield made


@pytest.fixture
def place(untouched: Place, disk: SmallDisk) -> Place:
    """The sample and its index, on this disk, opened by nobody yet."""
    return untouched.copied(disk.folder)


def copies_left() -> set[Path]:
    """What is read from a copy, now."""
    return {each for each in Path(tempfile.gettempdir()).glob("reperes-*") if (each / "chroma").is_dir()}


def test_a_service_is_started_and_answers(disk: SmallDisk, place: Place) -> None:
    """Whoever was signed in goes on, and is told what is not kept; once the disk can be written, so is everything."""
    settings = place.settings.model_copy(
        update={"source": place.corpus, "limit_reader": "", "selector": False, "kept_conversation_days": 9}
    )
    held = HeldDatabase.of(settings)
    opened = signed_in(Accounts(held))
    begun = Conversations(held, now).begin(opened.caller().account or 0, "Avant la panne")
    held.close()
    before = copies_left()
    with contextlib.ExitStack() as running:
        disk_closed = running.enter_context(contextlib.ExitStack())
        disk_closed.enter_context(disk.read_only())
        app = whole_app(settings)
        running.enter_context(TestClient(app))
        assert len(copies_left() - before) == 1
        app.state.reception = Reception(FakeDesk, lambda: Solicitations(app.state.database.database()))
        insider = Insider(app, opened)
        asking = f"/conversations/{begun.id}/exchanges"
        given = insider.post(asking, 200, json={"question": QUESTION})
        assert given["citations"]
        assert not given["kept"]
        assert insider.get(f"/conversations/{begun.id}")["title"] == "Avant la panne"
        ready = insider.ready()
        assert (ready["status"], list(ready["troubles"])) == ("degraded", ["not_writable"])  # type: ignore[call-overload]
        assert "ne peut pas être écrit" in insider.client.get("/administration/index").text
        assert "n’a pas pu être ajoutée" in str(insider.asked_on_the_page(QUESTION)["turn"]["html"])
        told = insider.post("/solicitations", 507, json={"text": MAIL})
        assert "Donnez le droit d’écriture" in str(told["detail"])
        sent = {"files": {"file": ("permanence.md", NOTE)}}
        insider.post("/maintenance/publications", 507, **sent)
        insider.post("/maintenance/jobs", 507, json={"kind": "index"})
        assert insider.get("/solicitations")["total"] == 0

        disk_closed.close()
        assert insider.ready()["status"] == "ready"
        assert insider.post(asking, 200, json={"question": QUESTION})["kept"]
        assert len(insider.post("/solicitations", 201, json={"text": MAIL})["added"]) == 1  # type: ignore[arg-type]
        insider.post("/maintenance/publications", 201, **sent)
        assert [path.name for path in (settings.data_dir / ADDED).glob("*.md")] == ["permanence.md"]


def test_the_commands_say_so(disk: SmallDisk, place: Place, reperes: Callable[..., Ran]) -> None:
    """Asking is answered; indexing names the folder and the remedy, as `doctor` does."""
    data_dir = place.settings.data_dir
    with disk.read_only():
        assert reperes("ask", QUESTION, "--data-dir", data_dir, REPERES_SELECTOR="false").code == 0
        ran = reperes("index", place.corpus, "--data-dir", data_dir)
        assert (ran.code, "Impossible d’écrire dans" in ran.err) == (1, True)
        examined = reperes("doctor", "--data-dir", data_dir)
        assert (examined.code, "remontez le disque en écriture" in examined.out) == (1, True)
    place.write("permanence.md", NOTE)
    assert reperes("index", place.corpus, "--data-dir", data_dir).code == 0
