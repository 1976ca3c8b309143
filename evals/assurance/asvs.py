"""The list of OWASP ASVS 5.0, level 2: each requirement in our words, how it stands, and what shows it.

`docs/asvs.csv` holds it; `docs/asvs.md` is made of it by cog; a test looks up every piece of evidence: a file,
`file:symbol` or `tests/….py::test`.
"""

from __future__ import annotations

import ast
import csv
import enum
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).resolve().parents[2]
FILE: Final = ROOT / "docs" / "asvs.csv"
PARTS: Final = ("::", ":")
CHAPTERS: Final = {
    "V1": "Encodage et assainissement",
    "V2": "Validation et logique métier",
    "V3": "Navigateur",
    "V4": "API et services",
    "V5": "Fichiers",
    "V6": "Authentification",
    "V7": "Sessions",
    "V8": "Autorisations",
    "V9": "Jetons autoportants",
    "V10": "OAuth et OpenID Connect",
    "V11": "Cryptographie",
    "V12": "Communications",
    "V13": "Configuration",
    "V14": "Protection des données",
    "V15": "Code et architecture",
    "V16": "Journaux et erreurs",
    "V17": "WebRTC",
}


class Standing(enum.StrEnum):
    """How a requirement stands, as the file says it."""

    MET = "oui"
    PARTLY = "en partie"
    OPERATOR = "exploitant"
    NOT_MET = "non"
    NOT_APPLICABLE = "sans objet"


SHOWN: Final = (Standing.MET, Standing.PARTLY)
"""What must have evidence; the others must have a reason."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A line of the list.

    Attributes:
        number: As the standard numbers it, `V6.2.1`.
        level: 1 or 2.
        words: What it asks for, in our words.
        standing: How it stands.
        evidence: What shows it.
        remark: What is to be added; why, where it does not hold.
    """

    number: str
    level: int
    words: str
    standing: Standing
    evidence: tuple[str, ...]
    remark: str

    @property
    def chapter(self) -> str:
        """`V6`."""
        return self.number.partition(".")[0]


def requirements(path: Path = FILE) -> tuple[Requirement, ...]:
    """The list, in the standard's order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Requirement(
                line["exigence"],
                int(line["niveau"]),
                line["objet"],
                Standing(line["état"]),
                tuple(line["preuves"].split()),
                line["remarque"],
            )
            for line in csv.DictReader(stream, delimiter=";")
        )


def missing(evidence: str, root: Path = ROOT) -> str:
    """What of a piece of evidence is not there; empty when all is."""
    mark = next((mark for mark in PARTS if mark in evidence), "")
    name, symbol = evidence.split(mark, 1) if mark else (evidence, "")
    path = root / name
    if not path.is_file():
        return name
    if not symbol:
        return ""
    there = set(_names(ast.parse(path.read_text(encoding="utf-8"))))
    return "" if symbol in there else evidence


def _names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def page(listed: Sequence[Requirement]) -> str:
    """The list as Markdown: how many stand how, then a table a chapter."""
    pieces = [_totals(listed)]
    for chapter, group in groupby(listed, lambda each: each.chapter):
        lines = [_line(each) for each in group]
        head = f"## {chapter} — {CHAPTERS[chapter]}"
        pieces.append("\n".join([head, "", "| | objet | état | preuves et remarques |", "|---|---|---|---|", *lines]))
    return "\n\n".join(pieces)


def _totals(listed: Sequence[Requirement]) -> str:
    head = ["| chapitre | " + " | ".join(Standing) + " |", "|---|" + "--:|" * len(Standing)]
    rows = []
    for chapter, group in groupby(listed, lambda each: each.chapter):
        rows.append(_counts(f"{chapter} — {CHAPTERS[chapter]}", Counter(each.standing for each in group)))
    rows.append(_counts("**ensemble**", Counter(each.standing for each in listed)))
    return "\n".join([*head, *rows])


def _counts(name: str, counts: Counter[Standing]) -> str:
    return f"| {name} | " + " | ".join(str(counts[standing] or "") for standing in Standing) + " |"


def _line(each: Requirement) -> str:
    shown = [f"`{piece}`" for piece in each.evidence]
    told = " ; ".join([*shown, each.remark] if each.remark else shown)
    return f"| {each.number} (L{each.level}) | {each.words} | {each.standing} | {told} |"
