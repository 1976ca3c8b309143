"""Who published a file: an organisation that it names as such; never the person who typed it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from indexer.french import without_accents
from indexer.inference.dates import reference_of
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    from indexer.inference.evidence import Evidence

LONGEST_NAME: Final = 80
_SAID = re.compile(
    r"(?i:©|\(c\)|copyright|éditeur\s*:|édité(?:e|s|es)? par|publication (?:de|d[’']|du))\s*"
    r"(?:(?:19|20)\d{2}\s*[-–,]?\s*)?"
    r"(?:l[ae]s?\s+|l[’'])?(?P<name>[A-ZÀ-Ý][^\n.;©]{1,79})",
)
_AFTER = re.compile(r"^.{0,40}\bd[’']après\s+(?P<name>.+)$", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*[,–-]?\s*(?:\((?:19|20)\d{2}\)|(?<!\d)(?:19|20)\d{2}|tous droits réservés|all rights reserved|,.*)\s*$",
    re.IGNORECASE,
)
_IN_PROSE = re.compile(r"\s(?:dans|avec|pour|qui|en|le|sur|et les)\s.*$")
"""What a sentence goes on with after a publisher's name."""
ORGANISATIONS: Final = frozenset(
    "academie agence association assurance banque bureau cabinet caisse centre cerema chu collectif comite "
    "commission communaute conseil consortium delegation departement direction ecole etablissement fabrique "
    "federation fnors fondation france groupe haut haute hopital insee inserm institut laboratoire ligue mairie "
    "metropole ministere mission mutualite observatoire office ordre organisation petr pole prefecture promotion "
    "reseau senat service societe syndicat union universite ville".split()
)
"""Words that an organisation's name holds and a person's does not."""


def publisher_of(evidence: Evidence) -> str:
    """Name of the publisher as the file writes it; empty when it names none.

    In this order: « édité par … », « © … » on the first page; the reference of what a summary sums up; the author of
    the file's properties, when it is an organisation, or what follows « d’après » in it.
    """
    for text in evidence.opening:
        said = _SAID.search(text)
        name = _clean(_IN_PROSE.sub("", said["name"])) if said else ""
        if name and is_organisation(name):
            return name
    reference = reference_of(evidence.opening)
    if reference and reference[0][0].isalpha():
        return _clean(reference[0])
    author = evidence.reading.author
    after = _AFTER.match(author)
    if after:
        return _clean(after["name"])
    return author if is_organisation(author) else ""


def is_organisation(name: str) -> bool:
    """Whether a name is an organisation's: a word of `ORGANISATIONS` in it, or an acronym of the field.

    An e-mail address is somebody's, whatever words it is made of.
    """
    if "@" in name:
        return False
    words = set(re.findall(r"[^\W_]+", without_accents(name)))
    written = set(re.findall(r"[^\W_]+", name))
    return bool(words & ORGANISATIONS) or bool(written & _known()) or without_accents(name) in _expansions()


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(a.acronym for a in acronyms() if a.acronym.isupper() and len(a.acronym) > 2)  # noqa: PLR2004 — three letters


@functools.cache
def _expansions() -> frozenset[str]:
    return frozenset(without_accents(a.expansion) for a in acronyms())


def _clean(name: str) -> str:
    before = ""
    while before != name:
        before, name = name, _TAIL.sub("", name).strip(" –-,:")
    return name if len(name) <= LONGEST_NAME else ""
