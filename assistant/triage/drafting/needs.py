"""What a message did not say, and that its answer needs: asked for, so that the next exchange is the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.triage.drafting import wording
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.triage.model import Days, Message, Place

READ: Final = 20_000
"""Characters of a message that are looked at."""
LINK: Final = re.compile(r"\b(?:https?://|www\.)\w", re.IGNORECASE)
CALL: Final = re.compile(r"\b(?:appels? a (?:projets?|manifestation|candidatures?|communications?|contributions?)"
                         r"|aap|ami|candidatures? jusqu|depot)\b")  # fmt: skip
SURVEY: Final = re.compile(r"\b(?:questionnaires?|enquete|sondage)\b")

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "A1": ("link", "short_title", "contract", "where", "closing"),
    "A2": ("link", "short_text", "event", "venue", "price", "registration", "accessibility"),
    "A3": ("link", "short_text", "call_closing", "audience"),
    "B1": ("format", "wanted_day", "audience", "budget", "territory"),
    "B2": ("territory", "calendar", "step"),
    "B3": ("part", "wanted_day", "audience", "venue", "costs"),
    "B4": ("medium", "answering", "press_deadline"),
    "B5": ("institution", "time_wanted", "study_deadline", "use"),
    "B7": ("territory", "period", "purpose"),
}
"""By category, in the order in which they are asked for. The words are in `wording.NEEDS`."""

_AUDIENCE: Final = (
    r"habitant\w*|eleves|jeunes|familles|professionnel\w*|publics?|elus?|elues|technicien\w*|personnes"
    r"|coordinat\w+|coordonnat\w+|beneficiaires|agents|aines|adherents?|femmes|enfants|etudiant\w*|stagiaires"
)
_MONTHS: Final = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_SAID: Final[Mapping[str, re.Pattern[str]]] = {
    key: re.compile(rf"\b(?:{pattern})\b")
    for key, pattern in {
        "contract": r"cdi|cdd|contrat de projet|titulaire|contractuel\w*|stage|alternance|apprentissage|interim"
        r"|service civique|remplacement|mi temps|temps plein|temps partiel",
        "where": r"base[es]? a|poste a|situee? a|secteur de|a pourvoir a",
        "venue": r"distance|distanciel|visio\w*|en ligne|webinaire|zoom|teams|salle|adresse|presentiel|lieu"
        r"|hotel de ville|mairie|maison",
        "price": r"gratuite?s?|gratuitement|entree libre|payante?s?|tarifs?|euros?|frais d inscription"
        r"|participation aux frais|prix",
        "registration": r"inscri\w+|entree libre|sans reservation|reserv\w+|billetterie",
        "accessibility": r"accessib\w+|pmr|langue des signes|lsf|sous titr\w+|fauteuil|falc",
        "audience": _AUDIENCE,
        "format": r"table ronde|conference|atelier|webinaire|journee|intervention|formation|temoignage|entretien"
        r"|rencontre|visite|seminaire|visio\w*|presentiel|distanciel|echange|appel",
        "budget": r"budgets?|remuner\w+|frais|defray\w+|benevol\w+|gratuit\w*|euros?|cachet|honoraires",
        "calendar": rf"avant (?:le|la|fin|l ete|ete)|d ici|{_MONTHS}|printemps|automne|hiver|cette annee|rentree",
        "step": r"diagnostic|evaluation|renouvellement|signature|avenant|preparation|redaction|fiches? actions?"
        r"|gouvernance|demarr\w+|commenc\w+|premier cls|nouveau cls|cahier des charges|articul\w+",
        "part": r"table ronde|groupe de travail|module|atelier|presentation|presenter|animer|animation|intervenir"
        r"|intervention|co ?organis\w+|co ?constru\w+|signer|signature|cosign\w+|comite|introduire|tribune|conference",
        "costs": r"frais|budgets?|defray\w+|remuner\w+|cachet|honoraires|prise en charge|distance|visio\w*"
        r"|a distance|tribune|signer|cosign\w+",
        "medium": r"hebdomadaire|quotidien|mensuel|magazine|radio|television|tele|chaine|journal|presse|site|podcast"
        r"|redaction|agence|revue",
        "answering": r"telephon\w*|appel\w*|rappel\w*|visio\w*|par ecrit|plateau|camera|studio|par mail",
        "institution": r"universit\w+|master|m1|m2|licence|ifsi|irts|ecole|laboratoire|these|doctor\w+|cnrs|ehesp"
        r"|institut|faculte|memoire|inserm|observatoire",
        "time_wanted": r"\d+ ?(?:min|mn|minutes|h|heures?)|une heure|demi heure|journees?|quart d heure",
        "use": r"anonym\w+|ethique|rgpd|confidenti\w+|restitu\w+|partagerons|cnil",
        "period": r"20\d\d|recents?|recentes?|actuel\w*|a ce jour|aujourd hui|dernier\w*|evolution",
        "purpose": r"pour (?:une?|le|la|les|des|notre|nos|mon|ma|mes) \w+|afin de|note|dossier|rapport|expo\w*"
        r"|comite|memoire|article|presentation|diagnostic",
    }.items()
}


@dataclass(frozen=True, slots=True)
class _Read:
    """A message as it is looked at: its words levelled, and whether a link stands in it."""

    levelled: str
    linked: bool
    days: Days
    place: Place


def missing(message: Message, category: str, days: Days, place: Place) -> tuple[str, ...]:
    """What to ask for, in French, in the order of the category; empty when all of it is said.

    Args:
        message: Its words, and its attachments' where they could be read.
        category: Code.
        days: Of the message.
        place: Of the message.
    """
    text = "\n".join([message.words(), *(file.text for file in message.attachments)])[:READ]
    read = _Read(" ".join(words(text)), bool(LINK.search(text)), days, place)
    asked = [wording.NEEDS[key] for key in NEEDS.get(category, ()) if not _is_said(key, read)]
    if category in NEEDS:
        asked += _doubts(days, place)
    return tuple(asked)


def _is_said(key: str, read: _Read) -> bool:
    days = read.days
    told = {
        "link": read.linked,
        "where": bool(read.place.label),
        "closing": days.deadline is not None,
        "call_closing": days.deadline is not None or not CALL.search(read.levelled),
        "event": days.event is not None,
        "wanted_day": days.event is not None,
        "territory": bool(read.place.label),
        "calendar": days.deadline is not None or days.event is not None,
        "press_deadline": days.deadline is not None,
        "study_deadline": days.deadline is not None,
    }
    pattern = _SAID.get(key)
    return told.get(key, False) or bool(pattern and pattern.search(read.levelled))


def _doubts(days: Days, place: Place) -> list[str]:
    """What it says that cannot be quite right, or is not quite clear."""
    asked = [wording.PAST.format(day=wording.day(dated).text)
             for dated in (days.deadline, days.event) if dated and dated.past]  # fmt: skip
    label = wording.short(place.label)
    if place.conflict:
        asked.append(wording.CONFLICT.format(place=label, other=wording.short(place.conflict)))
    elif len(place.candidates) > 1:
        asked.append(wording.HOMONYM.format(place=label))
    return asked
