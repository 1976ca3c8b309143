"""The papers: every link of theirs leads somewhere, in the repository and on the site that is made of `docs/`."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT: Final = Path(__file__).resolve().parents[2]
PAPERS: Final = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "corpus" / "README.md"], key=lambda path: path.as_posix()
)
SCHEMES: Final = {"http", "https", "mailto"}


class Anchors(HTMLParser):
    """Anchors that are set by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes it."""
        self.found |= {value for name, value in attrs if name in ("id", "name") and value}


def tokens(path: Path) -> Iterator[Token]:
    """What a paper is made of, inline or not."""
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


@functools.cache
def anchors(path: Path) -> frozenset[str]:
    """The anchors of a paper's headings, as GitHub and the site make them."""
    parsed = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    by_hand = Anchors()
    found: set[str] = set()
    for token, inline in zip(parsed, [*parsed[1:], None], strict=True):
        if token.type == "heading_open" and inline is not None:
            words = "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
            found.add(re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-"))
        elif token.type == "html_block":
            by_hand.feed(token.content)
    return frozenset(found | by_hand.found)


def links(path: Path) -> list[str]:
    """Where a paper leads, pictures included."""
    told = [
        token.attrGet("href") or token.attrGet("src") for token in tokens(path) if token.type in ("link_open", "image")
    ]
    return [str(each) for each in told if each]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_link_leads_somewhere(paper: Path) -> None:
    """To a file of the repository, to a heading that is there; to another site, by an address that could be one."""
    wrong = []
    for link in links(paper):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            if parts.scheme not in SCHEMES or not (parts.netloc or parts.scheme == "mailto") or " " in link:
                wrong.append(link)
            continue
        target = (paper.parent / unquote(parts.path)).resolve() if parts.path else paper
        known = target.exists() and target.is_relative_to(ROOT)
        if known and parts.fragment and target.suffix == ".md":
            known = unquote(parts.fragment) in anchors(target)
        if not known:
            wrong.append(link)
    assert wrong == []


def test_the_site_is_made_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    """Strictly: a link that leads nowhere on it fails, and so does a page that the menu names and is not there."""
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "--quiet", "-f", str(ROOT / "properdocs.yml")]
    made = subprocess.run(
        [*command, "--site-dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    pages = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    assert {"index", "deploiement", "installation", "exploitation"} <= set(pages)
    for name, page in pages.items():
        loaded = re.findall(r"<(?:script|img|iframe)\b[^>]*\bsrc=\"([^\"]+)\"", page)
        loaded += re.findall(r"<link\b[^>]*\bhref=\"([^\"]+)\"", page)
        assert not [each for each in loaded if urlsplit(each).netloc], name
    assert not list(tmp_path.rglob("*.py"))
