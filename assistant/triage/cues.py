"""Signs that a message is of some kind, from `cues.yaml`: the typology's « signaux », weighed by the classifier.

A cue decides nothing alone: it is one input of a linear model, whose weight is learnt from the examples. Patterns are
read over levelled words (no accents, no apostrophes, inclusive writing levelled) joined by single spaces.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


@functools.cache
def cues() -> Mapping[str, re.Pattern[str]]:
    """Patterns by the name of what they are a sign of."""
    raw = yaml.safe_load((files(__package__) / "cues.yaml").read_text(encoding="utf-8"))
    return {name: re.compile(rf"\b(?:{'|'.join(patterns)})\b") for name, patterns in raw.items()}
