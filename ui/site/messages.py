"""What the shell says whatever the page, in French."""

from __future__ import annotations

from typing import Final

FILE_NAME: Final = "reperes-{day}.{ending}"
ELLIPSIS: Final = "[…]"
WHOLE_PASSAGE: Final = "Lire tout le passage"
PAGE: Final = "page %(page)s"
PAGE_PRINTED: Final = "page %(page)s (numérotée %(label)s)"
NO_PAGE: Final = "document sans pages"

ANY_ERROR: Final = ("Cette page ne peut pas être montrée", "Revenez à la page précédente, ou partez de l’accueil.")
ERRORS: Final[dict[int, tuple[str, str]]] = {
    400: (
        "Cette adresse n’est pas complète",
        "Il y manque une valeur, ou l’une d’elles n’a pas la forme attendue. Partez de l’accueil.",
    ),
    401: ("Connexion demandée", "Connectez-vous pour voir cette page."),
    403: (
        "Cette page ne vous est pas ouverte",
        "Votre compte n’a pas le droit qu’elle demande. Adressez-vous à la personne qui administre le service.",
    ),
    404: (
        "Rien ne se trouve à cette adresse",
        "La page a pu être déplacée, ou la publication retirée. Cherchez-la depuis l’accueil ou les ressources.",
    ),
    405: ("Cette adresse ne s’ouvre pas ainsi", "Revenez à la page précédente et servez-vous de ses boutons."),
    413: ("L’envoi est trop volumineux", "Envoyez moins de fichiers, ou de plus petits."),
    422: ("La demande n’est pas valable", "Revenez à la page précédente et corrigez ce qui y est signalé."),
    429: ("Trop de demandes en peu de temps", "Patientez une minute, puis recommencez."),
    500: (
        "Une erreur imprévue est survenue",
        "Réessayez ; si elle revient, prévenez la personne qui administre le service.",
    ),
    503: (
        "Le service est momentanément indisponible",
        "Ses publications ou son modèle ne sont pas prêts. Réessayez dans quelques minutes.",
    ),
    507: (
        "Rien ne peut être enregistré pour l’instant",
        (
            "Le disque du service est plein, ou ne peut plus être écrit : ce qui vient d’être envoyé n’est pas gardé. "
            "Les questions ont toujours leur réponse. Prévenez la personne qui administre le service."
        ),
    ),
}
"""Status → title, sentence."""
