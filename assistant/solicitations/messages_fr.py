"""What this package says to people, in French."""

from __future__ import annotations

from indexer import errors

ERASED_PERSON = "[personne effacée]"
TO_SORT = "À trier"
UNKNOWN_REQUESTER = "Non renseigné"
NO_REGION = "Non renseignée"

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
AND = " et "
SEPARATOR = " ; "
THAT_IS = "soit"
REQUESTS = ("sollicitation", "sollicitations")
FOLLOW_UPS = ("message de suite", "messages de suite")
DUPLICATES = ("doublon", "doublons")
ANSWERED = ("sollicitation ayant reçu une réponse", "sollicitations ayant reçu une réponse")
ANSWERS = ("réponse", "réponses")
PUBLICATIONS = ("publication", "publications")
WORKING_DAYS = ("jour ouvré", "jours ouvrés")
OTHERS = ("autre", "autres")

NOTHING_RECEIVED = "Du {start} au {end}, l’association n’a enregistré aucune sollicitation."
RECEIVED = "Du {start} au {end}, l’association a reçu {requests}"
BESIDES = ", sans compter {others}."
CATEGORIES = "Par catégorie : {list}."
REQUESTERS = "Par type de demandeur : {list}."
THEMES = "Par thème, une sollicitation pouvant en porter plusieurs : {list}."
REGIONS = "Par région : {list}."
DELAY = "Pour {answered}, le délai médian est de {days}."
WITHIN = "Le délai fixé pour chaque catégorie a été tenu pour {answers} sur {share}."
RESOURCES = "Les envois comprennent {publications} ({times} fois au total), avec {answers}."

HEADINGS = {"A1": "Offres d’emploi", "A2": "Événements", "A3": "Appels et ressources"}
"""The newsletter's, by category, in its order."""
LINK = "en savoir plus"
PARTED = " — "
SPAN = "du {start} au {end}"
DEADLINE = "avant le {day}"

KINDS = {
    "centre-de-ressources": "Centre de ressources",
    "reseau": "Réseau",
    "association": "Association",
    "societe-savante": "Société savante",
    "promotion-sante": "Promotion de la santé",
    "observatoire": "Observatoire",
    "ars": "Agence régionale de santé",
    "institution": "Institution publique",
    "elus": "Élu·es",
    "portail": "Portail documentaire",
}
"""Kinds of organisations, by code."""

VALUE_REFUSED = "la valeur « {value} » n’est pas admise (valeurs possibles : {allowed})"
VALUE_MISSING = "une valeur est attendue"
NAME_TWICE = "« {name} » figure déjà à la ligne {line}"
NOT_UTF_8 = "le fichier n’est pas enregistré en UTF-8"
NOT_CSV = "la ligne n’est pas du CSV lisible (guillemet non fermé, par exemple)"
TOO_MANY_VALUES = "la ligne a plus de valeurs que le fichier n’a de colonnes"
BAD_HEADER = "la première ligne doit nommer des colonnes parmi {columns}, chacune une fois, avec au moins « name »"

UNREADABLE_MESSAGES: dict[type[errors.SourceError], str] = {
    errors.UnreadableFile: "« {path} » est abîmé, ou n’est pas un message. Enregistrez-le à nouveau.",
    errors.EncryptedFile: "« {path} » est chiffré. Enregistrez-en une copie déchiffrée, ou copiez son texte.",
    errors.EmptyDocument: "« {path} » n’a ni texte, ni objet, ni pièce jointe.",
    errors.ReadingTooHeavy: "« {path} » dépasse la taille admise ({limit} Mo). Copiez plutôt son texte.",
}
"""Why a message cannot be read, where what is said of a publication would not do."""
NO_MAILBOX = "Aucune boîte aux lettres n’est réglée."
TLS_WANTED = "Sans chiffrement, seul un serveur de la machine elle-même est admis (127.0.0.1, localhost)."
NO_ANSWER = "le serveur ne répond pas"
NO_TRUST = "son certificat n’est pas reconnu"
NOT_IMAP = "la connexion a été coupée, ou ce serveur n’est pas un serveur IMAP qui admet ce chiffrement"
ACCOUNT = "ce compte ou ce mot de passe"
FOLDER = "le dossier « {folder} »"
READING = "la lecture de ce dossier"

FIGURE_COLUMNS = ("Mesure", "Code", "Libellé", "Nombre", "Sur", "Part")
FIGURES = {
    "category": "Catégorie",
    "requester": "Type de demandeur",
    "theme": "Thème",
    "region": "Région",
    "month": "Mois",
    "resource": "Publication envoyée",
}
FIGURES_SHEET = "Statistiques"
"""Headings of the figures' spreadsheet."""

ON_THEMES = "travaille sur {themes}"
NEAR = ("couvre ce territoire", "agit dans une partie de ce territoire", "agit dans toute la France", "")
"""Why an organisation is suggested, by how its territory goes with the request's (`suggesting.Nearness`)."""
WHY_SEPARATOR = ", "
