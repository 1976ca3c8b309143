"""The generation that an indexing finds in service, as far as it can be reused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.errors import IndexNotReadable, IndexStateError
from indexer.file_names import in_one_form
from indexer.index import GENERATIONS, check_passages, current_manifest, load_passages
from indexer.record import Read
from indexer.surveys import load_surveys

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from indexer.documents import Document
    from indexer.manifest import Manifest
    from indexer.passages import Passage
    from indexer.planning import Reused
    from indexer.settings import Settings
    from indexer.surveys import Survey


@dataclass(frozen=True)
class Previous:
    """The generation that is being served, as far as it can be reused; its passages are loaded when they are needed.

    Attributes:
        manifest: With the names that its documents have from now on.
        folder: Its folder.
        renamed: Those names by the former ones, which were not in one form: published before names were.
    """

    manifest: Manifest
    folder: Path
    renamed: Mapping[str, str]

    @classmethod
    def of(cls, manifest: Manifest, folder: Path) -> Previous:
        """What a folder holds, its documents named in one form."""
        renamed = in_one_form(document.doc for document in manifest.documents)
        documents = (replace(d, doc=renamed.get(d.doc, d.doc)) for d in manifest.documents)
        return cls(replace(manifest, documents=tuple(documents)), folder, renamed)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """By their path."""
        return {document.doc: document for document in self.manifest.documents}

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """Of each document, in its order."""
        by_document: dict[str, list[Passage]] = {}
        for passage in load_passages(self.folder, self.manifest):
            by_document.setdefault(self.renamed.get(passage.doc, passage.doc), []).append(passage)
        return {doc: tuple(found) for doc, found in by_document.items()}

    @cached_property
    def surveys(self) -> dict[str, Survey]:
        """By the path of their document."""
        return {self.renamed.get(survey.doc, survey.doc): survey for survey in load_surveys(self.folder)}

    def taken_over(self, reused: Reused) -> Read:
        """A document with its passages, under its present path."""
        doc = reused.document.doc
        survey = self.surveys.get(reused.before)
        return Read(
            reused.document,
            tuple(p if p.doc == doc else replace(p, doc=doc) for p in self.passages.get(reused.before, ())),
            survey and replace(survey, doc=doc),
        )


def previous_of(settings: Settings) -> Previous | None:
    """The one that is being served; `None` where there is none, or it is damaged.

    Raises:
        IndexNotReadable: No right to read it.
    """
    try:
        manifest = current_manifest(settings.data_dir)
        folder = settings.data_dir / GENERATIONS / manifest.generation
        check_passages(folder, manifest)
        load_surveys(folder)
    except IndexNotReadable:
        raise  # sound, maybe: it is not for somebody without the right to make another in its place
    except IndexStateError:
        return None  # nothing there, or damaged: everything is read again, vectors still come from the cache
    return Previous.of(manifest, folder)
