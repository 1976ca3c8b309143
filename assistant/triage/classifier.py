"""What a message is: category, requester, themes, from a linear model whose every reason can be shown.

```
Message ─▶ features (words, pairs, cues) ─▶ lexical part ─┐
        └▶ vector of its words ──────────▶ meaning part ─┴▶ both multiplied, calibrated ─▶ abstains under a threshold
```

The model (`assistant.triage.learnt`) comes from `assistant.triage.training`: labelled examples, and what the staff
corrected.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.triage.besides import told_besides
from assistant.triage.features import features
from assistant.triage.learnt import Inputs
from assistant.triage.model import Part, Seen, Sorted, Weighed
from assistant.triage.theming import theme_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from assistant.triage.features import Feature
    from assistant.triage.learnt import TriageModel
    from assistant.triage.model import Message
    from indexer.embedder import Embedder

READ_CHARS: Final = 1500
"""Characters of a message that the embedding model is given: about what it reads (512 tokens)."""
IDENTITY_CHARS: Final = 300
"""Of the request: people say who they are at its beginning."""
WHO: Final = ("i:", "a:", "n:", "g:", "c:", "s:", "o:c:")
"""What the names of inputs that tell who writes begin with."""
SHOWN: Final = 6
"""Words shown for a decision."""
MOST_THEMES: Final = 3
LEAST_SUBJECT: Final = 0.02
"""Chance from which a theme counts when publications are looked for."""
NO_THEME: Final = frozenset({"C3", "C4"})
"""Selling and fraud are about nothing of ours."""


class Classifier:
    """Sorts messages with one model; keeps nothing of them. Safe to share between threads."""

    def __init__(self, model: TriageModel, embedder: Embedder) -> None:
        self.model = model
        self._embedder = embedder
        self._understands = embedder.name == model.embedding_model

    def sort(self, message: Message, vector: NDArray[np.float32] | None = None) -> Sorted:
        """Category, requester and themes of a message, each with how sure.

        Args:
            message: As read.
            vector: What `vector` makes of it, where it is known already.
        """
        found = features(message)
        counts = Counter(feature.name for feature in found)
        vector = self.vector(message) if vector is None else vector
        inputs = self._inputs(message, counts, vector)
        category = self.model.category.chances(inputs)
        requester = self.model.requester.chances(inputs)
        best = int(category.argmax())
        codes = self.model.category.classes
        subjects = self._subjects(message, inputs.words, vector)
        return Sorted(
            categories=_weighed(codes, category),
            requesters=_weighed(self.model.requester.classes, requester),
            themes=() if codes[best] in NO_THEME else self._kept(subjects),
            secondary=told_besides(
                self.model.besides.chances(best, inputs.words, inputs.meaning),
                best,
                codes,
                self.model.besides.threshold,
            ),
            seen=self._seen(found, inputs.words, best),
            abstains=bool(category[best] < self.model.sure_threshold),
            subjects=subjects,
        )

    def vector(self, message: Message) -> NDArray[np.float32] | None:
        """`(dimension,)` of a message's words, L2-normalised; `None` with another model than the one learnt with."""
        return self._embedder.embed_question(read_words(message)) if self._understands else None

    def _inputs(self, message: Message, counts: Mapping[str, int], vector: NDArray[np.float32] | None) -> Inputs:
        model = self.model
        words = lexical_inputs(counts, model.names, model.rarity)
        who = lexical_inputs(of_who(counts), model.names, model.rarity)
        if vector is None:
            return Inputs(words, who)
        identity = self._embedder.embed_question(identity_words(message))
        return Inputs(words, who, (vector - model.mean) / model.scale, (identity - model.who_mean) / model.who_scale)

    def _subjects(
        self, message: Message, lexical: NDArray[np.float32], vector: NDArray[np.float32] | None
    ) -> tuple[Weighed, ...]:
        model = self.model
        odds = (model.theme_words @ lexical + model.theme_words_bias).astype(np.float64)
        near = None if vector is None else model.subjects @ vector
        inputs = theme_inputs(message, near, odds)
        chances = 1 / (1 + np.exp(-(inputs @ model.subject_weights + model.subject_bias)))
        return tuple(theme for theme in _weighed(model.slugs, chances) if theme.confidence >= LEAST_SUBJECT)

    def _kept(self, subjects: Sequence[Weighed]) -> tuple[Weighed, ...]:
        threshold = self.model.theme_threshold
        least = (threshold / 2, *[threshold] * MOST_THEMES)
        ranked = zip(subjects[:MOST_THEMES], least, strict=False)
        return tuple(theme for theme, enough in ranked if theme.confidence >= enough)

    def _seen(self, found: Sequence[Feature], lexical: NDArray[np.float32], chosen: int) -> tuple[Seen, ...]:
        """The words that spoke most for a category, rather than for the others."""
        weights = self.model.category.parts["words"].weights
        told: dict[Seen, float] = defaultdict(float)
        met: set[tuple[str, Seen]] = set()
        for feature in found:
            column = self.model.names.get(feature.name)
            if column is None or feature.seen is None or (feature.name, feature.seen) in met:
                continue
            met.add((feature.name, feature.seen))
            told[feature.seen] += float(lexical[column] * (weights[chosen, column] - weights[:, column].mean()))
        chosen_words: list[Seen] = []
        for seen, weight in sorted(told.items(), key=lambda item: -item[1]):
            if weight <= 0 or len(chosen_words) == SHOWN:
                break
            words = seen.words.lower()
            known = (kept.words.lower() for kept in chosen_words)
            if len(words) > 1 and seen.part is not Part.ADDRESS and not any(words in k or k in words for k in known):
                chosen_words.append(seen)
        return tuple(chosen_words)


def read_words(message: Message) -> str:
    """What the embedding model is given of a message."""
    return message.words()[:READ_CHARS]


def identity_words(message: Message) -> str:
    """What the embedding model is given of who writes: name, address, signature, first words."""
    address = re.sub(r"[._@-]|\d+|exemple|\bfr\b", " ", message.sender.address)
    return f"{message.sender.name} {address} {message.signature} {message.request[:IDENTITY_CHARS]}"[:READ_CHARS]


def of_who(counts: Mapping[str, int]) -> dict[str, int]:
    """Of the inputs of a message, those that tell who writes."""
    return {name: count for name, count in counts.items() if name.startswith(WHO)}


def lexical_inputs(
    counts: Mapping[str, int], names: Mapping[str, int], rarity: NDArray[np.float32]
) -> NDArray[np.float32]:
    """`(names,)` of length 1: 1 + log of how often, times how rare (Salton & Buckley, 1988)."""
    values = np.zeros(len(names), dtype=np.float32)
    for name, count in counts.items():
        column = names.get(name)
        if column is not None:
            values[column] = 1 + np.log(count)
    values *= rarity
    length = float(np.linalg.norm(values))
    return values / length if length else values


def _weighed(codes: Sequence[str], chances: NDArray[np.float64]) -> tuple[Weighed, ...]:
    order = np.argsort(-chances, kind="stable")
    return tuple(Weighed(codes[at], round(float(chances[at]), 4)) for at in order)
