"""What a message is: category, requester, themes, from a linear model whose every reason can be shown.

```
Message ─▶ features (words, pairs, cues) ─▶ lexical part ─┐
        └▶ vector of its words ──────────▶ meaning part ─┴▶ both multiplied, calibrated ─▶ abstains under a threshold
```

Trained by `assistant.triage.training` on labelled examples and on what the staff corrected; shipped as
`triage_model.npz`, replaced by the one of the data folder when the staff trains.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.triage.besides import Besides, told_besides
from assistant.triage.features import features
from assistant.triage.linear import Linear, softmax
from assistant.triage.model import Part, Seen, Sorted, Weighed
from assistant.triage.theming import theme_inputs
from indexer.errors import TriageModelUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from assistant.triage.features import Feature
    from assistant.triage.model import Message
    from indexer.embedder import Embedder

MODEL_NAME: Final = "triage_model.npz"
FORMAT: Final = 2
"""Of the file: one of another number is not read."""
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


@dataclass(frozen=True, slots=True)
class Task:
    """One decision among several labels: the geometric mean of the chances that several sorts of inputs give, tempered.

    Attributes:
        classes: Labels.
        parts: By the name of what they read (`Inputs`).
        temperature: Chances are raised to its inverse: above 1 it makes them less sure (Guo et al., 2017).
    """

    classes: tuple[str, ...]
    parts: Mapping[str, Linear]
    temperature: float

    def chances(self, inputs: Inputs) -> NDArray[np.float64]:
        """`(classes,)` calibrated, summing to 1. A part whose input is missing has no say."""
        return self.tempered(self.raw(inputs))

    def tempered(self, chances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Chances made as sure as they are right."""
        return softmax(np.log(np.maximum(chances, 1e-12)) / self.temperature)

    def raw(self, inputs: Inputs) -> NDArray[np.float64]:
        """`(classes,)` before calibration: less sure of the first, they tell more of the others."""
        read = [(part, inputs.of(name)) for name, part in self.parts.items()]
        told = [softmax(part.odds(values)) for part, values in read if values is not None]
        return softmax(np.mean(np.log(np.maximum(told, 1e-12)), axis=0))


@dataclass(frozen=True, slots=True)
class Inputs:
    """A message as numbers.

    Attributes:
        words: `(names,)` of length 1: all that is read in it.
        who: `(names,)` of length 1: what tells who writes, alone.
        meaning: `(dimension,)` its vector, standardised; `None` with another embedding model than the one learnt with.
        identity: `(dimension,)` that of who writes, likewise.
    """

    words: NDArray[np.float32]
    who: NDArray[np.float32]
    meaning: NDArray[np.float32] | None = None
    identity: NDArray[np.float32] | None = None

    def of(self, name: str) -> NDArray[np.float32] | None:
        """One of them by its name."""
        read: NDArray[np.float32] | None = getattr(self, name)
        return read


CATEGORY_PARTS: Final = ("words", "meaning")
REQUESTER_PARTS: Final = ("words", "who", "identity")
"""What each decision reads (docs/qualite.md)."""


@dataclass(frozen=True, slots=True)
class TriageModel:
    """Everything learnt.

    Attributes:
        embedding_model: Whose vectors the meaning parts understand.
        names: Lexical inputs, in order of the columns.
        rarity: `(names,)` inverse document frequency.
        mean, scale: `(dimension,)` of the vectors; `who_mean`, `who_scale` of those of who writes.
        category, requester: The two decisions.
        slugs: Of the themes.
        subjects: `(dimension,)` vector of each theme's description: `(themes, dimension)`.
        subject_weights: `(INPUTS,)` what makes a theme central; `subject_bias` `(themes,)`.
        theme_words: `(themes, names)` and `theme_words_bias` `(themes,)`: lexical part of the themes.
        theme_threshold: A theme is kept from this chance on; the first one from half of it.
        besides: What is asked as well.
        sure_threshold: Below this chance, the first category is too unsure.
        about: Figures of the training and what it was made of, for readers.
    """

    embedding_model: str
    names: Mapping[str, int]
    rarity: NDArray[np.float32]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    who_mean: NDArray[np.float32]
    who_scale: NDArray[np.float32]
    category: Task
    requester: Task
    slugs: tuple[str, ...]
    subjects: NDArray[np.float32]
    subject_weights: NDArray[np.float32]
    subject_bias: NDArray[np.float32]
    theme_words: NDArray[np.float32]
    theme_words_bias: NDArray[np.float32]
    theme_threshold: float
    besides: Besides
    sure_threshold: float
    about: Mapping[str, object]


