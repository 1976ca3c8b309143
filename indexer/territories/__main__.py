"""`python -m indexer.territories FOLDER`: makes the tables of `data/` from the official ones.

FOLDER is the `data` folder of the npm package `@etalab/decoupage-administratif` (6.0.0 for 2026); `data/README.md`
tells where its figures come from, its licence, and the commands. The package `faker` tells which names of communes
are also people's names, and simplemma's French dictionary which are ordinary words.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.territories.gazetteer import DATA, FIRSTS, GROUPINGS, NAMES, PLACES, POSTCODES
from indexer.territories.naming import ALIASES, Flags, Names, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TABLES = ("communes", "departements", "regions", "epci", "ept")


def main() -> None:
    """Reads the folder named on the command line and writes the tables."""
    parser = argparse.ArgumentParser(prog="python -m indexer.territories")
    parser.add_argument("folder", type=Path, help="the data folder of @etalab/decoupage-administratif")
    folder = parser.parse_args().folder
    read = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in TABLES}
    aliases = [line.split(",") for line in (DATA / ALIASES).read_text(encoding="utf-8").splitlines()[1:]]
    communes, groups = read["communes"], [*read["epci"], *read["ept"]]
    names = Names(Flags())
    names.add_communes(communes)
    names.add_larger(read["departements"], read["regions"], aliases)
    names.add_groupings(groups)
    _write(PLACES, _places(read, communes, groups))
    _write(NAMES, ((name, " ".join(map(str, places))) for name, places in names.places.items()))
    _write(GROUPINGS, ((name, " ".join(map(str, places))) for name, places in names.groupings.items()))
    _write(FIRSTS, ((first, str(count)) for first, count in names.longest().items()))
    _write(POSTCODES, _postcodes(communes))


def _places(read: dict[str, list[Row]], communes: Sequence[Row], groups: Sequence[Row]) -> list[tuple[str, ...]]:
    current = {row["code"]: row for row in communes if row["type"] == "commune-actuelle"}
    member_of: defaultdict[str, list[str]] = defaultdict(list)
    for group in groups:
        for member in group["membres"]:
            # A territory within the metropolis of Paris (EPT) comes before the metropolis.
            member_of[member["code"]].insert(0 if group["type"] == "EPT" else 1, group["code"])
    rows = []
    for row in communes:
        city = row.get("commune", "")
        if row["type"] not in {"commune-actuelle", "arrondissement-municipal"}:
            continue
        within = [f"COM-{city}"] if city else []
        within += [f"EPCI-{siren}" for siren in member_of[city or row["code"]]]
        parents = " ".join([*within, f"DEP-{row['departement']}"])
        rows.append((f"COM-{row['code']}", row["nom"].split(" (")[0], str(row.get("population", 0)), parents))
    for group in groups:
        mostly, people = _population(group, current)
        rows.append((f"EPCI-{group['code']}", " ".join(group["nom"].split()), str(people), f"DEP-{mostly}"))
    for row in read["departements"]:
        # Overseas collectivities are their own region in the source; here they are départements without a region.
        parents = "" if row["zone"] == "com" else f"REG-{row['region']}"
        rows.append((f"DEP-{row['code']}", row["nom"], "0", parents))
    rows += [(f"REG-{row['code']}", row["nom"], "0", "PAYS-FR") for row in read["regions"] if row["zone"] != "com"]
    return [*rows, ("PAYS-FR", "France", "0", "")]


def _population(group: Row, communes: dict[str, Row]) -> tuple[str, int]:
    """The département where most of its inhabitants live, and how many they are in all."""
    people: Counter[str] = Counter()
    for member in group["membres"]:
        people[communes[member["code"]]["departement"]] += member["populationMunicipale"]
    return people.most_common(1)[0][0], people.total()


def _postcodes(communes: Iterable[Row]) -> list[tuple[str, str]]:
    ranked: defaultdict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    for row in communes:
        for postcode in row.get("codesPostaux", []):
            # A district before its city, then the most populous first.
            ranked[postcode].append(("commune" not in row, -row.get("population", 0), f"COM-{row['code']}"))
    return [(postcode, " ".join(code for *_, code in sorted(ranks))) for postcode, ranks in ranked.items()]


def _write(name: str, rows: Iterable[Sequence[str]]) -> None:
    content = "\n".join(sorted("\t".join(row) for row in rows))
    # No time stamp: the same source gives the same bytes.
    (DATA / name).write_bytes(gzip.compress(content.encode(), mtime=0))


if __name__ == "__main__":
    main()
