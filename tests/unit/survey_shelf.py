"""An index as far as survey figures go: real files read as an indexing reads them, ranked by their words alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
from openpyxl import Workbook
from survey_files import read_file

from assistant.answers import Hit
from assistant.questions import Question
from assistant.retrieval import Retrieval
from assistant.spelling import Speller
from assistant.surveys import SurveyItems
from assistant.understanding import understand
from indexer.documents import Metadata
from indexer.lexical import LexicalIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.answers import Statement
    from indexer.documents import Document
    from indexer.index import Index
    from indexer.passages import Passage
    from indexer.surveys import Survey

HITS = 10
MEETINGS = "À quelle fréquence réunissez-vous les habitants ?"
ROOM = "Disposez-vous d’un local partagé ?"
SHARES = {2022: ("30 %", "45 %", "20 %", "5 %"), 2024: ("25 %", "50 %", "15 %", "10 %")}
OFTEN = ("Chaque mois", "Chaque trimestre", "Une fois par an", "Jamais")


@dataclass(frozen=True)
class Shelf:
    """Documents, their passages and surveys."""

    documents: dict[str, Document]
    passages: tuple[Passage, ...]
    surveys: tuple[Survey, ...]

    @cached_property
    def rows_by_document(self) -> dict[str, tuple[int, ...]]:
        """As the index's."""
        return {doc: tuple(i for i, p in enumerate(self.passages) if p.doc == doc) for doc in self.documents}

    @cached_property
    def lexical(self) -> LexicalIndex:
        """As the index's."""
        return LexicalIndex.build([passage.embedded_text for passage in self.passages])

    @cached_property
    def speller(self) -> Speller:
        """As the retriever's."""
        return Speller(passage.embedded_text for passage in self.passages)

    @cached_property
    def items(self) -> SurveyItems:
        """As the assistant's."""
        return SurveyItems(self.index)

    @property
    def index(self) -> Index:
        """Itself, as far as survey figures go."""
        return cast("Index", self)

    def retrieval(self, text: str) -> Retrieval:
        """What the words of a question find."""
        query = understand(Question(text), self.speller)
        scores = self.lexical.scores(query.weights)
        best = [int(row) for row in np.argsort(-scores, kind="stable")[:HITS] if scores[row] > 0]
        hits = tuple(self._hit(row, float(scores[row])) for row in best)
        return Retrieval(query, np.zeros(1, dtype=np.float32), hits, {}, 0.0)

    def ask(self, text: str) -> tuple[Statement, ...]:
        """The figures that answer a question."""
        return self.items.statements(self.retrieval(text))

    def _hit(self, row: int, score: float) -> Hit:
        passage = self.passages[row]
        return Hit(passage, self.documents[passage.doc], row, score, 0.0, score)


def shelf_of(paths: Sequence[tuple[str, Path, Metadata | None]]) -> Shelf:
    """The files read: `doc`, where it is, what a catalogue tells of it."""
    read = [read_file(path, doc, metadata) for doc, path, metadata in paths]
    return Shelf(
        {each.document.doc: each.document for each in read},
        tuple(passage for each in read for passage in each.passages),
        tuple(each.survey for each in read if each.survey is not None),
    )


def yearly(folder: Path, year: int) -> tuple[str, Path, Metadata]:
    """A workbook of the same two questions, asked that year."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Résultats"
    sheet.append([f"Question 1. {MEETINGS} (n = 40)"])
    sheet.append(["Réponse", "Effectif", "Part"])
    for label, share in zip(OFTEN, SHARES[year], strict=True):
        sheet.append([label, int(share.split()[0]) * 40 // 100, share])
    sheet.append([])
    sheet.append([f"Question 2. {ROOM} (n = 20)"])
    sheet.append(["Réponse", "Effectif", "Part"])
    sheet.append(["Oui", 15, "75 %"])
    sheet.append(["Non", 5, "25 %"])
    path = folder / f"{year}.xlsx"
    book.save(path)
    title = f"Enquête {year} auprès des maisons de quartier"
    return f"enquetes/{year}.xlsx", path, Metadata(title=title, publisher="Réseau des maisons", year=year)
