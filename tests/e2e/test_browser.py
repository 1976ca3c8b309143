"""The conversation as its readers use it, in Chromium, against a server of its own; any fault of a page fails the test."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from playwright.sync_api import Locator, Route

    class Server(Protocol):
        """Of `conftest.py`."""

        url: str

    class Faults(Protocol):
        """Of `conftest.py`."""

        def expected(self, *words: str) -> None:
            """Forgives."""

    Visit = Callable[..., Page]

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]
"""The first of them waits for the whole corpus to be indexed: minutes, on a busy machine."""

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


# ── An answer and its sources ───────────────────────────────────────────────────────────────────────────────────────


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


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── The conversation ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_example_asks_itself(visit: Visit) -> None:
    """A click on an example question answers it, and the examples make room."""
    page = visit()
    chosen = examples(page).first
    question = chosen.inner_text()
    chosen.click()
    expect(answered(turns(page).first).get_by_role("heading").first).to_contain_text(question.rstrip(" ?"))
    expect(page.get_by_role("heading", name="Par exemple")).to_be_hidden()


def test_a_new_conversation_starts_from_nothing(visit: Visit) -> None:
    """« Nouvelle conversation » clears the turns and brings the examples and the foot of the page back, box ready."""
    page = visit()
    ask(page, ASV)
    expect(page.get_by_role("contentinfo")).to_be_hidden()
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(turns(page)).to_have_count(0)
    expect(examples(page).first).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_visible()
    expect(page.get_by_role("button", name="Nouvelle conversation")).to_be_hidden()
    expect(box(page)).to_be_focused()
    assert sent(page, FOLLOW_UP)["history"] == []


def sent(page: Page, question: str) -> dict[str, object]:
    """Asks, and gives what the page sends."""
    with page.expect_request("**/demander") as asking:
        ask(page, question)
    told: dict[str, object] = asking.value.post_data_json
    return told


def test_a_follow_up_goes_with_what_was_said(visit: Visit) -> None:
    """Questions, answers in words, titles of what they cite."""
    page = visit()
    ask(page, ASV)
    history = sent(page, FOLLOW_UP)["history"]
    assert isinstance(history, list)
    asked, said = history
    assert asked == {"role": "user", "content": ASV}
    assert "« " in said["content"]
    assert said["sources"]


def test_an_answer_can_be_stopped(visit: Visit) -> None:
    """The question goes back into its box, and the reader is told; the next one is answered."""
    page, held = visit(), list[object]()
    page.route("**/demander", lambda route: held.append(route))  # noqa: PLW0108 — playwright marks what it is given
    box(page).fill(ASV)
    box(page).press("Enter")
    expect(turns(page)).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="Envoyer")).to_be_hidden()
    expect(page.get_by_role("button", name="Arrêter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Recherche arrêtée")).to_be_in_viewport()
    expect(turns(page)).to_have_count(0)
    expect(box(page)).to_have_value(ASV)
    expect(box(page)).to_be_focused()
    page.unroute("**/demander")
    page.keyboard.press("Enter")
    answered(turns(page).first)
    expect(page.get_by_role("alert").filter(has_text="Recherche arrêtée")).to_have_count(0)


def test_a_question_edited_replaces_its_answer_and_those_that_follow(visit: Visit) -> None:
    """After being told so; what is asked again goes with what was said before it alone."""
    page = visit()
    for question in (ASV, SINCE, FOLLOW_UP):
        ask(page, question)
    turns(page).nth(1).get_by_role("button", name="Modifier").click()
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value(SINCE)
    expect(page.get_by_text("Vous modifiez une question")).to_be_visible()
    with page.expect_request("**/demander") as asking:
        box(page).fill(SIGNERS)
        box(page).press("Enter")
    assert [told["content"] for told in asking.value.post_data_json["history"][::2]] == [ASV]
    expect(turns(page)).to_have_count(2)
    answered(turns(page).last)
    expect(turns(page).last.get_by_role("heading", level=2)).to_contain_text("Qui signe")
    expect(page.get_by_text("Vous modifiez une question")).to_be_hidden()
    identities = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(identities) == len(set(identities))


def test_an_edit_that_is_stopped_or_given_up_loses_nothing(visit: Visit) -> None:
    """The answers come back; sent once more, the question still takes its own place."""
    page = visit()
    ask(page, ASV)
    ask(page, SINCE)
    page.route("**/demander", lambda _route: None)
    turns(page).first.get_by_role("button", name="Modifier").click()
    box(page).fill(SIGNERS)
    box(page).press("Enter")
    expect(turns(page)).to_have_count(1)
    page.get_by_role("button", name="Arrêter").click()
    expect(turns(page)).to_have_count(2)
    expect(page.get_by_text("Vous modifiez une question")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Vous modifiez une question")).to_be_hidden()
    expect(box(page)).to_have_value("")
    page.unroute("**/demander")
    turns(page).first.get_by_role("button", name="Modifier").click()
    box(page).fill(SIGNERS)
    box(page).press("Enter")
    expect(turns(page)).to_have_count(1)
    expect(answered(turns(page).first).get_by_role("heading", level=2)).to_contain_text("Qui signe")


def test_a_new_conversation_gives_up_the_answer_that_is_awaited(visit: Visit) -> None:
    """Neither the answer nor the question comes back into the new one."""
    page = visit()
    ask(page, ASV)
    page.route("**/demander", lambda _route: None)
    box(page).fill(SINCE)
    box(page).press("Enter")
    expect(turns(page)).to_have_count(2)
    page.get_by_role("button", name="Nouvelle conversation").click()
    expect(turns(page)).to_have_count(0)
    expect(box(page)).to_have_value("")
    expect(page.get_by_role("button", name="Envoyer")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="arrêtée")).to_have_count(0)


def test_a_filter_heard_is_taken_back_by_keyboard(visit: Visit) -> None:
    """The chip says what it does; without it the same question is answered again, in its place, and has the focus."""
    page = visit(PHONE)
    turn = ask(page, OPINION)
    chips = turn.get_by_role("list", name="Compris dans la question").get_by_role("listitem")
    expect(chips).to_have_count(2)
    turn.get_by_role("button", name=re.compile("Enlever « .*2025")).focus()
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(1)
    expect(chips).to_have_count(1)
    expect(turn.get_by_role("heading", level=2)).to_be_focused()
    assert fits(page)


def test_publications_are_chosen_in_a_dialog_and_shown_beside_the_box(visit: Visit) -> None:
    """Each choice is a chip with its name, and is taken back there; answers keep to them."""
    page = visit()
    page.get_by_role("button", name="Choisir les publications").click()
    dialog = page.get_by_role("dialog", name="Choisir les publications")
    dialog.get_by_label("Type de publication").select_option("fiche-experience")
    dialog.get_by_label("Territoire").fill("Hérault")
    dialog.get_by_role("button", name="Valider").click()
    expect(dialog).to_be_hidden()
    chips = page.get_by_role("list", name="Publications choisies").get_by_role("listitem")
    expect(chips).to_have_count(2)
    page.get_by_role("button", name=re.compile("Enlever ce choix .*Hérault")).click()
    expect(chips).to_have_count(1)
    expect(chips).to_contain_text("Type de publication")
    told = sent(page, "Que font les coordinations ?")
    assert told["filters"] == {"kinds": ["fiche-experience"]}
    kinds = turns(page).last.locator(".facts li:first-child").all_inner_texts()
    assert {kind.strip() for kind in kinds} == {"Fiche expérience"}
    expect(chips).to_have_count(1)


def test_what_is_chosen_is_shown_however_the_dialog_is_left(visit: Visit) -> None:
    """By Escape too: what holds is never hidden; « Tout enlever » takes all of it back."""
    page = visit()
    page.get_by_role("button", name="Choisir les publications").click()
    page.get_by_label("Parue depuis").select_option(index=1)
    page.keyboard.press("Escape")
    chips = page.get_by_role("list", name="Publications choisies").get_by_role("listitem")
    expect(chips).to_have_count(1)
    page.get_by_role("button", name="Choisir les publications").click()
    page.get_by_role("button", name="Tout enlever").click()
    page.keyboard.press("Escape")
    expect(chips).to_have_count(0)


def test_a_conversation_is_found_again_in_its_tab(visit: Visit) -> None:
    """After another page, or reloaded, and gone on with; in another tab, or begun anew, there is none."""
    page = visit()
    ask(page, ASV)
    page.get_by_role("link", name="Aide").click()
    expect(page.get_by_role("heading", name="Comment se servir de Repères")).to_be_visible()
    page.go_back()
    expect(turns(page)).to_have_count(1)
    expect(examples(page).first).to_be_hidden()
    page.reload()
    expect(turns(page).locator(".answer")).to_contain_text("40 %")
    history = sent(page, FOLLOW_UP)["history"]
    assert isinstance(history, list)
    assert history[0]["content"] == ASV
    other = page.context.new_page()
    other.goto(page.url)
    expect(examples(other).first).to_be_visible()
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.reload()
    expect(examples(page).first).to_be_visible()
    expect(turns(page)).to_have_count(0)


def test_two_visitors_keep_their_own_conversation(visit: Visit) -> None:
    """Asking at the same time, each reads their own answers, and goes on from them."""
    one, other = visit(), visit()
    for page, question in ((one, ASV), (other, SIGNERS)):
        box(page).fill(question)
    for page in (one, other):
        box(page).press("Enter")
    for page in (one, other):
        answered(turns(page).first)
        ask(page, FOLLOW_UP)
    for page, mine, theirs in ((one, "dispose d’un ASV", "Qui signe"), (other, "Qui signe", "dispose d’un ASV")):
        expect(turns(page).first.get_by_role("heading", level=2)).to_contain_text(mine)
        expect(page.get_by_role("heading", level=2).filter(has_text=theirs)).to_have_count(0)


# ── What is done with an answer ─────────────────────────────────────────────────────────────────────────────────────


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


# ── Browsers, networks, readers ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("locale", ["fr-FR", "en-US"])
def test_the_page_is_french_for_every_browser(visit: Visit, locale: str) -> None:
    """And asks nothing of anybody else: the fixture sees to that, here with an answer, the help, the documentation."""
    page = visit(DESKTOP, locale)
    assert page.title() == "Repères"
    assert page.evaluate("document.documentElement.lang") == "fr"
    expect(page.get_by_role("contentinfo")).to_contain_text("Aucun traceur")
    ask(page, ASV)
    page.get_by_role("link", name="Aide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment se servir de Repères")


def test_the_page_has_landmarks_and_a_skip_link(visit: Visit) -> None:
    """Banner, main, contentinfo, navigation, one first title; the first tab stop leads to the content."""
    page = visit(PHONE, has_touch=True, is_mobile=True)  # where the question box does not take the focus
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]  # three of its names
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Que cherchez-vous"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(box(page)).to_be_focused()
    ask(page, ASV)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_colours_that_are_chosen_last(visit: Visit) -> None:
    """Dark at once, after coming back, and on other pages; the system's again when that is chosen."""
    page = visit(DESKTOP, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_text("Sombres").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    expect(page.get_by_role("radio", name="Sombres")).to_be_checked()
    page.get_by_role("link", name="Aide").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment se servir de Repères")
    assert page.evaluate(ground) == dark
    page.get_by_text("Automatiques").click()
    assert page.evaluate(ground) == light


def test_without_a_script_a_question_is_answered(visit: Visit) -> None:
    """By the form; numbers lead to cards, cards to publications; no button is there that does nothing."""
    page = visit(DESKTOP, java_script_enabled=False)
    for name in ("Choisir les publications", "Nouvelle conversation", "Arrêter"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    box(page).fill(SINCE)
    page.get_by_role("button", name="Envoyer").click()
    turn = turns(page)
    expect(turn.locator(".quote").first).to_be_visible()
    for name in ("Modifier", "Copier avec les références", "Nouvelle conversation"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    turn.get_by_role("link", name=re.compile("^Source 1")).click()
    assert page.url.endswith("#tour-1-source-1")
    turn.get_by_role("link", name=re.compile("^Ouvrir à la page")).first.click()
    expect(page.locator("noscript mark").first).to_be_visible()
    page.go_back()
    turn.get_by_role("button", name="Partager par un lien").click()
    expect(page.get_by_role("heading", name="Réponse partagée")).to_be_visible()


def test_a_slow_network_shows_that_it_is_looked_for(visit: Visit) -> None:
    """Busy, with a way to stop; then the answer."""
    page = visit()
    client = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 1500, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
    client.send("Network.emulateNetworkConditions", slow)
    box(page).fill(ASV)
    box(page).press("Enter")
    expect(turns(page)).to_have_attribute("aria-busy", "true")
    expect(turns(page).get_by_text("Recherche dans les publications…")).to_be_visible()
    expect(page.get_by_role("button", name="Arrêter")).to_be_visible()
    answered(turns(page).first)
    expect(turns(page)).not_to_have_attribute("aria-busy", "true")


def test_a_lost_network_is_told_in_french_and_so_is_its_return(visit: Visit, faults: Faults) -> None:
    """What was read stays, the question is not lost, and goes on from there once the server is reached again."""
    page = visit()
    ask(page, ASV)
    page.context.set_offline(True)
    box(page).fill(FOLLOW_UP)
    box(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="La connexion avec le serveur a été interrompue")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Le serveur ne répond pas")).to_be_visible()
    expect(box(page)).to_have_value(FOLLOW_UP)
    expect(turns(page)).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator(".toasts")).to_contain_text("Le serveur répond de nouveau")
    expect(page.get_by_role("alert").filter(has_text="Le serveur ne répond pas")).to_have_count(0)
    faults.expected("ERR_INTERNET_DISCONNECTED")
    box(page).press("Enter")
    expect(turns(page)).to_have_count(2)
    answered(turns(page).last)


@pytest.mark.parametrize("end", ["cut", "refused"])
def test_an_answer_that_breaks_off_is_told(visit: Visit, faults: Faults, end: str) -> None:
    """A stream that ends too early, a proxy that says it in its own words."""

    def broken(route: Route) -> None:
        if end == "cut":
            first = 'event: sentence\ndata: {"words": "Un début.", "quoted": true}\n\n'
            route.fulfill(status=200, headers={"Content-Type": "text/event-stream"}, body=first)
        else:
            route.fulfill(status=502, headers={"Content-Type": "text/html"}, body="<h1>Bad Gateway</h1>")

    page = visit()
    page.route("**/demander", broken)
    box(page).fill(ASV)
    box(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="La connexion avec le serveur a été interrompue")).to_be_visible()
    expect(turns(page)).to_have_count(0)
    expect(box(page)).to_have_value(ASV)
    faults.expected("502")


# ── What to ask next ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_question_that_is_proposed_is_asked_and_answered(visit: Visit, size: tuple[int, int]) -> None:
    """Under the last answer only, announced and not focused; chosen by keyboard, it is asked, and has an answer."""
    page = visit(size)
    turn = ask(page, PROJECTS)
    proposed = page.get_by_role("region", name="Vous pouvez aussi demander").get_by_role("button")
    verified(page, turn, proposed)
    expect(page.locator("[data-announce]")).to_contain_text("Des questions à poser ensuite sont proposées")
    expect(box(page)).to_be_focused()
    assert fits(page)
    question = proposed.first.inner_text()
    proposed.first.focus()
    page.keyboard.press("Enter")
    expect(turns(page)).to_have_count(2)
    following = answered(turns(page).last)
    expect(following).to_have_accessible_name(re.compile(re.escape(question.removesuffix("?").strip())))
    expect(following.locator(".answer")).to_be_visible()
    expect(turns(page).first.get_by_role("region", name="Vous pouvez aussi demander")).to_have_count(0)


def verified(page: Page, turn: Locator, proposed: Locator) -> None:
    """Waits for a proposal: those of a new index are verified little by little, so the question is put again."""
    for _ in range(ATTEMPTS):
        try:
            proposed.first.wait_for(timeout=RETRY_SECONDS * 1000)
        except PlaywrightTimeoutError:
            turn.get_by_role("button", name="Modifier").click()
            box(page).press("Enter")
            expect(turns(page)).to_have_count(1)
            answered(turns(page).last)
        else:
            return
    pytest.fail("nothing was proposed")
