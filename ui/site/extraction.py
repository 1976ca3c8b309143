"""The catalogue of what people read, written by Babel from templates and `messages` modules: `make catalogue`.

Babel's own extractors know calls of `_`; the constants of `messages` modules are found here.
"""

from __future__ import annotations

import ast
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

ROOT: Final = Path(__file__).parents[2]
CATALOGUE: Final = ROOT / "ui" / "locale" / "reperes.pot"

Found = tuple[int, str, str, list[str]]
"""Line, function (none), words, comments: what Babel wants of an extractor."""


def words_of_module(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],  # noqa: ARG001 — Babel calls it so
    comment_tags: Collection[str],  # noqa: ARG001 — Babel's signature
    options: Mapping[str, str],  # noqa: ARG001 — Babel's signature
) -> Iterator[Found]:
    """Every string that a module's constants hold: values, not the keys of a dict, nor what describes them."""
    for node in ast.parse(fileobj.read()).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from _strings(node.value)


def _strings(node: ast.expr) -> Iterator[Found]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if any(character.isalpha() for character in node.value):
            yield node.lineno, "", node.value, []
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _strings(value)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for element in node.elts:
            yield from _strings(element)
    elif isinstance(node, ast.Call):
        for argument in node.args:
            yield from _strings(argument)


def write(catalogue: Path = CATALOGUE) -> int:
    """Writes the catalogue; gives Babel's exit code."""
    from babel.messages.frontend import CommandLineInterface

    options = ["--omit-header", "--sort-output", "--add-location=file", "--width=120", "--keywords=_ counted:1,2"]
    command = ["pybabel", "--quiet", "extract", f"--mapping={catalogue.with_name('babel.cfg')}", *options]
    with contextlib.chdir(ROOT):  # Babel writes the paths that it is given: where the code is on a machine is nobody's
        code: int | None = CommandLineInterface().run([*command, f"--output={catalogue.resolve()}", "."])  # type: ignore[no-untyped-call]  # Babel 2.18 has no types
    return code or 0


if __name__ == "__main__":
    sys.exit(write())
