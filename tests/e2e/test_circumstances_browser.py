"""The conversation in other languages, without a script, on slow and broken networks, in Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from talk import ASV, DESKTOP, FOLLOW_UP, PHONE, SINCE, answered, ask, box, turns

if TYPE_CHECKING:
    from playwright.sync_api import Route
    from talk import Faults, Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]
"""The first of them waits for the whole corpus to be indexed: minutes, on a busy machine."""


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
