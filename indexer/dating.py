"""When publications came into the index: carried from one generation to the next, for « what is new ».

A publication keeps its day however it is read again, renamed, or put back after it was missing for a while. Generations
of before these days were kept tell them by when they were built.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.file_names import one_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.documents import Document
    from indexer.manifest import Manifest


def dated(
    documents: Mapping[str, Document], served: Manifest | None, kept: Sequence[Manifest], now: str
) -> dict[str, Document]:
    """Documents that tell when they were added, and when their content last changed.

    Args:
        documents: As they are to be served, by `doc`; those taken over or moved may hold their dates already.
        served: The generation before; `None` when there is none that can be used.
        kept: All generations that are kept, newest first, that one among them.
        now: UTC, ISO 8601: when the generation that will hold the documents is built.
    """
    before = {document.doc: document for document in served.documents} if served else {}
    missing = {(one_form(d.doc), d.digest): d for manifest in reversed(kept) for d in manifest.documents}
    firsts = _firsts(kept)
    return {
        doc: _dated(document, before.get(doc) or missing.get((doc, document.digest)), firsts, now)
        for doc, document in documents.items()
    }


def _dated(document: Document, last: Document | None, firsts: Mapping[str, str], now: str) -> Document:
    """One of them; `last` is what its path held before, or the very same file before it was missing."""
    if document.added:
        return document
    if last is None and not document.former:
        return replace(document, added=now)
    told = last or document
    since = (firsts[name] for name in map(one_form, (told.doc, *told.former)) if name in firsts)
    changed = now if told.digest != document.digest else told.changed
    return replace(document, added=told.added or min(since, default=now), changed=changed)


def _firsts(kept: Sequence[Manifest]) -> dict[str, str]:
    """Path → when the first generation that has it was built."""
    firsts: dict[str, str] = {}
    for manifest in kept:
        for document in manifest.documents:
            doc = one_form(document.doc)
            firsts[doc] = min(firsts.get(doc, manifest.built_at), document.added or manifest.built_at)
    return firsts
