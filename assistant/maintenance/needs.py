"""What evaluations need beyond what answers do: the extra `evals`, which an ordinary installation does without."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from indexer.errors import ExtraMissing

EXTRA: Final = "evals"
MODULES: Final = ("ir_measures", "junitparser", "matplotlib", "scipy", "sklearn")


def missing() -> str:
    """The first library that is not installed; empty when all are. None is loaded."""
    return next((name for name in MODULES if find_spec(name) is None), "")


def check_installed() -> None:
    """To be asked before the room of the evaluations is imported, and before one is accepted.

    Raises:
        ExtraMissing: It cannot be.
    """
    if name := missing():
        raise ExtraMissing(extra=EXTRA, module=name)
