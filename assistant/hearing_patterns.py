"""The words that ask for some publications rather than others, over text in lower case, without accents nor hyphens.

A year belongs to a filter only beside a word for publications; elsewhere it is part of the fact that is asked.
"""

from __future__ import annotations

import re
from typing import Final

KINDS: Final = {
    "avis-cnv": (r"avis (?:du (?:cnv|conseil national des villes)|cnv)", ""),
    "compte-rendu": (r"comptes? rendus?", ""),
    "dossier-ressources": (r"dossiers? ressources?", r"dossiers?(?! (?:de |d'|medic|partag|patient|individuel))"),
    "fiche-experience": (r"fiches? experiences?", r"retours? d'experiences?"),
    "note-de-synthese": (r"notes? de synthese", r"notes?"),
    "repere-pratique": (r"reperes? pratiques?", ""),
    "enquete": (r"enquetes?", ""),
}
"""Slug → its full name, and a shorter one that is only trusted where the wording is explicit."""
_SEEKS: Final = (
    r"(?:dans (?:une? |vos |nos |des |quel(?:le)?s? )|(?:dit|disent) (?:une? |des |les )|"
    r"(?:(?:avez|aviez|auriez) vous|vous (?:avez|auriez)|as tu|tu as|y a t il|il y a|existe t il|cherche|voudrais|"
    r"(?:trouve|montre|donne|liste)[rz]?(?: moi)?)(?: (?:une?|des|les|vos))? )"
)
_WHICH: Final = r"quel(?:le)?s? "
_SPEAKS: Final = (
    r"(?: (?:sur|qui|consacree?s?|"
    r"(?:parle|traite|aborde|evoque|porte|cite|donne|presente|raconte|montre|indique|etudie|mesure)(?:nt)?|"
    r"disent|dit|concernant|portant|publiee?s?)\b)"
)
_ENDS: Final = r"(?: dans\b|[^\w]*$|[,:;?])"
_GOES_ON: Final = rf"(?:{_SPEAKS}|{_ENDS}| (?:a|au|en|pour)\b)"
EXPLICIT_KIND: Final = (
    rf"(?:\b{_WHICH}{{name}}\b(?={_SPEAKS})|(?:\b{_SEEKS}|(?P<opens>^(?:une? |des |les )?)){{name}}\b"
    rf"(?={{goes_on}}))"
)
"""`{name}` is a name of a kind: « quelle fiche expérience parle de… », « une note sur… »; `{goes_on}`, one of
`GOES_ON`. « Quel dossier pour une demande ? » asks for no publication."""
GOES_ON: Final = (_GOES_ON, rf"(?:{_SPEAKS}|{_ENDS})")
"""What comes after a name in full, and after one that is also an ordinary word (« une enquête pour un diagnostic »)."""
DATED: Final = r"(?: (?:de |d'|en |depuis |apres |avant |(?:parue?s?|publiee?s?|datee?s?) (?:en |de ))?(?:19|20)\d\d\b)"
"""« un avis du CNV de 2024 sur la santé »: the year is heard by itself."""
CLAIMED: Final = re.compile(
    r"^(?!quel)(?:une? |l'|la |le |les |des |cette |cet |selon |d'apres )?(?:[\w']+ ){1,9}?(?<!qui )"
    r"(?:montre|indique|revele|affirme|conclut|estime|souligne|confirme|constate|rapporte|dit|etablit)(?:nt|rait)? "
    r"(?:que|qu)\b"
)
"""« Une enquête publiée en 2022 montre que… »: states something, and asks for no publication."""

_NAMES: Final = (
    r"(?:publications?|notes?(?: de synthese)?|dossiers?(?: ressources?)?|fiches?(?: experiences?)?|avis(?: du cnv)?|"
    r"(?<!par )rapports?(?: d'activite)?|etudes?|documents?|articles?|textes?|enquetes?|comptes? rendus?|syntheses?|"
    r"livrets?|guides?|ressources?)"
)
_WHEN: Final = (
    r"(?:(?P<since>depuis|a partir de|des) (?P<from>(?:19|20)\d\d)|(?P<after>apres) (?P<past>(?:19|20)\d\d)"
    r"|(?P<until>avant|jusqu'en) (?P<to>(?:19|20)\d\d)|(?:entre|de) (?P<first>(?:19|20)\d\d) (?:et|a) "
    r"(?P<last>(?:19|20)\d\d)|(?:en |de |d')?(?P<only>(?:19|20)\d\d))\b"
)
YEARS_PUBLISHED: Final = re.compile(
    rf"(?:\b(?:publie|paru|edite|redige)e?s? |\b{_NAMES} (?=depuis|a partir|apres|avant|entre)){_WHEN}"
)
"""« publiées depuis 2023 », « les notes entre 2019 et 2021 »."""
YEARS_OF_PUBLICATIONS: Final = re.compile(rf"\b{_NAMES}(?: (?!en |de \d|\d)[\w']+){{0,3}} {_WHEN}")
"""« selon l’enquête de 2025 », « l’enquête QPV 2025 »."""
THEME: Final = re.compile(
    r"(?<!quel )(?<!quelle )(?<!est le )(?<!est la )\b(?:(?:theme|thematique)\b|(?<=sur les )(?:themes|thematiques)\b|"
    r"(?:themes|thematiques)(?= ?[:«])) ?(?:de la |de l'|du |des |de |d'|: ?)?[«\"' ]*(?P<rest>[^?.!]{3,60})"
)
_THE: Final = r"(?:l'|le |la |les )?"
PUBLISHER_SAYS: Final = (
    rf"\b(?:qu'en |que |qu'|ce que )?(?:dit|disent|ecrit|pense|recommande|propose|preconise|souligne|constate|estime|"
    rf"observe|conclut|demande) {_THE}{{0}}\b|\b(?:selon|d'apres) {_THE}{{0}}\b"
)
EXPLICIT_PUBLISHER: Final = (
    rf"\b(?:publie|edite|redige)e?s? par {_THE}{{0}}\b|\b(?:publications?|documents?|textes?|articles?) "
    r"(?:de la |de l'|du |des |de |d'){0}\b"
)
EXPLICIT_PLACE: Final = re.compile(r"\b(?:uniquement|seulement|exclusivement|rien que) (?:sur|a|en|dans|pour)\b")


def bounds(found: re.Match[str]) -> tuple[int, int]:
    """First and last year told, both included; 0 for none."""
    told = {name: int(year) for name, year in found.groupdict().items() if year and year.isdigit()}
    if "only" in told:
        return told["only"], told["only"]
    first = told.get("from") or told.get("first") or (told["past"] + 1 if "past" in told else 0)
    before = told["to"] - (found["until"] == "avant") if "to" in told else 0
    return first, told.get("last") or before
