"""What a place is, and what finding one gives."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Level(enum.StrEnum):
    """A rung of the French administrative ladder, smallest first."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    COUNTRY = "country"

    @property
    def prefix(self) -> str:
        """What the codes of this level begin with."""
        return _PREFIXES[self]


_PREFIXES = {
    Level.COMMUNE: "COM",
    Level.EPCI: "EPCI",
    Level.DEPARTEMENT: "DEP",
    Level.REGION: "REG",
    Level.COUNTRY: "PAYS",
}


@dataclass(frozen=True, slots=True)
class Territory:
    """A place of the official geographic code.

    Attributes:
        code: `<level>-<official code>`: `COM-59350` (Insee), `EPCI-200046977` (SIREN), `DEP-976`, `REG-32`, `PAYS-FR`.
            Districts of Paris, Lyon and Marseille are communes (`COM-75118`); an overseas collectivity is a
            département (`DEP-988`) without a region.
        level: Its rung.
        name: Official name, as printed.
        population: Inhabitants; 0 where the source has none (départements, regions, the country).
        parents: Codes of the places that hold it, smallest first, the country last. A commune of the metropolis of
            Paris is in two groupings: its EPT, then the metropolis.
    """

    code: str
    level: Level
    name: str
    population: int = 0
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name may stand for.

    Attributes:
        candidates: Best first; empty when no place has this name.
        ambiguous: Nothing tells the first from the second; ask, or keep both.
    """

    candidates: tuple[Territory, ...] = ()
    ambiguous: bool = False

    @property
    def certain(self) -> Territory | None:
        """The place, when there is one and no doubt about it."""
        return None if self.ambiguous or not self.candidates else self.candidates[0]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text.

    Attributes:
        start, end: Characters of the text, end exclusive.
        text: The words as written.
        resolution: What they may stand for; at least one candidate.
    """

    start: int
    end: int
    text: str
    resolution: Resolution

    @property
    def territory(self) -> Territory:
        """The best candidate."""
        return self.resolution.candidates[0]

    @property
    def ambiguous(self) -> bool:
        """Whether nothing tells the first candidate from the second."""
        return self.resolution.ambiguous


@dataclass(frozen=True, slots=True)
class Named:
    """A place that bears a name, as the finder weighs it.

    Attributes:
        code: Of the place.
        weight: What makes it likelier than its namesakes: inhabitants, or more for the larger levels.
        ordinary: The name is made of ordinary words (« Contes », « Nord »).
        personal: The name is also a person's (« Fontaine »).
    """

    code: str
    weight: int
    ordinary: bool = False
    personal: bool = False

    def __str__(self) -> str:
        return f"{self.code}:{self.weight}:{'o' * self.ordinary}{'p' * self.personal}"

    @classmethod
    def parse(cls, written: str) -> Named:
        """Reads what `str` writes."""
        code, weight, flags = written.split(":")
        return cls(code, int(weight), "o" in flags, "p" in flags)
