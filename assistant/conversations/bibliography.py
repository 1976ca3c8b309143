"""The publications that answers cite, each once, as a French bibliography writes them; only what is known is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from assistant.conversations import export_words as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assistant.contract import CitationOut, RetrievedOut

NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class Cited:
    """A `[n]` of the text, and where it stands in its publication.

    Attributes:
        number: Of the text.
        page: « p. 4 », with its other number where one is printed on it; empty where there are no pages.
        link: To that page in Repères; empty when its address is unknown.
    """

    number: int
    page: str
    link: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication of a bibliography.

    Attributes:
        publisher: Empty when unknown, as `kind` is.
        title: To be set in italics.
        facts: What follows the title: kind, year, pages.
        official: Address of the official publication; empty without one.
        link: To the publication in Repères, at its page, for one that no `[n]` cites.
        cited: The `[n]` that cite it, in order.
        notices: What is to be known of it, a sentence each.
    """

    publisher: str
    title: str
    facts: tuple[str, ...]
    official: str
    link: str = ""
    cited: tuple[Cited, ...] = ()
    notices: tuple[str, ...] = ()

    def plain(self) -> str:
        """On one line, without its links: « FTS, Le contrat local de santé, note de synthèse, 2025, p. 4 et 6 »."""
        return ", ".join(filter(None, [self.publisher, self.title, *self.facts]))


def entries(
    citations: Iterable[tuple[int, CitationOut]], base: str, title_of: Callable[[str], str]
) -> tuple[Entry, ...]:
    """The publications cited, in the order of their first citation.

    Args:
        citations: Each with its number in the text.
        base: Address of Repères, without a last slash; empty when it is unknown.
        title_of: Title of a publication by its path.
    """
    groups: dict[str, list[tuple[int, CitationOut]]] = {}
    for number, cited in citations:
        groups.setdefault(cited.doc, []).append((number, cited))
    return tuple(_entry(group, base, title_of) for group in groups.values())


def near(found: RetrievedOut, base: str) -> Entry:
    """A publication that is not cited, and is worth opening at a page."""
    pages = [words.PAGE.format(page=_page(found.page, found.page_label))] if found.page else []
    facts = [_lower(found.kind_label), str(found.year or ""), *pages]
    link = page_link(base, found.doc, found.page)
    return Entry(found.publisher, found.title, _spaced(facts), _web(found.official_url), link)


def page_link(base: str, doc: str, page: int | None) -> str:
    """Address of a page of a publication in Repères; empty when that of Repères is unknown."""
    if not base:
        return ""
    at = f"?page={page}" if page else ""
    return f"{base}/ressources/lire/{quote(doc)}{at}"


def _entry(group: list[tuple[int, CitationOut]], base: str, title_of: Callable[[str], str]) -> Entry:
    first = group[0][1]
    pages = {cited.page: _page(cited.page, cited.page_label) for _, cited in group if cited.page}
    listed = [pages[page] for page in sorted(pages)]
    told = words.PAGES.format(pages=_listed(listed)) if listed else ""
    notices = [words.SUPERSEDED.format(title=title_of(first.superseded_by))] if first.superseded_by else []
    notices += [words.COMPUTED] if any(cited.computed for _, cited in group) else []
    notices += [words.RECOGNISED] if any(cited.recognised for _, cited in group) else []
    return Entry(
        publisher=first.publisher,
        title=first.title,
        facts=_spaced([_lower(first.kind_label), str(first.year or ""), told]),
        official=_web(first.official_url),
        cited=tuple(_cited(number, cited, base) for number, cited in group),
        notices=tuple(notices),
    )


def _cited(number: int, cited: CitationOut, base: str) -> Cited:
    page = words.PAGE.format(page=_page(cited.page, cited.page_label)) if cited.page else ""
    return Cited(number, page.replace(" ", NO_BREAK, 1), page_link(base, cited.doc, cited.page))


def _page(page: int | None, printed: str) -> str:
    """The number printed on a page, since that is what a reference tells, and the viewer's where it is another."""
    return words.PRINTED.format(printed=printed, page=page) if printed else str(page)


def _listed(pages: list[str]) -> str:
    return words.AND.join(filter(None, [", ".join(pages[:-1]), pages[-1]]))


def _spaced(facts: list[str]) -> tuple[str, ...]:
    return tuple(fact.replace("p. ", f"p.{NO_BREAK}", 1) for fact in facts if fact)


def _lower(label: str) -> str:
    """« Note de synthèse » in the middle of a line; « Avis du CNV » keeps its acronym."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _web(address: str) -> str:
    """An address of the web, and nothing else that a link could run."""
    return address if address.startswith(("https://", "http://")) else ""
