"""What the staff's pages say, in French, besides the templates' own words."""

from __future__ import annotations

from typing import Final

from assistant.solicitations.kept import Source, Status
from assistant.triage.model import Part, Urgency

TO_SORT: Final = "À trier"
PURGED: Final = "Message effacé"
NO_SUMMARY: Final = "Message sans résumé"
GROUPS: Final = ("À traiter aujourd’hui", "Cette semaine", "Ensuite", "Sans échéance")
"""Headings of the queue, by urgency."""
NEAR_DAYS: Final = {0: "aujourd’hui", 1: "demain", -1: "en retard d’un jour"}
AHEAD: Final = "dans %(days)s\u00a0jours"
LATE: Final = "en retard de %(days)s\u00a0jours"

STATUSES: Final = {
    Status.RECEIVED: "Reçu",
    Status.TRIAGED: "Trié",
    Status.IN_PROGRESS: "En cours",
    Status.ANSWERED: "Répondu",
    Status.ARCHIVED: "Archivé",
}
URGENCIES: Final = {
    Urgency.TODAY: "Aujourd’hui",
    Urgency.SOON: "Cette semaine",
    Urgency.NORMAL: "Normal",
    Urgency.NONE: "Sans échéance",
}
SOURCES: Final = {
    Source.UPLOAD: "fichier déposé",
    Source.PASTE: "texte collé",
    Source.API: "API",
    Source.FOLDER: "dossier surveillé",
    Source.IMAP: "boîte de réception",
    Source.CLI: "ligne de commande",
}
PARTS: Final = {
    Part.REQUEST: "dans la demande",
    Part.SUBJECT: "dans l’objet",
    Part.COMMENT: "dans le mot de la personne qui transfère",
    Part.SIGNATURE: "dans la signature",
    Part.ATTACHMENT: "dans une pièce jointe",
    Part.ADDRESS: "dans l’adresse",
}
RELATIONS: Final = {"follow_up": "suite", "duplicate": "doublon", "": "premier message"}
NOTES: Final = {
    "empty_body": "Le message n’a pas de texte : seul l’objet a été lu.",
    "html_only": "Le message n’existait qu’en HTML : son texte en a été extrait.",
    "mended_encoding": "Des caractères abîmés ont été réparés.",
    "attachment_only": "Le texte est dans les pièces jointes.",
    "no_date": "Le message ne dit pas sa date : celle de son dépôt est retenue.",
}
OTHER_NOTE: Final = "Remarque de lecture : %(code)s."
FIELDS: Final = {
    "added": "Arrivée",
    "again": "Le même message est revenu",
    "triaged": "Tri par le logiciel",
    "confirmed": "Tri confirmé",
    "note": "Note ajoutée",
    "purged": "Données personnelles effacées (durée de conservation)",
    "erased": "Données personnelles effacées",
    "status": "Statut",
    "assignee": "Attribution",
    "category": "Catégorie",
    "secondary": "Catégories secondaires",
    "requester": "Demandeur",
    "themes": "Thèmes",
    "territory": "Territoire",
    "territory_code": "Code du territoire",
    "deadline": "Date limite",
    "due": "Réponse attendue",
    "event": "Date de l’événement",
    "event_until": "Fin de l’événement",
    "event_place": "Lieu",
    "needs_human": "Intervention humaine",
    "abstained": "Tri incertain",
    "urgency": "Urgence",
    "summary": "Résumé",
    "draft": "Brouillon",
    "draft_subject": "Objet du brouillon",
    "sent": "Réponse envoyée",
    "sent_on": "Date d’envoi",
    "resources_sent": "Ressources envoyées",
    "relayed_on": "Date de relais",
}
"""A line of the history, by field."""
NEARLY_SURE: Final = "plus de 99\u00a0%"
"""How a chance is told that rounds to one."""
SUBJECT: Final = "Objet"
"""What the first line of a draft begins with."""
SOFTWARE: Final = "le logiciel"

DONE: Final = {
    "archive": "C’est archivé.",
    "attribue": "L’attribution est enregistrée.",
    "brouillon": "Le brouillon est enregistré.",
    "confirme": "Le tri est confirmé ; il servira au prochain apprentissage.",
    "corrige": "Les corrections sont enregistrées ; elles serviront au prochain apprentissage.",
    "inchange": "Rien n’a changé.",
    "note": "La note est ajoutée.",
    "repondu": "Le message est marqué comme répondu. Rien n’a été envoyé par le logiciel.",
    "repris": "Le message est de nouveau à traiter.",
    "pris": "Vous avez pris ce message en charge.",
    "trie": "Le message est trié.",
    "relaye": "Les relais choisis sont marqués comme publiés.",
    "organisation": "L’organisation est enregistrée.",
    "organisation-otee": "L’organisation est supprimée.",
    "contact": "Le contact est enregistré.",
    "contact-ote": "Le contact est supprimé.",
    "equipe": "La liste de l’équipe est à jour.",
    "oublie": "Les données personnelles de ce message sont effacées.",
    "annuaire": "Les organisations fournies avec Repères sont dans l’annuaire.",
    "parution": "La date du prochain numéro est retenue ; les prochains brouillons l’annonceront.",
    "parution-otee": "Aucune date n’est plus retenue ; les brouillons laisseront sa place.",
    "parution-passee": "Cette date est passée : rien n’a été retenu.",
    "rien-choisi": "Cochez au moins une ligne.",
    "connu": "Ce message était déjà là : le voici.",
}
"""What was done, by the code that the address carries."""
NOTHING_GIVEN: Final = "Déposez au moins un fichier, ou collez le texte d’un message."
TOO_MANY_MESSAGES: Final = (
    "Ce fichier contient %(count)s messages ; cette page en prend %(most)s à la fois. Au-delà, la commande "
    "« reperes triage --batch » convient mieux."
)
PLACE_UNKNOWN: Final = "Aucun territoire ne porte le nom « %(name)s ». Essayez un code INSEE ou postal."
PLACE_SEVERAL: Final = "Plusieurs territoires s’appellent « %(name)s » : %(several)s. Précisez le département."
PERIOD_REVERSED: Final = "La fin de la période précède son début."

TABLES: Final = {
    "categories": ("Par catégorie", "Catégorie"),
    "requesters": ("Par type de demandeur", "Demandeur"),
    "themes": ("Par thème (un message peut en porter plusieurs)", "Thème"),
    "regions": ("Par région", "Région"),
    "months": ("Par mois", "Mois"),
    "resources": ("Publications envoyées", "Publication"),
}
"""Caption and first heading of each table of figures."""
NEARNESS: Final = (
    "intervient sur ce territoire",
    "intervient sur une partie de ce territoire",
    "intervient dans toute la France",
    "territoire d’intervention non renseigné",
)
"""By `Nearness`."""
SAME_THEMES: Final = "mêmes thèmes : %(themes)s"
TYPED: Final = {"brouillon": "Brouillon", "objet": "Objet du brouillon", "envoye": "Réponse envoyée", "note": "Note"}
"""Fields whose words are handed back when somebody else changed the solicitation, by name."""
THIS_QUARTER: Final = "Ce trimestre"
MONTHS: Final = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juill.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
