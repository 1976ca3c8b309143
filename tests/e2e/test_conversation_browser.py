"""A conversation as its readers lead it, in Chromium; any fault of a page fails the test."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect
from talk import (
    ASV,
    ATTEMPTS,
    DESKTOP,
    FOLLOW_UP,
    OPINION,
    PHONE,
    PROJECTS,
    RETRY_SECONDS,
    SIGNERS,
    SINCE,
    answered,
    ask,
    box,
    examples,
    fits,
    sent,
    turns,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from talk import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]
"""The first of them waits for the whole corpus to be indexed: minutes, on a busy machine."""


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
