"""The viewer of PDF files, in Chromium, under the pages' own policy."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from still_site import STATIC, still_site
from viewer_pages import SENTENCE, locked_pdf, long_pdf, picture_pdf, turned_pdf, viewer_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext

PAGES = 30
PHONE = (390, 800)
BLACK = 40
"""Of 255: a pixel darker than that was drawn."""


class Files:
    """What the server holds; a test may change it, or cut the line."""

    def __init__(self) -> None:
        self.shown = viewer_page("/long.pdf", 12, [f"Page 12. {SENTENCE}"])
        self.long = long_pdf(PAGES)
        self.cut = False

    def file(self) -> bytes:
        """The long file.

        Raises:
            OSError: The line is cut.
        """
        if self.cut:
            raise OSError
        return self.long

    def show(self, file: str, page: int = 1, *quotes: str) -> None:
        """Has the page show another file."""
        self.shown = viewer_page(file, page, quotes)


@pytest.fixture
def files() -> Files:
    """What is served."""
    return Files()


@pytest.fixture
def site(files: Files) -> Iterator[str]:
    """Address of the server."""
    pages: dict[str, Callable[[], bytes]] = {
        "/": lambda: files.shown,
        "/long.pdf": files.file,
        "/locked.pdf": locked_pdf,
        "/damaged.pdf": lambda: b"<html>not a PDF</html>",
        **{f"/turned-{degrees}.pdf": partial(turned_pdf, degrees) for degrees in (90, 180, 270)},
        "/fax.pdf": lambda: picture_pdf("fax"),
        "/jpeg2000.pdf": lambda: picture_pdf("jpeg2000"),
    }
    with still_site({"static": STATIC}, pages) as url:
        yield url


@pytest.fixture
def visit(site: str, context_of: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens the page with the viewer; whatever the browser complains of fails the test."""

    def visited(size: tuple[int, int] = (1280, 900), *, complaints: str = "") -> Page:
        page = context_of(size).new_page()
        page.on("pageerror", lambda error: pytest.fail(f"error in the page: {error}"))
        page.on(
            "console",
            lambda said: (
                pytest.fail(f"in the console: {said.text}")
                if said.type == "error" and not (complaints and re.search(complaints, said.text))
                else None
            ),
        )
        page.goto(site)
        return page

    return visited


def said(page: Page, words: str | re.Pattern[str]) -> None:
    """What the viewer says, to the eye and to the ear."""
    expect(page.locator(".viewer-said")).to_have_text(words)


def marked(page: Page) -> str:
    """The highlighted words."""
    return " ".join(" ".join(page.locator(".viewer mark").all_inner_texts()).split())


def in_view(page: Page, selector: str) -> bool:
    """Whether an element is inside the part of the document that is seen."""
    return page.evaluate(
        """selector => {
            const area = document.querySelector(".viewer-area").getBoundingClientRect();
            const box = document.querySelector(selector).getBoundingClientRect();
            return box.top >= area.top && box.bottom <= area.bottom && box.left >= area.left && box.right <= area.right;
        }""",
        selector,
    )


@pytest.mark.e2e
@pytest.mark.parametrize("size", [(1280, 900), PHONE, (320, 640)])
def test_opens_on_the_page_with_the_passage_highlighted(visit: Callable[..., Page], size: tuple[int, int]) -> None:
    """The cited sentence is in view, marked whole, and said; nothing overflows, on any screen."""
    page = visit(size)
    said(page, re.compile("surligné, page 12 sur 30"))
    assert marked(page) == f"Page 12. {SENTENCE}"
    assert in_view(page, ".viewer mark")
    expect(page.get_by_role("textbox", name="Page")).to_have_value("12")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    width = page.evaluate("document.querySelector('.viewer-page').offsetWidth")
    assert width <= page.evaluate("document.querySelector('.viewer-area').clientWidth")


