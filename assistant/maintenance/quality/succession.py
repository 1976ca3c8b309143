"""Publications that another replaces: links that lead nowhere, and others that still send readers to the former one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.maintenance.quality import messages
from assistant.maintenance.quality.model import Check
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.maintenance.quality.model import Finding, Shelf

LEAST_WORDS: Final = 4
"""Of a title that is looked for: a shorter one is found everywhere."""


def succession_checks(shelf: Shelf) -> Iterator[Check]:
    """Broken links, circles, and superseded publications that current ones still cite."""
    yield Check("broken_successor", tuple(_broken(shelf)))
    yield Check("superseded_cited", tuple(_cited(shelf)))


def _broken(shelf: Shelf) -> Iterator[Finding]:
    for doc, document in shelf.documents.items():
        successor = document.metadata.replaced_by
        if successor and successor not in shelf.documents:
            yield shelf.finding(doc, messages.NO_SUCCESSOR.format(doc=successor), other=successor)
        elif successor and _returns(shelf, doc):
            yield shelf.finding(doc, messages.CIRCLE, other=successor)


def _returns(shelf: Shelf, doc: str) -> bool:
    """Whether following what replaces a publication leads back to it."""
    seen = {doc}
    here = shelf.documents[doc].metadata.replaced_by
    while here in shelf.documents and here not in seen:
        seen.add(here)
        here = shelf.documents[here].metadata.replaced_by
    return here == doc


def _cited(shelf: Shelf) -> Iterator[Finding]:
    superseded = {doc: d for doc, d in shelf.documents.items() if d.metadata.replaced_by}
    if not superseded:
        return
    titles = {doc: f" {' '.join(words(d.metadata.title))} " for doc, d in superseded.items()}
    for doc, passages in shelf.passages.items():
        if doc in superseded:
            continue
        for passage in passages:
            levelled = f" {' '.join(words(passage.text))} "
            for former, document in superseded.items():
                named = len(titles[former].split()) >= LEAST_WORDS and titles[former] in levelled
                url = document.metadata.official_url
                if doc != document.metadata.replaced_by and (named or (url and url in passage.text)):
                    detail = messages.STILL_CITED.format(title=document.metadata.title)
                    yield shelf.finding(doc, detail, page=passage.page, other=former)
