"""The answer-sentence selector: how well each sentence of a passage answers a question, read in its context.

```
question ┐
         ├─▶ e5's layers, the upper ones trained on ─▶ mean over each sentence's tokens ─▶ head ─▶ a score a sentence
passage ─┘   (`evals.selector`), both texts at once
```

A passage is read once and all its sentences are scored together: what « il » or « ce dispositif » stands for is seen,
and some twenty passages cost no more than as many pairs of a question and a lone sentence. Scores are logits against
a fixed 0 that stands for « nothing here answers »: they compare across passages and questions.

The artefact beside this module holds what training changed in the layers, as 8-bit numbers, and the head; it is added
to the embedded weights when loading (`python -m evals.selector` makes it).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import torch
from safetensors.torch import load as load_tensors
from torch import nn

from assistant.selecting import UNREAD
from indexer.embedded_weights import FOLDER_NAME
from indexer.embedder import SentenceTransformerEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from transformers import PreTrainedTokenizerFast

    from assistant.selecting import Reading
    from indexer.embedder import Embedder

QUESTION, PASSAGE = "query: ", "passage: "
"""e5's prompts: the layers were made with them."""
MAX_TOKENS = 320
"""Of a question with a passage, which takes some 300 at its limit of 1,100 characters. Beyond, a passage is cut."""
MAX_QUESTION_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Encoded:
    """One question with one passage, as numbers.

    Attributes:
        tokens: `(length,)` identifiers.
        owners: `(length,)` index of the sentence that each token belongs to; -1: none.
        sentences: How many sentences the passage has, cut ones included.
    """

    tokens: NDArray[np.int64]
    owners: NDArray[np.int64]
    sentences: int