@pytest.mark.e2e
def test_pages_turn_by_buttons_field_and_keys(visit: Callable[..., Page]) -> None:
    """All ways to a page agree; before the first and after the last there is nothing; nonsense changes nothing."""
    page = visit()
    said(page, re.compile("surligné"))
    field = page.get_by_role("textbox", name="Page")
    page.get_by_role("button", name="Page suivante").click()
    expect(field).to_have_value("13")
    page.get_by_role("button", name="Page précédente").click()
    page.get_by_role("button", name="Page précédente").click()
    expect(field).to_have_value("11")
    page.get_by_role("region", name="Le document, page par page").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(field).to_have_value("13")
    page.keyboard.press("PageUp")
    expect(field).to_have_value("12")
    field.fill("30")
    field.press("Enter")
    said(page, "Page 30 sur 30")
    expect(page.get_by_role("button", name="Page suivante")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Page 30. Le diagnostic")).to_be_attached()
    for nonsense in ("31", "0", "douze", ""):
        field.fill(nonsense)
        field.press("Enter")
        field.blur()
        expect(field).to_have_value("30")
    page.get_by_role("button", name="Revenir au passage cité").click()
    expect(field).to_have_value("12")
    assert in_view(page, ".viewer mark")


@pytest.mark.e2e
def test_zoom_and_back_to_the_width(visit: Callable[..., Page]) -> None:
    """Larger, smaller, fitted: the text stays over the picture, and the passage stays marked."""
    page = visit()
    said(page, re.compile("surligné"))

    def width() -> float:
        return page.evaluate("document.querySelector('[data-number=\"12\"]').getBoundingClientRect().width")

    fitted = width()
    page.get_by_role("button", name="Agrandir").click()
    assert width() == pytest.approx(fitted * 1.2, abs=1)
    said(page, re.compile("Agrandissement : \\d+ %"))
    page.get_by_role("button", name="Réduire").click()
    page.get_by_role("button", name="Réduire").click()
    assert width() == pytest.approx(fitted / 1.2, abs=1)
    page.get_by_role("button", name="Ajuster").click()
    assert width() == pytest.approx(fitted, abs=1)
    offset = page.evaluate(
        """() => {
            const page = document.querySelector('[data-number="12"]').getBoundingClientRect();
            const mark = document.querySelector(".viewer mark").getBoundingClientRect();
            return [(mark.left - page.left) / page.width, (mark.bottom - page.top) / page.height];
        }"""
    )
    assert offset == pytest.approx([60 / 595, (842 - 757) / 842], abs=0.01)


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("degrees", "place"), [(90, (842 - 82, 60)), (180, (595 - 60, 842 - 82)), (270, (82, 595 - 60))]
)
def test_a_turned_page_is_marked_where_its_words_are(
    visit: Callable[..., Page], files: Files, degrees: int, place: tuple[float, float]
) -> None:
    """On a page that is shown turned the text lies over its picture all the same."""
    files.show(f"/turned-{degrees}.pdf", 1, SENTENCE)
    page = visit()
    said(page, re.compile("surligné"))
    width = 595 if degrees == 180 else 842
    found = page.evaluate(
        """width => {
            const page = document.querySelector(".viewer-page").getBoundingClientRect();
            const first = document.querySelector(".viewer .textLayer span").getBoundingClientRect();
            const scale = page.width / width;
            return [first.left, first.right, first.top, first.bottom].map((edge, index) => (edge - (index < 2 ? page.left : page.top)) / scale);
        }""",
        width,
    )
    left, right, top, bottom = found
    across, down = place
    assert left - 14 <= across <= right + 14, found
    assert top - 14 <= down <= bottom + 14, found


@pytest.mark.e2e
def test_only_near_pages_are_drawn(visit: Callable[..., Page]) -> None:
    """A long file costs what is seen of it: far pages are empty places, also after a stroll through all of them."""
    page = visit()
    said(page, re.compile("surligné"))
    field = page.get_by_role("textbox", name="Page")
    for number in range(2, PAGES, 3):
        field.fill(str(number))
        field.press("Enter")
        expect(page.locator(f"[data-number='{number}'] canvas")).to_be_attached()
    assert page.locator(".viewer canvas").count() <= 9
    assert page.locator(".viewer-page").count() == PAGES


@pytest.mark.e2e
def test_a_passage_that_is_not_there_is_given_in_words(visit: Callable[..., Page], files: Files) -> None:
    """The page opens all the same; it is said that the passage is not located, and its text stands there."""
    files.show("/long.pdf", 3, "Une phrase que ce fichier ne contient nulle part, pas même en morceaux.")
    page = visit()
    said(page, re.compile("n’est pas localisé sur la page 3"))
    expect(page.get_by_text("Une phrase que ce fichier ne contient nulle part")).to_be_visible()
    expect(page.get_by_role("button", name="Revenir au passage cité")).to_be_hidden()
    assert in_view(page, "[data-number='3'] .textLayer span")


