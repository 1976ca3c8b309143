"""What of a web page is its article: menus, banners, asides, and what is not shown, are taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from indexer.reading.pieces import clean
from indexer.reading.visibility import TINY, is_no_colour, is_white

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEVER = frozenset(
    {"script", "style", "noscript", "template", "form", "nav", "aside", "button", "iframe", "svg", "frameset"}
    | {"object", "canvas", "select", "textarea", "input", "head", "dialog", "audio", "video", "map", "datalist"}
)
_NEVER_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar tooltip".split()
)
_AROUND = re.compile(
    r"^(?:.*cookie.*|.*consent.*|tarteaucitron.*|.*rgpd.*|.*gdpr.*|.*breadcrumbs?(?![a-z]).*|fil-d?-?ariane|ariane"
    r"|share|sharing|.*-share|share-.*|.*social-?(?:share|links|icons|media|sharing).*|sharedaddy.*|addtoany.*|a2a_kit"
    r"|partage|partager|.*-partage|jp-relatedposts|related.*|.*-related|similar-posts?|a-lire-aussi|lire-aussi"
    r"|voir-aussi|wp-block-latest-posts.*|.*newsletter.*|comments?|comments?-(?:area|list|form|wrapper|section)|comment-respond"
    r"|respond|disqus.*|side-?bar|.*-sidebar|sidebar-.*|widget|widget-.*|widgets|menu|.*-menu|menu-.*|nav|navbar.*|nav-links"
    r"|navigation|.*-navigation|pagination|pager|post-nav.*|skip-?links?|skip-link|.*skiplinks?|masthead|site-header"
    r"|site-footer|colophon|header|entete|en-tete|bandeau|top-?bar|footer|footer-.*|pied|pied-de-page|fr-(?:header|footer|nav|sidemenu|summary|share|follow|consent.*|modal|notice|tag.*)"
    r"|ez-toc.*|toc|toc_container|table-of-contents|lwptoc.*|entry-meta|post-meta|entry-footer|cat-links|tags-links"
    r"|author-box|author-bio|about-author|screen-reader-text|sr-only|visually-?hidden|fr-sr-only|print-only|no-print"
    r"|adsbygoogle|advert.*|popup.*|modal|overlay|back-to-top|retour-haut|haut-de-page|edit-link|mw-editsection)$",
    re.IGNORECASE,
)
"""Classes and identifiers of what stands around an article: WordPress and its usual extensions, the French State's
design system (DSFR), MediaWiki, Drupal, SPIP."""
_CONTENT = (
    "itemprop=articleBody",
    ".entry-content",
    ".post-content",
    ".article-content",
    ".article__content",
    ".page-content",
    ".field--name-body",
    ".node__content",
    ".texte-article",
    ".mw-parser-output",
    "#main-content",
    "#contenu",
    "#content",
    "#main",
)
"""Where themes put an article that is marked by no element of its own, surest first."""
_DEEPEST = 250
"""Elements within elements; pages of site builders reach 60."""
_MOST_OF_IT = 0.5
_A_FEW_WORDS = 200
"""Characters. An article is longer; a teaser in a list of articles is not."""
_DISPLAY = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden)",
    re.IGNORECASE,
)
_TRANSPARENT = re.compile(r"(?:^|[;{\s])opacity\s*:\s*0?(?:\.0+)?\s*(?:[;}!]|$)", re.IGNORECASE)
_SIZE = re.compile(r"(?:^|[;{\s])font-size\s*:\s*(\d*\.?\d+)\s*(px|pt|em|rem|%)?", re.IGNORECASE)
_AWAY = re.compile(r"(?:^|[;{\s])(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{4,}", re.IGNORECASE)
_CLIPPED = re.compile(r"clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;{\s])color\s*:\s*([^;}!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|[;{\s])background(?:-color|-image)?\s*:\s*([^;}!]+)", re.IGNORECASE)
_AT_RULE = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[\w-]*[.#][\w-]+")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12}
_UNFOLDED = re.compile(r"collaps|accordion|accordeon|tab(?:s|-|_|$)|toggle|spoiler|faq|panel", re.IGNORECASE)
"""What a click opens is content, though a style sheet hides it first."""


def article_of(soup: BeautifulSoup) -> Tag:
    """The element that holds what the page is about; everything else of the page is left as it is.

    `<main>` first, and the one long `<article>` inside it; else the element where themes put the text; else the body.
    """
    main = soup.find("main") or soup.find(True, attrs={"role": "main"})
    root = main if isinstance(main, Tag) else (soup.body or soup)
    articles = root.find_all("article")
    if articles:
        longest = max(articles, key=lambda article: len(article.get_text()))
        alone = sum(len(article.get_text()) > _A_FEW_WORDS for article in articles) == 1
        if (main is None and alone) or len(longest.get_text()) > _MOST_OF_IT * len(root.get_text()):
            return longest
    if main is None:
        marked = _marked(soup)
        for mark in _CONTENT:
            found = [tag for tag in marked.get(mark, ()) if len(tag.get_text()) > _A_FEW_WORDS]
            if len(found) == 1 and _has_title(found[0], soup):
                return found[0]
    return root


def _marked(soup: BeautifulSoup) -> dict[str, list[Tag]]:
    """Elements by the marks of `_CONTENT`, gathered in one look: a selector each would take seconds on a long page."""
    found: dict[str, list[Tag]] = {}
    for tag in with_attributes(soup):
        marks = {f".{name}" for name in classes_of(tag)} | {f"#{tag.get('id')}", f"itemprop={tag.get('itemprop')}"}
        for mark in marks:
            found.setdefault(mark, []).append(tag)
    return found


def with_attributes(soup: BeautifulSoup) -> Iterator[Tag]:
    """The elements of a page of which something is told."""
    return (tag for tag in soup.descendants if isinstance(tag, Tag) and tag.attrs)


def is_too_deep(soup: BeautifulSoup) -> bool:
    """Whether elements are nested beyond what can be walked, and beyond what any page needs."""
    level: list[Tag] = [soup]
    for _ in range(_DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
        if not level:
            return False
    return True


def _has_title(tag: Tag, soup: BeautifulSoup) -> bool:
    """Whether the page's one title would not be lost with what is around the element."""
    titles = soup.find_all("h1")
    return len(titles) != 1 or titles[0] in tag.descendants or not clean(titles[0].get_text())