class Encoder:
    """Question and passage → tokens, each with its sentence."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        self.padding = int(tokenizer.pad_token_id)

    def encode(self, question: str, reading: Reading) -> Encoded:
        """Encodes a pair, the passage cut at `MAX_TOKENS`, the question at `MAX_QUESTION_TOKENS`."""
        asked, _ = self._cut(QUESTION + question, MAX_QUESTION_TOKENS)
        before = f"{PASSAGE}{reading.head}\n"
        read, places = self._cut(before + reading.text, max(16, MAX_TOKENS - len(asked)))
        middles = np.asarray([(start + end) / 2 for start, end in places]) - len(before)
        owners = np.full(len(middles), -1, dtype=np.int64)
        for index, (start, end) in enumerate(reading.spans):
            owners[(middles >= start) & (middles <= end)] = index
        owners[[0, -1]] = -1  # the marks of beginning and end
        tokens = np.asarray([*asked, *read], dtype=np.int64)  # <s> question </s> <s> passage </s>
        return Encoded(tokens, np.concatenate([np.full(len(asked), -1), owners]), len(reading.spans))

    def _cut(self, text: str, most: int) -> tuple[list[int], list[tuple[int, int]]]:
        """Identifiers of a text and where each stands in it, at most so many, the mark of its end kept.

        Cut here rather than by the tokenizer, which the embedder shares: told to cut, it keeps the length for whoever
        calls it next, in another thread maybe.
        """
        found = self._tokenizer.backend_tokenizer.encode(text)
        count = sum(found.attention_mask)
        identifiers, places = found.ids[:count], found.offsets[:count]
        if count > most:
            identifiers = [*identifiers[: most - 1], identifiers[-1]]
            places = [*places[: most - 1], places[-1]]
        return identifiers, places


class Batch(NamedTuple):
    """Encoded pairs side by side, padded."""

    tokens: torch.Tensor
    mask: torch.Tensor
    means: torch.Tensor

    @classmethod
    def of(cls, pairs: Sequence[Encoded], padding: int) -> Self:
        """`tokens`, `mask` `(pairs, length)`; `means` `(pairs, sentences, length)`, each row summing to 1 or 0."""
        length = max(len(pair.tokens) for pair in pairs)
        count = max(pair.sentences for pair in pairs)
        tokens = torch.full((len(pairs), length), padding)
        mask = torch.zeros((len(pairs), length), dtype=torch.long)
        means = torch.zeros((len(pairs), count, length))
        for row, pair in enumerate(pairs):
            tokens[row, : len(pair.tokens)] = torch.from_numpy(pair.tokens)
            mask[row, : len(pair.tokens)] = 1
            held = np.flatnonzero(pair.owners >= 0)
            means[row, torch.from_numpy(pair.owners[held]), torch.from_numpy(held)] = 1.0
        return cls(tokens, mask, means / means.sum(-1, keepdim=True).clamp(min=1.0))


class SentenceScorer(nn.Module):
    """The network: a body that reads, a head that scores each sentence."""

    def __init__(self, body: nn.Module, width: int) -> None:
        super().__init__()
        self.body = body
        self.head = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))

    def forward(self, batch: Batch) -> torch.Tensor:
        """`(pairs, sentences)` logits; those of sentences without a token mean nothing."""
        states = self.body(input_ids=batch.tokens, attention_mask=batch.mask).last_hidden_state
        pooled = batch.means.to(states.dtype) @ states
        scores: torch.Tensor = self.head(pooled).squeeze(-1)
        return scores


ARTEFACT = "selector.safetensors"
LAYERS = 8
"""Of e5's twelve that are read through: after as many training steps eight tell more than twelve, in two thirds of the
time; six tell as much as twelve (docs/qualite.md)."""
BATCH = 6
"""Passages read at once: of like length, so that little is padding."""


class SentenceSelector:
    """The trained network, ready to score. Safe to use from several threads."""

    def __init__(self, scorer: SentenceScorer, encoder: Encoder) -> None:
        self._scorer = scorer.eval()
        self._encoder = encoder
        self._dtype = next(scorer.parameters()).dtype

    @classmethod
    def beside(cls, embedder: Embedder) -> Self | None:
        """The selector over an embedder's own weights.

        `None` when these are others than it was trained on, or when the artefact (`python -m evals.selector`) is not
        there.
        """
        artefact = files(__package__).joinpath(ARTEFACT)
        if not isinstance(embedder, SentenceTransformerEmbedder) or embedder.name != FOLDER_NAME:
            return None
        return cls.over(embedder, load_tensors(artefact.read_bytes())) if artefact.is_file() else None

    @classmethod
    def over(cls, embedder: SentenceTransformerEmbedder, artefact: Mapping[str, torch.Tensor]) -> Self:
        """A selector that adds an artefact's changes to a copy of an embedder's layers.

        The word embeddings are shared with the embedder; the layers are copied, 28 MB in bfloat16.

        Raises:
            KeyError: The artefact is of another network.
        """
        transformer: Any = embedder.model[0]  # its class has moved between versions of sentence-transformers
        body = shortened(transformer.auto_model)
        body.encoder.layer = copy.deepcopy(body.encoder.layer)
        scorer = SentenceScorer(body, embedder.dimension)
        apply_changes(scorer, artefact)
        scorer.head.to(next(body.parameters()).dtype)
        return cls(scorer, Encoder(transformer.tokenizer))

    @torch.inference_mode()
    def scores(self, question: str, readings: Sequence[Reading], tokens: int) -> list[NDArray[np.float32]]:
        """Scores the sentences of the first passages, as `Selector` says."""
        pairs: list[Encoded] = []
        for reading in readings:
            pair = self._encoder.encode(question, reading)
            tokens -= len(pair.tokens)
            if pairs and tokens < 0:
                break
            pairs.append(pair)
        scores: list[NDArray[np.float32]] = [np.empty(0, dtype=np.float32)] * len(pairs)
        by_length = sorted(range(len(pairs)), key=lambda index: len(pairs[index].tokens))
        for start in range(0, len(pairs), BATCH):
            chosen = by_length[start : start + BATCH]
            batch = Batch.of([pairs[index] for index in chosen], self._encoder.padding)
            found = self._scorer(batch._replace(means=batch.means.to(self._dtype))).float().numpy()
            for row, index in enumerate(chosen):
                scores[index] = _of_its_sentences(found[row], pairs[index])
        return scores


def shortened(transformer: Any) -> Any:
    """A transformer of the first `LAYERS` layers of another, whose weights it shares."""
    body, encoder = _apart(transformer), _apart(transformer.encoder)
    encoder.layer = encoder.layer[:LAYERS]
    body.encoder = encoder
    return body


def _apart(module: Any) -> Any:
    """A module whose parts can be replaced without touching the other's."""
    twin = copy.copy(module)
    twin._modules = dict(module._modules)  # noqa: SLF001 — a shallow copy shares this table
    return twin


def _of_its_sentences(scores: NDArray[np.float32], pair: Encoded) -> NDArray[np.float32]:
    read = np.isin(np.arange(pair.sentences), pair.owners)
    return np.where(read, scores[: pair.sentences], np.float32(UNREAD))


def apply_changes(scorer: SentenceScorer, artefact: Mapping[str, torch.Tensor]) -> None:
    """Adds what training changed to the weights.

    Args:
        scorer: Over e5's own weights, as they are embedded.
        artefact: `<name>.change` int8 with `<name>.step` float32, one number a row: the change is their product; other
            names replace the weights.

    Raises:
        KeyError: The artefact is of another network.
    """
    weights = scorer.state_dict()
    with torch.no_grad():
        for name, tensor in artefact.items():
            if name.endswith(".step"):
                continue
            target = weights[name.removesuffix(".change")]
            if name.endswith(".change"):
                step = artefact[f"{name.removesuffix('.change')}.step"]
                target.copy_(target.float() + tensor.float() * step.unsqueeze(-1))
            else:
                target.copy_(tensor)
