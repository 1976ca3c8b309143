"""What drafts say that no template does, in French: days, what is asked for, numbers, what the staff is told.

Spaces before « : » and inside « » become no-break ones when a draft is cut (`marks.shown`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.triage.drafting.context import Day
from assistant.triage.drafting.marks import plain
from assistant.triage.phrases import MONTHS
from assistant.triage.phrases import day as written

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from assistant.triage.model import Dated

LABEL_CHARS: Final = 120

NEEDS: Final[Mapping[str, str]] = {
    "link": "un lien stable (page en ligne plutôt que pièce jointe)",
    "short_title": "un intitulé court, d’une ligne",
    "short_text": "un intitulé et un texte courts, prêts à paraître",
    "contract": "le type de contrat et sa durée",
    "where": "le lieu",
    "closing": "la date limite de candidature",
    "call_closing": "la date limite de réponse",
    "event": "la date et les horaires",
    "venue": "le lieu, ou la façon de se connecter",
    "price": "le prix, ou la gratuité",
    "registration": "les modalités d’inscription",
    "accessibility": "les conditions d’accessibilité (accès au lieu, sous-titrage, langue des signes)",
    "audience": "le public visé",
    "format": "le format (témoignage, table ronde, échange entre pairs…) et la durée",
    "wanted_day": "la date envisagée",
    "budget": "le budget, ou la prise en charge des frais",
    "territory": "le territoire concerné",
    "calendar": "votre calendrier",
    "step": "la démarche concernée (CLS, ASV, CLSM ou autre) et là où elle en est",
    "part": "la forme d’intervention attendue et sa durée",
    "costs": "la prise en charge des frais",
    "medium": "le média et la date de parution ou de diffusion",
    "answering": "la forme souhaitée (par écrit, au téléphone, enregistrée)",
    "press_deadline": "votre heure limite",
    "institution": "le cadre de votre travail (établissement, formation ou laboratoire)",
    "time_wanted": "le temps demandé à chaque personne",
    "study_deadline": "votre calendrier",
    "use": "l’usage prévu des réponses (anonymat, cadre éthique, restitution)",
    "period": "la période ou l’année qui vous intéresse",
    "purpose": "l’usage prévu de ces chiffres",
}
"""Noun phrases: what a message did not say."""
PAST: Final = "la confirmation de la date indiquée ({day}), qui semble passée"
CONFLICT: Final = "la confirmation du territoire ({place} ou {other})"
HOMONYM: Final = "le département, car plusieurs lieux portent le nom « {place} »"

HELPLINES: Final[Mapping[str, tuple[str, str]]] = {
    "15": ("le 15", "le SAMU, pour une urgence médicale"),
    "112": ("le 112", "le numéro d’urgence européen, pour toute urgence"),
    "17": ("le 17", "la police, en cas de violences ou de menaces"),
    "114": ("le 114", "par SMS, visiophonie ou application, pour qui n’entend pas ou ne peut pas parler"),
    "3114": ("le 3114", "le numéro national de prévention du suicide, pour soi ou pour une autre personne"),
    "3919": ("le 3919", "pour les femmes victimes de violences et leur entourage"),
    "119": ("le 119", "pour un·e enfant en danger ou qui risque de l’être"),
    "doctor": ("un·e médecin ou un·e pharmacien·ne", "pour toute question sur des symptômes ou un traitement"),
    "rights": ("le Défenseur des droits", "pour une discrimination, par exemple lors d’un soin"),
}
"""Name and use, in the order in which they are given."""

NO_LINK: Final = "[lien public à ajouter]"
PARTIAL: Final = " [à vérifier : partiellement étayé]"
"""After a sentence that a language model wrote and that its passages support in part."""

DRAFTED: Final = (
    "La réponse a été rédigée par un modèle de langage, qui n’a lu que le message masqué ; chaque phrase a été "
    "confrontée au passage qu’elle cite."
)
LATE: Final = "La parution ({parution}) vient après l’échéance ou l’événement annoncé."
REPLACED: Final = "{told} Le modèle d’origine a servi à sa place."

PROMISES: Final = re.compile(
    r"\bnous (?:publierons|diffuserons|relaierons|mettrons|enverrons|transmettrons|viendrons|serons|répondrons|"
    r"reviendrons|rappellerons|garantissons|promettons|assurons|nous engageons)\b|"
    r"\bnous vous (?:garantissons|promettons|assurons|enverrons|répondrons|rappellerons|recontacterons|mettrons)\b|"
    r"\bc’est promis\b|\bsans faute\b|\bvous pouvez compter sur\b|\bnous ne manquerons pas\b",
    re.IGNORECASE,
)
"""What a draft never says: it engages nobody."""

UNKNOWN_NAME: Final = "aucun brouillon ne porte ce nom, il ne servira jamais (noms possibles : {names})"
UNKNOWN_VARIABLE: Final = "la variable « {name} » n’existe pas"
UNKNOWN_ATTRIBUTE: Final = "aucune variable n’a de « {name} »"
NOT_FOUND: Final = "le fichier « {name} » qu’il appelle n’existe pas"
SYNTAX: Final = "sa syntaxe n’est pas celle de Jinja ({said})"
FORBIDDEN: Final = "il demande ce qu’un modèle n’a pas le droit de faire"
FAILED: Final = "il ne peut pas être rempli ({said})"
NOT_TEXT: Final = "ce n’est pas un fichier de texte lisible (UTF-8)"
EMPTY: Final = "il donne un brouillon vide pour la catégorie {category}"
NO_SUBJECT: Final = "la première ligne du brouillon ne commence pas par « Objet : » (catégorie {category})"
NO_REMINDER: Final = "la dernière ligne n’est pas « {reminder} » (catégorie {category})"
LOST: Final = "il perd la citation d’une publication (catégorie {category})"
PROMISED: Final = "il promet quelque chose : « {words} »"
REMINDER: Final = "[Brouillon à relire avant envoi]"
LINE: Final = "{name}, ligne {line}"


def short(label: str) -> str:
    """A label as it may stand in a sentence."""
    return plain(label, LABEL_CHARS)


def day(dated: Dated, near: bool = False) -> Day:
    """A day as sentences want it: « le 6 mars 2026 », « les 8 et 9 octobre 2026 », « vers le 31 mars 2026 »."""
    first, until = dated.day, dated.until
    if until is not None and until > first:
        text, on, of = _span(first, until)
    else:
        text = written(first)
        on, of = f"le {text}", f"du {text}"
    if not dated.exact:
        on = f"vers {on}" if on.startswith("le ") else on
        of = f"({on})"
    return Day(text, on, of, near=near, past=dated.past)


def _span(first: dt.date, last: dt.date) -> tuple[str, str, str]:
    end = written(last)
    number = "1er" if first.day == 1 else str(first.day)
    if first.year != last.year:
        begin = written(first)
    elif first.month != last.month:
        begin = f"{number} {MONTHS[first.month - 1]}"
    else:
        begin = number
    if (last - first).days == 1:
        text = f"{begin} et {end}"
        return text, f"les {text}", f"des {text}"
    text = f"du {begin} au {end}"
    return text, text, text
