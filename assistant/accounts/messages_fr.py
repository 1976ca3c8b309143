"""What accounts say, in French: why a password or a field is refused, how rights and deeds are called."""

from __future__ import annotations

from typing import Final

from assistant.accounts.rights import Right

TOO_SHORT: Final = "il compte moins de {least} caractères ; une phrase de quelques mots convient bien"
TOO_LONG: Final = "il compte plus de {most} caractères"
HOLDS_NAME: Final = "votre nom ou votre identifiant s’y retrouve"
TOO_COMMON: Final = (
    "il est de ceux que l’on devine vite (mot courant, suite de touches, année) ; prenez plutôt quelques mots sans "
    "rapport entre eux"
)
WRONG_FORMER: Final = "le mot de passe actuel n’est pas celui-là"

LOGIN_EXPECTED: Final = "une adresse électronique (prenom.nom@exemple.fr)"
NAME_EXPECTED: Final = "un nom de 1 à {most} caractères"
RIGHTS_EXPECTED: Final = "un ou plusieurs de ces droits : {known}"
SCOPES_EXPECTED: Final = "des droits que vous avez vous-même : {known}"
DAYS_EXPECTED: Final = "un nombre de jours, de 1 à {most}"
KEYS_EXPECTED: Final = "au plus {most} clés par compte ; révoquez-en une"

RIGHT_NAMES: Final[dict[Right, str]] = {
    Right.READING: "lecture",
    Right.TEAM: "équipe",
    Right.MAINTENANCE: "maintenance",
    Right.ADMINISTRATION: "administration",
}
CHOSEN_TOO_SHORT: Final = "Une clé ou un jeton que l’on choisit compte au moins {least} caractères."
"""Why a key or a token that the operator chooses is refused."""
LIMIT_EXPECTED: Final = "Une limite est attendue, comme 30/minute ou 30/minute;500/day."
LIMITS_URL_EXPECTED: Final = (
    "Une adresse comme redis://127.0.0.1:6379 est attendue, et la bibliothèque du client (« pip install redis »)."
)
ISSUER_EXPECTED: Final = (
    "L’adresse du service d’authentification est attendue, en https (http sur cette machine seulement)."
)
CLIENT_ID_EXPECTED: Final = "Le nom sous lequel le service d’authentification connaît celui-ci est attendu."
SIGN_ON_STRAY: Final = "la réponse reçue ne correspond pas à une demande partie de ce navigateur ; recommencez"
SIGN_ON_DENIED: Final = "le service d’authentification ne l’a pas accordée ; recommencez"
SIGN_ON_INVALID: Final = (
    "la réponse du service d’authentification n’est pas valable ; prévenez la personne qui administre"
)
SIGN_ON_WEAK: Final = (
    "le service d’authentification ne s’est pas assuré de votre identité comme il le lui est demandé ; recommencez, "
    "par un moyen plus sûr (code reçu, application, carte…)"
)
SIGN_ON_CLOSED: Final = "ce compte est fermé ; adressez-vous à la personne qui administre le service"
SIGN_ON_UNKNOWN: Final = "vous n’avez pas de compte ici ; demandez-en un à la personne qui administre le service"
SIGN_ON_NO_EMAIL: Final = "le service d’authentification n’a pas donné d’adresse électronique vérifiée"
SIGN_ON_TAKEN: Final = (
    "un compte de cette adresse est déjà relié à une autre identité ; la personne qui administre le service peut l’en "
    "détacher"
)
SIGN_ON_SILENT: Final = "pas de réponse, ou une réponse d’erreur"
SIGN_ON_UNREADABLE: Final = "réponse illisible"
SIGN_ON_OTHER: Final = "il se présente sous une autre adresse, ou sans chiffrement"
