"""The publications kept up to date from the pages, in Chromium against a `reperes serve` of its own: jobs are real."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from axe_tables import violations
from conftest import serving
from hostile.pdf import page as pdf
from hostile.pdf import show
from playwright.sync_api import Page, expect

from assistant.accounts.rights import NOBODY, Right
from assistant.accounts.store import Accounts
from assistant.api.access import COOKIE
from assistant.database.held import HeldDatabase
from indexer.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Protocol

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str

    class Faults(Protocol):
        """Of `conftest.py`."""

        def expected(self, *words: str) -> None:
            """Forgives."""


pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]  # real indexings, each by a process that loads the model

PASSWORD = "quatre lampes vertes au grenier"
JOB_MS = 300_000
WIDTHS = (1280, 390, 320)
TITLE = "La permanence de soins de Lodève"
NOTE = pdf(
    show("La permanence de soins de Lodève", 720)
    + show("À Lodève, la permanence d’accès aux soins ouvre chaque mardi de 9 h à 12 h.", 690)
    + show("Elle a reçu 214 personnes en 2025, dont la moitié sans médecin traitant.", 670)
)


@pytest.fixture(scope="module")
def own_data(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the index: these tests change what is served."""
    return shutil.copytree(data_dir, tmp_path_factory.mktemp("upkeep") / "data")


@pytest.fixture(scope="module")
def server(own_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`reperes serve` over that copy, in the place of everybody else's."""
    with serving(own_data, tmp_path_factory.mktemp("server") / "server.log") as started:
        yield started


@pytest.fixture
def keeper(server: Server, own_data: Path, visit: Callable[..., Page]) -> Callable[..., Page]:
    """A page of somebody who looks after the publications."""

    def entered(**more: object) -> Page:
        held = HeldDatabase.of(Settings(data_dir=own_data))
        accounts, login = Accounts(held), "zoe@exemple.fr"
        if not accounts.list(login).total:
            accounts.add(login, "Zoé", [Right.MAINTENANCE], by=NOBODY, password=PASSWORD)
        cookie = accounts.sign_in(login, PASSWORD).cookie
        held.close()
        page = visit(**more)
        page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.url}])
        page.goto(f"{server.url}/administration")
        expect(page.get_by_role("heading", name="Index", level=1)).to_be_visible()
        return page

    return entered


def reindexed(page: Page, button: str) -> None:
    """Asks for an indexing and follows it to its report, without leaving or reloading the page."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="Indexation", level=1)).to_be_visible()
    said = page.locator("[data-said-here]")
    expect(said).to_have_text(re.compile("En cours"), timeout=JOB_MS)
    expect(said).to_have_text("Terminé", timeout=JOB_MS)
    expect(page.get_by_role("heading", name="Compte rendu")).to_be_visible()
    expect(page.get_by_role("button", name="Arrêter ce travail")).to_have_count(0)


def counted(page: Page, label: str) -> str:
    """A figure of a report."""
    return page.locator(".totals div").filter(has_text=label).locator("dd").inner_text()


def fits(page: Page) -> None:
    """Whatever the width, nothing overflows; axe-core finds nothing to say."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # two of its names
        assert violations(page) == [], (page.url, scheme)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})


def in_library(page: Page, server: Server, *, there: bool) -> None:
    """Whether readers find the publication."""
    page.goto(f"{server.url}/ressources?q=permanence+Lodève")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(1 if there else 0)


def add(page: Page) -> None:
    """Sends the file, after one that is refused."""
    page.get_by_role("link", name="Publications", exact=True).click()
    fits(page)
    page.get_by_role("link", name="Ajouter des publications").click()
    fits(page)
    files = page.get_by_label("Fichiers")
    files.set_input_files({"name": "n.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="type non pris en charge")).to_be_visible()
    fits(page)
    files.set_input_files({"name": "permanence-lodeve.pdf", "mimeType": "application/pdf", "buffer": NOTE})
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="La publication est ajoutée")).to_be_visible()
    fits(page)


