"""What training learnt: the numbers of the triage's decisions, and the file that holds them.

Shipped as `triage_model.npz`, replaced by the one of the data folder when the staff trains.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.triage.besides import Besides
from assistant.triage.linear import Linear, softmax
from indexer.errors import TriageModelUnreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

MODEL_NAME: Final = "triage_model.npz"
FORMAT: Final = 2
"""Of the file: one of another number is not read."""


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
