"""The page as its visitors use it, in Chromium, against a server of its own."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    from playwright.sync_api import BrowserContext

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str
        log: Path

    Visit = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]
"""The first of them waits for the whole corpus to be indexed: minutes, on a busy machine."""

DESKTOP = (1280, 800)
PHONE = (390, 844)

ASV = "Quelle part des QPV dispose d’un ASV ?"
SINCE = "Depuis quand existent les ateliers santé ville ?"
SIGNERS = "Qui signe un contrat local de santé ?"
UNANSWERABLE = "Combien de piscines compte la ville de Brest ?"
HOSTILE = "Un ASV <script>window.hacked = 1</script><img src=x onerror=window.hacked=1> **gras** ?"


def ask(page: Page, question: str) -> None:
    """Types a question, sends it with Enter and waits for what it gets."""
    turns = page.get_by_role("article").count()
    box = page.get_by_label("Votre question")
    box.fill(question)
    box.press("Enter")
    expect(page.get_by_role("article")).to_have_count(turns + 1)
    expect(page.get_by_role("article").last.locator(".answer, .refusal, .calm")).to_be_visible()


def test_an_answer_quotes_and_cites(visit: Visit) -> None:
    """A question gets quoted sentences, each with its number, and a panel with their sources."""
    page = visit()
    ask(page, ASV)
    turn = page.get_by_role("article", name=ASV)
    expect(turn.get_by_text("Nos publications l’écrivent")).to_be_visible()
    expect(turn.locator(".answer")).to_contain_text("40 %")
    expect(turn.get_by_role("link", name=re.compile("^Source 1"))).to_have_text("[1]")
    panel = turn.get_by_role("complementary", name="Sources de la réponse")
    expect(panel.locator("mark").first).to_be_visible()
    expect(page.get_by_label("Votre question")).to_have_value("")


def test_a_filter_heard_is_shown_and_taken_back_by_keyboard(visit: Visit) -> None:
    """The chip says what it does; without it the same question is answered again, in its place, and has the focus."""
    page = visit(PHONE)
    asked = "Que dit un avis du CNV publié en 2025 sur les associations ?"
    ask(page, asked)
    turn = page.get_by_role("article")
    chips = turn.get_by_role("list", name="Filtres compris").get_by_role("listitem")
    expect(chips).to_have_count(2)
    turn.get_by_role("button", name=re.compile("Enlever « Parution")).focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(1)
    expect(turn).to_have_count(1)
    expect(turn.get_by_role("heading", name=asked)).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_a_number_leads_to_its_card_and_back(visit: Visit) -> None:
    """[1] highlights and focuses its card; « Retour à la réponse » comes back to [1]. Keyboard only."""
    page = visit()
    ask(page, ASV)
    number = page.get_by_role("link", name=re.compile("^Source 1"))
    number.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card.current")
    expect(card).to_have_count(1)
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    expect(card.locator("mark.current").first).to_be_visible()
    back = card.get_by_role("link", name="Retour à la réponse")
    back.focus()
    page.keyboard.press("Enter")
    expect(number).to_be_focused()
    expect(page.locator(".card.current")).to_have_count(0)


def test_a_source_opens_at_its_page(visit: Visit, server: Server) -> None:
    """The first quotation's link gives a PDF and names the page on which these words stand."""
    page = visit()
    ask(page, SINCE)
    card = page.get_by_role("complementary", name="Sources de la réponse").get_by_role("listitem").first
    link = card.get_by_role("link", name=re.compile(r"^Ouvrir à la page \d+"))
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
    address, number = re.split("#page=", urljoin(server.url + "/", str(link.get_attribute("href"))))
    with urlopen(address) as response:
        assert response.headers["content-type"] == "application/pdf"
        content = io.BytesIO(response.read())
    opened = PdfReader(content).pages[int(number) - 1].extract_text()
    quote = str(page.locator(".answer p").filter(has_text="«").first.inner_text()).split("»")[0].strip("« \u00a0")
    assert bare(quote) in bare(opened)


def bare(text: str) -> str:
    """Letters, figures and signs only: white space and hyphens at line ends aside."""
    return re.sub(r"[\s\u00ad\u200b‐-]", "", unicodedata.normalize("NFKC", text))


def test_an_example_asks_itself(visit: Visit) -> None:
    """A click on an example question answers it, and the examples make room."""
    page = visit()
    page.get_by_role("button", name=SIGNERS).click()
    expect(page.get_by_role("article", name=SIGNERS).locator(".answer")).to_be_visible()
    expect(page.get_by_role("button", name=ASV)).to_be_hidden()


def test_on_a_phone_sources_stand_below_the_answer(visit: Visit) -> None:
    """At 390 pixels nothing scrolls sideways, and the panel comes after the answer."""
    page = visit(PHONE)
    ask(page, ASV)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    # Both in one look: the page is still scrolling to the answer.
    answer_ends, panel_starts = page.evaluate(
        "[document.querySelector('.answer').getBoundingClientRect().bottom,"
        " document.querySelector('aside').getBoundingClientRect().top]"
    )
    assert panel_starts >= answer_ends