def describe(page: Page) -> None:
    """Fills in the sheet, first with a date that is none: what was typed stays."""
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Type de publication").select_option(label="Fiche expérience")
    date = page.get_by_label("Date de publication")
    date.fill("mai 2026")
    page.get_by_label("Accès aux soins et offre de santé").check()
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(date).to_have_accessible_description(re.compile("Une date est attendue"))
    expect(page.get_by_label("Titre")).to_have_value(TITLE)
    expect(page.get_by_label("Accès aux soins et offre de santé")).to_be_checked()
    fits(page)
    date.fill("2026-05-19")
    page.get_by_role("button", name="Enregistrer la fiche").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def withdraw(page: Page) -> None:
    """From its sheet, with a reason."""
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("servie", exact=True)).to_be_visible()
    page.get_by_role("link", name="Retirer cette publication").click()
    fits(page)
    page.get_by_label("Motif").fill("chiffres erronés")
    page.get_by_role("button", name="Retirer cette publication").click()
    expect(page.get_by_role("status").filter(has_text="La publication est retirée")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="chiffres erronés")).to_be_visible()
    fits(page)


def go_back(page: Page) -> None:
    """To the generation before, after seeing what that changes."""
    fits(page)
    page.get_by_role("link", name="Revenir à cette génération").first.click()
    expect(page.get_by_text("Seraient de nouveau servies")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Revenir à cette génération").click()
    expect(page.get_by_role("status").filter(has_text="Cette génération est en service")).to_be_visible()


def test_a_publication_comes_is_served_goes_and_comes_back(
    keeper: Callable[..., Page], server: Server, faults: Faults
) -> None:
    """Sent, described, indexed with its progress followed, found by readers; withdrawn; back with a former index."""
    page, publications = keeper(), f"{server.url}/administration/publications"
    fits(page)
    add(page)
    describe(page)
    faults.expected("422")
    in_library(page, server, there=False)
    page.goto(publications)
    expect(page.get_by_text("1 publication attend la réindexation")).to_be_visible()
    reindexed(page, "Réindexer maintenant")
    assert (counted(page, "Ajoutées"), counted(page, "En échec")) == ("1", "0")
    fits(page)
    in_library(page, server, there=True)
    page.goto(f"{publications}?q=lodève")
    withdraw(page)
    in_library(page, server, there=True)
    page.goto(publications)
    reindexed(page, "Réindexer maintenant")
    assert counted(page, "Retirées") == "1"
    in_library(page, server, there=False)
    page.goto(f"{server.url}/administration/index")
    go_back(page)
    in_library(page, server, there=True)
    page.goto(f"{publications}?vue=retirees")
    page.get_by_role("link", name=TITLE).click()
    fits(page)
    page.get_by_role("button", name="Remettre cette publication").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def test_without_a_script_a_job_is_asked_for_followed_and_stopped(keeper: Callable[..., Page]) -> None:
    """The page is asked for again by a link; the job tells that it was stopped, and nothing has changed."""
    page = keeper(java_script_enabled=False)
    serves = page.locator("dt", has_text="Génération").locator("+ dd").inner_text()
    page.get_by_role("button", name="Réindexer", exact=True).click()
    expect(page.get_by_role("heading", name="Indexation", level=1)).to_be_visible()
    page.get_by_role("link", name="Actualiser").click()
    page.get_by_role("button", name="Arrêter ce travail").click()
    expect(page.get_by_role("status").filter(has_text="L’arrêt est demandé")).to_be_visible()
    for _ in range(120):
        if page.get_by_text("Ce travail a été arrêté").count():
            break
        page.get_by_role("link", name="Actualiser").click()
        page.wait_for_timeout(1000)
    expect(page.get_by_text("Ce travail a été arrêté")).to_be_visible()
    page.get_by_role("link", name="Revenir à l’index").click()
    expect(page.locator("dt", has_text="Génération").locator("+ dd")).to_have_text(serves)
