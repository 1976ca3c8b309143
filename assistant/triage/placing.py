"""How much a place named in a message is what the message is about: told by the words around it."""

from __future__ import annotations

import re
from typing import Final

from assistant.privacy.words import folded, is_forename
from indexer.french import without_accents

NONE, FAINT, THIRD, WEAK, PLAIN, STRONG, WHOLE = 0.0, 0.2, 0.3, 0.5, 1.0, 1.6, 2.4
"""Weights: not about it; where a committee meets, a clock; a service, an address, an aside; the town of studies or of
an office; named; where it happens; what all those concerned are in.

Ours: an order rather than a measure."""
REPEATED: Final = 0.2
"""Added for each other time that it is named."""
BEFORE, AFTER = 100, 50
"""Characters looked at around a place."""

_CLAUSE: Final = re.compile(r"[.!?;\n:](?=\s|$)")

_NEVER: Final = re.compile(
    r"\b(?:comme|(?:par )?exemples?|notamment|dont (?:une?|deux|trois|quatre|cinq|plusieurs|\d{1,3})|lu"
    r"|habitait|vivait|travaillait|originaires?|nee? a|autrefois|j etais|ai travaille"
    r"|(?<!foyer des )(?<!club des )ancien\w*|ex"
    r"|(?:mais )?pas(?: celui| celle)?(?: a| au| en| de)?(?= (?:l |la |le |les )?$)"
    r"|dont(?= (?:la |le |les |l |en |a |au )$)|vous etes(?: bien)? (?:a|au|en|dans)|vous a(?:vez|viez) dit"
    r"|retour sur|convenu|croisee?s?"
    r"|comparee?s? (?:a|au|aux|avec)"
    r"|(?:etai\w*|etiez|etes) (?:\w+ )?venue?s?"
    r"|votre (?:nom|adresse|contact|association|mail|courriel) (?:\w+ ){1,3}(?:souffle|conseille|recommande"
    r"|signale|donne|transmis|indique)e?s? par"
    r"|nos (?:equipes|bureaux|agences|locaux) (?:a|de)(?= (?:l |la |le |les )?$)"
    r"|(?:echange\w*|(?<!les )(?<!des )(?<!ses )(?<!nos )(?<!une )rencontree?s?|vue?s?)"
    r"(?: (?:de|au|en|lors|pendant) \w+)? (?:a|au|en|de)"
    r"|(?:ai|avons|a|ont)(?: deja)? (?:eu|rencontre|interroge|vu)(?: \w+){1,4} (?:a|au|aux|de|d)"
    r"|deja \w+ (?:portraits?|entretiens?|temoignages?|recits?),? (?:a|au|aux|en|de|d)"
    r"|(?:avait|avions|avaient|aviez) eu"
    r"|je (?:puis|peux|pourrais) (?:venir|passer|me rendre|me deplacer) (?:a|au|aux)"
    r"|(?:votre|vos|vous aviez|vous avez)\b.{0,12}\b(?:administrat\w+|delegue\w*|journees?|rencontres?|ag|assemblee"
    r"|publications?|notes?|dossiers?|retours?|enquete|tenue?s?|organise\w*|publie\w*|fait))\b[^.!?\n]{0,32}$"
)
"""Before a place that is an example, a memory, or the association's own."""
_ASIDE: Final = re.compile(
    r"\b(?:experience|inspire\w*|ailleurs|sauf|hormis|visiter?|voir|au nord de|au sud de|pres d\w*|loin d\w*"
    r"|plus proches?"
    r"|(?:au|chiffres?) nationa(?:l|ux) (?:et|ou)"
    r"|contact\w* (?:a|avec)|meme a|ou encore|y compris|celui d\w*|celle d\w*|billets?|train|gare|avion)"
    r"\b[^.!?\n]{0,32}$"
)
"""Before a place that is looked at from another, or a way there."""
_MEDIA: Final = re.compile(
    r"\b(?:radio|journal|quotidien|hebdomadaire|gazette|mensuel|tele\w*|tv|chaine|agence de presse)\b[^.!?\n]{0,24}\($"
)
"""Before the town of a newspaper or a radio, in brackets: where it is, not what it asks about."""
_ABOUT_A_TOWN: Final = re.compile(
    r"\b(?:banlieue|metropole|region|ou|radio|station|journal|quotidien|presse|club)\b[^.!?\n]{0,16}$"
)
"""Before the adjective of a town that names something around it, or something else."""
_FIRM: Final = re.compile(
    r"\b(?:cabinet|etude|papeterie|imprimerie|boulangerie|garage|librairie|etablissements|ets|sarl|laboratoires?) $"
    r"|\bagence d\w{0,2} $"
)
"""Right before the name of a firm."""
_RELATIVE: Final = re.compile(
    r"\b(?:mon|ma|mes) (?:mari|femme|compagn\w+|fils|filles?|enfants?|freres?|soeurs?|cousine?s?|neveux?|nieces?)"
    r" (?:travaill\w+|etudi\w+|enseign\w+|(?:est|sont) (?:parti\w*|etudiant\w*|en poste))"
    r"\b[^.,;!?\n]{0,24} (?:a|au|aux) $"
)
"""Before the town where somebody of the family works or studies."""
_QUARTER: Final = re.compile(r"\b(?:quartiers?|residence|cite) $")
"""Right before a part of a town that bears a town's name."""
_COMPASS: Final = re.compile(r"\b(?:quartiers?|banlieue|secteurs?|cote|rive|aile) $")
"""Right before « nord » that is a side of a town."""
_LANDFORM: Final = re.compile(r"\b(?:plateau|massif|foret|lac|mont|monts|col|gorges) d\w{0,2} (?:l |la |les )?$")
"""Right before the name of a commune that a larger stretch of country bears."""
_CLOCK: Final = re.compile(r"\bheure (?:locale )?d\w{0,2} $")
"""Before the town whose clock is meant."""
_PERSON: Final = re.compile(
    r"(?:\b(?:M\.|MM\.|Mmes?|Mlle|Monsieur|Madame|Dr|Docteur|Pr|Me|[A-Z]\.)|(?P<first>\b[A-ZÀ-Ý][\wÀ-ÿ-]{1,20}))"
    r"[ \xa0](?P<of>(?:de |du |d['’]|des |le |la ))?$"
)
"""Before a surname that is also a place's name."""
_FUNCTION: Final = re.compile(r"\s*(?:[,(]|-\s|$|\n)")
_JOURNEY: Final = re.compile(r"^(?:\s?[-–/]\s?[A-ZÀ-Ý][\w-]{1,30})? (?:A/?R|aller[- ]retour)\b")
"""After the towns that a journey joins."""
_STUDENT: Final = re.compile(
    r"\b(?:etudiant\w*|master|m[12]|licence|bts|interne|doctorant\w*|universite|fac|faculte|ifsi|irts|lycee|terminale"
    r"|ecole|iut|cfa|campus|en (?:premiere|deuxieme|seconde|troisieme|quatrieme|derniere) annee(?! du ))\b"
    r"(?!.*\b(?:alternance|stage|apprenti\w*)\b)[^.,;!?\n]{0,70}$"
    r"|\b(?:laboratoire|unite de recherche|equipe de recherche),? (?:a|de|d) $"
)
"""Before the town where somebody studies or a laboratory is: rather that of the message when there is no other."""
_SERVICE: Final = re.compile(
    r"\b(?:ars|agence regionale de sante|region|fondation|prefecture|cpam|insee|ors)(?: d\w{1,2})? $"
)
"""Before a place that only tells which service is spoken of."""
_POSTCODE: Final = re.compile(r"\b\d{5} $")
"""Before the town of a postal address."""
_SEAT: Final = re.compile(
    r"\bpermanence d\w{0,2} $"
    r"|\b(?:residence administrative|bureaux?"
    r"|(?:poste|temps|emploi|pourvoir|perenne)\b[^.!?\n]{0,12} (?:base|localise|situe)e?) (?:a|au|aux) $"
    r"|\bdeplacements?(?: \w+)? (?:a|au|aux|dans|entre)\b[^.!?;\n]{0,32}$"
)
"""Before the town where the office of a post is: that of the message when nothing tells the post's territory."""
_CARER: Final = re.compile(
    r"(?:^\W*|, ?|\b(?:suis|fille|fils|femme|mari) )(?:infirmi\w+|medecin|kine\w*|sage femme"
    r"|pharmacien\w*|orthophoniste|psycho\w+|\w{4,12}ologue|dentiste|aide soignante?)\b"
    r"[^.,;!?\n]{0,30} (?:a|au|aux)\b[^.,;!?\n]{0,30}$"
)
"""Before the town where whoever writes treats people, when another place is asked about."""
_COLLEAGUE: Final = re.compile(
    r"\b(?:mon|ma|mes|une?|nos|des|deux|trois) (?:collegues?|confreres?|consoeurs?|homologues?)"
    r"\b[^.!?\n]{0,24} (?:a|au|aux|de|du|d) $"
)
"""Before the place of a colleague of whoever writes."""
_EVERYWHERE: Final = re.compile(
    r"\b(?:tout le|toute l|toute la|tous les|toutes les) $"
    r"|\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt\w*|trente\w*"
    r"|quarante\w*|cinquante\w*|soixante\w*|\d{1,3}) "
    r"(?:centres|structures|communes|coordinations|coordinat\w+|coordos|associations|etablissements|villes"
    r"|intercommunalites|epci|communautes|maisons|hopitaux|colleges|lycees|services|equipes|adherents)"
    r"(?: \w+){0,3} (?:d|de|du|des|de la|de l) $"
    r"|\bnotre \w+ (?:regionale?|departementale?)(?: \(|,? (?:en|de|du|des|dans|d)(?: la| le| les| l)? )$"
)
"""Before what holds all those concerned: « toute la Bretagne », « les dix centres sociaux du Gers »."""
_HAPPENS: Final = re.compile(
    r"\b(?:lieu|tien\w+|organis\w+|accueill\w+|deroul\w+|basee?s?|bases|poste|postes|residence|colloque|journee|forum"
    r"|rencontres?|matinee|soiree|seminaire|congres|assises|assemblee|atelier|exposition|invit\w+|recrut\w+|cherche|formation"
    r"|install\w+|emmenag\w+|je pars|nous partons|mut(?:ee?|ation))"
    r"\b[^.!?]{0,60}$"
)
"""Before the place of an event or of a job."""
_OURS: Final = re.compile(
    r"\b(?:notre|nos|je coordonne|coordinat\w+|coordonnat\w+|(?:j|on) habite|nous habitons|je vis|nous vivons|on vit"
    r"|je viens|nous venons|nous sommes|je suis|ici|chez nous"
    r"|mairie|commune|cls|clsm|asv|contrat local|territoire|departement d\w+|quartiers?|habitants?"
    r"|conseil\w*|elue?s?|adjointe?)\b[^.!?]{0,40}$"
    r"|\b(?:bonjour|bonsoir|coucou|salut|salutations|amities|bises)"
    r"(?: a \w+)? (?:de|d|du|des|depuis) (?:la |le |les |l )?$"
)
"""Before the place of whoever asks, or what is asked about."""
_MEETS: Final = re.compile(
    r"\b(?:comites?|copil|jury|groupe|seances?|instance|conseil d administration|commission|collectif)"
    r"\b[^.!?\n]{0,80} (?:a|au|aux) $"
    r"|\bse reuni\w+\b[^.!?\n]{0,40} (?:a|au|aux) $"
    r"|\breunions? (?:avec|de) [^.!?\n]{1,40} (?:a|au|aux) $"
    r"|\b(?:je serai|nous serons|on sera)(?: \w+)? (?:a|au|aux) $"
)
"""Before the town where some people meet now and then, whatever territory they are about."""
_PARIS: Final = re.compile(
    r"\b(?:je suis|deplacer|venir|passe|passer|mont(?:er?|ons)|seances?|bureaux?|(?:une|notre) rencontre)"
    r"\b[^.!?\n]{0,40}$"
    r"|\b(?:gens|ceux|celles|copines|collegues) (?:de|a) $"
)
_VISIO: Final = re.compile(r"^[^.!?\n]{0,30}\b(?:tous les|visio|distance|gare)\b")
_ASKED_ALONE: Final = re.compile(r"^\s*\?")
_TOLD_US: Final = re.compile(
    r"^,? (?:m|nous)[ '’](?:a|ont|avait)(?: \w+)? (?:dit|parle|conseille|souffle|recommande|signale|raconte)\b"
)
"""After the place of somebody from whom the writer heard of the association."""
_AND_OTHERS: Final = re.compile(r"^ et (?:d|dans |a|par )?(?:les|des|ses|aux|l)(?: \w+)? autres\b")
"""After one of the places of a larger one."""
_FAREWELL: Final = re.compile(r"^ e salute\b")
"""After the first word of « Pace è salute », which is a town's name too."""
_IT_IS_ABOUT: Final = re.compile(r"^ qu['’]il s['’]agit\b")
_OPEN: Final = re.compile(r"\([^()\n]*$")
_EXAMPLES: Final = re.compile(r"^[^()\n]*(?:…|\.\.\.|\betc\b\.?)\s?\)")
"""Around a place of a list in brackets that goes on: « (Digne, Toulon…) »."""
NATIONAL: Final = re.compile(
    r"\b(?:echelle (?:nationale|de la france|du pays)|toute la france|partout en france"
    r"|(?:plusieurs|differentes|toutes les) regions|association nationale|quatre coins)\b"
)
"""What says that no territory in particular is asked about."""
LISTED: Final = re.compile(
    r"^[\s,/&+]*(?:et |ou |ainsi qu\w* |puis )?(?:une? |celle |celui )?"
    r"(?:a |au |aux |en |dans |de |du |d |la |le |les |l )*$"
)
"""Between two places of one list."""
_LEFT: Final = re.compile(
    r"\b(?:demenag\w+|mute\w*|mutation|parti\w{0,2}|partons|quitt\w+|passe[rz]?|revien\w+)\b[^.!?\n]{0,40} (?:de|d) $"
)
_TOWARDS: Final = re.compile(r"^ (?:à|a|au|aux|pour|vers) (?:la |le |les |l['’])?[A-ZÀ-Ý]")
"""Around the place that somebody leaves for another."""


