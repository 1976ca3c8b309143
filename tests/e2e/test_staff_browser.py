"""The staff's pages as the staff uses them, in Chromium, against `reperes serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_tables import violations
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

    from playwright.sync_api import BrowserContext, ConsoleMessage

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str
        log: Path


pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

PASSWORD = "quatre lampes vertes au grenier"
DESKTOP = (1280, 800)
PHONE = (390, 844)
SMALL = (360, 740)
NARROW = (320, 640)
"""A laptop's page at 400 %."""
PAGES = (
    "/",
    "/?categorie=B2",
    "/relais",
    "/annuaire",
    "/annuaire/organisation",
    "/statistiques",
    "/publications",
    "/donnees",
)
SMALL_TARGETS = """() => [...document.querySelectorAll("main :is(button, .button, select, summary, label.tick, .tabs a, .crumbs a, .links a, .chip, input:not([type=checkbox], [type=radio]))")]
    .filter((one) => one.offsetParent && !one.matches("[type=hidden]"))
    .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 80)])
    .filter(([box]) => box.width < 24 || box.height < 24)
    .map(([box, name]) => `${name} ${box.width}×${box.height}`)"""
"""What is clicked and is smaller than 24 px (WCAG 2.2, 2.5.8)."""

MAIL = (
    "De : Solène Arnoux <s.arnoux@cc-val.exemple.fr>\nObjet : {subject}\nDate : lundi 2 mars 2026\n\n"
    "Bonjour,\n\n{words}\n\nMerci d’avance,\nSolène Arnoux\nCoordinatrice du contrat local de santé\n"
)
QUESTION = "Comment évaluer notre contrat local de santé à Creil ? Auriez-vous une publication à nous conseiller ?"
WEBINAR = (
    "Pourriez-vous relayer dans votre lettre notre webinaire sur la santé mentale des jeunes, le 9 avril 2027 à Lille ? "
    "Inscription avant le 2 avril : https://exemple.fr/webinaire"
)
COLLOQUIES = {
    "light": "Pourriez-vous annoncer dans votre lettre notre colloque sur l’habitat indigne, le 12 mai 2027 à Nantes ? "
    "Le programme : https://exemple.fr/habitat",
    "dark": "Nous organisons à Metz, le 3 juin 2027, une journée sur la santé des aidant·es. Merci de la relayer dans votre "
    "prochaine lettre d’information : https://exemple.fr/aidantes",
}
"""Two: a message that comes again stands once among the relays."""
DISTRESS = "Je ne vois plus d’issue, je pense à en finir. Je suis seule depuis que le CMP a fermé et je n’ai personne à qui parler."


@pytest.fixture
def enter(server: Server, data_dir: Path, context_of: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Comes in as a member of the staff; what goes wrong in the browser's console fails the test, unless it is meant."""

    def entered(name: str = "Camille", size: tuple[int, int] = DESKTOP, meant: tuple[str, ...] = ()) -> Page:
        def heard(line: ConsoleMessage) -> None:
            if line.type == "error" and not any(words in line.text for words in meant):
                pytest.fail(f"console: {line.text}")

        page = context_of(size).new_page()
        page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
        page.on("console", heard)
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


def told(page: Page, words: str) -> None:
    """Waits for what a page says was done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def ready(page: Page) -> None:
    """Waits for the page's script: it shows the button of the shortcuts."""
    expect(page.get_by_role("button", name="Raccourcis")).to_be_visible()


def test_a_message_is_pasted_read_answered(enter: Callable[..., Page]) -> None:
    """Who wrote is hidden until asked; the answer is told as sent, and the queue has it no more."""
    page = enter()
    paste(page, "Évaluer un CLS")
    expect(page.get_by_role("heading", name="Ce qui a été compris")).to_be_visible()
    expect(page.locator(".mail")).not_to_contain_text("s.arnoux@")
    page.get_by_role("link", name="Montrer les données personnelles").click()
    expect(page.locator(".mail")).to_contain_text("s.arnoux@cc-val.exemple.fr")
    page.get_by_label("Brouillon").fill("Bonjour, voici de quoi commencer.")
    page.get_by_role("button", name="Marquer comme répondu").click()
    told(page, "Rien n’a été envoyé par le logiciel")
    page.get_by_role("navigation", name="Sollicitations").get_by_role("link", name="À traiter").click()
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
    told(page, "Le brouillon est enregistré")
    ready(page)
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="À traiter", level=1)).to_be_visible()
    rows = page.locator("[data-row]")
    expect(rows.first).to_be_visible()
    ready(page)
    page.keyboard.press("j")
    expect(rows.first.get_by_role("link")).to_be_focused()
    page.keyboard.press("e")
    told(page, "L’attribution est enregistrée")
    expect(rows.first).to_contain_text("Inès")
    ready(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Le message")).to_be_visible()


def test_shortcuts_can_be_turned_off(enter: Callable[..., Page]) -> None:
    """In this browser, for good, until they are turned on again: whoever speaks to their computer is not led astray."""
    page = enter("Inès")
    paste(page, "Des raccourcis", "Qui anime un contrat local de santé mentale ?")
    ready(page)
    page.keyboard.press("?")
    page.get_by_label("Raccourcis actifs dans ce navigateur").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    ready(page)
    page.keyboard.press("r")
    expect(page.get_by_label("Brouillon")).not_to_be_focused()
    page.get_by_role("button", name="Raccourcis").click()
    page.get_by_label("Raccourcis actifs dans ce navigateur").check()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("Brouillon")).to_be_focused()


