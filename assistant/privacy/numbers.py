"""Numbers and addresses of people: telephones, e-mails, social security and account numbers, pages, births, homes.

Patterns only: what needs a library to be checked is checked in `engine`. Bounded, linear in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.privacy.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.privacy.reading import Span

_S: Final = r"[ .\-\u00a0\u202f]{0,2}"
MAIL: Final = (
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|[ ]?[\[(](?:at|arobase|chez|a)[\])][ ]?)"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
)
"""Written to hide from robots as well: « clara (at) exemple.fr »."""
ACCOUNT: Final = (
    r"(?<![\w.-])(?:https?://)?(?:\w{1,3}\.)?(?:linkedin\.com/in|facebook\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|"
    r"t\.me|wa\.me)/@?[\w.%+-]{2,80}"
)
PHONE: Final = (
    r"(?<![\d+/])(?!\d{1,2}[ .\-/]\d{1,2}[ .\-/](?:19|20)\d\d)"
    r"(?:(?:(?:\+|00)(?:33|262|590|594|596|508)" + _S + r"(?:\(0\)" + _S + r")?|0|\(0\)" + _S + r")[1-9]"
    r"(?:(?:[ .\-\u00a0\u202f]{0,2}\d){8}|(?:/\d{2}){4})|0[ .]8(?:[ .]?\d){8})(?!\d)"
)
"""As French people write a number of ten digits, however they group them; no date (« 01 02 2026 10 h »)."""
NIR: Final = (
    rf"(?<!\d)[1-478]{_S}\d{{2}}{_S}(?:0[1-9]|1[0-2]|[2-9]\d){_S}(?:\d{{2}}|2[ABab]){_S}\d{{3}}{_S}\d{{3}}"
    rf"(?:{_S}(?:(?:cl[ée]|/)[ :]{{0,2}})?\d{{2}})?(?!\d)"
)
IBAN: Final = (
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \-\u00a0]?[A-Za-z0-9]{4}){2,7}(?:[ \-\u00a0]?[A-Za-z0-9]{1,3})?"
    r"(?![A-Za-z0-9])"
)

SECURITY: Final = re.compile(r"\b(?:secu|securite sociale|nir|carte vitale|n\W{0,2}ss|immatriculation)\b")
"""Over a folded text: words that say that a number is one of social security."""
BODY_NUMBER: Final = re.compile(
    r"\b(?:siret|siren|finess|rna|tva|ape|naf|adeli|rpps|facture|devis|contrat|reference|ref)\b"
    r"\W{0,4}(?:n|no|numero)?\W{0,4}$"
)
"""Over a folded text: what comes before a number that is nobody's."""

_DAY: Final = (
    r"(?:\d{1,2}(?:er)?[ /.-]{1,2}(?:\d{1,2}|janv\w*|fevr\w*|mars|avr\w*|mai|juin|juil\w*|aout|sept\w*|octo?\w*|nov\w*|"
    r"dec\w*)[ /.-]{1,2}\d{2,4}|\d{4}-\d{2}-\d{2})"
)
_BIRTH: Final = re.compile(
    r"\b(?:nee?(?:[(·.-]{1,2}e\)?)? (?:le )?|(?:date|jour) de naissance(?: est| etant)?(?: le)? ?:? ?(?:le )?|"
    rf"ddn ?:? ?)({_DAY})"
    r"|\b(?:je suis|il est|elle est|suis) nee? en ((?:19|20)\d\d)\b"
)
_ROAD: Final = (
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|bld\.?|place|allees?|impasse|chemin|route|quai|cours|square|passage|sentier|"
    r"residence|lotissement|hameau|lieu-dit|lieudit|villa|faubourg|fbg|esplanade|promenade|cite|ruelle|traverse|voie|"
    r"rond-point|clos|venelle|montee|cote|parvis|mail|domaine|chaussee|galerie|sente|quartier)"
)
_ALSO_WORDS: Final = re.compile(
    r"\d(?: ?(?:bis|ter))?,? (?:place|quartier|cite|cours|cote|mail|passage|villa|voie|route|residence) "
)
"""Ways that are counted as well (« 12 cours de cuisine »): a capital or a postcode must follow."""
_POSTCODE: Final = re.compile(r"\b\d{5}\b")
_MORE_TOWN: Final = re.compile(r"(?:[ -][A-ZÀ-Þ][\w'’-]{1,20}){1,4}")
_TOWN: Final = (
    r"(?:[,\s-]{1,3}(?:(?:bat|batiment|appt?|appartement|esc|escalier|etage|bp|cs)\.? ?\w{1,4}[,\s-]{1,3}){0,3}"
    r"\d{5}(?: [a-z'-]{1,30}){1,5}?(?=[ ,.;:)\n]|$))"
)
_ADDRESS: Final = re.compile(
    rf"(?<![\d/])\d{{1,4}}(?: ?(?:bis|ter|quater|[a-d]))?,? (?:,? ?){_ROAD} [a-z0-9' -]{{2,60}}?"
    rf"(?:{_TOWN}|(?=[,.;:()\n]|$| - ))"
)
_HOME: Final = re.compile(
    r"\b(?:j'?habit|habit(?:e|ons|ait|ant)|domicili|demeurant|mon adresse|ma maison|je vis|vit au|"
    r"chez (?:moi|nous|lui|elle)|je loge|adresse (?:postale|perso\w*)|mon domicile|m'ecrire|courrier|mon logement|"
    r"mon appartement|j'occupe)"
)
_BODY: Final = re.compile(
    r"\b(?:mairie|association|asso|centre|salle|maison|siege|hopital|clinique|locaux|ccas|forum|aura lieu|se tiendra|"
    r"rendez-vous|rdv|stand|atelier|reunion|colloque|journee|rencontre|gymnase|mediatheque|bibliotheque|ecole|college|"
    r"lycee|universite|campus|prefecture|agence|ars|cpam|departement|region|metropole|communaute|federation|reseau|"
    r"espace|ehpad|foyer|pharmacie|cabinet|service|sas|sarl|eurl|scop|scic|direction|accueil|permanence|caf|msp|cpts|cmp|fabrique|ligue|comite)\b"
)


def births(text: str) -> Iterator[Span]:
    """Dates of birth, without the words that announce them."""
    for match in _BIRTH.finditer(folded(text)):
        group = 1 if match[1] else 2
        yield match.start(group), match.end(group), 0.95


def homes(text: str) -> Iterator[Span]:
    """Postal addresses, unless the words before say that it is that of a body or of an event."""
    levelled = folded(text)
    for match in _ADDRESS.finditer(levelled):
        counted = _ALSO_WORDS.search(match[0], 0, 24)
        posted = _POSTCODE.search(match[0], 4)
        if counted and not posted and not text[match.start() + counted.end()].isupper():
            continue
        before = _sentence_before(levelled, match.start())
        if _HOME.search(before) or not _BODY.search(before):
            end = match.start() + len(match[0].rstrip(" ,-"))
            more = _MORE_TOWN.match(text, end) if posted else None
            yield match.start(), more.end() if more else end, 0.8


def _sentence_before(levelled: str, at: int) -> str:
    """What stands before a place in the text, on its line and the one above, up to 160 characters."""
    near = levelled[max(0, at - 160) : at]
    lines = near.split("\n")
    return " ".join(lines[-2:])