_NONE_AFTER: Final = (_NEVER, _MEDIA, _FIRM)
_WEIGHED: Final = (
    (WHOLE, (_EVERYWHERE,)),
    (FAINT, (_CLOCK, _MEETS)),
    (THIRD, (_SERVICE, _POSTCODE, _ASIDE, _QUARTER, _COLLEAGUE, _RELATIVE, _LANDFORM)),
    (WEAK, (_STUDENT, _CARER, _SEAT)),
    (STRONG, (_HAPPENS, _OURS)),
)
"""What the words before a place make of it, the first that applies."""


def weight(text: str, start: int, end: int, name: str) -> float:
    """How much a place is what a text is about, from the words around it."""
    before = _level(_CLAUSE.split(text[max(0, start - BEFORE) : start])[-1])
    after = without_accents(text[end : end + AFTER])
    left = _TOWARDS.match(text[end : end + AFTER]) and _LEFT.search(before)
    aside = left or _JOURNEY.match(text[end : end + AFTER]) or (_ASKED_ALONE.match(after) and not before.strip())
    if aside or any(pattern.search(before) for pattern in _NONE_AFTER) or _is_somebody(text, start, end):
        return NONE
    if _FAREWELL.match(after) or (text[start:end] == "nord" and _COMPASS.search(before)):
        return NONE
    if name == "Paris" and (_PARIS.search(before) or _VISIO.search(after)):
        return NONE
    return _told_after(text, start, end) or next(
        (weighed for weighed, patterns in _WEIGHED if any(pattern.search(before) for pattern in patterns)), PLAIN
    )


