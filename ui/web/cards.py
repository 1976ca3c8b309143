"""The sources of an answer: one card a page of a publication, and the nearest publications of a refusal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.contract import document_url
from assistant.contract import page_label as printed_label
from assistant.messages import OPEN, OPEN_AT_PAGE
from indexer.passages import header
from indexer.vocabulary import kinds
from ui.typography import NO_BREAK
from ui.web import messages
from ui.web.markup import join, new_window, told
from ui.web.passages import passage_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.answers import Citation, Hit, Statement
    from indexer.documents import Document
    from indexer.passages import Passage

HERE = "."
"""Put before links: they stay under the page's own address, also behind a proxy that serves it under a path."""
EXCERPT_CHARS = 220
"""Length of what is shown of a nearest passage, before it is cut at a word."""


def grouped(statements: Sequence[Statement]) -> list[list[Citation]]:
    """Citations by page of a publication, in order of first citation."""
    groups: dict[tuple[str, int | None], list[Citation]] = {}
    for statement in statements:
        for citation in statement.citations:
            groups.setdefault((citation.document.doc, citation.passage.page), []).append(citation)
    return list(groups.values())


def page_label(page: int | None) -> str:
    """« page 4 », or that there are no pages."""
    return messages.NO_PAGE if page is None else messages.PAGE.format(page=page).replace(" ", NO_BREAK)


def card_id(turn: str, position: int) -> str:
    """Identity of a card in the page: the link of a citation leads to it."""
    return f"{turn}-source-{position}"


def reference_id(turn: str, number: int) -> str:
    """Identity of a `[n]` in the page: the card leads back to it."""
    return f"{turn}-ref-{number}"


def sources(turn: str, statements: Sequence[Statement], documents: Mapping[str, Document]) -> Markup:
    """The panel beside an answer.

    Args:
        turn: Identity of the turn, the prefix of the identities in it.
        statements: Of the answer.
        documents: The index's, by path, to name the publication that replaces another.
    """
    cards = [card(turn, i, group, documents) for i, group in enumerate(grouped(statements), start=1)]
    return Markup('<aside class="sources" aria-label="{}" aria-live="off"><h3>{}</h3><ol>{}</ol></aside>').format(
        messages.SOURCES_OF_ANSWER, messages.SOURCES, join(cards)
    )


def card(turn: str, position: int, citations: Sequence[Citation], documents: Mapping[str, Document]) -> Markup:
    """The card of one page of a publication: what it is, what is quoted and where, links."""
    first = citations[0]
    identity = card_id(turn, position)
    numbers = NO_BREAK.join(f"[{c.number}]" for c in citations)
    by_passage = groupby(sorted(citations, key=lambda c: c.passage.number), key=lambda c: c.passage.id)
    return Markup(
        '<li class="card" id="{id}" tabindex="-1" aria-labelledby="{id}-title">'
        '<h4 id="{id}-title"><span class="numbers">{numbers}</span> {title}</h4>'
        '<p class="facts">{facts}</p>{superseded}{passages}<p class="links">{links}</p></li>'
    ).format(
        id=identity,
        numbers=numbers,
        title=first.document.metadata.title,
        facts=_facts(first.document, first.passage.page),
        superseded=_superseded(first.document, documents) + _notices(first),
        passages=join(_cited([*group]) for _, group in by_passage),
        links=_links(first.document, first.passage.page) + _back(turn, first.number),
    )


def _cited(citations: Sequence[Citation]) -> Markup:
    return _headings(citations[0].passage.headings) + passage_html(citations)


def nearest(hits: Sequence[Hit]) -> Markup:
    """The publications closest to a question that has no answer; nothing when there is none."""
    if not hits:
        return Markup()
    return Markup('<aside class="sources" aria-label="{title}"><h3>{title}</h3><ol>{cards}</ol></aside>').format(
        title=messages.NEAREST_TITLE, cards=join(_near(hit) for hit in hits)
    )


def further(hits: Sequence[Hit]) -> Markup:
    """Other publications to read after an answer, a line each; nothing when there is none."""
    if not hits:
        return Markup()
    line = Markup(
        '<li><span class="title">{title}</span> <span class="facts">{facts}</span><p class="links">{links}</p></li>'
    )
    lines = (
        line.format(
            title=hit.document.metadata.title,
            facts=_facts(hit.document, hit.passage.page),
            links=_links(hit.document, hit.passage.page),
        )
        for hit in hits
    )
    return Markup('<aside class="further" aria-label="{title}"><h3>{title}</h3><ul>{lines}</ul></aside>').format(
        title=messages.FURTHER_TITLE, lines=join(lines)
    )


def _near(hit: Hit) -> Markup:
    return Markup(
        '<li class="card"><h4>{title}</h4><p class="facts">{facts}</p>{headings}'
        '<blockquote class="passage"><p>{excerpt}</p></blockquote><p class="links">{links}</p></li>'
    ).format(
        title=hit.document.metadata.title,
        facts=_facts(hit.document, hit.passage.page),
        headings=_headings(hit.passage.headings),
        excerpt=excerpt(hit.passage),
        links=_links(hit.document, hit.passage.page),
    )


def excerpt(passage: Passage) -> str:
    """The beginning of a passage on one line, cut at a word; a table's caption where it has one."""
    caption, _ = header(passage)
    flat = caption or " ".join(passage.text.split())
    if len(flat) <= EXCERPT_CHARS:
        return flat
    return f"{flat[:EXCERPT_CHARS].rsplit(' ', 1)[0]} {messages.ELLIPSIS}"


def _facts(document: Document, page: int | None) -> Markup:
    """Kind, publisher, year, page: what is known of them."""
    metadata = document.metadata
    kind = kinds().get(metadata.kind)
    printed = printed_label(document, page)
    numbered = messages.PRINTED_PAGE.format(label=printed) if printed else ""
    known = [kind.label if kind else "", metadata.publisher, str(metadata.year or ""), page_label(page), numbered]
    return Markup('<span aria-hidden="true"> · </span>').join(
        Markup("<span>{}</span>").format(fact) for fact in known if fact
    )


def _headings(headings: Sequence[str]) -> Markup:
    if not headings:
        return Markup()
    return Markup('<p class="headings">{}</p>').format(" › ".join(headings))


def _superseded(document: Document, documents: Mapping[str, Document]) -> Markup:
    path = document.metadata.replaced_by
    if not path:
        return Markup()
    successor = documents.get(path)
    named = new_window(document_url(successor, None, HERE), successor.metadata.title) if successor else path
    return Markup('<p class="superseded">{} {}</p>').format(told(messages.SUPERSEDED), named)


def _notices(citation: Citation) -> Markup:
    """What makes a quote less sure than words printed as text."""
    notices = [messages.COMPUTED] if citation.document.computes(citation.passage.number) else []
    if citation.passage.page in citation.document.ocr_pages:
        notices.append(messages.RECOGNISED)
    return join(Markup('<p class="notice">{}</p>').format(told(notice)) for notice in notices)


def _links(document: Document, page: int | None) -> Markup:
    label = OPEN if page is None else OPEN_AT_PAGE.format(page=page)
    links = new_window(document_url(document, page, HERE), label, "open")
    official = document.metadata.official_url
    if official.startswith(("https://", "http://")):
        links += new_window(official, messages.OFFICIAL)
    return links


def _back(turn: str, number: int) -> Markup:
    return Markup('<a class="back" href="#{}">{}</a>').format(reference_id(turn, number), messages.BACK)