def remove_what_is_not_read(soup: BeautifulSoup, root: Tag, kept: Callable[[Tag], bool]) -> None:
    """Take out of an article what is not shown, and what belongs to the site rather than to it.

    Args:
        soup: The page.
        root: The article; it is changed.
        kept: Tells the elements that belong to the article whatever they are called.
    """
    hidden = _hiding_selectors(soup)
    for heading in root.find_all(re.compile("^h[1-6]$|^summary$")):
        for button in heading.find_all("button"):
            button.unwrap()
    whole = len(root.get_text())
    waiting = [root]
    while waiting:
        for tag in [child for child in waiting.pop().children if isinstance(child, Tag)]:
            if _is_not_shown(tag, hidden) or (_is_around(tag, root, whole) and not kept(tag)):
                tag.decompose()
            else:
                waiting.append(tag)


def _is_around(tag: Tag, root: Tag, whole: int) -> bool:
    """Whether an element is a menu, a banner, a form, the site's header or footer."""
    if tag.name in _NEVER or str(tag.get("role", "")) in _NEVER_ROLES:
        return True
    # An article's own header holds its title; the site's header and footers hold none of it.
    if tag.name == "footer" or (tag.name == "header" and root.name != "article" and tag.find("h1") is None):
        return True
    if not any(_AROUND.match(name) for name in _names(tag)):
        return False
    return tag.find("h1") is None and tag.name not in {"body", "main"} and len(tag.get_text()) < _MOST_OF_IT * whole


def _is_not_shown(tag: Tag, selectors: frozenset[str]) -> bool:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return not _opens_on_a_click(tag)
    style = str(tag.get("style", ""))
    if style and _hides(style):
        return True
    if style and _is_white_letters(style) and not _is_on_colour(tag):
        return True
    if not selectors or _opens_on_a_click(tag):
        return False
    names = [*(f".{name}" for name in classes_of(tag)), f"#{tag.get('id')}"]
    return any(name in selectors or f"{tag.name}{name}" in selectors for name in names)


def _opens_on_a_click(tag: Tag) -> bool:
    return tag.get("role") == "tabpanel" or any(_UNFOLDED.search(name) for name in _names(tag))


def _hides(style: str) -> bool:
    """Whether a style's declarations keep an element from being seen."""
    size = _SIZE.search(style)
    tiny = size is not None and float(size[1]) * _POINTS[(size[2] or "px").lower()] <= TINY
    return tiny or any(rule.search(style) for rule in (_DISPLAY, _TRANSPARENT, _AWAY, _CLIPPED))


def _is_white_letters(style: str) -> bool:
    colour = _COLOUR.search(style)
    return colour is not None and (is_white(colour[1]) or colour[1].strip().lower() == "transparent")


def _is_on_colour(tag: Tag) -> bool:
    """Whether an element, or one around it, has a background other than white, or one that a style sheet may give."""
    for above in (tag, *tag.parents):
        background = _BACKGROUND.search(str(above.get("style", "")))
        colour = background[1] if background else str(above.get("bgcolor", ""))
        if not is_no_colour(colour):
            return not is_white(colour)
    return False


def _hiding_selectors(soup: BeautifulSoup) -> frozenset[str]:
    """Simple selectors (« .x », « #x », « p.x ») that the page's own style sheets hide on a screen."""
    found: set[str] = set()
    for sheet in soup.find_all("style"):
        for selectors, declarations in _RULE.findall(
            _AT_RULE.sub("", re.sub(r"/\*.*?\*/", "", sheet.get_text(), flags=re.DOTALL))
        ):
            if _hides(declarations):
                found.update(name for name in map(str.strip, selectors.split(",")) if _SIMPLE.fullmatch(name))
    return frozenset(found)


def classes_of(tag: Tag) -> list[str]:
    """The classes of an element."""
    found = tag.get("class")
    return [*found] if isinstance(found, list) else str(found or "").split()


def _names(tag: Tag) -> list[str]:
    return [*classes_of(tag), str(tag.get("id", ""))]
