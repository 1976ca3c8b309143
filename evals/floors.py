"""The floors: what guarded measures are held to, beside the accepted run. Light: pages that only tell them load it."""

from __future__ import annotations

from importlib.resources import files

import yaml


def floors(suite: str) -> dict[str, float]:
    """The value under which each guarded measure of a suite may not fall; empty for a suite without any."""
    told = yaml.safe_load(files("evals").joinpath("floors.yaml").read_text(encoding="utf-8"))
    return dict(told.get(suite, {}))