def test_on_a_desktop_sources_stand_beside_the_answer(visit: Visit) -> None:
    """At 1280 pixels the panel is on the right."""
    page = visit(DESKTOP)
    ask(page, ASV)
    answer = page.locator(".answer").bounding_box()
    panel = page.get_by_role("complementary", name="Sources de la réponse").bounding_box()
    assert answer
    assert panel
    assert panel["x"] >= answer["x"] + answer["width"]


@pytest.mark.parametrize("locale", ["fr-FR", "en-US"])
def test_nothing_is_asked_of_anybody_else(
    context_of: Callable[..., BrowserContext], server: Server, locale: str
) -> None:
    """The page, an answer, the help: every request goes to the server. And it is French for every browser."""
    page = context_of(DESKTOP, locale).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    ask(page, ASV)
    page.get_by_role("button", name="Aide").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_timeout(1000)
    assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.title() == "Repères"
    expect(page.locator("footer").filter(visible=True)).to_have_count(1)
    expect(page.get_by_role("contentinfo")).to_contain_text("Aucun traceur")


def test_an_unanswerable_question_is_refused_clearly(visit: Visit) -> None:
    """A refusal has a title that says so, no quotation, and ways to go on."""
    page = visit()
    ask(page, UNANSWERABLE)
    turn = page.get_by_role("article", name=UNANSWERABLE)
    expect(turn.get_by_role("heading", name="Pas de réponse dans nos publications")).to_be_visible()
    expect(turn.get_by_role("complementary", name="Publications les plus proches")).to_be_visible()
    expect(turn.locator(".answer")).to_have_count(0)


def test_a_person_in_distress_sees_whom_to_call(visit: Visit) -> None:
    """Numbers that can be dialled, and not one publication."""
    page = visit()
    ask(page, "J’ai envie de mourir")
    turn = page.get_by_role("article").last
    expect(turn.get_by_role("link", name=re.compile("3114"))).to_have_attribute("href", "tel:3114")
    expect(turn.get_by_role("complementary")).to_have_count(0)


def test_two_visitors_keep_their_own_conversation(visit: Visit) -> None:
    """Asking at the same time, each reads their own answers, and goes on from them."""
    one, other = visit(), visit()
    for page, question in ((one, ASV), (other, SIGNERS)):
        page.get_by_label("Votre question").fill(question)
    for page in (one, other):
        page.get_by_label("Votre question").press("Enter")
    for page in (one, other):
        expect(page.locator(".answer")).to_be_visible()
        ask(page, "Et les habitant·es ?")
    expect(one.get_by_role("article", name=ASV)).to_be_visible()
    expect(one.get_by_role("article", name=SIGNERS)).to_have_count(0)
    expect(other.get_by_role("article", name=SIGNERS)).to_be_visible()
    expect(other.get_by_role("article", name=ASV)).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "told"), [("", "La question est vide"), ("a" * 5000, "La question compte 5000 caractères")]
)
def test_a_question_that_cannot_be_asked_is_told_in_french(visit: Visit, typed: str, told: str) -> None:
    """A notice in the page, the text still in the box, nothing in the conversation."""
    page = visit()
    page.get_by_label("Votre question").fill(typed)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(page.get_by_label("Votre question")).to_have_value(typed)
    expect(page.get_by_role("article")).to_have_count(0)


def test_a_new_conversation_starts_from_nothing(visit: Visit) -> None:
    """« Nouvelle conversation » clears the turns and brings the examples back, with the box ready."""
    page = visit()
    ask(page, ASV)
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("button", name=SIGNERS)).to_be_visible()
    expect(page.get_by_label("Votre question")).to_be_focused()


def test_what_is_typed_stays_text(visit: Visit) -> None:
    """HTML and Markdown in a question are shown as typed, and run nothing."""
    page = visit()
    ask(page, HOSTILE)
    expect(page.get_by_role("article").last.get_by_role("heading").first).to_contain_text("<script>")
    expect(page.get_by_role("article").last.get_by_role("heading").first).to_contain_text("**gras**")
    assert page.evaluate("window.hacked") is None


def test_a_lost_server_is_told_in_french(visit: Visit) -> None:
    """Gradio's English message is replaced by ours."""
    page = visit()
    ask(page, ASV)
    page.context.set_offline(True)
    page.get_by_label("Votre question").fill("Et ensuite ?")
    page.get_by_label("Votre question").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="La connexion avec le serveur est interrompue")).to_be_visible()
    expect(page.get_by_text("Connection to the server")).to_be_hidden()


def test_the_page_has_landmarks_and_a_skip_link(visit: Visit) -> None:
    """Banner, main, contentinfo, navigation, one first title; the first tab stop leads to the question."""
    page = visit(PHONE)  # where the question box does not take the focus
    for role in ("banner", "main", "contentinfo", "navigation"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Repères")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller à la question")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Votre question")).to_be_focused()
