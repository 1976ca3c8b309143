"""Every screen of the product, by whoever may open it: wide and narrow, light and dark.

Each is without a fault in the console, keeps within its width, and breaks no rule of axe-core. Pictures of all are kept
in the folder that `E2E_SCREENSHOTS` names.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from axe_tables import violations
from fastapi.routing import iter_route_contexts
from playwright.sync_api import expect

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.api.access import COOKIE
from assistant.api.app import create_app
from assistant.database.held import HeldDatabase
from indexer.settings import Settings
from ui.site.application import pages
from ui.site.visiting import House

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from playwright.sync_api import BrowserContext, Page

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str

    class Faults(Protocol):
        """Of `conftest.py`."""

        def watch(self, context: BrowserContext) -> None:
            """Listens."""


pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

READING, _TEAM, MAINTENANCE, ADMINISTRATION = Right
PASSWORD: Final = "quatre lampes vertes au grenier"
SOURCE: Final = "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf"
TABLE: Final = "enquetes/enquete-qpv-cls-2025-resultats.xlsx"
PICTURES: Final = os.environ.get("E2E_SCREENSHOTS", "")
LOOKS: Final = (((1280, 800), "light"), ((1280, 800), "dark"), ((390, 844), "dark"), ((390, 844), "light"))
NARROW: Final = (320, 640)
"""What 1280 pixels are once enlarged to 400 % (WCAG 2.2, 1.4.10)."""


@dataclass(frozen=True)
class Screen:
    """A page, and who opens it; nobody known where `right` is empty.

    Attributes:
        route: As the application has it.
        address: One of its addresses; the route itself where it takes nothing.
        asked: A question to be asked there first.
    """

    route: str
    right: Right | None = None
    address: str = ""
    asked: str = ""

    @property
    def name(self) -> str:
        """For the list of tests and the picture."""
        words = self.address or self.route + (f" {self.asked}" if self.asked else "")
        return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "accueil"


SCREENS: Final = (
    Screen("/"),
    Screen("/", asked="Qui signe un contrat local de santé ?"),
    Screen("/", asked="Quelle part des QPV dispose d’un ASV ?"),
    Screen("/", asked="Combien de piscines compte la ville de Brest ?"),
    Screen("/", READING),
    Screen("/conversations", READING),
    Screen("/ressources"),
    Screen("/ressources", address="/ressources?q=contrat+local"),
    Screen("/ressources", address="/ressources?q=introuvable+xyzxyz"),
    Screen("/ressources/passages"),
    Screen("/ressources/passages", address="/ressources/passages?q=contrat+local+de+sant%C3%A9"),
    Screen("/ressources/nouveautes"),
    Screen("/ressources/publications/{doc:path}", address=f"/ressources/publications/{SOURCE}"),
    Screen("/ressources/lire/{doc:path}", address=f"/ressources/lire/{SOURCE}?page=3"),
    Screen("/ressources/lire/{doc:path}", address=f"/ressources/lire/{TABLE}"),
    Screen("/connexion"),
    Screen("/bienvenue/{secret}", address="/bienvenue/lien-qui-a-servi"),
    Screen("/compte", READING),
    Screen("/aide"),
    Screen("/donnees-personnelles"),
    Screen("/accessibilite"),
    Screen("/{rest}", address="/adresse-qui-n-existe-pas"),
    Screen("/administration/comptes", ADMINISTRATION),
    Screen("/administration/cles", ADMINISTRATION),
    Screen("/administration/journal", ADMINISTRATION),
    Screen("/administration/avis", MAINTENANCE),
    Screen("/administration/usage", MAINTENANCE),
    Screen("/administration/index", MAINTENANCE),
    Screen("/administration/publications", MAINTENANCE),
    Screen("/administration/publications/ajouter", MAINTENANCE),
)
ELSEWHERE: Final = {
    "/favicon.ico": "a picture",
    "/administration": "goes to its first tab",
    "/administration/banc": "goes to Gradio's page: tests/e2e/test_members_browser.py",
    "/administration/avis/{number}": "tests/e2e/test_members_browser.py",
    "/connexion/oidc": "goes to another server",
    "/connexion/oidc/retour": "likewise",
    "/conversations/{conversation}": "tests/e2e/test_members_browser.py",
    "/reponses/{shared}": "tests/e2e/test_members_browser.py",
    "/reponses/{shared}/exporter": "a file",
    "/administration/sans-reponse/questions.csv": "a file",
    "/administration/index/generations/{name}": "tests/e2e/test_upkeep_browser.py",
    "/administration/index/travaux/{number}": "tests/e2e/test_upkeep_browser.py",
    "/administration/index/travaux/{number}/suivi": "part of that page",
    "/administration/publications/fiche/{identifier}": "tests/e2e/test_upkeep_browser.py",
    "/administration/publications/fiche/{identifier}/retirer": "tests/e2e/test_upkeep_browser.py",
    "/administration/publications/retirees/{key}": "tests/e2e/test_upkeep_browser.py",
    "/sollicitations": "goes to /sollicitations/",
    "/sollicitations/": "tests/e2e/test_staff_browser.py",
    "/sollicitations/relais": "tests/e2e/test_staff_browser.py",
    "/sollicitations/annuaire": "tests/e2e/test_staff_browser.py",
    "/sollicitations/annuaire/organisation": "tests/e2e/test_staff_browser.py",
    "/sollicitations/statistiques": "tests/e2e/test_staff_browser.py",
    "/sollicitations/publications": "tests/e2e/test_staff_browser.py",
    "/sollicitations/donnees": "tests/e2e/test_staff_browser.py",
    "/sollicitations/message/{reference}": "tests/e2e/test_staff_browser.py",
    "/sollicitations/statistiques.{suffix}": "a file",
    "/administration/sans-reponse": "tests/e2e/test_quality_browser.py",
    "/administration/qualite": "tests/e2e/test_quality_browser.py",
    "/administration/qualite/{code}": "tests/e2e/test_quality_browser.py",
    "/administration/evaluations": "tests/e2e/test_quality_browser.py",
    "/administration/evaluations/{stamp}": "tests/e2e/test_quality_browser.py",
    "/administration/sauvegarde": "tests/e2e/test_quality_browser.py",
}
"""Pages that another test opens, and addresses that are no page."""


def test_no_page_is_forgotten(tmp_path: Path) -> None:
    """Each that the application has is opened below, or is known to be looked at elsewhere."""
    settings = Settings(data_dir=tmp_path)
    made = pages(House(create_app(settings), settings))
    routes = {route.path for route in iter_route_contexts(made.routes) if "GET" in (route.methods or ())}
    assert routes - {screen.route for screen in SCREENS} == set(ELSEWHERE)


@pytest.fixture(scope="module")
def cookies(server: Server, data_dir: Path) -> dict[Right, str]:
    """Sessions on the server, by right."""
    accounts = Accounts(HeldDatabase.of(Settings(data_dir=data_dir)))
    for right in Right:
        if not accounts.list(f"ecran-{right}@exemple.fr").total:
            accounts.add(f"ecran-{right}@exemple.fr", f"Écran {right}", [right], by=NOBODY, password=PASSWORD)
    return {right: accounts.sign_in(f"ecran-{right}@exemple.fr", PASSWORD).cookie for right in Right}


@pytest.mark.parametrize("screen", SCREENS, ids=[f"{s.name}-{s.right or 'sans-compte'}" for s in SCREENS])
def test_a_screen_holds_for_everybody(
    screen: Screen,
    server: Server,
    faults: Faults,
    context_of: Callable[..., BrowserContext],
    cookies: dict[Right, str],
) -> None:
    """In both themes, on a desk and on a phone; narrower still, nothing leaves the page."""
    context = context_of(reduced_motion="reduce")
    faults.watch(context)
    if screen.right:
        context.add_cookies([{"name": COOKIE, "value": cookies[screen.right], "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}{screen.address or screen.route}", wait_until="load")
    if screen.route == "/{rest}" or screen.route.startswith("/bienvenue"):
        faults.expected("404")  # the page itself
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if screen.asked:
        box = page.get_by_role("textbox", name="Votre question")
        box.fill(screen.asked)
        box.press("Enter")
        expect(page.get_by_role("article").locator(".answer, .refusal, .calm").first).to_be_visible()
        expect(page.get_by_role("article").last).to_have_attribute("data-turn", "")  # whole
    if "/lire/" in screen.address and screen.address.split("?")[0].endswith(".pdf"):
        page.locator("canvas").first.wait_for()
    for size, theme in LOOKS:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of its words
        assert violations(page) == [], f"{size[0]} px, {theme}"
        assert _overflow(page) == 0, f"{size[0]} px"
        if PICTURES:
            kept = Path(PICTURES) / "ecrans" / f"{screen.name}-{screen.right or 'sans-compte'}-{size[0]}-{theme}.png"
            page.screenshot(path=kept, full_page=True)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    assert _overflow(page) == 0


def _overflow(page: Page) -> int:
    """Pixels that the page is wider than its window."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
