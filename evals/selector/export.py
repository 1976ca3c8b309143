"""The trained weights as the artefact that is shipped: what changed, as 8-bit numbers, and the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from safetensors.torch import save_file
from transformers import AutoModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STEPS = 127
"""A row's largest change is this many of its steps."""


def export(trained: Mapping[str, torch.Tensor], folder: Path, target: Path) -> None:
    """Writes the artefact that `assistant.selector.apply_changes` reads.

    A change is small beside the weight, so that 8 bits of it lose far less than 8 bits of the weight would.

    Args:
        trained: Weights by name, as `training.train` returns them.
        folder: Of the converted embedded model.
        target: File to write.
    """
    base = {
        f"body.{name}": p.detach().float()
        for name, p in AutoModel.from_pretrained(folder, dtype=torch.float32).named_parameters()
    }
    artefact: dict[str, torch.Tensor] = {}
    for name, weight in sorted(trained.items()):
        if name in base and weight.dim() > 1:
            change = weight - base[name]
            step = change.abs().amax(1).clamp(min=1e-12) / STEPS
            artefact[f"{name}.change"] = (change / step.unsqueeze(1)).round().to(torch.int8)
            artefact[f"{name}.step"] = step
        else:
            artefact[name] = weight.contiguous()
    save_file(artefact, target)
