"""The staff's pages as the staff uses them, in Chromium, against `reperes serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from assistant.accounts.rights import NOBODY
from assistant.accounts.store import Accounts
from assistant.database.held import HeldDatabase
from indexer.french import without_accents
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    from playwright.sync_api import BrowserContext

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str
        log: Path


pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

PASSWORD = "quatre lampes vertes au grenier"
DESKTOP = (1280, 800)
PHONE = (390, 844)
SMALL = (360, 740)

MAIL = (
    "De : Solène Arnoux <s.arnoux@cc-val.exemple.fr>\nObjet : {subject}\nDate : lundi 2 mars 2026\n\n"
    "Bonjour,\n\n{words}\n\nMerci d’avance,\nSolène Arnoux\nCoordinatrice du contrat local de santé\n"
)
QUESTION = "Comment évaluer notre contrat local de santé à Creil ? Auriez-vous une publication à nous conseiller ?"


@pytest.fixture
def enter(server: Server, data_dir: Path, context_of: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Comes in as a member of the staff; what goes wrong in the browser's console fails the test."""

    def entered(name: str = "Camille", size: tuple[int, int] = DESKTOP) -> Page:
        page = context_of(size).new_page()
        page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
        page.on("console", lambda line: line.type == "error" and pytest.fail(f"console: {line.text}"))
        page.goto(f"{server.url}/sollicitations/")
        sign_in(page, account(data_dir, name))
        expect(page.get_by_role("heading", name="À traiter", level=1)).to_be_visible()
        return page

    return entered


def account(data_dir: Path, name: str) -> str:
    """The login of somebody of the team, whose account is made the first time."""
    held = HeldDatabase.of(Settings(data_dir=data_dir))
    accounts, login = Accounts(held), f"{without_accents(name).lower()}@exemple.fr"
    if not accounts.list(login).total:
        accounts.add(login, name, ["equipe"], by=NOBODY, password=PASSWORD)
    held.close()
    return login


def sign_in(page: Page, login: str) -> None:
    """On the page of the way in."""
    page.get_by_label("Adresse électronique").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def paste(page: Page, subject: str, words: str = QUESTION) -> None:
    """Pastes a message, which opens."""
    texts = page.get_by_label("Ou le texte d’un message")
    if not texts.is_visible():
        page.get_by_text("Déposer ou coller un message").click()
    texts.fill(MAIL.format(subject=subject, words=words))
    page.get_by_role("button", name="Trier").click()
    expect(page.get_by_role("heading", name="Le message")).to_be_visible()


def ready(page: Page) -> None:
    """Waits for the page's script: it shows the button of the shortcuts."""
    expect(page.get_by_role("button", name="Raccourcis")).to_be_visible()


def test_a_message_is_pasted_read_answered(enter: Callable[..., Page]) -> None:
    """Who wrote is hidden until asked; the answer is told as sent, and the queue has it no more."""
    page = enter()
    paste(page, "Évaluer un CLS")
    expect(page.get_by_role("heading", name="Ce qui a été compris")).to_be_visible()
    expect(page.locator(".mail")).not_to_contain_text("s.arnoux@")
    page.get_by_role("button", name="Montrer les données personnelles").click()
    expect(page.locator(".mail")).to_contain_text("s.arnoux@cc-val.exemple.fr")
    page.get_by_label("Brouillon").fill("Bonjour, voici de quoi commencer.")
    page.get_by_role("button", name="Marquer comme répondu").click()
    expect(page.get_by_role("status")).to_contain_text("Rien n’a été envoyé par le logiciel")
    page.get_by_role("link", name="À traiter").first.click()
    expect(page.get_by_role("heading", name="À traiter", level=1)).to_be_visible()
    expect(page.get_by_text("« Évaluer un CLS »")).to_have_count(0)


def test_a_file_dropped_on_the_page_is_triaged(enter: Callable[..., Page]) -> None:
    """Anywhere on the page."""
    page = enter()
    ready(page)
    letter = "From: a@exemple.fr\\nSubject: Offre de stage CLS\\n\\nMerci de relayer cette offre de stage."
    page.evaluate(
        f"""() => {{
          const carried = new DataTransfer();
          carried.items.add(new File(["{letter}"], "offre.eml", {{ type: "message/rfc822" }}));
          for (const kind of ["dragover", "drop"])
            document.body.dispatchEvent(
              new DragEvent(kind, {{ dataTransfer: carried, bubbles: true, cancelable: true }}));
        }}"""
    )
    expect(page.get_by_role("heading", name="Le message")).to_be_visible()
    expect(page.locator(".mail")).to_contain_text("Offre de stage CLS")


def test_the_keyboard_goes_through_the_queue(enter: Callable[..., Page]) -> None:
    """j, e, Enter, r, u, ?, and none of them while somebody is writing."""
    page = enter("Inès")
    paste(page, "Atelier santé ville", "Qui finance les ateliers santé ville ?")
    ready(page)
    page.keyboard.press("r")
    expect(page.get_by_label("Brouillon")).to_be_focused()
    page.keyboard.type("?a")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("status")).to_contain_text("Le brouillon est enregistré")
    ready(page)
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="À traiter", level=1)).to_be_visible()
    rows = page.locator("[data-row]")
    expect(rows.first).to_be_visible()
    ready(page)
    page.keyboard.press("j")
    expect(rows.first.get_by_role("link")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("status")).to_contain_text("L’attribution est enregistrée")
    expect(rows.first).to_contain_text("Inès")
    ready(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Le message")).to_be_visible()


def test_pages_fit_a_phone_and_have_their_landmarks(enter: Callable[..., Page]) -> None:
    """At 390 and 360 pixels nothing overflows; banner, navigation, main, contentinfo, one first title."""
    for size in (PHONE, SMALL):
        page = enter(size=size)
        paste(page, f"Une question au sujet du diagnostic partagé {size[0]}")
        addresses = [page.url]
        addresses += [page.url.split("/message")[0] + path for path in ("/", "/relais", "/annuaire", "/statistiques")]
        for address in addresses:
            page.goto(address)
            for role in ("banner", "main", "contentinfo"):
                expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]  # three of its names
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_a_stranger_is_led_to_the_way_in_and_back(
    server: Server, data_dir: Path, context_of: Callable[..., BrowserContext]
) -> None:
    """To the page that they wanted; out again, nothing is left to see."""
    page = context_of().new_page()
    page.goto(f"{server.url}/sollicitations/annuaire")
    expect(page.get_by_role("heading", name="Se connecter", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Sollicitations")).to_have_count(0)
    sign_in(page, account(data_dir, "Camille"))
    expect(page.get_by_role("heading", name="Annuaire", level=1)).to_be_visible()
    page.get_by_role("button", name="Quitter").click()
    expect(page.get_by_role("status").filter(has_text="Vous êtes déconnecté·e")).to_be_visible()
    page.goto(f"{server.url}/sollicitations/annuaire")
    expect(page.get_by_role("heading", name="Se connecter", level=1)).to_be_visible()
