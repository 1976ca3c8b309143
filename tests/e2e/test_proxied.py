"""Behind nginx, in a folder of somebody else's site: `https://exemple.fr/reperes/` (as docs/exploitation.md sets it)."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx
import pytest
from conftest import serving
from neighbours import free_port, nginx
from playwright.sync_api import expect

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.database.held import HeldDatabase
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Protocol

    from playwright.sync_api import BrowserContext

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str


pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

LOGIN, PASSWORD = "mandataire@exemple.fr", "quatre lampes vertes au grenier"
PLACED: Final = "/reperes"
PLACES: Final = """
        location /reperes/ {{ proxy_pass http://127.0.0.1:{behind}{kept}; }}
        location = /favicon.ico {{ return 204; }}  # the other site has its own; the bench does not name ours
        location / {{ return 404; }}
"""


@pytest.fixture(scope="module", params=["/", ""], ids=["its folder is taken off", "its folder is left"])
def proxied(request: pytest.FixtureRequest, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Our address behind nginx, which takes its folder off our addresses, or does not."""
    folder, behind = tmp_path_factory.mktemp("nginx"), free_port()
    data = folder / "data"
    shutil.copytree(data_dir, data)
    accounts = Accounts(HeldDatabase.of(Settings(data_dir=data)))
    accounts.add(LOGIN, "Mandataire", [Right.ADMINISTRATION, Right.TEAM], by=NOBODY, password=PASSWORD)
    with nginx(folder, PLACES.format(behind=behind, kept=request.param)) as port:
        address = f"http://127.0.0.1:{port}{PLACED}"
        with serving(data, folder / "log", behind, REPERES_PUBLIC_URL=address, REPERES_PROXIES="127.0.0.1"):
            yield address


@pytest.fixture
def seen() -> list[str]:
    """Addresses that the browser asked for."""
    return []


@pytest.fixture
def visitor(proxied: str, seen: list[str], context_of: Callable[..., BrowserContext]) -> Iterator[BrowserContext]:
    """A browser in which any fault fails the test, and so does any address that is not ours."""
    context = context_of()
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda line: line.type == "error" and faults.append(f"{line.text} {line.location}"))
    context.on("request", lambda asked: seen.append(asked.url))
    yield context
    assert faults == []
    host = proxied.removesuffix(PLACED)
    elsewhere = [url for url in seen if url.startswith(host) and not urlsplit(url).path.startswith(f"{PLACED}/")]
    assert elsewhere == []


def test_a_question_is_answered_and_its_source_opened(proxied: str, visitor: BrowserContext) -> None:
    """From the answer to the page, to the publication, to the passages, and back to the chat."""
    page = visitor.new_page()
    page.goto(f"{proxied}/")
    box = page.get_by_role("textbox", name="Votre question")
    box.fill("Quelle part des QPV dispose d’un ASV ?")
    box.press("Enter")
    expect(page.locator(".answer")).to_contain_text("40 %")
    page.get_by_role("link", name="Ouvrir à la page").first.click()
    expect(page.locator("canvas, mark").first).to_be_visible()
    for room in ("Ressources", "Aide"):
        page.goto(f"{proxied}/")
        page.get_by_role("link", name=room, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_member_signs_in_and_works(proxied: str, visitor: BrowserContext) -> None:
    """Every form leads back to our folder; a session's cookie is for it alone."""
    page = visitor.new_page()
    page.goto(f"{proxied}/administration/comptes")
    page.get_by_label("Adresse électronique").fill(LOGIN)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(f"{proxied}/administration/comptes")
    (cookie,) = [each for each in visitor.cookies() if "session" in each["name"]]
    assert cookie["path"].rstrip("/") == PLACED
    for room in ("/sollicitations", "/administration/avis", "/conversations", "/compte", "/administration/banc/"):
        page.goto(f"{proxied}{room}")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()


def test_an_answer_is_not_held_back(proxied: str) -> None:
    """Its parts come as they are made; and what programs are told stands in the folder."""
    asked = {"question": "Qui signe un contrat local de santé ?"}
    with httpx.stream("POST", f"{proxied}/api/v1/ask/stream", json=asked, timeout=60) as answer:
        began = [(time.monotonic(), part) for part in answer.iter_text()]
    assert len(began) > 1, "in one piece: something held it back"
    assert httpx.get(f"{proxied}/openapi.json").json()["servers"][0]["url"].endswith(PLACED)
