"""What the pages of accounts say, in French, where a template does not say it itself."""

from __future__ import annotations

from typing import Final

from assistant.accounts.rights import Right

SIGN_IN: Final = "Se connecter"
GOODBYE: Final = "Déconnexion"
MINE: Final = "Mon compte"
WELCOME: Final = "Bienvenue"
CHOOSE: Final = "Choisir un mot de passe"
USED_LINK: Final = "Ce lien ne sert plus"

RIGHTS: Final[dict[Right, tuple[str, str]]] = {
    Right.READING: ("lecture", "poser des questions, chercher, ouvrir les publications"),
    Right.TEAM: ("équipe", "voir et traiter les sollicitations, avec les données personnelles qu’elles contiennent"),
    Right.MAINTENANCE: ("maintenance", "gérer les publications, l’index, les avis et les mesures de qualité"),
    Right.ADMINISTRATION: ("administration", "donner et retirer comptes et clés ; tous les autres droits"),
}
"""Right → how it is called, what it is for."""
DONE: Final[dict[str, str]] = {
    "sorti": "Vous êtes déconnecté·e.",
    "nom": "Votre nom est changé : il signera vos prochains changements.",
    "mot-de-passe": "Votre mot de passe est changé. Vos autres sessions sont terminées.",
    "session": "La session est terminée.",
    "sessions": "Vous êtes déconnecté·e de tous les autres navigateurs.",
    "cle-revoquee": "La clé est révoquée.",
}
"""What was done, by the code that the address carries."""
DAYS: Final[dict[str, str]] = {
    "30": "30 jours",
    "90": "90 jours",
    "365": "un an",
    "": "sans fin",
}
"""How long a key made on the page lasts."""
TWO_DIFFER: Final = "les deux saisies ne sont pas les mêmes"
