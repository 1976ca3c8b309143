"""The questions that an index gives reason to ask, and where each is answered if it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from assistant.suggestions.phrasing import (
    ABOUT,
    ANSWERS,
    Wording,
    definition_of,
    question_in,
    question_of,
    standing,
    subject_of,
    term_defined,
)
from assistant.suggestions.subjects import subjects
from indexer.french import terms
from indexer.passages import SentenceKind
from indexer.surveys.model import QuestionKind
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.index import Index
    from indexer.passages import Passage, Sentence

MOST: Final = 3000
"""Candidates of an index, at most: each costs an answer to verify."""
READ: Final = 4000
"""Passages in which the article of a term is looked for; more of them change no majority."""
LEAST_TOLD: Final = 2
"""Times that publications must name a term with its article, before what it means is suggested."""
_ACRONYM: Final = re.compile(r"\s\([^)]*\)")
_ARTICLE: Final = r"(?P<article>\bune? |\ble |\bla |\bl[’'])"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question.

    Attributes:
        text: In French, as it would be shown.
        wording: How it came to be worded.
        doc: Publication that it comes from; empty for a term of the field.
        rows: Passages where it is answered, if it is.
        names: What it asks about is called so; empty where it has no name.
    """

    text: str
    wording: Wording
    doc: str
    rows: frozenset[int]
    names: tuple[str, ...] = ()


def candidates(index: Index) -> tuple[Candidate, ...]:
    """Those of the publications that everybody may read, each question once: of each wording in turn.

    They are verified in this order: whoever asks before all are known is not proposed definitions alone.
    """
    found: dict[str, Candidate] = {}
    for each in (
        *_terms(index),
        *_titles(index),
        *_headings(index),
        *_sentences(index),
        *_surveys(index),
        *_subjects(index),
    ):
        key = " ".join(sorted(set(terms(_ACRONYM.sub("", each.text)))))
        known = found.get(key)
        found[key] = replace(known, rows=known.rows | each.rows) if known else each
    sorts: dict[Wording, list[Candidate]] = {wording: [] for wording in Wording}
    for each in found.values():
        sorts[each.wording].append(each)
    return tuple(each for each in chain.from_iterable(zip_longest(*sorts.values())) if each is not None)[:MOST]


def _titles(index: Index) -> Iterator[Candidate]:
    for document in index.public_documents:
        asked, mark, _ = document.metadata.title.partition("?")
        text, wording = question_of(f"{asked}{mark}") if mark else ("", Wording.ASKED)
        if text:
            yield Candidate(text, wording, document.doc, frozenset(index.rows_by_document.get(document.doc, ())))


def _headings(index: Index) -> Iterator[Candidate]:
    for document in index.public_documents:
        rows: dict[str, list[int]] = {}
        for row in index.rows_by_document.get(document.doc, ()):
            for heading in index.passages[row].headings:
                rows.setdefault(heading, []).append(row)
        for heading, under in rows.items():
            text, wording = question_of(heading)
            if text:
                subject = subject_of(text)
            if text:
                yield Candidate(text, wording, document.doc, frozenset(under), (subject,) if subject else ())


def _sentences(index: Index) -> Iterator[Candidate]:
    for document in index.public_documents:
        rows = index.rows_by_document.get(document.doc, ())
        for row in rows:
            passage = index.passages[row]
            for sentence in passage.sentences:
                yield from _sentence(passage, sentence, row, frozenset(rows))


def _sentence(passage: Passage, sentence: Sentence, row: int, whole: frozenset[int]) -> Iterator[Candidate]:
    """What a publication asks before it answers it, anywhere in it, or in a row beside it; what it defines."""
    quote = passage.quote(sentence)
    if sentence.kind is SentenceKind.ROW:
        text = question_in(quote.split("\t")[0])
        if text:
            yield Candidate(text, Wording.ASKED, passage.doc, frozenset({row}))
    elif sentence.kind is SentenceKind.PROSE:
        text = question_in(quote)
        if text:
            yield Candidate(text, Wording.ASKED, passage.doc, whole)
        what = term_defined(quote)
        text = definition_of(what) if what else ""
        if text:
            yield Candidate(text, Wording.MEANING, passage.doc, frozenset({row}), (_named(what),))


def _surveys(index: Index) -> Iterator[Candidate]:
    for survey in index.public_surveys:
        rows = frozenset(index.rows_by_document.get(survey.doc, ()))
        for question in survey.questions:
            if question.kind is QuestionKind.INDICATOR:
                continue
            text = standing(ANSWERS.format(wording=question.wording.strip().rstrip("?").rstrip()))
            if text:
                yield Candidate(text, Wording.SURVEY, survey.doc, rows)


def _subjects(index: Index) -> Iterator[Candidate]:
    for what, rows in subjects(index):
        text = standing(ABOUT.format(subject=what))
        if text:
            yield Candidate(text, Wording.ABOUT, "", rows, (what,))


def _terms(index: Index) -> Iterator[Candidate]:
    """« Qu’est-ce qu’un conseil local de santé mentale (CLSM) ? », with the article that publications give it."""
    internal = {d.doc for d in index.manifest.documents if d.internal}
    told = [(row, p.text, p.text.lower()) for row, p in enumerate(index.passages[:READ]) if p.doc not in internal]
    for entry in acronyms():
        named = entry.expansion.lower()
        pattern = re.compile(rf"{_ARTICLE}(?P<term>{re.escape(named)})\b", re.IGNORECASE)
        forms: Counter[str] = Counter()
        rows: set[int] = set()
        for row, text, lowered in told:
            if named in lowered:
                rows.add(row)
                forms.update(f"{found['article'].lower()}{found['term']}" for found in pattern.finditer(text))
        if forms.total() >= LEAST_TOLD:
            what, _ = forms.most_common(1)[0]
            text = definition_of(f"{what} ({entry.acronym})")
            if text:
                yield Candidate(text, Wording.MEANING, "", frozenset(rows), (entry.acronym, entry.expansion))


def _named(what: str) -> str:
    """« le principe des PASS » → « principe des PASS »."""
    return re.sub(r"^(?:(?:le|la|les|une?) |l[’'])", "", what)
