"""What the triage says of a message, in French: why a publication is proposed, why a person must look, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

    from assistant.triage.model import Alarm

ON_THE_SUBJECT: Final = "Sur le sujet du message."
_ANSWERS = "En réponse à : « {question} »"
_LONGEST: Final = 160

SORTED: Final = {
    "A1": "demande de relayer une offre d’emploi ou de stage",
    "A2": "demande de relayer un événement",
    "A3": "demande de relayer une ressource ou un appel",
    "A4": "pose une question",
    "B1": "cherche un contact, un·e intervenant·e ou des pairs",
    "B2": "demande un appui méthodologique",
    "B3": "propose une collaboration ou demande une intervention",
    "B4": "sollicite l’association pour la presse",
    "B5": "sollicite l’association pour une étude ou une recherche",
    "B6": "écrit au sujet de la vie associative",
    "B7": "demande des données ou des chiffres",
    "C1": "signale une situation ou une détresse",
    "C2": "écrit hors du périmètre de l’association",
    "C3": "démarche l’association",
    "C4": "semble tenter une fraude",
    "C5": "écrit pour une question administrative ou technique",
}
"""What a message does, by category; after who writes."""
WHO: Final = {
    "coordonnateur": "Un·e coordonnateur·rice",
    "collectivite": "Une collectivité",
    "elu": "Un·e élu·e",
    "ars": "Une agence régionale de santé",
    "etat": "Un service de l’État",
    "association": "Une association",
    "centre-social": "Un centre social",
    "federation": "Une fédération",
    "professionnel-sante": "Un·e professionnel·le de santé",
    "etudiant": "Un·e étudiant·e",
    "chercheur": "Une équipe de recherche",
    "journaliste": "Un·e journaliste",
    "entreprise": "Une entreprise",
    "habitant": "Un·e particulier·ère",
    "inconnu": "Un expéditeur non déterminé",
}
MONTHS: Final = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # in order
)
REASONS: Final = {
    "danger": "Une personne est peut-être en danger.",
    "health": "La santé d’une personne est évoquée.",
    "fraud": "Le message ressemble à une fraude.",
    "contacts": "Une liste de contacts ou des coordonnées sont demandées.",
    "instruction": "Le message s’adresse au logiciel : ses consignes ne sont pas suivies.",
    "complaint": "Une plainte, un conflit ou une mise en cause est exprimé.",
    "political": "Le sujet est politiquement sensible.",
    "commitment": "Un engagement, un budget ou un contrat est en jeu.",
    "rights": "Une personne exerce ses droits sur ses données.",
    "language": "Le message n’est pas en français.",
}
"""Why a person must look, by alarm."""
BY_CATEGORY: Final = "Les messages de cette catégorie ({label}) sont toujours relus."
PERHAPS: Final = "Le message relève peut-être d’une catégorie toujours relue ({label})."
UNSURE: Final = "La catégorie n’est pas sûre ({confidence}) : à trier."
SEVERAL: Final = "Le message demande plusieurs sortes d’appui ({codes})."
NOTHING_SAID: Final = "Le message n’a pas de texte à lire."


def answers(question: str) -> str:
    """Why a publication is proposed: the question that it answers."""
    shown = question if len(question) <= _LONGEST else f"{question[: _LONGEST - 1].rstrip()}…"
    return _ANSWERS.format(question=shown)


def day(value: dt.date) -> str:
    """« 6 mars 2026 », « 1er avril 2026 »."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number} {MONTHS[value.month - 1]} {value.year}"


def reason(alarm: Alarm) -> str:
    """Why a person must look."""
    return REASONS[alarm.value]


def percent(share: float) -> str:
    """« 62 % »."""
    return f"{round(100 * share)} %"


def summary(
    requester: str, category: str, place: str, subject: str, deadline: dt.date | None, event: dt.date | None
) -> str:
    """One sentence: who, from where, wants what, about what, by when.

    Args:
        requester: Code of who asks.
        category: Code of what they want.
        place: Label; empty when unknown.
        subject: Without anybody's name.
        deadline: When told.
        event: When told.
    """
    who = f"{WHO[requester]} ({place})" if place else WHO[requester]
    about = f" : « {subject} »" if subject else ""
    told = [f"événement le {day(event)}"] if event else []
    if deadline:
        told.append(f"échéance le {day(deadline)}")
    dates = f" — {', '.join(told)}" if told else ""
    return f"{who} {SORTED[category]}{about}{dates}."