NUMBERS: Final = (
    *("rarity", "mean", "scale", "who_mean", "who_scale"),
    *("subjects", "subject_weights", "subject_bias", "theme_words", "theme_words_bias"),
)
"""Arrays of a model that are no decision's."""
BESIDES: Final = ("weights", "second", "first")
"""Those of its `besides` that are no regression's."""


def shipped() -> TriageModel:
    """The model of the package."""
    return read((files(__package__) / MODEL_NAME).read_bytes())


def load(data_dir: Path) -> TriageModel:
    """The model that the staff trained, where there is one; else the shipped one.

    Raises:
        TriageModelUnreadable: The staff's is damaged, or of another version of the software.
    """
    path = data_dir / MODEL_NAME
    if not path.exists():
        return shipped()
    try:
        return read(path.read_bytes())
    except (OSError, ValueError, KeyError) as exc:
        raise TriageModelUnreadable(path=path) from exc


def read(content: bytes) -> TriageModel:
    """A model from a file's bytes.

    Raises:
        ValueError, KeyError: It is no such file, or of another format.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        held = {name: arrays[name] for name in arrays.files}
    told = json.loads(held["told"].tobytes())
    if told["format"] != FORMAT:
        raise ValueError(told["format"])

    def task(name: str, parts: Sequence[str]) -> Task:
        read = {part: Linear(weights(f"{name}_{part}"), weights(f"{name}_{part}_bias")) for part in parts}
        return Task(tuple(told[name]["classes"]), read, told[name]["temperature"])

    def weights(name: str) -> NDArray[np.float32]:
        read: NDArray[np.float32] = held[name].astype(np.float32)
        return read

    return TriageModel(
        embedding_model=told["embedding_model"],
        names={name: column for column, name in enumerate(told["names"])},
        category=task("category", CATEGORY_PARTS),
        requester=task("requester", REQUESTER_PARTS),
        slugs=tuple(told["slugs"]),
        theme_threshold=told["theme_threshold"],
        besides=Besides(
            Linear(weights("besides_words"), weights("besides_words_bias")),
            Linear(weights("besides_meaning"), weights("besides_meaning_bias")),
            **{name: weights(f"besides_{name}") for name in BESIDES},
            threshold=told["besides_threshold"],
        ),
        sure_threshold=told["sure_threshold"],
        about=told["about"],
        **{name: weights(name) for name in NUMBERS},
    )


def written(model: TriageModel) -> bytes:
    """A model as a file's bytes: weights in float16, the rest as JSON."""
    told = {
        "format": FORMAT,
        "embedding_model": model.embedding_model,
        "names": list(model.names),
        "slugs": list(model.slugs),
        "theme_threshold": model.theme_threshold,
        "besides_threshold": model.besides.threshold,
        "sure_threshold": model.sure_threshold,
        "about": model.about,
    }
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, task in (("category", model.category), ("requester", model.requester)):
        told[name] = {"classes": task.classes, "temperature": task.temperature}
        for part, linear in task.parts.items():
            arrays[f"{name}_{part}"] = linear.weights.astype(np.float16)
            arrays[f"{name}_{part}_bias"] = linear.bias.astype(np.float16)
    for part, linear in (("words", model.besides.words), ("meaning", model.besides.meaning)):
        arrays[f"besides_{part}"] = linear.weights.astype(np.float16)
        arrays[f"besides_{part}_bias"] = linear.bias.astype(np.float16)
    for name in BESIDES:
        arrays[f"besides_{name}"] = getattr(model.besides, name).astype(np.float16)
    for name in NUMBERS:
        arrays[name] = getattr(model, name).astype(np.float16)
    arrays["told"] = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8)
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return content.getvalue()


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
