"""An answer, its sources and refusals as readers see them, in Chromium; any fault of a page fails the test."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from talk import (
    ASV,
    COMPARED,
    DESKTOP,
    EQUITY,
    HOSTILE,
    NARROW,
    PHONE,
    SIGNERS,
    SINCE,
    UNANSWERABLE,
    ask,
    bare,
    box,
    examples,
    fits,
    turns,
)

if TYPE_CHECKING:
    from talk import Server, Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]
"""The first of them waits for the whole corpus to be indexed: minutes, on a busy machine."""


def test_an_answer_quotes_and_cites(visit: Visit) -> None:
    """A question gets quoted sentences, each with its number, and a panel with their sources."""
    page = visit()
    turn = ask(page, ASV)
    expect(turn).to_have_accessible_name(re.compile(re.escape(ASV.removesuffix(" ?"))))
    expect(turn.get_by_text("Nos publications l’écrivent")).to_be_visible()
    expect(turn.locator(".answer")).to_contain_text("40 %")
    expect(turn.get_by_role("link", name=re.compile("^Source 1"))).to_have_text("[1]")
    expect(turn.get_by_role("complementary", name="Sources").locator("mark").first).to_be_visible()
    expect(box(page)).to_have_value("")
    expect(page.get_by_role("button", name="Arrêter")).to_be_hidden()


def test_an_answer_is_told_to_those_who_do_not_see_it(visit: Visit) -> None:
    """That it is looked for, what it says, that it is whole: in a region that was there before."""
    page = visit()
    region = page.locator("[aria-live=polite][data-announce]")
    expect(region).to_have_count(1)
    ask(page, ASV)
    expect(region).to_contain_text("Recherche dans les publications…")
    expect(region).to_contain_text("40 %")
    expect(region).to_contain_text("Réponse complète.")


def test_a_number_leads_to_its_card_and_back(visit: Visit) -> None:
    """[1] highlights and focuses its card; « Retour à la réponse » comes back to [1]. Keyboard only."""
    page = visit()
    ask(page, ASV)
    number = page.get_by_role("link", name=re.compile("^Source 1"))
    number.focus()
    page.keyboard.press("Enter")
    card = page.locator(".source.current")
    expect(card).to_have_count(1)
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()
    expect(card.locator("mark.current").first).to_be_visible()
    while not card.get_by_role("link", name="Retour à la réponse").evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(number).to_be_focused()
    expect(page.locator(".current")).to_have_count(0)


def test_a_source_opens_at_its_page_with_the_quote_marked(visit: Visit, server: Server) -> None:
    """In the dialog, the words that are cited are highlighted on the page where they stand; Escape gives the focus back."""
    page = visit()
    turn = ask(page, SINCE)
    quote = turn.locator(".statement .quote").first.inner_text().strip("«» \u00a0")
    link = turn.get_by_role("link", name=re.compile(r"^Ouvrir à la page \d+")).first
    number = str(re.sub(r"\D", "", link.inner_text()))
    link.click()
    dialog = page.get_by_role("dialog", name="Lecture de la source")
    viewer = dialog.locator("[data-viewer]")
    expect(viewer).to_have_attribute("data-page", number)
    expect(viewer.locator("canvas").first).to_be_visible()
    expect(viewer.get_by_role("status").first).to_contain_text("surligné")
    expect(viewer.locator("mark").first).to_be_in_viewport()
    with urlopen(urljoin(server.url, str(viewer.get_attribute("data-file")))) as response:
        assert response.headers["content-type"] == "application/pdf"
        opened = PdfReader(io.BytesIO(response.read())).pages[int(number) - 1].extract_text()
    assert bare(quote) in bare(opened)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


@pytest.mark.parametrize("question", [SIGNERS, EQUITY], ids=["docx", "html"])
def test_a_text_opens_with_the_quote_in_view(visit: Visit, question: str) -> None:
    """A publication without pages is read as text, at what is cited; « Ouvrir dans toute la page » is the same page."""
    page = visit()
    turn = ask(page, question)
    turn.get_by_role("link", name="Ouvrir la publication").first.click()
    dialog = page.get_by_role("dialog", name="Lecture de la source")
    expect(dialog.locator("mark").first).to_be_in_viewport()
    quoted = bare(dialog.locator("mark").first.inner_text())
    dialog.get_by_role("link", name="Ouvrir dans toute la page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lecture de")
    expect(page.locator("mark").first).to_be_in_viewport()
    assert bare(page.locator("mark").first.inner_text()) == quoted


def test_the_conversation_waits_behind_a_page_that_is_read(visit: Visit) -> None:
    """« Fermer » comes back to it, as it was; another source opens in the same place."""
    page = visit()
    turn = ask(page, SIGNERS)
    dialog = page.get_by_role("dialog", name="Lecture de la source")
    for link in turn.get_by_role("link", name="Ouvrir la publication").all()[:2]:
        link.click()
        expect(dialog.get_by_role("heading", level=2)).to_have_count(1)
        dialog.get_by_role("button", name="Fermer").click()
        expect(dialog).to_be_hidden()
    expect(turns(page)).to_have_count(1)


def test_on_a_desktop_sources_stand_beside_the_answer(visit: Visit) -> None:
    """At 1280 pixels the panel is on the right."""
    turn = ask(visit(DESKTOP), ASV)
    answer, panel = turn.locator(".answer").bounding_box(), turn.get_by_role("complementary").first.bounding_box()
    assert answer
    assert panel
    assert panel["x"] >= answer["x"] + answer["width"]


def test_on_a_phone_sources_stand_below_the_answer(visit: Visit) -> None:
    """At 390 pixels nothing scrolls sideways, and the panel comes after the answer."""
    page = visit(PHONE)
    ask(page, ASV)
    assert fits(page)
    # Both in one look: the page is still scrolling to the answer.
    answer_ends, panel_starts = page.evaluate(
        "[document.querySelector('.answer').getBoundingClientRect().bottom,"
        " document.querySelector('aside').getBoundingClientRect().top]"
    )
    assert panel_starts >= answer_ends


def test_nothing_is_wider_than_320_pixels(visit: Visit) -> None:
    """The first page, a figure, a table, a refusal, numbers to call, the dialogs, a publication read."""
    page = visit(NARROW)
    assert fits(page)
    for question in (ASV, COMPARED, UNANSWERABLE, "J’ai envie de mourir"):
        ask(page, question)
        assert fits(page), question
    page.get_by_role("button", name="Choisir les publications").click()
    dialog = page.get_by_role("dialog", name="Choisir les publications")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    page.keyboard.press("Escape")
    page.get_by_role("link", name=re.compile("^Ouvrir")).first.click()
    dialog = page.get_by_role("dialog", name="Lecture de la source")
    expect(dialog.locator("mark").first).to_be_visible()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    dialog.get_by_role("link", name="Ouvrir dans toute la page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lecture de")
    assert fits(page)


def test_an_unanswerable_question_is_refused_clearly(visit: Visit) -> None:
    """A refusal has a title that says so, no quotation, and ways to go on."""
    turn = ask(visit(), UNANSWERABLE)
    expect(turn.get_by_role("heading", name="Pas de réponse dans nos publications")).to_be_visible()
    expect(turn.get_by_role("complementary", name="Publications les plus proches")).to_be_visible()
    expect(turn.locator(".told, .quote, .reference")).to_have_count(0)


def test_a_person_in_distress_sees_whom_to_call(visit: Visit) -> None:
    """Numbers that can be dialled, and not one publication."""
    turn = ask(visit(), "J’ai envie de mourir")
    expect(turn.get_by_role("link", name=re.compile("3114"))).to_have_attribute("href", "tel:3114")
    expect(turn.get_by_role("complementary")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "told"), [(" ?! ", "La question est vide"), ("a" * 5000, "La question compte 5000 caractères")]
)
def test_a_question_that_cannot_be_asked_is_told_in_french(visit: Visit, typed: str, told: str) -> None:
    """A notice beside the box, the text still in it, nothing in the conversation."""
    page = visit()
    box(page).fill(typed)
    page.get_by_role("button", name="Envoyer").click()
    notice = page.get_by_role("alert").filter(has_text=told)
    expect(notice).to_be_in_viewport()
    expect(box(page)).to_have_value(typed)
    expect(turns(page)).to_have_count(0)
    expect(examples(page).first).to_be_visible()


def test_what_is_typed_stays_text(visit: Visit) -> None:
    """HTML and Markdown in a question are shown as typed, and run nothing."""
    page = visit()
    heading = ask(page, HOSTILE).get_by_role("heading").first
    expect(heading).to_contain_text("<script>")
    expect(heading).to_contain_text("**gras**")
    assert page.evaluate("window.hacked") is None


def test_an_answer_is_copied_with_its_references(visit: Visit) -> None:
    """The clipboard has the words, their numbers and the publications; the button says so."""
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page, SINCE)
    turn.get_by_role("button", name="Copier avec les références").click()
    expect(turn.get_by_role("button", name="Copié")).to_be_visible()
    expect(page.locator(".toasts")).to_contain_text("Copié")
    pasted = page.evaluate("navigator.clipboard.readText()")
    assert bare(turn.locator(".quote").first.inner_text()) in bare(pasted)
    assert "[1]" in pasted
    assert "page" in pasted
    expect(turn.get_by_role("button", name="Copier avec les références")).to_be_visible()


def test_an_answer_is_shared_by_a_link_that_anybody_opens(visit: Visit) -> None:
    """As it was given, with its sources, which open there too."""
    page = visit()
    turn = ask(page, SIGNERS)
    quoted = turn.locator(".quote").all_inner_texts()
    turn.get_by_role("button", name="Partager par un lien").click()
    link = turn.get_by_role("status").get_by_role("link")
    expect(link).to_be_visible()
    other = visit()
    other.goto(str(link.get_attribute("href")))
    expect(other.get_by_role("heading", name="Réponse partagée", level=1)).to_be_visible()
    assert other.locator(".quote").all_inner_texts() == quoted
    other.get_by_role("link", name=re.compile("^Source 1")).click()
    expect(other.locator(".source.current")).to_be_focused()


@pytest.mark.parametrize(("name", "ending"), [("Word", ".docx"), ("Markdown", ".md")])
def test_an_answer_is_exported(visit: Visit, name: str, ending: str) -> None:
    """As a file; the conversation stays where it is."""
    page = visit()
    turn = ask(page, SIGNERS)
    with page.expect_download() as download:
        turn.get_by_role("button", name=name).click()
    assert download.value.suggested_filename.endswith(ending)
    expect(turns(page)).to_have_count(1)


def test_an_opinion_is_given_with_its_reason(visit: Visit) -> None:
    """Why, before it is sent; then thanks."""
    turn = ask(visit(), SIGNERS)
    turn.get_by_role("button", name="Non, pas utile").click()
    expect(turn.get_by_label("Qu’est-ce qui ne va pas ?")).to_be_focused()
    turn.get_by_label("Qu’est-ce qui ne va pas ?").select_option(index=1)
    turn.get_by_label(re.compile("Une précision")).fill("Il manque la date.")
    turn.get_by_role("button", name="Envoyer l’avis").click()
    expect(turn.get_by_role("status")).to_contain_text("Merci")