def _told_after(text: str, start: int, end: int) -> float | None:
    """The weight that the words after a place tell, whatever stands before."""
    after = without_accents(text[end : end + AFTER])
    if _IT_IS_ABOUT.match(after):
        return WHOLE
    if _TOLD_US.match(after) or _AND_OTHERS.match(after) or _is_example(text, start, end):
        return THIRD
    return None


def _is_example(text: str, start: int, end: int) -> bool:
    """« nos visites (Digne, Toulon…) »: one of a list in brackets that goes on."""
    after = text[end : end + BEFORE]
    return bool(_OPEN.search(text[max(0, start - BEFORE) : start]) and _EXAMPLES.match(after))


def names_around(text: str, start: int) -> bool:
    """Whether an adjective of a town tells more than the town: « la métropole lyonnaise »."""
    return bool(_ABOUT_A_TOWN.search(_level(text[max(0, start - BEFORE) : start])))


def _is_somebody(text: str, start: int, end: int) -> bool:
    """« Mme Aubrac », « Léna Morvan », « Axelle de Brissac, directrice »: a person, whose name tells no territory."""
    found = _PERSON.search(text[max(0, start - BEFORE) : start])
    if found is None:
        return False
    first = found["first"]
    if first is None:
        return True
    if not is_forename(folded(first)):
        return False
    opens = start - len(found.group()) == 0 or text[start - len(found.group()) - 1] == "\n"
    return not found["of"] or (opens and bool(_FUNCTION.match(text, end)))


def is_listed(between: str) -> bool:
    """Whether what stands between two places makes one list of them."""
    return "-" not in between and len(between) < 20 and bool(LISTED.match(_level(between))) and bool(between.strip())  # noqa: PLR2004 - a few little words


def _level(text: str) -> str:
    return without_accents(re.sub(r"['’`-]", " ", text))
