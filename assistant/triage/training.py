"""Trains the triage from labelled messages: the shipped examples, and what the staff corrected.

Figures come out of fold: each message is judged by models that have read the others only. Chances are calibrated on
those, and the thresholds chosen on them. Seeded: the same messages give the same model.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from assistant.triage import besides_training
from assistant.triage.besides import Besides
from assistant.triage.classifier import (
    CATEGORY_PARTS,
    MOST_THEMES,
    NO_THEME,
    REQUESTER_PARTS,
    Inputs,
    Task,
    TriageModel,
    identity_words,
    lexical_inputs,
    of_who,
    read_words,
)
from assistant.triage.features import features
from assistant.triage.linear import Linear, softmax
from assistant.triage.theming import described, theme_inputs
from assistant.triage.typology import categories, requesters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.triage.model import Message
    from indexer.embedder import Embedder

FOLDS: Final = 10
SEED: Final = 5
LEAST_SEEN: Final = 2
"""Messages in which an input must be, to be one."""
LEXICAL: Final = frozenset({"words", "who"})
WORDS_C: Final = 20.0
MEANING_C: Final = 0.01
THEME_WORDS_C: Final = 10.0
SUBJECTS_C: Final = 1.0
"""Inverse strengths of the ridges, each the best of a few out of fold (docs/qualite.md)."""
SURE: Final = 0.6
"""Chance under which a category is only proposed: « à trier »."""
THEME_GRID: Final = tuple(float(t) for t in np.round(np.arange(0.1, 0.7, 0.02), 2))
CORRECTED_WEIGHT: Final = 2.0
"""What the staff corrected counts twice: it is what this association receives, judged by those who answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message.

    Attributes:
        message: As read.
        category, requester: Codes.
        themes: Slugs, most central first.
        secondary: Codes.
        corrected: Whether the staff corrected or confirmed it, rather than being shipped.
    """

    message: Message
    category: str
    requester: str
    themes: tuple[str, ...]
    secondary: tuple[str, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What models that had not read a message made of it.

    Attributes:
        categories, requesters: `(messages, classes)` chances, calibrated.
        themes: `(messages, themes)` chances.
        besides: `(messages, categories)` chances of what is asked as well.
    """

    categories: NDArray[np.float64]
    requesters: NDArray[np.float64]
    themes: NDArray[np.float64]
    besides: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how it does out of fold.

    Attributes:
        model: Learnt from all the examples.
        judged: Out of fold.
        figures: By name, fractions 0–1 (`n` apart).
    """

    model: TriageModel
    judged: Judged
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Read:
    """The examples as numbers."""

    counts: list[Counter[str]]
    vectors: NDArray[np.float32]
    identities: NDArray[np.float32]
    near: NDArray[np.float32]


def train(examples: Sequence[Example], embedder: Embedder) -> Trained:
    """Learns from labelled messages.

    Args:
        examples: At least two of each category; fewer folds are made where a category has fewer than `FOLDS`.
        embedder: Whose vectors are learnt with.
    """
    subjects = np.stack([embedder.embed_question(text) for text in described().values()])
    vectors = np.stack([embedder.embed_question(read_words(example.message)) for example in examples])
    counts = [Counter(feature.name for feature in features(example.message)) for example in examples]
    identities = np.stack([embedder.embed_question(identity_words(example.message)) for example in examples])
    read = _Read(counts, vectors, identities, vectors @ subjects.T)
    weights = np.array([CORRECTED_WEIGHT if example.corrected else 1.0 for example in examples])
    judged, temperatures, odds = _out_of_fold(examples, read, weights)
    whole = _Fold(examples, read, weights, np.arange(len(examples)))
    subject_model = _subjects(examples, read, odds.themes)
    slugs = tuple(described())
    theme_threshold = _theme_threshold(examples, judged.themes, slugs)
    model = TriageModel(
        embedding_model=embedder.name,
        names=whole.names,
        rarity=whole.rarity,
        mean=whole.mean,
        scale=whole.scale,
        who_mean=whole.who_mean,
        who_scale=whole.who_scale,
        category=whole.task([e.category for e in examples], tuple(categories()), CATEGORY_PARTS, temperatures[0]),
        requester=whole.task([e.requester for e in examples], tuple(requesters()), REQUESTER_PARTS, temperatures[1]),
        slugs=slugs,
        subjects=subjects.astype(np.float32),
        subject_weights=subject_model.coef_[0][: -len(slugs)].astype(np.float32),
        subject_bias=(subject_model.intercept_ + subject_model.coef_[0][-len(slugs) :]).astype(np.float32),
        theme_words=whole.themes.weights,
        theme_words_bias=whole.themes.bias,
        theme_threshold=theme_threshold,
        besides=_besides(examples, whole, odds.besides, judged),
        sure_threshold=SURE,
        about={},
    )
    return Trained(model, judged, figures(examples, judged, theme_threshold))


class _Fold:
    """Models of some of the examples."""

    def __init__(
        self, examples: Sequence[Example], read: _Read, weights: NDArray[np.float64], rows: NDArray[np.intp]
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


@dataclass(frozen=True, slots=True)
class _Odds:
    """Log-odds out of fold.

    Attributes:
        themes: `(examples, themes)` by words.
        besides: `(examples, categories, 2)` by words and by meaning.
    """

    themes: NDArray[np.float64]
    besides: NDArray[np.float64]


def _out_of_fold(
    examples: Sequence[Example], numbers: _Read, weights: NDArray[np.float64]
) -> tuple[Judged, tuple[float, float], _Odds]:
    """Each example judged by models of the others; the temperatures; and the odds that last weights are learnt on."""
    labels = ([e.category for e in examples], [e.requester for e in examples])
    classes = (tuple(categories()), tuple(requesters()))
    wanted = besides_training.asked(examples, classes[0])
    folds = min(FOLDS, *Counter(labels[0]).values())
    chances = [np.zeros((len(examples), len(names))) for names in classes]
    odds = _Odds(np.zeros((len(examples), len(described()))), np.zeros((*wanted.shape, besides_training.PARTS)))
    splitter = StratifiedKFold(max(2, folds), shuffle=True, random_state=SEED)
    for learnt, left in splitter.split(np.zeros(len(examples)), labels[0]):
        fold = _Fold(examples, numbers, weights, learnt)
        parts = (CATEGORY_PARTS, REQUESTER_PARTS)
        tasks = [fold.task(own, names, read) for own, names, read in zip(labels, classes, parts, strict=True)]
        by_words, by_meaning = fold.asked(wanted)
        for row in left:
            inputs = fold.inputs(row)
            odds.themes[row] = fold.odds(row)
            odds.besides[row] = np.column_stack([by_words.odds(inputs.words), by_meaning.odds(fold.meaning[row])])
            for of, task in zip(chances, tasks, strict=True):
                of[row] = task.raw(inputs)
    truths = [[names.index(label) for label in own] for own, names in zip(labels, classes, strict=True)]
    first, second = (_temperature(of, truth) for of, truth in zip(chances, truths, strict=True))
    tempered = [_tempered(of, t) for of, t in zip(chances, (first, second), strict=True)]
    themes = _theme_chances(examples, numbers, odds.themes)
    besides = besides_training.judged(examples, odds.besides, chances[0].argmax(axis=1), classes[0])
    return Judged(tempered[0], tempered[1], themes, besides), (first, second), odds


def _besides(examples: Sequence[Example], whole: _Fold, odds: NDArray[np.float64], judged: Judged) -> Besides:
    codes = tuple(categories())
    first = judged.categories.argmax(axis=1)
    last = besides_training.weigh(examples, odds, first, codes)
    by_part, second, after = np.split(last.coef_[0].astype(np.float32), [odds.shape[2], odds.shape[2] + len(codes)])
    return Besides(
        *whole.asked(besides_training.asked(examples, codes)),
        weights=by_part,
        second=second + np.float32(last.intercept_[0]),
        first=after,
        threshold=besides_training.best_threshold(examples, judged.besides, first, codes),
    )


def _temperature(chances: NDArray[np.float64], truth: Sequence[int]) -> float:
    """What makes the chances of the right answers likeliest (Guo et al., 2017)."""
    rows = np.arange(len(truth))

    def loss(temperature: float) -> float:
        return -float(np.log(np.maximum(_tempered(chances, temperature)[rows, truth], 1e-9)).mean())

    return round(float(minimize_scalar(loss, bounds=(0.05, 3.0), method="bounded").x), 3)


def _tempered(chances: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    return np.stack([softmax(np.log(np.maximum(row, 1e-12)) / temperature) for row in chances])


def _subjects(examples: Sequence[Example], read: _Read, odds: NDArray[np.float64]) -> LogisticRegression:
    """What makes a theme central, learnt over all pairs of a message and a theme; a bias for each theme besides."""
    rows = [row for row, example in enumerate(examples) if example.category not in NO_THEME]
    count = len(described())
    inputs = np.vstack([_pairs(examples[row], read.near[row], odds[row]) for row in rows])
    wanted = np.concatenate([[slug in examples[row].themes for slug in described()] for row in rows])
    model = LogisticRegression(C=SUBJECTS_C, max_iter=4000)
    return model.fit(np.hstack([inputs, np.tile(np.eye(count), (len(rows), 1))]), wanted)


def _pairs(example: Example, near: NDArray[np.float32], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return theme_inputs(example.message, near, odds)


def _theme_chances(examples: Sequence[Example], read: _Read, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Out of fold: the few weights of `_subjects` learnt without the messages that they judge."""
    count, chances = len(described()), np.zeros((len(examples), len(described())))
    rows = np.arange(len(examples))
    for part in range(2):
        learnt = [int(row) for row in rows if row % 2 != part]
        model = _subjects([examples[r] for r in learnt], replace(read, near=read.near[learnt]), odds[learnt])
        for row in (int(row) for row in rows if row % 2 == part):
            inputs = np.hstack([_pairs(examples[row], read.near[row], odds[row]), np.eye(count)])
            chances[row] = model.predict_proba(inputs)[:, 1]
    return chances