@pytest.mark.e2e
def test_the_same_viewer_goes_to_another_citation(visit: Callable[..., Page]) -> None:
    """Asked by a script of the page: other page, other words, the former mark gone."""
    page = visit()
    said(page, re.compile("surligné, page 12"))
    page.evaluate(f"document.querySelector('.viewer').viewer.show(25, ['Page 25. {SENTENCE}', 'Page 25.'])")
    said(page, re.compile("surligné, page 25"))
    assert marked(page).startswith("Page 25.")
    assert page.locator("[data-number='12'] mark").count() == 0


@pytest.mark.e2e
def test_links_of_the_document_are_links_unless_they_are_traps(visit: Callable[..., Page], files: Files) -> None:
    """An address opens apart, without telling where from; a script in a link is mere text."""
    files.show("/long.pdf", 1)
    page = visit()
    link = page.locator(".viewer .textLayer a")
    expect(link).to_have_count(1)
    expect(link).to_have_text(re.compile(r"^\s*https://exemple\.org/\s*$"))
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("href", "https://exemple.org/")


@pytest.mark.e2e
def test_text_is_selectable_and_the_picture_is_silent(visit: Callable[..., Page]) -> None:
    """Screen readers have the text in its page's group, not the canvas; readers can copy it."""
    page = visit()
    said(page, re.compile("surligné"))
    group = page.get_by_role("group", name="Page 12 sur 30")
    expect(group).to_contain_text(SENTENCE)
    expect(group.locator("canvas")).to_have_attribute("aria-hidden", "true")
    selected = page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector('[data-number="12"] .textLayer'));
            return getSelection().toString();
        }"""
    )
    assert SENTENCE in selected


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("file", "words", "again"),
    [
        ("/nulle-part.pdf", "n’est plus disponible", True),
        ("/locked.pdf", "mot de passe", False),
        ("/damaged.pdf", "n’est pas un PDF lisible", True),
    ],
)
def test_a_file_that_cannot_be_shown_is_told(
    visit: Callable[..., Page], files: Files, file: str, words: str, *, again: bool
) -> None:
    """What is wrong, in its own words; a way to try again where it may help; the file one click away."""
    files.show(file)
    page = visit(complaints="404")
    said(page, re.compile(words))
    expect(page.get_by_role("button", name="Réessayer")).to_have_count(1 if again else 0)
    expect(page.get_by_role("link", name="Ouvrir le fichier PDF")).to_have_attribute(
        "href", re.compile(re.escape(file))
    )
    expect(page.get_by_role("button", name="Page suivante")).to_be_hidden()


@pytest.mark.e2e
def test_a_cut_line_is_told_and_mended(visit: Callable[..., Page], files: Files) -> None:
    """Without a network the viewer says so; once it is back, the button opens the page and its passage."""
    files.cut = True
    page = visit(complaints="ERR_")
    said(page, re.compile("Vérifiez votre connexion"))
    files.cut = False
    page.get_by_role("button", name="Réessayer").click()
    said(page, re.compile("surligné, page 12"))
    assert in_view(page, ".viewer mark")
    expect(page.get_by_role("button", name="Réessayer")).to_have_count(0)


@pytest.mark.e2e
@pytest.mark.parametrize("kind", ["fax", "jpeg2000"])
def test_scanned_pages_are_drawn_without_webassembly(visit: Callable[..., Page], files: Files, kind: str) -> None:
    """The formats of scanners are decoded by plain scripts: the policy of the pages allows nothing else."""
    files.show(f"/{kind}.pdf")
    page = visit()
    expect(page.locator(".viewer canvas")).to_be_attached()
    darkest = """() => {
        const canvas = document.querySelector(".viewer canvas");
        return canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
    }"""
    for _ in range(50):
        if page.evaluate(darkest) < BLACK:
            return
        time.sleep(0.1)
    pytest.fail("the page is blank")


@pytest.mark.e2e
def test_without_scripts_the_file_is_a_link(site: str, browser: object) -> None:
    """What the server wrote inside the viewer's place is what such a reader sees."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(site)
    expect(page.get_by_role("link", name="Ouvrir le fichier PDF")).to_be_visible()
    context.close()


@pytest.mark.e2e
def test_the_memory_is_freed_when_the_place_goes(visit: Callable[..., Page]) -> None:
    """A dialog that is emptied leaves no worker behind."""
    page = visit()
    said(page, re.compile("surligné"))
    assert len(page.workers) == 1
    page.evaluate("document.querySelector('.viewer').remove()")
    for _ in range(50):
        if not page.workers:
            return
        page.wait_for_timeout(100)
    pytest.fail("a worker is left")
