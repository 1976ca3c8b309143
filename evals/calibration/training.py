"""Trains the refusal: what kind of question it is, then whether what was found supports an answer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import assistant
from assistant.evidence import FEATURES, JUDGED_FEATURES, weigh
from assistant.refusal import DOCUMENTARY, MODEL_NAME, UNDOCUMENTED, support_inputs
from assistant.service import Assistant
from assistant.situations import ruled
from assistant.wording import wording
from evals.runs import publications
from evals.selector.domain import question_of, taught
from indexer.embedder import QUESTION_THREADS, load_embedder
from indexer.index import open_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from indexer.settings import Settings

AUTHORS = LeaveOneGroupOut()
"""Each author's questions are judged by models that have read the others' only: people of a manner not met before."""
MEANINGS_C, WORDINGS_C, SUPPORT_C = 0.01, 30.0, 0.1
"""Inverse strengths of the ridges, each the best of a few decades out of fold (docs/qualite.md)."""
UNANSWERABLE_SHARE = 0.2
"""Assumed share of questions that the publications cannot answer, in use, for the precision and F1 printed; the set
itself holds many more, so each question weighs what makes it so."""
KIND_GRID = SUPPORT_GRID = tuple(float(t) for t in np.round(np.arange(0.02, 0.96, 0.02), 3))
FALSE_REFUSALS = 0.05
"""Share of answerable questions that may be refused, out of fold. People stop asking an assistant that refuses what
it knows; an answer beside the point shows itself, since all of it is quoted."""


@dataclass(frozen=True)
class Support:
    """One of the last models: with the selector, or without.

    Attributes:
        model: Trained on all questions that it may learn from.
        chances: `(questions,)` of being answerable, out of fold.
        counted: `(questions,)` those that the figures and the threshold rest on.
        threshold: An answer is given at least at this chance.
    """

    model: Pipeline
    chances: NDArray[np.float64]
    counted: NDArray[np.bool_]
    threshold: float = 0.0


@dataclass(frozen=True)
class Trained:
    """Everything that training gives, out of fold for the figures and on all questions for the model."""

    questions: list[dict[str, object]]
    embedding_model: str
    meanings: Pipeline
    wordings: LogisticRegression
    kind_threshold: float
    alone: Support
    judged: Support | None
    answerable: NDArray[np.bool_]
    true_kinds: list[str]
    guessed_kinds: list[str]
    in_field: NDArray[np.float64]
    by_rule: NDArray[np.bool_]
    sure: NDArray[np.bool_]

    def refused(self, support: Support, kind_threshold: float, threshold: float) -> NDArray[np.bool_]:
        """Which questions would be refused, out of fold, under two thresholds."""
        unsupported = (support.chances < threshold) & ~self.sure
        refused: NDArray[np.bool_] = self.by_rule | (self.in_field < kind_threshold) | unsupported
        return refused


def load_questions() -> list[dict[str, object]]:
    """The calibration questions, in the file's order."""
    text = files(__package__).joinpath("questions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def train(settings: Settings) -> Trained:
    """Trains on the index that is being served, which must be that of `corpus/`."""
    questions = load_questions()
    index = open_index(settings)
    embedder = load_embedder(settings, threads=QUESTION_THREADS)
    assistant = Assistant(index, embedder, settings)
    evidence, put_right = [], []
    for raw in questions:
        retrieval, judgement = assistant.find(question_of(raw))
        evidence.append(weigh(retrieval, index, judgement))
        put_right.append(retrieval.query.alone)
    vectors = np.stack([embedder.embed_question(text).astype(np.float64) for text in put_right])
    answerable = np.array([bool(q["answerable"]) for q in questions])
    authors = np.array([str(q["id"]).split("-", maxsplit=1)[0] for q in questions])
    true_kinds = [_kind(q) for q in questions]
    names = sorted(set(true_kinds))
    meanings, wordings, chances = _kinds(vectors, put_right, true_kinds, authors)
    named = [dict(zip(names, row, strict=True)) for row in chances]
    on_topic = np.array([k in (DOCUMENTARY, UNDOCUMENTED) for k in true_kinds])
    everything = np.ones(len(questions), dtype=np.bool_)
    alone, told = (
        np.stack([support_inputs(e, c, judged=judged) for e, c in zip(evidence, named, strict=True)])
        for judged in (False, True)
    )
    has_selector = any(e.judged for e in evidence)
    taught_texts = {known.question.text for known in taught(index, publications(settings.source))}
    new = np.array([str(q["question"]) not in taught_texts for q in questions])
    trained = Trained(
        questions,
        embedder.name,
        meanings,
        wordings,
        0.0,
        _support(alone, answerable, on_topic, authors, everything),
        _support(told, answerable, on_topic, authors, new) if has_selector else None,
        answerable,
        true_kinds,
        [names[i] for i in chances.argmax(axis=1)],
        np.array([c[DOCUMENTARY] + c[UNDOCUMENTED] for c in named]),
        np.array([ruled(str(q["question"])) is not None for q in questions]),
        np.array([e.all_in_one_sentence for e in evidence]),
    )
    return _with_thresholds(trained)


def _kinds(
    vectors: NDArray[np.float64], put_right: Sequence[str], true_kinds: Sequence[str], authors: NDArray[np.str_]
) -> tuple[Pipeline, LogisticRegression, NDArray[np.float64]]:
    """What tells the kind of a question by its meaning, and by its words; `(questions, kinds)` chances out of fold."""
    meanings = make_pipeline(StandardScaler(), _regression(MEANINGS_C))
    wordings = _regression(WORDINGS_C)
    chances = np.zeros((len(put_right), len(set(true_kinds))))
    for model, inputs in ((meanings, vectors), (wordings, csr_matrix([wording(text) for text in put_right]))):
        chances += cross_val_predict(model, inputs, true_kinds, cv=AUTHORS, groups=authors, method="predict_proba") / 2
        model.fit(inputs, true_kinds)
    return meanings, wordings, chances


def _with_thresholds(trained: Trained) -> Trained:
    kind_threshold, threshold = _thresholds(trained, trained.judged or trained.alone, KIND_GRID)
    judged = replace(trained.judged, threshold=threshold) if trained.judged else None
    _, threshold = _thresholds(trained, trained.alone, [kind_threshold])
    return replace(
        trained, kind_threshold=kind_threshold, judged=judged, alone=replace(trained.alone, threshold=threshold)
    )


def _support(
    inputs: NDArray[np.float64],
    answerable: NDArray[np.bool_],
    on_topic: NDArray[np.bool_],
    authors: NDArray[np.str_],
    new: NDArray[np.bool_],
) -> Support:
    """A model of the evidence, from questions about the field that are new to what the evidence comes from."""
    model = make_pipeline(StandardScaler(), _regression(SUPPORT_C))
    used = on_topic & new
    chances = np.ones(len(inputs))
    chances[used] = cross_val_predict(
        model, inputs[used], answerable[used], cv=AUTHORS, groups=authors[used], method="predict_proba"
    )[:, 1]
    model.fit(inputs[used], answerable[used])
    chances[~used] = model.predict_proba(inputs[~used])[:, 1]
    return Support(model, chances, new)


def _regression(inverse_strength: float) -> LogisticRegression:
    return LogisticRegression(C=inverse_strength, max_iter=2000, class_weight="balanced")


def _kind(question: dict[str, object]) -> str:
    in_field = question["intent"] == DOCUMENTARY
    return UNDOCUMENTED if in_field and not question["answerable"] else str(question["intent"])


def _weights(answerable: NDArray[np.bool_]) -> NDArray[np.float64]:
    share = UNANSWERABLE_SHARE
    weights: NDArray[np.float64] = np.where(answerable, (1 - share) / answerable.mean(), share / (~answerable).mean())
    return weights


def _thresholds(trained: Trained, support: Support, kinds: Sequence[float]) -> tuple[float, float]:
    """The pair that refuses most of what should be, within the false refusals allowed."""
    answerable, counted = trained.answerable, support.counted

    def refusals(pair: tuple[float, float]) -> float:
        refused = trained.refused(support, *pair)
        within = refused[answerable & counted].mean() <= FALSE_REFUSALS
        return float(refused[~answerable & counted].mean()) if within else -1.0

    return max(((k, s) for k in kinds for s in SUPPORT_GRID), key=refusals)


def measured(trained: Trained) -> dict[str, str]:
    """Out-of-fold figures, in words, with the selector and without."""
    on_topic = np.array([k in (DOCUMENTARY, UNDOCUMENTED) for k in trained.true_kinds])
    sure = trained.sure & on_topic
    figures = {
        "n": f"{len(trained.answerable)} ({int(trained.answerable.sum())} answerable)",
        "kind of question, accuracy": f"{accuracy_score(trained.true_kinds, trained.guessed_kinds):.3f}",
        "all in one sentence, answerable among those about the field": (
            f"{int((sure & trained.answerable).sum())} of {int(sure.sum())}"
        ),
    }
    for name, support in (("with the selector", trained.judged), ("without", trained.alone)):
        if support is not None:
            figures |= {f"{name}: {what}": told for what, told in _of_support(trained, support, on_topic).items()}
    return figures


def _of_support(trained: Trained, support: Support, on_topic: NDArray[np.bool_]) -> dict[str, str]:
    counted = support.counted
    refused = trained.refused(support, trained.kind_threshold, support.threshold)[counted]
    truth, field = ~trained.answerable[counted], on_topic[counted]
    weights = _weights(~truth)
    shares = {
        "answerable questions refused": refused[~truth].mean(),
        "undocumented questions refused": refused[field & truth].mean(),
        "other unanswerable questions refused": refused[~field].mean(),
    }
    names = (*FEATURES, DOCUMENTARY, *JUDGED_FEATURES)
    return {
        "n": f"{len(truth)} ({int((~truth).sum())} answerable)",
        "thresholds (about the field, supported)": f"{trained.kind_threshold}, {support.threshold}",
        f"refusal at {UNANSWERABLE_SHARE:.0%} unanswerable, precision / recall / F1": " / ".join(
            f"{metric(truth, refused, sample_weight=weights):.3f}"
            for metric in (precision_score, recall_score, f1_score)
        ),
        **{name: f"{value:.3f}" for name, value in shares.items()},
        "weights of the evidence": ", ".join(
            f"{name} {value:+.2f}" for name, value in zip(names, support.model[-1].coef_[0], strict=False)
        ),
    }


def write(trained: Trained) -> Path:
    """Writes the model beside `assistant.refusal`."""
    source = files(__package__).joinpath("questions.jsonl").read_bytes()
    content = {
        "embedding_model": trained.embedding_model,
        "trained_on_sha256": hashlib.sha256(source).hexdigest(),
        "kind_threshold": trained.kind_threshold,
        "support_threshold": trained.alone.threshold,
        "judged_threshold": trained.judged.threshold if trained.judged else 0.0,
        "meanings": _linear(trained.meanings[0], trained.meanings[-1]),
        "wordings": _linear(None, trained.wordings),
        "support": _of_pipeline(trained.alone),
        "judged_support": _of_pipeline(trained.judged) if trained.judged else None,
    }
    path = Path(assistant.__path__[0]) / MODEL_NAME
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def _of_pipeline(support: Support) -> dict[str, object]:
    return _linear(support.model[0], support.model[-1], ("unanswerable", "answerable"))


def _linear(
    scaler: StandardScaler | None, regression: LogisticRegression, classes: Sequence[str] = ()
) -> dict[str, object]:
    weights, bias = regression.coef_, regression.intercept_
    if len(weights) == 1:  # a binary regression has one row: the other class's is zero
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.concatenate([[0.0], bias])
    return {
        "classes": list(classes) or [str(c) for c in regression.classes_],
        "mean": np.round(scaler.mean_, 6).tolist() if scaler else [0.0],
        "scale": np.round(scaler.scale_, 6).tolist() if scaler else [1.0],
        "weights": np.round(weights, 4).tolist(),
        "bias": np.round(bias, 4).tolist(),
    }