def kept_themes(chances: NDArray[np.float64], slugs: Sequence[str], threshold: float) -> list[str]:
    """The themes that are kept of their chances, as `Classifier` does."""
    order = np.argsort(-chances, kind="stable")[:MOST_THEMES]
    least = (threshold / 2, *[threshold] * MOST_THEMES)
    return [slugs[at] for at, enough in zip(order, least, strict=False) if chances[at] >= enough]


def _theme_threshold(examples: Sequence[Example], chances: NDArray[np.float64], slugs: Sequence[str]) -> float:
    return max(THEME_GRID, key=lambda t: theme_f1(examples, chances, slugs, t))


def theme_f1(
    examples: Sequence[Example], chances: NDArray[np.float64], slugs: Sequence[str], threshold: float
) -> float:
    """Micro-averaged F1 of the themes kept."""
    right = found = wanted = 0
    for example, row in zip(examples, chances, strict=True):
        kept = set() if example.category in NO_THEME else set(kept_themes(row, slugs, threshold))
        right += len(kept & set(example.themes))
        found += len(kept)
        wanted += len(example.themes)
    return 2 * right / max(1, found + wanted)


def figures(examples: Sequence[Example], judged: Judged, theme_threshold: float) -> dict[str, float]:
    """How the models did on messages that they had not read."""
    codes, kinds = tuple(categories()), tuple(requesters())
    truth = np.array([codes.index(e.category) for e in examples])
    guessed = judged.categories.argmax(axis=1)
    order = np.argsort(-judged.categories, axis=1)
    confident = judged.categories.max(axis=1)
    return {
        "n": float(len(examples)),
        "category accuracy": float((guessed == truth).mean()),
        "category macro-F1": _macro_f1(truth, guessed, len(codes)),
        "category top-2": float((order[:, :2] == truth[:, None]).any(axis=1).mean()),
        "category ECE": expected_calibration_error(confident, guessed == truth),
        "requester accuracy": float(
            np.mean(
                [kinds[int(row.argmax())] == e.requester for row, e in zip(judged.requesters, examples, strict=True)]
            )
        ),
        "secondary F1": max(
            besides_training.secondary_f1(examples, judged.besides, guessed, codes, t) for t in besides_training.GRID
        ),
        "themes F1": theme_f1(examples, judged.themes, tuple(described()), theme_threshold),
    }


def _macro_f1(truth: NDArray[np.intp], guessed: NDArray[np.intp], count: int) -> float:
    """Mean over the classes that are there of 2 TP / (2 TP + FP + FN)."""
    scores = []
    for label in range(count):
        if (truth == label).any():
            right = ((truth == label) & (guessed == label)).sum()
            scores.append(2 * right / ((truth == label).sum() + (guessed == label).sum()))
    return float(np.mean(scores))


def expected_calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean gap between how sure and how often right, over bins of confidence (Naeini et al., 2015)."""
    edges = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        (edges == at).mean() * abs(confidence[edges == at].mean() - right[edges == at].mean())
        for at in range(bins)
        if (edges == at).any()
    ]
    return float(sum(gaps))
