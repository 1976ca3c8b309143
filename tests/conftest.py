"""What all tests share: no setting of the machine's owner leaks in, save the cache of converted models."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from indexer.settings import PREFIX

# More examples, by hand: HYPOTHESIS_PROFILE=long. Only tests that say no number of their own follow it.
settings.register_profile("short", max_examples=60, deadline=None)
settings.register_profile("long", max_examples=20_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

# Before torch is loaded, here and in what the tests start: two processes run tests on two cores, and threads that spin
# while they wait for each other take them from the other (embedding, both busy: 8.7 s of processor time, 5.2 so;
# November 2026, torch 2.13).
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

ROOT = Path(__file__).resolve().parents[1]
KEPT = f"{PREFIX}MODEL_CACHE"
"""Converting the embedded weights takes seconds: the owner's cache is used, as a real run would."""


@pytest.fixture(autouse=True)
def _no_outer_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() != KEPT:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT
