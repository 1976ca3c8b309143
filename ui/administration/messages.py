"""What the pages of administration say, in French, where a template does not say it itself."""

from __future__ import annotations

from typing import Final

from assistant.accounts.audit import Action
from assistant.accounts.rights import Right
from assistant.maintenance.jobs import Kind, State
from assistant.maintenance.standing import Standing

RIGHTS: Final[dict[Right, str]] = {
    Right.READING: "Lecture",
    Right.TEAM: "Équipe",
    Right.MAINTENANCE: "Maintenance",
    Right.ADMINISTRATION: "Administration",
}
DONE: Final[dict[str, str]] = {
    "travail-demande": "La demande est enregistrée.",
    "arret-demande": "L’arrêt est demandé.",
    "generation-remise": "Cette génération est en service : les prochaines réponses en sont tirées.",
    "publication-ajoutee": "La publication est ajoutée. Vérifiez sa fiche, puis réindexez pour qu’elle soit servie.",
    "publications-ajoutees": "Les publications sont ajoutées. Elles seront servies après la réindexation.",
    "fiche-enregistree": "La fiche est enregistrée. Elle vaudra après la réindexation.",
    "fichier-remplace": "Le fichier est remplacé ; l’ancien est parmi les publications retirées et remplacées. "
    "Le nouveau sera servi après la réindexation.",
    "remplacante": "C’est enregistré. Les réponses en tiendront compte après la réindexation.",
    "publication-retiree": "La publication est retirée. Elle ne sera plus servie après la réindexation.",
    "publication-remise": "La publication est remise. Elle sera servie après la réindexation.",
    "publication-effacee": "La publication est effacée pour de bon.",
    "compte-ferme": "Le compte est fermé : ses sessions et ses clés ne servent plus.",
    "compte-rouvert": "Le compte est rouvert.",
    "compte-supprime": "Le compte est supprimé.",
    "droits": "Les droits sont changés ; la personne doit se reconnecter.",
    "deconnecte": "La personne est déconnectée partout.",
    "lien-annule": "Le lien est annulé.",
    "cle-revoquee": "La clé est révoquée.",
    "avis-ecarte": "L’avis est écarté.",
    "avis-retenu": "L’avis est devenu une question d’évaluation.",
    "avis-rouvert": "L’avis est de nouveau à lire.",
    "question-effacee": "La question est effacée.",
    "questions-effacees": "Toutes les questions sont effacées.",
}
QUALITY: Final = "Qualité du fonds"
EVALUATIONS: Final = "Évaluations"
ONE_EVALUATION: Final = "Une évaluation"
UNANSWERED: Final = "Questions sans réponse"
BACKUP: Final = "Sauvegarde"
"""What these pages are headed by."""
FAMILIES: Final[dict[str, str]] = {
    "lecture": "Lecture des fichiers",
    "fiches": "Fiches",
    "doublons": "Doublons",
    "successions": "Versions remplacées",
    "decoupage": "Découpage",
}
"""Families of the checks of quality, as people call them."""
CITES: Final = "cite :"
RELATIONS: Final[dict[str, str]] = {
    "same_file": "même fichier que :",
    "same_text": "même texte que :",
    "near": "avec :",
    "broken_successor": "remplacée par :",
    "superseded_cited": CITES,
}
"""What another publication is to the one in which something was found, by check."""
SUITES: Final[dict[str, str]] = {
    "dev": "Questions de mise au point",
    "robustness": "Façons de taper",
    "injection": "Questions hostiles",
    "triage": "Tri des messages",
    "retours": "Questions venues des avis",
    "tuning": "Questions de réglage",
    "test": "Questions d’épreuve",
    "public": "Jeux publics",
    "triage-test": "Tri des messages, épreuve",
    "triage-pack": "Tri des messages, lot d’exemples",
    "retrieval": "Recherche seule",
    "answers": "Réponses seules",
    "citations": "Citations seules",
    "refusals": "Refus seuls",
    "followups": "Questions de suite",
}
"""Suites of `reperes eval`, as people call them."""
OFFERED: Final[dict[str, str]] = {
    "dev": "Recherche, réponses, citations et refus, sur des questions dont les passages attendus sont connus.",
    "robustness": "Les mêmes sans accents, avec des fautes, en mots-clés, à l’oral : ce qui s’y perd.",
    "injection": "Des questions et des documents qui cherchent à faire dire n’importe quoi.",
    "triage": "Des messages étiquetés : catégorie, territoire, date limite, publications proposées.",
    "retours": "Les avis que vous avez retenus.",
}
"""Suites that may be asked for from the page, and what each measures."""
NO_SUITE: Final = "Choisissez au moins un jeu à mesurer."
CSV_NAME: Final = "questions-sans-reponse-{day}.csv"
CSV_COLUMNS: Final = ("Question", "Nombre de fois", "Premier jour", "Dernier jour")
NOT_CERTAIN: Final = "Rien n’a été effacé : cochez la case pour confirmer."
JOBS: Final[dict[Kind, str]] = {Kind.INDEX: "Indexation", Kind.EVAL: "Mesure des réponses"}
STATES: Final[dict[State, tuple[str, str]]] = {
    State.WAITING: ("En attente", "info"),
    State.RUNNING: ("En cours", "info"),
    State.DONE: ("Terminé", "done"),
    State.FAILED: ("En échec", "alert"),
    State.CANCELLED: ("Arrêté", "warn"),
}
"""Where a job is, and how its badge looks."""
STANDINGS: Final[dict[Standing, tuple[str, str]]] = {
    Standing.PENDING: ("à indexer", "info"),
    Standing.INDEXED: ("servie", "done"),
    Standing.CHANGED: ("modifiée, à réindexer", "warn"),
    Standing.FAILED: ("en échec", "alert"),
}
FIELDS: Final[dict[str, str]] = {
    "title": "Titre",
    "kind": "Type de publication",
    "publisher": "Éditeur",
    "date": "Date de publication",
    "themes": "Thèmes",
    "territory": "Territoire",
    "official_url": "Adresse officielle",
    "licence": "Licence",
    "replaced_by": "Remplacée par",
    "reason": "Motif",
}
"""Fields of a publication's sheet."""
CHANGES: Final[dict[str, str]] = {
    "added": "Ajoutées",
    "changed": "Modifiées",
    "removed": "Retirées",
}
RETURNS: Final[dict[str, str]] = {
    "added": "Seraient de nouveau servies",
    "changed": "Redeviendraient ce qu’elles étaient",
    "removed": "Ne seraient plus servies",
}
"""What going back to a generation would change."""
NO_FILE: Final = "Choisissez au moins un fichier."
NO_ADDRESS: Final = "Donnez l’adresse d’une page ou d’un fichier."
ACTIONS: Final[dict[Action, str]] = {
    Action.SIGNED_IN: "Connexion",
    Action.SIGN_IN_FAILED: "Connexion refusée",
    Action.SIGNED_OUT: "Déconnexion",
    Action.SESSIONS_ENDED: "Déconnexion partout",
    Action.ACCOUNT_ADDED: "Compte créé",
    Action.ACCOUNT_RENAMED: "Compte renommé",
    Action.RIGHTS_CHANGED: "Droits changés",
    Action.ACCOUNT_DISABLED: "Compte fermé",
    Action.ACCOUNT_ENABLED: "Compte rouvert",
    Action.ACCOUNT_DELETED: "Compte supprimé",
    Action.PASSWORD_CHANGED: "Mot de passe changé",
    Action.LINK_MADE: "Lien fait",
    Action.LINK_CANCELLED: "Lien annulé",
    Action.LINK_USED: "Lien utilisé",
    Action.IDENTITY_FOUND: "Identité reliée",
    Action.IDENTITY_FORGOTTEN: "Identité détachée",
    Action.KEY_MADE: "Clé faite",
    Action.KEY_REVOKED: "Clé révoquée",
    Action.SOURCE_ADDED: "Publication ajoutée",
    Action.SOURCE_REPLACED: "Publication remplacée",
    Action.SOURCE_DESCRIBED: "Fiche d’une publication changée",
    Action.SOURCE_WITHDRAWN: "Publication retirée",
    Action.SOURCE_RESTORED: "Publication remise",
    Action.SOURCE_REMOVED: "Publication supprimée",
    Action.INDEX_ASKED: "Indexation demandée",
    Action.INDEX_PUBLISHED: "Index publié",
    Action.INDEX_ROLLED_BACK: "Retour à un index antérieur",
    Action.EVALUATION_ASKED: "Évaluation demandée",
    Action.JOB_CANCELLED: "Travail arrêté",
    Action.FEEDBACK_REVIEWED: "Avis traité",
    Action.GAP_DISMISSED: "Question sans réponse effacée",
    Action.GAPS_CLEARED: "Questions sans réponse effacées",
    Action.BACKUP_TAKEN: "Sauvegarde prise",
    Action.PERSON_EXPORTED: "Données d’une personne copiées",
    Action.PERSON_ERASED: "Données d’une personne effacées",
}
"""Every deed of the log; a test sees to it."""
