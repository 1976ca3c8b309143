"""A reader at the page: what the tests of the conversation type, wait for and look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

Visit = Callable[..., Page]


class Server(Protocol):
    """Of `conftest.py`."""

    url: str


class Faults(Protocol):
    """Of `conftest.py`."""

    def expected(self, *words: str) -> None:
        """Forgives."""


DESKTOP = (1280, 800)
PHONE = (390, 844)
ATTEMPTS, RETRY_SECONDS = 20, 15
"""Times that a question is put again while what may follow it is still being verified, and seconds between two."""
NARROW = (320, 640)
"""What 1280 pixels are once enlarged to 400 % (WCAG 2.2, 1.4.10)."""

ASV = "Quelle part des QPV dispose d’un ASV ?"
SINCE = "Depuis quand existent les ateliers santé ville ?"
SIGNERS = "Qui signe un contrat local de santé ?"
COMPARED = "Quelle différence entre un CLS et un CLSM ?"
EQUITY = "Que montre le débat des ARS sur l’équité territoriale ?"
OPINION = "Que dit un avis du CNV publié en 2025 sur les associations ?"
FOLLOW_UP = "Et les habitant·es ?"
PROJECTS = "Combien de PAT en France ?"
UNANSWERABLE = "Combien de piscines compte la ville de Brest ?"
HOSTILE = "Un ASV <script>window.hacked = 1</script><img src=x onerror=window.hacked=1> **gras** ?"


def box(page: Page) -> Locator:
    """Where a question is typed."""
    return page.get_by_role("textbox", name="Votre question")


def turns(page: Page) -> Locator:
    """Questions with their answers."""
    return page.get_by_role("article")


def ask(page: Page, question: str) -> Locator:
    """Types a question, sends it with Enter, and waits for what it gets."""
    before = turns(page).count()
    box(page).fill(question)
    box(page).press("Enter")
    expect(turns(page)).to_have_count(before + 1)
    return answered(turns(page).last)


def answered(turn: Locator) -> Locator:
    """A turn, once it is whole."""
    expect(turn).to_have_attribute("data-turn", "")
    expect(turn.locator(".answer, .refusal, .calm").first).to_be_visible()
    return turn


def examples(page: Page) -> Locator:
    """Questions to begin with: those of this index that were verified first, so no test knows them."""
    return page.locator("[data-welcome] [data-next]")


def fits(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width <= 0


def bare(text: str) -> str:
    """Letters, figures and signs only: white space and hyphens at line ends aside."""
    return re.sub(r"[\s\u00ad\u200b‐-]", "", unicodedata.normalize("NFKC", text))


def sent(page: Page, question: str) -> dict[str, object]:
    """Asks, and gives what the page sends."""
    with page.expect_request("**/demander") as asking:
        ask(page, question)
    told: dict[str, object] = asking.value.post_data_json
    return told
