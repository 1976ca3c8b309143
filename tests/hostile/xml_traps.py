"""What a document type declaration and a few characters can do to a careless XML parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hostile.cases import SECRET, Bait, Outcome, bounded, told

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class XmlTrap:
    """A trap to put in any XML part.

    Attributes:
        name: Of the file.
        what: What is wrong.
        outcome: What should come of the file.
        before: The document type declaration.
        inside: What stands among the words.
    """

    name: str
    what: str
    outcome: Outcome
    before: Callable[[Bait], str]
    inside: Callable[[Bait], str]


def _laughing(_: Bait) -> str:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    return f'<!DOCTYPE x [<!ENTITY l0 "rire ">{rows}]>'


def _external(bait: Bait) -> str:
    return f'<!DOCTYPE x [<!ENTITY s SYSTEM "{bait.secret.as_uri()}">]>'


def _remote(bait: Bait) -> str:
    return f'<!DOCTYPE x SYSTEM "{bait.url}.dtd" [<!ENTITY % p SYSTEM "{bait.url}">%p;]>'


def xml_traps() -> tuple[XmlTrap, ...]:
    """All of them."""
    return (
        XmlTrap("entities-laughing", "ten thousand million laughs", bounded("rire rire"), _laughing, lambda _: "&l10;"),
        XmlTrap(
            "entities-quadratic",
            "an entity of 100 kB called 50,000 times",
            bounded(),
            lambda _: f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>',
            lambda _: "&a;" * 50_000,
        ),
        XmlTrap("entity-loop", "an entity that calls itself", told(),
                lambda _: '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', lambda _: "&a;"),
        XmlTrap("entity-reads-a-file", "an entity that is a file of this machine", told(SECRET), _external, lambda _: "&s;"),
        XmlTrap("entity-reads-the-web", "a declaration that stands elsewhere", told(), _remote, lambda _: "ici"),
        XmlTrap("character-impossible", "a character that cannot be", told(), lambda _: "", lambda _: "&#0;&#xD800;&#xFFFF;&#x110000;"),
        XmlTrap("attribute-of-1-mb", "an attribute of one million letters", bounded(),
                lambda _: "", lambda _: f'<x y="{"a" * 1_000_000}"/>'),
    )  # fmt: skip
