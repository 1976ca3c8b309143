"""YAML as people write it by hand: words, figures, days, lists and tables; nothing that opens into far more than it is.

`yaml.safe_load` makes no object of anybody's, but (PyYAML 6.0.3, November 2026) it opens aliases of aliases, of which
the first `str()` fills the memory, and lets KeyError, IndexError and AttributeError out where a tag is given to what it
does not fit (`!!bool maybe`, `!!int ''`, `!!timestamp abc`).
"""

from __future__ import annotations

from typing import Final

import yaml

DEEPEST: Final = 50
"""Lists in lists: a file of ours has three."""
TIMES: Final = 10
ROOM: Final = 10_000
"""Characters that a text may open into, by its aliases: so many times its own length, and some room."""
_FAULTS: Final = (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class NotPlain(ValueError):
    """Not YAML, or more than this module reads; the message says what, for people."""


def load(text: str) -> object:
    """What a text says.

    Raises:
        NotPlain: It is not YAML, has a value that its tag does not fit, is too deep or opens into too much.
    """
    try:
        _check(text)
        return yaml.safe_load(text)
    except NotPlain:
        raise
    except _FAULTS as exc:
        told = str(exc) if isinstance(exc, yaml.YAMLError | ValueError) else f"{type(exc).__name__}: {exc}"
        raise NotPlain(" ".join(told.split())) from exc


def _check(text: str) -> None:
    """Refuses what is too deep, holds itself, or opens into far more than is written."""
    most = ROOM + TIMES * len(text)
    sizes: dict[str, int] = {}
    opened: list[tuple[str, int]] = []
    total = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = opened.pop()
            sizes[anchor] = total - before
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise NotPlain(f"*{event.anchor} is not known there")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append((event.anchor or "", total))
            total += 1
        elif isinstance(event, yaml.ScalarEvent):
            sizes[event.anchor or ""] = 1 + len(event.value)
            total += 1 + len(event.value)
        if len(opened) > DEEPEST:
            raise NotPlain(f"more than {DEEPEST} lists in lists")
        if total > most:
            raise NotPlain(f"aliases open into more than {most} characters")
