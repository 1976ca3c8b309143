"""The conversation of somebody who has signed in, and the maintainers' bench, in Chromium against `reperes serve`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_tables import violations
from playwright.sync_api import Page, expect

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.api.access import COOKIE
from assistant.database.held import HeldDatabase
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str

    class Faults(Protocol):
        """Of `conftest.py`."""

        def expected(self, *words: str) -> None:
            """Forgives."""


pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

PASSWORD = "quatre lampes vertes au grenier"
ASV = "Quelle part des QPV dispose d’un ASV ?"
SIGNERS = "Qui signe un contrat local de santé ?"


@pytest.fixture
def signed_in(server: Server, data_dir: Path, visit: Callable[..., Page]) -> Callable[..., Page]:
    """A page of somebody with an account of these rights."""

    def member(name: str, *rights: Right) -> Page:
        held = HeldDatabase.of(Settings(data_dir=data_dir))
        accounts, login = Accounts(held), f"{name.lower()}@exemple.fr"
        if not accounts.list(login).total:
            accounts.add(login, name, rights, by=NOBODY, password=PASSWORD)
        cookie = accounts.sign_in(login, PASSWORD).cookie
        held.close()
        page = visit()
        page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.url}])
        page.reload()
        return page

    return member


def ask(page: Page, question: str) -> None:
    """Types a question, sends it, and waits for what it gets."""
    before = page.get_by_role("article").count()
    box = page.get_by_role("textbox", name="Votre question")
    box.fill(question)
    box.press("Enter")
    expect(page.locator("[data-turn]")).to_have_count(before + 1)


def test_a_conversation_is_kept_and_opened_again(signed_in: Callable[..., Page]) -> None:
    """It has an address of its own, which gives it back as it was; changed there, it stays one conversation."""
    page = signed_in("Odile", Right.READING)
    ask(page, ASV)
    ask(page, SIGNERS)
    expect(page).to_have_url(re.compile("/conversations/"))
    page.reload()
    expect(page.locator("[data-turn]")).to_have_count(2)
    page.get_by_role("button", name="Modifier").last.click()
    page.get_by_role("textbox", name="Votre question").fill("Qui anime un atelier santé ville ?")
    page.keyboard.press("Enter")
    expect(page.locator("[data-turn]").last).to_have_attribute("data-question", re.compile("anime"))
    page.get_by_role("link", name="Mes conversations").click()
    expect(page.get_by_text("1 conversation")).to_be_visible()
    page.get_by_role("link", name=re.compile("dispose d’un ASV")).first.click()
    expect(page.locator("[data-turn]")).to_have_count(2)
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.locator("[data-welcome] [data-next]").first).to_be_visible()
    expect(page.locator("[data-turn]")).to_have_count(0)


def test_what_was_asked_before_signing_in_does_not_come_back(signed_in: Callable[..., Page], server: Server) -> None:
    """Nor is it anybody's once they have signed out."""
    page = signed_in("Odile", Right.READING)
    page.context.clear_cookies()
    page.goto(server.url)
    ask(page, ASV)
    page.goto(f"{server.url}/connexion")
    page.get_by_label("Adresse électronique").fill("odile@exemple.fr")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.goto(server.url)
    expect(page.locator("[data-turn]")).to_have_count(0)
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(server.url)
    expect(page.locator("[data-welcome] [data-next]").first).to_be_visible()
    expect(page.locator("[data-turn]")).to_have_count(0)


def test_the_bench_shows_the_steps_of_a_question(
    signed_in: Callable[..., Page], server: Server, faults: Faults
) -> None:
    """Gradio's page runs under its own policy, and asks nothing of anybody else; its words are legible in both themes."""
    page = signed_in("Basile", Right.MAINTENANCE)
    page.goto(f"{server.url}/administration/banc")
    page.get_by_role("textbox", name="Question").fill(ASV)
    page.get_by_role("button", name="Essayer").click()
    expect(page.get_by_text(re.compile("Réponse : "))).to_be_visible()
    expect(page.get_by_text("enquete-qpv-cls-2025-resultats.xlsx").first).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # as Playwright takes it
        page.wait_for_timeout(500)  # its buttons change colour slowly
        assert violations(page) == []
    page.get_by_role("link", name="Revenir à l’administration").click()
    expect(page).to_have_url(re.compile("/administration"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_bench_is_shut_to_others(
    signed_in: Callable[..., Page], server: Server, visit: Callable[..., Page]
) -> None:
    """A stranger is shown the way in; a reader is told."""
    stranger = visit()
    stranger.goto(f"{server.url}/administration/banc")
    expect(stranger).to_have_url(re.compile("/connexion"))
    reader = signed_in("Odile", Right.READING)
    response = reader.request.get(f"{server.url}/administration/banc", headers={"Accept": "text/html"})
    assert response.status == 403
    assert "Votre compte n’a pas le droit" in response.text()
