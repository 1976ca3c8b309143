"""The training loop: e5's upper layers and a head learn to tell the sentence that answers from those that seem to.

Listwise: within a group, the sentences of all its passages compete with a fixed 0 that stands for « nothing here
answers »; the loss is the negative logarithm of the chance given to the right ones (to the 0, when none is right).
Computed in bfloat16 with weights kept in float32, on one or two CPU cores or on a GPU.
"""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn
from transformers import AutoModel, PreTrainedTokenizerFast

from assistant.selector import Batch, Encoder, SentenceScorer, shortened
from evals.selector.sampling import Group, draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assistant.selector import Encoded
    from evals.selector.material import Example, Material

SEED = 20261122
FROZEN_LAYERS = 3
"""The lower layers stay e5's: a shorter training, a smaller artefact."""
GROUPS = 6
"""Questions a step, of three passages each."""
PARTS = 3
"""A step's passages are read in so many parts of like length: less padding."""
BODY_RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 100
LEAST_RATE = 0.02
"""Of the rate, at the end of the cosine."""
NEITHER = 2


@dataclass(frozen=True, slots=True)
class Course:
    """One material among those drawn from, and how often."""

    material: Material
    examples: tuple[Example, ...]
    share: float


class Trainee:
    """The network being trained, with its weights in float32 beside."""

    def __init__(self, folder: Path, device: str) -> None:
        """Takes e5's layers from a converted folder."""
        torch.manual_seed(SEED)
        options = {"attn_implementation": "eager", "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        body = shortened(AutoModel.from_pretrained(folder, dtype=torch.bfloat16, **options))
        exact = dict(AutoModel.from_pretrained(folder, dtype=torch.float32).named_parameters())
        for parameter in body.parameters():
            parameter.requires_grad = False
        for layer in body.encoder.layer[FROZEN_LAYERS:]:
            for parameter in layer.parameters():
                parameter.requires_grad = True
        self.scorer = SentenceScorer(body, body.config.hidden_size)
        self.scorer.head.to(torch.bfloat16)
        self.scorer.to(device)
        self.encoder = Encoder(PreTrainedTokenizerFast.from_pretrained(folder))
        self.device = device
        self.live = {n: p for n, p in self.scorer.named_parameters() if p.requires_grad}
        self.exact = {
            name: nn.Parameter(exact.get(name.removeprefix("body."), parameter).detach().float().clone().to(device))
            for name, parameter in self.live.items()
        }
        heads = [p for n, p in self.exact.items() if n.startswith("head.")]
        bodies = [p for n, p in self.exact.items() if not n.startswith("head.")]
        self.optimizer = torch.optim.AdamW(
            [{"params": bodies, "rate": BODY_RATE}, {"params": heads, "rate": HEAD_RATE}], lr=0.0, weight_decay=0.01
        )

    def loss(self, groups: Sequence[Group]) -> torch.Tensor:
        """Mean over the groups."""
        pairs: list[Encoded] = []
        owners: list[int] = []
        for number, group in enumerate(groups):
            pairs += [self.encoder.encode(group.question, labelled.reading) for labelled in group.passages]
            owners += [number] * len(group.passages)
        scores = self._scores(pairs)
        marks = _marks(groups, pairs).to(self.device)
        losses = [_listwise(scores[rows], marks[rows]) for rows in _rows(owners)]
        return torch.stack(losses).mean()

    def _scores(self, pairs: Sequence[Encoded]) -> torch.Tensor:
        order = sorted(range(len(pairs)), key=lambda index: len(pairs[index].tokens))
        width = max(pair.sentences for pair in pairs)
        parts = []
        for part in range(PARTS):
            chosen = order[part * len(order) // PARTS : (part + 1) * len(order) // PARTS]
            if not chosen:
                continue
            batch = Batch.of([pairs[index] for index in chosen], self.encoder.padding)
            moved = Batch(*(tensor.to(self.device) for tensor in batch))
            found = self.scorer(moved._replace(means=moved.means.to(torch.bfloat16))).float()
            parts.append(nn.functional.pad(found, (0, width - found.shape[1])))
        return torch.cat(parts)[torch.argsort(torch.tensor(order)).to(self.device)]

    def step(self, loss: torch.Tensor, rate: float) -> None:
        """One step of the optimiser, in float32, at a share of the rates."""
        torch.autograd.backward(loss)
        for name, parameter in self.live.items():
            self.exact[name].grad = None if parameter.grad is None else parameter.grad.float()
            parameter.grad = None
        nn.utils.clip_grad_norm_(list(self.exact.values()), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            for name, parameter in self.live.items():
                parameter.copy_(self.exact[name])


def train(folder: Path, courses: Sequence[Course], steps: int, device: str = "cpu") -> dict[str, torch.Tensor]:
    """Trains for a number of steps.

    Args:
        folder: Of the converted embedded model.
        courses: What is drawn from.
        steps: Of `GROUPS` questions; one took from one to three seconds on two CPU cores (November 2026).
        device: Of torch.

    Returns:
        The trained weights by name, float32.
    """
    rng = random.Random(SEED)
    trainee = Trainee(folder, device)
    shares = [course.share for course in courses]
    began, smooth = time.monotonic(), 0.0
    for step in range(steps):
        drawn = rng.choices(courses, shares, k=GROUPS)
        groups = [draw(course.material, rng.choice(course.examples), rng) for course in drawn]
        loss = trainee.loss([group for group in groups if group.passages])
        rate = min(1.0, (step + 1) / WARM_UP) * max(LEAST_RATE, 0.5 * (1 + math.cos(math.pi * step / steps)))
        trainee.step(loss, rate)
        smooth += 0.02 * (float(loss.detach()) - smooth) if step else float(loss.detach())
        if (step + 1) % 50 == 0:
            print(f"{step + 1}/{steps} loss {smooth:.3f} {time.monotonic() - began:.0f} s", flush=True)
    return {name: parameter.detach().cpu() for name, parameter in trainee.exact.items()}


def _marks(groups: Sequence[Group], pairs: Sequence[Encoded]) -> torch.Tensor:
    """`(pairs, sentences)`: 1 right, 0 wrong, `NEITHER` for what is spare, cut off or padding."""
    marks = torch.full((len(pairs), max(pair.sentences for pair in pairs)), NEITHER)
    labelled = [passage for group in groups for passage in group.passages]
    for row, (passage, pair) in enumerate(zip(labelled, pairs, strict=True)):
        read = set(pair.owners.tolist())
        for sentence in range(pair.sentences):
            if sentence in read and sentence not in passage.spare:
                marks[row, sentence] = int(sentence in passage.gold)
    return marks


def _rows(owners: Sequence[int]) -> list[torch.Tensor]:
    numbers = torch.tensor(owners)
    return [torch.nonzero(numbers == group).squeeze(1) for group in dict.fromkeys(owners)]


def _listwise(scores: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
    """Negative log of the chance of the right sentences, or of « nothing answers » (the last place) without any."""
    counted = marks != NEITHER
    right = marks[counted] == 1
    nothing = torch.tensor([not bool(right.any())], device=scores.device)
    chances = torch.log_softmax(torch.cat([scores[counted], scores.new_zeros(1)]), 0)
    return -torch.logsumexp(chances[torch.cat([right, nothing])], 0)
