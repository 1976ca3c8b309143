"""PIAF: questions that people wrote on French Wikipedia, with the words that answer (etalab-ia, CC BY-SA texts).

A folder holds `corpus.jsonl`, `queries.jsonl` with the split of each question (no article on both sides),
`qrels.tsv` and `answers.jsonl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.scaling import scaled
from assistant.selecting import Reading
from evals.public import read_set
from evals.selector.material import Example, Material, lexical_index, lexical_scores, spans
from indexer.french import term_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.embedder import Embedder

NEAR = 20
"""Paragraphs kept beside the right one."""
DENSE_SHARE = 0.7
"""Of the fusion by which hard negatives are found (the reference protocol of this set)."""
TELLING = 3
"""An answer of fewer characters is found in paragraphs that do not give it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set.

    Attributes:
        text: Its words.
        paragraph: Number of the paragraph that answers.
        answers: Words of it that answer.
    """

    text: str
    paragraph: int
    answers: tuple[str, ...]


def piaf_material(folder: Path, embedder: Embedder) -> Material:
    """The questions of the train part with their hard negatives.

    A question whose answer cannot be found in its paragraph is left out.
    """
    read = read_set("piaf", folder, split="train", with_answers=True)
    texts = list(read.documents.values())
    number = {document: row for row, document in enumerate(read.documents)}
    asked = [
        Asked(text, number[document], tuple(filter(None, map(str.strip, read.answers.get(name, ())))))
        for name, text in read.questions.items()
        for document in sorted(read.gold[name])[:1]
    ]
    readings = tuple(Reading("", text, spans(text)) for text in texts)
    vectors = embedder.embed_passages(texts)
    lexical = lexical_index(texts)
    examples = []
    for question in asked:
        sentence = answering_sentence(readings[question.paragraph], question)
        if sentence is None:
            continue
        cosines = vectors @ embedder.embed_question(question.text)
        words = lexical_scores(lexical, question.text, len(texts))
        fused = DENSE_SHARE * scaled(cosines) + (1 - DENSE_SHARE) * words / max(float(words.max()), 1e-9)
        telling = [answer for answer in question.answers if len(answer) >= TELLING]
        near = [
            int(row)
            for row in np.argsort(-fused, kind="stable")[: 2 * NEAR]
            if row != question.paragraph and not any(answer in texts[row] for answer in telling)
        ]
        examples.append(Example(question.text, {question.paragraph: frozenset({sentence})}, tuple(near[:NEAR])))
    return Material("piaf", readings, tuple(examples))


def answering_sentence(reading: Reading, question: Asked) -> int | None:
    """The sentence that holds the answer: of several, the one with most of the question's stems, the first of these."""
    sentences = [reading.text[start:end] for start, end in reading.spans]
    holding = [index for index, sentence in enumerate(sentences) if _any_in(question.answers, sentence)]
    if holding:
        wanted = term_set(question.text)
        return max(holding, key=lambda index: (len(wanted & term_set(sentences[index])), -index))
    for answer in question.answers:
        start = reading.text.find(answer)  # it runs over a sentence's end
        if start >= 0:
            return next((i for i, (low, high) in enumerate(reading.spans) if low <= start < high), None)
    return None


def _any_in(answers: Sequence[str], text: str) -> bool:
    return any(answer in text for answer in answers)
