"""The distributions that an installation brings: those that `pyproject.toml` names, and what they ask for in turn."""

from __future__ import annotations

import tomllib
from collections import deque
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT: Final = Path(__file__).resolve().parents[2]
OWN: Final = "reperes"
SERVING: Final = ("evals", "redis", "llm", "otel", "bench")
"""Extras that a service in use may have; the others are for making the corpus, comparing and testing."""


def wanted(extras: Iterable[str] = (), root: Path = ROOT) -> list[Requirement]:
    """What the project itself asks for on this machine.

    Args:
        extras: Of its own, besides what everybody has.
        root: Where `pyproject.toml` is.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    asked = [Requirement(told) for group in groups for told in group]
    return [each for each in asked if each.name != OWN and _holds(each, {""})]


def closure(roots: Iterable[Requirement]) -> Mapping[str, Distribution]:
    """The installed distributions that some requirements lead to, by their canonical name, in its order.

    Raises:
        PackageNotFoundError: One that is asked for is not installed.
    """
    found: dict[str, Distribution] = {}
    seen: dict[str, set[str]] = {}
    waiting = deque(roots)
    while waiting:
        asked = waiting.popleft()
        name = canonicalize_name(asked.name)
        extras = {"", *asked.extras}
        if extras <= seen.get(name, set()):
            continue
        seen.setdefault(name, set()).update(extras)
        try:
            found[name] = distribution(asked.name)
        except PackageNotFoundError as exc:
            raise PackageNotFoundError(asked.name) from exc
        waiting.extend(each for told in found[name].requires or () if _holds(each := Requirement(told), seen[name]))
    return dict(sorted(found.items()))


def _holds(asked: Requirement, extras: Iterable[str]) -> bool:
    """Whether a requirement is one on this machine, with some extras."""
    return asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in extras)