def test_a_draft_is_copied(enter: Callable[..., Page]) -> None:
    """As it stands in its field, by a button that says so."""
    page = enter()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    paste(page, "À copier", "Comment financer un atelier santé ville ?")
    page.get_by_label("Brouillon").fill("Bonjour, voici.")
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Bonjour, voici."
    page.get_by_role("button", name="Enregistrer le brouillon").click()


def test_a_message_is_treated_without_a_script(
    server: Server, data_dir: Path, context_of: Callable[..., BrowserContext]
) -> None:
    """Pasted, taken, answered, taken up again, and several archived at once, by plain forms."""
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/sollicitations/")
    sign_in(page, account(data_dir, "Camille"))
    paste(page, "Sans script", "Où trouver des chiffres sur les contrats locaux de santé ?")
    expect(page.get_by_role("button", name="Copier")).to_be_hidden()
    page.get_by_role("button", name="Prendre en charge").click()
    told(page, "Vous avez pris ce message en charge")
    page.get_by_role("button", name="Marquer comme répondu").click()
    told(page, "Rien n’a été envoyé par le logiciel")
    page.get_by_role("button", name="Reprendre").click()
    told(page, "de nouveau à traiter")
    page.get_by_role("link", name="À traiter").first.click()
    page.get_by_label("Choisir S-").first.check()
    page.get_by_role("button", name="Archiver").click()
    told(page, "C’est archivé")


def test_a_publication_opens_in_the_reader(enter: Callable[..., Page]) -> None:
    """On the sentence to send, in a window of its own: the draft stays as it is."""
    page = enter()
    paste(page, "Une publication à lire")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Ouvrir").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Lecture de")


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_kept_out(enter: Callable[..., Page], theme: str) -> None:
    """On no screen has axe-core anything to say, whatever the theme, on a wide screen and on the narrowest."""
    page = enter()
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of its names
    base = page.url.rstrip("/")
    paste(page, f"Webinaire {theme}", WEBINAR)
    screens = {"an event": page.url}
    page.goto(f"{base}/")
    paste(page, f"Au secours {theme}", DISTRESS)
    screens["a distress"] = page.url
    expect(page.get_by_role("heading", name="À ne pas faire").first).to_be_visible()
    page.goto(f"{base}/annuaire")
    page.get_by_role("button", name="Ajouter les organisations fournies").click()
    screens |= {path: f"{base}{path}" for path in PAGES}
    faults = []
    for size in (DESKTOP, NARROW):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for name, address in screens.items():
            page.goto(address)
            page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")
            faults += [f"{name}, {size[0]} px: {told}" for told in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > size[0]:
                faults.append(f"{name} is wider than {size[0]} px")
            faults += [f"{name}, {size[0]} px: {small}" for small in page.evaluate(SMALL_TARGETS)]
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_answers_to_forms_keep_nobody_out(enter: Callable[..., Page], theme: str) -> None:
    """What a form leads to: a list ready for the newsletter, somebody's data, what somebody else changed, a refusal."""
    page = enter(size=PHONE, meant=("status of 409", "status of 422"))
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    base = page.url.rstrip("/")
    paste(page, f"Un colloque {theme}", COLLOQUIES[theme])
    message, version = page.url, page.locator("#reponse [name=version]")
    stale = version.input_value()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    told(page, "Le brouillon est enregistré")
    version.evaluate("(field, before) => { field.value = before }", stale)
    page.get_by_label("Brouillon").fill("Mes mots à moi.")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_role("heading", name="Modifié entre-temps")).to_be_visible()
    expect(page.get_by_label("Brouillon", exact=True)).to_have_value("Mes mots à moi.")
    assert violations(page) == []
    page.goto(message)
    page.get_by_text("Corriger", exact=True).click()
    page.get_by_label("Autre territoire").fill("Xyzzyville")
    page.get_by_role("button", name="Enregistrer les corrections").click()
    expect(page.get_by_role("alert").filter(has_text="Aucun territoire ne porte le nom")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{base}/relais")
    page.get_by_role("checkbox", name=f"Un colloque {theme}").check()
    page.get_by_role("button", name="Préparer la liste").click()
    expect(page.get_by_role("heading", name="La liste, prête à reprendre")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{base}/donnees")
    page.get_by_label("Nom ou adresse de courriel").fill("Solène Arnoux")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="Remettre une copie")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


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
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status").filter(has_text="Vous êtes déconnecté·e")).to_be_visible()
    page.goto(f"{server.url}/sollicitations/annuaire")
    expect(page.get_by_role("heading", name="Se connecter", level=1)).to_be_visible()
