"""What maintenance says, in French, beyond the sentences of `indexer.messages`."""

from __future__ import annotations

from typing import Final

from indexer.messages import STEPS as INDEXING_STEPS

WAITING: Final = "waiting"
LOCKED: Final = "locked"
"""Steps of a job that are not an indexing's: its turn has not come; an indexing asked for elsewhere is under way."""

STEPS: Final = {
    WAITING: "En attente de son tour",
    LOCKED: "En attente d’une indexation lancée en ligne de commande",
    **INDEXING_STEPS,
}
"""Steps of a job, as people call them."""

_UNCHANGED = "Ce qui est en service n’a pas changé, et rien de ce qui était calculé n’est perdu."
LOST: Final = (
    "Ce travail ne donne plus signe de vie : son processus a été arrêté, ou la machine a redémarré. Sauf si une "
    "génération nouvelle est en service, rien n’a changé ; relancez-le, il reprendra ce qui était calculé."
)
NEVER_STARTED: Final = (
    "Ce travail n’a pas pu démarrer. Relancez-le ; si cela se reproduit, prévenez la personne qui administre le "
    "service."
)
KILLED: Final = (
    "Le processus de ce travail a été arrêté brutalement (signal {signal}), souvent faute de mémoire. "
    f"{_UNCHANGED} Libérez de la mémoire, ou allégez les fichiers ajoutés, puis relancez-le."
)
STOPPED: Final = f"Ce travail a été arrêté avec la machine ou le service. {_UNCHANGED} Relancez-le."
UNFORESEEN: Final = (
    "Une erreur imprévue a interrompu ce travail. "
    f"{_UNCHANGED} Relancez-le ; si elle revient, transmettez le fichier « jobs/{{job}}.log » du dossier de données à "
    "la personne qui administre le service."
)

POSTGRESQL_APART: Final = "La base PostgreSQL n’est pas dans cette sauvegarde. Copiez-la avec : {command}"
CHROMA_APART: Final = (
    "Les vecteurs sont sur le serveur Chroma : ils ne sont pas dans cette sauvegarde, et se recalculent."
)
LINKS_LEFT_OUT: Final = (
    "Des liens n’ont pas été suivis, et ce vers quoi ils mènent n’est pas dans cette sauvegarde : {names}. Mettez les "
    "fichiers à leur place, ou copiez-les à part."
)
NOT_GZIP: Final = "ce n’est pas une archive .tar.gz lisible"
NO_MANIFEST: Final = "elle n’a pas de manifeste, ou il est illisible"
OTHER_FORMAT: Final = "elle est d’une autre version ({format}), que ce logiciel ne lit pas"
OTHER_DIGEST: Final = "« {name} » n’a pas l’empreinte attendue"
DAMAGED: Final = "la base « {name} » est abîmée"
ABSENT: Final = "« {name} » manque"
UNEXPECTED: Final = "« {name} » n’a rien à y faire"

CATALOGUE_HEAD: Final = "Écrit par Repères : les publications ajoutées en ligne. Champs : indexer/catalogue.py."
TOO_MANY: Final = "{limit} au plus sont admis"
TOO_LONG: Final = "{limit} caractères au plus sont admis"
NO_DATE: Final = "une date est attendue (2026, ou 2026-05-19)"
FORMS: Final = {"date": NO_DATE, "official_url": "une adresse qui commence par http:// ou https:// est attendue"}
"""What is expected in a field whose value has not its form."""
GOES_ROUND: Final = "une publication ne peut pas se remplacer elle-même, ni remplacer celle qui la remplace"
UNNAMED: Final = "publication"
ONE_FILE_ONLY: Final = "il ne se donne que pour un seul fichier à la fois"
