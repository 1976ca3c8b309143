"""Answer or refuse: small linear models, shipped as data, trained by `evals.calibration`.

First the sure words; then the kind of question, from its meaning (its vector) and its wording, whose chances are
averaged; then the support, from the evidence and the kind.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from assistant.answers import Reason
from assistant.situations import ruled
from assistant.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assistant.evidence import Evidence
    from assistant.understanding import Query

MODEL_NAME = "refusal_model.json"
DOCUMENTARY, UNDOCUMENTED = "documentary", "undocumented"
"""The two kinds of question about the field: of the sort that publications answer, or of the sort they do not."""
ALL_IN_ONE_SENTENCE = 89 / 96
"""Chance of an answer when a single sentence holds all of a question about the field (`assistant.evidence`)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to answer.

    Attributes:
        reason: Why not; `None` to answer.
        certainty: Chance in [0, 1] that the publications answer: that of being about the field, times that of an answer
            to a question about the field; 0 where sure words decide.
    """

    reason: Reason | None
    certainty: float


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Multinomial or binary logistic regression over standardised inputs.

    Attributes:
        classes: One name a row of `weights`.
        mean, scale: `(inputs,)` or `(1,)`, taken off and divided by before the weights.
        weights: `(classes, inputs)`.
        bias: `(classes,)`.
    """

    classes: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    @classmethod
    def from_json(cls, raw: dict[str, list[object]]) -> LinearModel:
        """As `refusal_model.json` holds it."""
        arrays = {name: np.asarray(raw[name], dtype=np.float64) for name in ("mean", "scale", "weights", "bias")}
        return cls(tuple(str(c) for c in raw["classes"]), **arrays)

    def probabilities(self, inputs: NDArray[np.float64]) -> dict[str, float]:
        """Probability of each class, summing to 1.

        Args:
            inputs: `(inputs,)`.
        """
        logits = self.weights @ ((inputs - self.mean) / self.scale) + self.bias
        exponentials = np.exp(logits - logits.max())
        return dict(zip(self.classes, (exponentials / exponentials.sum()).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class RefusalModel:
    """When to refuse.

    Attributes:
        embedding_model: The model whose vectors `meanings` understands.
        meanings: Over a question's vector: one of the two kinds about the field, or one of the other reasons.
        wordings: Likewise over its `wording`.
        support: Over the evidence: answerable or not.
        judged_support: Likewise, over the evidence with what the selector makes of it; `None` when trained without one,
            whose word then weighs nothing here.
        kind_threshold: A reason is given when the chance of being about the field is under this.
        support_threshold, judged_threshold: An answer is given when its chance is at least this.
    """

    embedding_model: str
    meanings: LinearModel
    wordings: LinearModel
    support: LinearModel
    judged_support: LinearModel | None
    kind_threshold: float
    support_threshold: float
    judged_threshold: float

    @classmethod
    def load(cls) -> RefusalModel:
        """The model shipped with the package."""
        raw = json.loads(files(__package__).joinpath(MODEL_NAME).read_text(encoding="utf-8"))
        return cls(
            raw["embedding_model"],
            LinearModel.from_json(raw["meanings"]),
            LinearModel.from_json(raw["wordings"]),
            LinearModel.from_json(raw["support"]),
            LinearModel.from_json(raw["judged_support"]) if raw.get("judged_support") else None,
            raw["kind_threshold"],
            raw["support_threshold"],
            raw.get("judged_threshold", 0.0),
        )

    def decide(self, query: Query, vector: NDArray[np.float32] | None, evidence: Evidence) -> Decision:
        """Whether to answer, and how sure that is.

        Args:
            query: The question, as typed and put right.
            vector: Of `query.alone`, by `embedding_model`; `None` with any other model.
            evidence: For what was retrieved.
        """
        reason = ruled(query.question)
        if reason is not None:
            return Decision(reason, 0.0)
        chances = self.kind_chances(query.alone, vector)
        of_the_field = chances[DOCUMENTARY] + chances[UNDOCUMENTED]
        answerable, threshold = self._support(evidence, chances)
        certainty = min(1.0, of_the_field * answerable)
        other = self._other_kind(chances)
        if other is not None:
            return Decision(other, certainty)
        return Decision(Reason.NOT_DOCUMENTED if answerable < threshold else None, certainty)

    def _support(self, evidence: Evidence, chances: Mapping[str, float]) -> tuple[float, float]:
        """Chance that what was found answers a question about the field, and the least that is enough."""
        if evidence.all_in_one_sentence:
            return ALL_IN_ONE_SENTENCE, 0.0
        model, threshold, judged = self.support, self.support_threshold, False
        if evidence.judged and self.judged_support is not None:
            model, threshold, judged = self.judged_support, self.judged_threshold, True
        return model.probabilities(support_inputs(evidence, chances, judged=judged))["answerable"], threshold

    def beside_the_field(self, text: str, vector: NDArray[np.float32] | None) -> Reason | None:
        """What a text is if it is no question about the field; `None` when it is one.

        Args:
            text: Put right.
            vector: Of it, by `embedding_model`; `None` with any other model.
        """
        return ruled(text) or self._other_kind(self.kind_chances(text, vector))

    def _other_kind(self, chances: Mapping[str, float]) -> Reason | None:
        if chances[DOCUMENTARY] + chances[UNDOCUMENTED] >= self.kind_threshold:
            return None
        others = (name for name in chances if name not in (DOCUMENTARY, UNDOCUMENTED))
        return Reason(max(others, key=chances.__getitem__))

    def kind_chances(self, text: str, vector: NDArray[np.float32] | None) -> dict[str, float]:
        """Chance of each kind of question: the mean of the two models', or the wording's alone without a vector."""
        by_wording = self.wordings.probabilities(wording(text))
        if vector is None:
            return by_wording
        by_meaning = self.meanings.probabilities(vector.astype(np.float64))
        return {kind: (chance + by_meaning[kind]) / 2 for kind, chance in by_wording.items()}


def support_inputs(evidence: Evidence, chances: Mapping[str, float], *, judged: bool) -> NDArray[np.float64]:
    """What the last model looks at: the evidence, then the share of "documentary" in its chances and the other's.

    What the selector makes of it comes last, when it is `judged`.
    """
    documentary, undocumented = chances[DOCUMENTARY], chances[UNDOCUMENTED]
    share = documentary / (documentary + undocumented)
    return np.asarray([*evidence.values, share, *(evidence.judged if judged else ())], dtype=np.float64)
