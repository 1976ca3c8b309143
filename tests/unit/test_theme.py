"""The look: colours that can be read, letters for all of French, nothing fetched from elsewhere, icons that exist."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from ui.site.statics import FOLDER
from ui.site.vendoring import FRENCH, PACKAGES

if TYPE_CHECKING:
    from pathlib import Path

THEME = (FOLDER / "theme.css").read_text(encoding="utf-8")
OURS = sorted(path for path in FOLDER.iterdir() if path.suffix in {".css", ".js", ".mjs", ".svg"})
BODY, TEXT, SHAPE = 7.0, 4.5, 3.0
"""WCAG 2.2: enhanced contrast for what is read at length, minimum for other text, for edges and signs (1.4.6, 1.4.3,
1.4.11)."""
PAIRS = [
    ("ink", "ground", BODY),
    ("ink", "paper", BODY),
    ("ink", "sunk", BODY),
    ("ink", "tint", BODY),
    ("on-mark", "mark", BODY),
    ("soft", "ground", BODY),
    ("soft", "paper", BODY),
    ("soft", "sunk", TEXT),
    ("soft", "tint", TEXT),
    ("accent", "ground", BODY),
    ("accent", "paper", BODY),
    ("accent", "tint", TEXT),
    ("accent-deep", "tint", BODY),
    ("accent-deep", "paper", BODY),
    ("on-accent", "accent", BODY),
    ("on-accent", "accent-deep", BODY),
    ("on-band", "band", BODY),
    *((tone, f"{tone}-ground", BODY) for tone in ("alert", "warn", "done", "info")),
    *(("ink", f"{tone}-ground", BODY) for tone in ("alert", "warn", "done", "info")),
    ("alert", "paper", BODY),
    ("paper", "ink", BODY),
    ("edge", "paper", SHAPE),
    ("edge", "ground", SHAPE),
    ("edge", "sunk", SHAPE),
    ("waymark", "band", SHAPE),
    ("mark-line", "paper", SHAPE),
    ("ring", "ground", SHAPE),
    ("ring", "paper", SHAPE),
    ("ring", "tint", SHAPE),
    ("ring", "ring-gap", SHAPE),
]
"""What is seen over what, and the least contrast between the two."""
DARK_INK_ON_WAYMARK = "#17211f"


def _block(opening: str) -> dict[str, str]:
    """Token → colour, of the rule that begins so and holds tokens."""
    blocks = [THEME[found.end() :].split("}")[0] for found in re.finditer(re.escape(opening), THEME)]
    tokens = next(block for block in blocks if "--ground" in block)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", tokens))


LIGHT, DARK = _block(":root {"), _block(':root[data-theme="dark"] {')


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("over", "under", "least"), PAIRS)
def test_colours_are_far_enough_apart(theme: dict[str, str], over: str, under: str, least: float) -> None:
    """Text and signs can be told from what they stand on, in both themes."""
    assert _contrast(theme[over], theme[under]) >= least


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_waymark_bears_dark_letters(theme: dict[str, str]) -> None:
    """Numbers on the waymark's colour are legible in both themes."""
    assert _contrast(theme["waymark"], DARK_INK_ON_WAYMARK) >= TEXT


def test_the_dark_theme_is_one_theme() -> None:
    """Asked for by the reader or by the system, the dark is the same; and it says every colour that the light says."""
    assert _block(':root:not([data-theme="light"]) {') == DARK
    assert DARK.keys() == LIGHT.keys()


FONTS = sorted((FOLDER / "fonts").glob("*.woff2"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_font_has_all_of_french_and_is_light(path: Path) -> None:
    """Œ, Ÿ, guillemets, no-break spaces, the euro: nothing of a French text falls back; and a font weighs < 40 kB."""
    needed = "abcdefghijklmnopqrstuvwxyzàâäæçéèêëîïôœöùûüÿ"
    needed += needed.upper() + "0123456789«»’‘“”…–—-·•€°²³ªº%@#&§©×−½\u00a0\u202f\u2011\u2009.,;:!?()[]/"
    assert {f"{ord(sign):04x}" for sign in needed if ord(sign) not in TTFont(path).getBestCmap()} == set()
    assert path.stat().st_size < 40_000


def test_a_first_page_brings_few_letters() -> None:
    """Upright and bold for what the page says, upright for what it quotes: 120 kB at most, together."""
    first = ("sans-regular", "sans-bold", "serif-regular")
    assert sum((FOLDER / "fonts" / f"{name}.woff2").stat().st_size for name in first) < 120_000


def test_what_is_kept_of_fonts_is_in_them() -> None:
    """No font holds a sign that was not asked for: they are cut down as the script says."""
    for path in FONTS:
        assert set(TTFont(path).getBestCmap()) <= set(FRENCH)


def test_what_comes_from_others_is_there_with_its_licence(root: Path) -> None:
    """Every file that the script fetches is in the repository, a licence in each folder, all named in NOTICE."""
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    for package in PACKAGES:
        assert f"{package.name} {package.version}" in notice
        for target in (package.files | package.fonts).values():
            assert (FOLDER / target).stat().st_size > 0
        assert any("LICENSE" in target or "OFL" in target for target in package.files.values())


def test_the_library_of_pdf_pages_is_the_version_that_is_told() -> None:
    """The two halves of pdf.js refuse to work together unless they are of one version: the one that is told."""
    version = next(package.version for package in PACKAGES if package.name == "pdfjs-dist")
    for name in ("pdf.min.mjs", "pdf.worker.min.mjs"):
        assert version in (FOLDER / "pdfjs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    """Styles, scripts and pictures name no other site: visitors are told to nobody."""
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"https?://|@import|['\"(]//", text)


@pytest.mark.parametrize("path", [path for path in OURS if path.suffix in {".js", ".mjs"}], ids=lambda path: path.name)
def test_scripts_write_no_style_attribute_and_evaluate_nothing(path: Path) -> None:
    """The pages' policy forbids both; a script that tried would fail in silence."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"document\.write|\beval\(|new Function|setAttribute\(.style", text)


@pytest.mark.parametrize("path", [path for path in OURS if path.suffix == ".css"], ids=lambda path: path.name)
def test_files_that_styles_name_exist(path: Path) -> None:
    """A font that is not where the style says would leave the system's letters, unseen by any error."""
    for name in re.findall(r'url\("([^"]+)"\)', path.read_text(encoding="utf-8")):
        assert (FOLDER / name).is_file()


def test_the_viewer_is_given_words_that_it_knows(root: Path) -> None:
    """A key that the viewer does not look for is a text that nobody reads."""
    known = set(re.findall(r"(\w+): \"", (FOLDER / "viewer-parts.mjs").read_text(encoding="utf-8").split("};")[0]))
    given = json.loads((root / "tests" / "e2e" / "look" / "words.json").read_text(encoding="utf-8"))
    assert given.keys() == known


def test_icons_that_pages_show_exist(root: Path) -> None:
    """A name with no icon shows an empty square."""
    drawn = set(re.findall(r'symbol id="(\w+)"', (FOLDER / "icons.svg").read_text(encoding="utf-8")))
    shown = {
        name
        for path in [*(root / "ui").rglob("*.html"), *(root / "tests" / "e2e" / "look").glob("*.html")]
        for name in re.findall(r'icons\.svg[^#"]*"?\)?\s*(?:\}\})?#(\w+)', path.read_text(encoding="utf-8"))
    }
    assert shown
    assert shown - drawn == set()
