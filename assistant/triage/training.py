"""Trains the triage from labelled messages: the shipped examples, and what the staff corrected.

Figures come out of fold: each message is judged by models that have read the others only. Chances are calibrated on
those, and the thresholds chosen on them. Seeded: the same messages give the same model.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from assistant.triage import besides_training, themes_training
from assistant.triage.besides import Besides
from assistant.triage.classifier import identity_words, read_words
from assistant.triage.features import features
from assistant.triage.folds import Fold, Numbers
from assistant.triage.learnt import CATEGORY_PARTS, REQUESTER_PARTS, TriageModel
from assistant.triage.linear import softmax
from assistant.triage.out_of_fold import figures
from assistant.triage.theming import described
from assistant.triage.typology import categories, requesters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.triage.model import Message
    from indexer.embedder import Embedder

FOLDS: Final = 10
SEED: Final = 5
SURE: Final = 0.6
"""Chance under which a category is only proposed: « à trier »."""
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
    read = Numbers(counts, vectors, identities, vectors @ subjects.T)
    weights = np.array([CORRECTED_WEIGHT if example.corrected else 1.0 for example in examples])
    judged, temperatures, odds = _out_of_fold(examples, read, weights)
    whole = Fold(examples, read, weights, np.arange(len(examples)))
    subject_model = themes_training.subjects(examples, read, odds.themes)
    slugs = tuple(described())
    theme_threshold = themes_training.best_threshold(examples, judged.themes, slugs)
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
    examples: Sequence[Example], numbers: Numbers, weights: NDArray[np.float64]
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
        fold = Fold(examples, numbers, weights, learnt)
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
    themes = themes_training.judged(examples, numbers, odds.themes)
    besides = besides_training.judged(examples, odds.besides, chances[0].argmax(axis=1), classes[0])
    return Judged(tempered[0], tempered[1], themes, besides), (first, second), odds


def _besides(examples: Sequence[Example], whole: Fold, odds: NDArray[np.float64], judged: Judged) -> Besides:
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
