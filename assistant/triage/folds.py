"""Models of some of the labelled messages: all of them in the end, nine tenths while they are judged out of fold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from assistant.triage import besides_training
from assistant.triage.classifier import lexical_inputs, of_who
from assistant.triage.learnt import Inputs, Task
from assistant.triage.linear import Linear
from assistant.triage.theming import described

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.triage.training import Example

LEAST_SEEN: Final = 2
"""Messages in which an input must be, to be one."""
LEXICAL: Final = frozenset({"words", "who"})
WORDS_C: Final = 20.0
MEANING_C: Final = 0.01
THEME_WORDS_C: Final = 10.0
"""Inverse strengths of the ridges, each the best of a few out of fold (docs/qualite.md)."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The examples as numbers.

    Attributes:
        counts: Of each, how often it has each feature.
        vectors: `(examples, dimension)` of what it says.
        identities: `(examples, dimension)` of who writes it.
        near: `(examples, themes)`: cosines of what it says and of what themes are.
    """

    counts: list[Counter[str]]
    vectors: NDArray[np.float32]
    identities: NDArray[np.float32]
    near: NDArray[np.float32]


class Fold:
    """Models of some of the examples.

    Args:
        examples: All of them.
        read: Likewise.
        weights: `(examples,)` how much each counts.
        rows: Of those that are learnt from.
    """

    def __init__(
        self, examples: Sequence[Example], read: Numbers, weights: NDArray[np.float64], rows: NDArray[np.intp]
    ) -> None:
        self._rows, self._weights = rows, weights[rows]
        documents = Counter(name for row in rows for name in read.counts[row])
        kept = sorted(name for name, times in documents.items() if times >= LEAST_SEEN)
        self.names = {name: column for column, name in enumerate(kept)}
        self.rarity = np.array([np.log((1 + len(rows)) / (1 + documents[name])) + 1 for name in kept], dtype=np.float32)
        self.words = self._lexical(read.counts)
        self.who = self._lexical([of_who(counts) for counts in read.counts])
        self.mean, self.scale, self.meaning = self._standard(read.vectors)
        self.who_mean, self.who_scale, self.identity = self._standard(read.identities)
        themes = [[slug in examples[row].themes for slug in described()] for row in rows]
        self.themes = self._yes_or_no(self.words, np.array(themes), THEME_WORDS_C)

    def task(
        self, labels: Sequence[str], classes: tuple[str, ...], parts: Sequence[str], temperature: float = 1.0
    ) -> Task:
        """The regressions of a decision.

        Args:
            labels: Of all the examples, those that are not of this fold unused.
            classes: All that there may be; one that no example has gets no chance.
            parts: Names of what is read.
            temperature: To be kept with them.
        """
        own = [labels[row] for row in self._rows]
        return Task(classes, {name: self._part(name, own, classes) for name in parts}, temperature)

    def inputs(self, row: int) -> Inputs:
        """One of the examples, as numbers."""
        words, who = (of[row].toarray()[0].astype(np.float32) for of in (self.words, self.who))
        return Inputs(words, who, self.meaning[row], self.identity[row])

    def asked(self, wanted: NDArray[np.bool_]) -> tuple[Linear, Linear]:
        """Whether each category is asked for, first or besides: by words, and by meaning.

        Args:
            wanted: `(examples, categories)`.
        """
        own = wanted[self._rows]
        return (
            self._yes_or_no(self.words, own, besides_training.WORDS_C),
            self._yes_or_no(self.meaning, own, besides_training.MEANING_C),
        )

    def odds(self, row: int) -> NDArray[np.float64]:
        """Log-odds of each theme by words, for one of the examples."""
        odds: NDArray[np.float64] = self.themes.odds(self.words[row].toarray()[0]).astype(np.float64)
        return odds

    def _part(self, name: str, labels: Sequence[str], classes: Sequence[str]) -> Linear:
        strength = WORDS_C if name in LEXICAL else MEANING_C
        model = _regression(getattr(self, name)[self._rows], labels, strength, self._weights)
        return _whole(model, classes)

    def _lexical(self, counts: Sequence[Mapping[str, int]]) -> csr_matrix:
        return vstack([csr_matrix(lexical_inputs(of, self.names, self.rarity)) for of in counts]).tocsr()

    def _standard(
        self, vectors: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Mean and scale of this fold's vectors, and all vectors by them."""
        mean, scale = vectors[self._rows].mean(axis=0), np.maximum(vectors[self._rows].std(axis=0), 1e-6)
        return mean, scale, (vectors - mean) / scale

    def _yes_or_no(
        self, inputs: NDArray[np.float32] | csr_matrix, wanted: NDArray[np.bool_], strength: float
    ) -> Linear:
        """One regression a label; a label of fewer than two of the examples has none, and starts far behind."""
        weights = np.zeros((wanted.shape[1], inputs.shape[1]), dtype=np.float32)
        bias = np.full(wanted.shape[1], -3.0, dtype=np.float32)
        for label in range(wanted.shape[1]):
            if wanted[:, label].sum() >= LEAST_SEEN:
                model = _regression(inputs[self._rows], wanted[:, label], strength, self._weights)
                weights[label], bias[label] = model.coef_[0], model.intercept_[0]
        return Linear(weights, bias)


def _regression(
    inputs: NDArray[np.float32] | csr_matrix,
    labels: Sequence[str] | NDArray[np.bool_],
    strength: float,
    weights: NDArray[np.float64],
) -> LogisticRegression:
    model = LogisticRegression(C=strength, max_iter=4000, class_weight="balanced")
    return model.fit(inputs, labels, sample_weight=weights)


def _whole(model: LogisticRegression, classes: Sequence[str]) -> Linear:
    """Weights and biases for all the classes, those never met far behind."""
    weights = np.zeros((len(classes), model.coef_.shape[1]), dtype=np.float32)
    bias = np.full(len(classes), -20.0, dtype=np.float32)
    for row, name in enumerate(model.classes_):
        at = classes.index(name)
        weights[at], bias[at] = model.coef_[row], model.intercept_[row]
    return Linear(weights, bias)
