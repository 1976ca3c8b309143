"""How much a place named in a message is what the message is about: told by the words around it."""

from __future__ import annotations

import re
from typing import Final

from indexer.french import without_accents

NONE, THIRD, WEAK, PLAIN, STRONG = 0.0, 0.3, 0.5, 1.0, 1.6
"""Weights: not about it; a service, an address, an aside; the town of studies; named; where it happens.

Ours: an order rather than a measure."""
REPEATED: Final = 0.2
"""Added for each other time that it is named."""
BEFORE, AFTER = 70, 50
"""Characters looked at around a place."""

_CLAUSE: Final = re.compile(r"[.!?;\n:](?=\s|$)")

_NEVER: Final = re.compile(
    r"\b(?:comme|(?:par )?exemples?|notamment|dont (?:une?|deux|trois|quatre|cinq|plusieurs|\d{1,3})|lu"
    r"|habitait|vivait|travaillait|originaire|nee? a|autrefois"
    r"|(?:votre|vos|vous aviez|vous avez)\b.{0,12}\b(?:journees?|rencontres?|ag|assemblee|publications?|notes?"
    r"|dossiers?|retours?|enquete|tenue?s?|organise\w*|publie\w*|fait))\b[^.!?\n]{0,32}$"
)
"""Before a place that is an example, a memory, or the association's own."""
_ASIDE: Final = re.compile(
    r"\b(?:experience|inspire\w*|ailleurs|sauf|hormis|visiter?|voir|au nord de|au sud de|pres d\w*|loin d\w*"
    r"|contact\w* (?:a|avec)|meme a|ou encore|y compris|celui d\w*|celle d\w*|billets?|train|gare|avion)"
    r"\b[^.!?\n]{0,32}$"
)
"""Before a place that is looked at from another, or a way there."""
_STUDENT: Final = re.compile(
    r"\b(?:etudiant\w*|master|m[12]|licence|bts|interne|doctorant\w*|universite|fac|faculte|ifsi|irts|lycee|terminale"
    r"|ecole|iut|cfa|campus)\b[^.,;!?\n]{0,40}$"
)
"""Before the town where somebody studies: rather that of the message when there is no other."""
_SERVICE: Final = re.compile(
    r"\b(?:ars|agence regionale de sante|region|fondation|prefecture|cpam|insee|ors)(?: d\w{1,2})? $"
)
"""Before a place that only tells which service is spoken of."""
_POSTCODE: Final = re.compile(r"\b\d{5} $")
"""Before the town of a postal address."""
_HAPPENS: Final = re.compile(
    r"\b(?:lieu|tien\w+|organis\w+|accueill\w+|deroul\w+|basee?s?|bases|poste|postes|residence|colloque|journee|forum"
    r"|rencontres?|matinee|soiree|seminaire|congres|assises|assemblee|atelier|exposition|invit\w+|recrut\w+|cherche|formation)"
    r"\b[^.!?]{0,60}$"
)
"""Before the place of an event or of a job."""
_OURS: Final = re.compile(
    r"\b(?:notre|nos|je coordonne|coordinat\w+|coordonnat\w+|j habite|on habite|nous sommes|je suis|ici|chez nous"
    r"|mairie|commune|cls|clsm|asv|contrat local|territoire|departement d\w+|quartiers?|habitants?"
    r"|conseil\w*|elue?s?|adjointe?)\b[^.!?]{0,40}$"
)
"""Before the place of whoever asks, or what is asked about."""
_PARIS: Final = re.compile(r"\b(?:je suis|deplacer|venir|passe|passer|monter|seances?|bureaux?)\b[^.!?\n]{0,40}$")
_VISIO: Final = re.compile(r"^[^.!?\n]{0,30}\b(?:tous les|visio|distance|gare)\b")
_ASKED_ALONE: Final = re.compile(r"^\s*\?")
NATIONAL: Final = re.compile(
    r"\b(?:echelle (?:nationale|de la france|du pays)|toute la france|partout en france"
    r"|(?:plusieurs|differentes|toutes les) regions|association nationale|quatre coins)\b"
)
"""What says that no territory in particular is asked about."""
LISTED: Final = re.compile(
    r"^[\s,/&+]*(?:et |ainsi qu\w* |puis )?(?:a |au |aux |en |dans |de |du |d |la |le |les |l )*$"
)
"""Between two places of one list."""


def weight(text: str, start: int, end: int, name: str) -> float:
    """How much a place is what a text is about, from the words around it."""
    before = _level(_CLAUSE.split(text[max(0, start - BEFORE) : start])[-1])
    after = without_accents(text[end : end + AFTER])
    if _NEVER.search(before) or (_ASKED_ALONE.match(after) and not before.strip()):
        return NONE
    if name == "Paris" and (_PARIS.search(before) or _VISIO.search(after)):
        return NONE
    if any(pattern.search(before) for pattern in (_SERVICE, _POSTCODE, _ASIDE)):
        return THIRD
    if _STUDENT.search(before):
        return WEAK
    return STRONG if _HAPPENS.search(before) or _OURS.search(before) else PLAIN


def is_listed(between: str) -> bool:
    """Whether what stands between two places makes one list of them."""
    return "-" not in between and len(between) < 20 and bool(LISTED.match(_level(between))) and bool(between.strip())  # noqa: PLR2004 - a few little words


def _level(text: str) -> str:
    return without_accents(re.sub(r"['’`-]", " ", text))
