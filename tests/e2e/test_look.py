"""The look of every component: accessible in both themes at every width, usable by keyboard, quiet on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_tables import violations
from playwright.sync_api import Page, expect
from still_site import STATIC, still_site
from viewer_pages import LOOK, SENTENCE, long_pdf, viewer_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

WIDTHS = [1280, 390, 320]
SHEETS = ["/look/components.html", "/look/answer.html", "/viewer"]
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
"""What readers may set for themselves (WCAG 2.2, 1.4.12) without losing anything."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The sheets that show the components, a viewer, and an address that answers."""
    pages: dict[str, Callable[[], bytes]] = {
        "/ping": lambda: b"",
        "/long.pdf": lambda: long_pdf(3),
        "/viewer": lambda: viewer_page("/long.pdf", 2, [f"Page 2. {SENTENCE}"]),
    }
    with still_site({"static": STATIC, "look": LOOK}, pages) as url:
        yield url


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a sheet as somebody would; a complaint of the browser fails the test."""
    contexts = []

    def visited(path: str, width: int = 1280, **preferences: object) -> Page:
        context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 800}, **preferences)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
        page.on(
            "console", lambda said: pytest.fail(said.text) if said.type == "error" and "ERR_" not in said.text else None
        )
        page.goto(site + path)
        if path == "/viewer":
            expect(page.locator(".viewer-said")).to_have_text(re.compile("surligné"))
        return page

    yield visited
    for context in contexts:
        context.close()


@pytest.mark.e2e
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", SHEETS)
def test_nobody_is_kept_out(visit: Callable[..., Page], path: str, width: int, theme: str) -> None:
    """axe-core finds nothing to say, and nothing is wider than the screen (320 px is a laptop's page at 400 %)."""
    page = visit(path, width, color_scheme=theme, reduced_motion="reduce")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.e2e
@pytest.mark.parametrize("path", SHEETS)
def test_text_may_be_spaced_by_its_reader(visit: Callable[..., Page], path: str) -> None:
    """With the spacing that some readers need, nothing is cut and nothing overflows, also on a phone."""
    page = visit(path, 390)
    page.evaluate(
        "style => { const sheet = new CSSStyleSheet(); sheet.replaceSync(style); document.adoptedStyleSheets = [sheet]; }",
        SPACED,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cut = page.evaluate(
        """() => [...document.querySelectorAll("a, button, label, .chip, .badge, h1, h2, h3, td, th")]
            .filter((one) => one.offsetParent && !one.closest(".scroll, .textLayer, .unseen, .viewer-label"))
            .filter((one) => !one.matches(".unseen") && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible")
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert cut == []


@pytest.mark.e2e
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_is_seen_on_everything(visit: Callable[..., Page], theme: str) -> None:
    """Along the whole keyboard path each element that has the focus is outlined, and is not hidden behind another."""
    page = visit("/look/components.html", color_scheme=theme, reduced_motion="reduce")
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body) return null;
                const shown = one.closest(".choice label") ?? one;
                const style = getComputedStyle(shown);
                const box = shown.getBoundingClientRect();
                const there = box.width && document.elementsFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 30) / 2);
                return {
                    name: one.outerHTML.slice(0, 60),
                    outline: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none",
                    reached: there && there.some((other) => other === one || one.contains(other) || other.contains(one)),
                };
            }"""
        )
        if told is None:
            break
        assert told["outline"], told["name"]
        assert told["reached"], told["name"]
        seen.add(told["name"])
    assert len(seen) > 40


@pytest.mark.e2e
def test_targets_are_large_enough(visit: Callable[..., Page]) -> None:
    """Whatever is clicked and is not a word of a sentence is 24 px high and wide at least; buttons under a finger, 44."""
    small = """least => [...document.querySelectorAll("button, .button, input:not([type=checkbox], [type=radio]), select, .sections a, .pages a, .tabs a, .chip > button")]
        .filter((one) => one.offsetParent && !one.matches(".link, .sort"))
        .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 60)])
        .filter(([box]) => box.width < least || box.height < least)
        .map(([box, name]) => `${name} ${box.width}×${box.height}`)"""
    assert visit("/look/components.html").evaluate(small, 24) == []
    finger = visit("/look/components.html", 390, has_touch=True, is_mobile=True)
    finger.get_by_role("button", name="Menu").click()
    assert [one for one in finger.evaluate(small, 44) if "remove" not in one] == []
    assert finger.evaluate(small, 40) == []


@pytest.mark.e2e
def test_the_theme_is_chosen_and_kept(visit: Callable[..., Page]) -> None:
    """The reader's choice wins over the system's, holds on the next page before it is painted, and can be taken back."""
    page = visit("/look/components.html", color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("radio", name="Clair").check()
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    expect(page.get_by_role("radio", name="Clair")).to_be_checked()
    page.get_by_role("radio", name="Système").check()
    assert page.evaluate(ground) == dark


@pytest.mark.e2e
def test_the_menu_folds_on_a_phone(visit: Callable[..., Page]) -> None:
    """Folded at first; a button opens it, Escape closes it and gives the focus back. On a wide screen it is always there."""
    page = visit("/look/components.html", 390)
    link = page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Ressources")
    expect(link).to_be_hidden()
    button = page.get_by_role("button", name="Menu")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()
    wide = visit("/look/components.html").get_by_role("navigation", name="Rubriques")
    expect(wide.get_by_role("link", name="Ressources")).to_be_visible()


@pytest.mark.e2e
def test_a_dialog_opens_and_closes(visit: Callable[..., Page]) -> None:
    """By its button, by Escape, by a click beside it."""
    page = visit("/look/components.html")
    dialog = page.get_by_role("dialog", name="Aide")
    for close in (
        page.get_by_role("button", name="Fermer").last.click,
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(5, 5),
    ):
        page.get_by_role("button", name="Aide").click()
        expect(dialog).to_be_visible()
        close()
        expect(dialog).to_be_hidden()


@pytest.mark.e2e
def test_copying_says_that_it_is_done(visit: Callable[..., Page]) -> None:
    """The text is in the clipboard; the button says so, and so does the status line, then the button is itself again."""
    page = visit("/look/components.html", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    expect(page.locator(".toasts")).to_have_text("Copié")
    assert page.evaluate("navigator.clipboard.readText()") == "Texte copié"
    expect(page.get_by_role("button", name="Copier")).to_be_visible()


@pytest.mark.e2e
def test_a_server_that_is_away_is_told(visit: Callable[..., Page]) -> None:
    """A line says so when nothing answers any more, and goes when something does."""
    page = visit("/look/components.html")
    line = page.locator("[data-offline]")
    expect(line).to_be_hidden()
    page.context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('reperes:unreachable'))")
    expect(line).to_have_text(re.compile("Le serveur ne répond pas"))
    page.context.set_offline(False)
    expect(line).to_be_hidden()


@pytest.mark.e2e
def test_the_letters_are_ours_and_nothing_moves_when_they_come(visit: Callable[..., Page]) -> None:
    """The typefaces are loaded from here; the page's layout shifts by next to nothing (0.1 is « good » by web.dev)."""
    page = visit("/look/answer.html")
    page.evaluate("document.fonts.ready.then(() => 0)")
    loaded = page.evaluate(
        "[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family).sort().join()"
    )
    assert "Atkinson Hyperlegible Next" in loaded
    assert "Literata" in loaded
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((one) => (sum += one.value))).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 500);
        })"""
    )
    assert shift < 0.05


@pytest.mark.e2e
def test_on_paper_there_is_the_answer_and_its_sources(visit: Callable[..., Page]) -> None:
    """No menu, no button, no field to type in: the question, the sentences, the sources."""
    page = visit("/look/answer.html", color_scheme="dark")
    page.emulate_media(media="print")
    for gone in (".top", ".composer", ".actions", ".suggestions"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".statement").first).to_be_visible()
    expect(page.locator(".source").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.statement')).color") == "rgb(0, 0, 0)"


@pytest.mark.e2e
def test_without_scripts_everything_stays_in_reach(site: str, browser: Browser) -> None:
    """The menu is open on a phone, and buttons that only a script serves are not shown."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR", viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/look/components.html")
    expect(page.get_by_role("navigation", name="Rubriques").get_by_role("link", name="Ressources")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.get_by_role("button", name="Copier")).to_be_hidden()
    context.close()
