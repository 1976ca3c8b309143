"""What the page says, in French. Spaces before « : ; ? ! » are made unbreakable by `markup.french`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answers import Reason
from assistant.messages import CONTACT

if TYPE_CHECKING:
    from assistant.understood import Field

# Around the conversation

TITLE = "Repères"
TAGLINE = "Des réponses citées sur les démarches territoriales de santé"
DESCRIPTION = (
    "Posez une question sur les contrats locaux de santé, les ateliers santé ville ou les conseils locaux de santé "
    "mentale : la réponse est faite de phrases citées de publications, chacune avec sa source."
)
SKIP = "Aller à la question"
NAVIGATION = "Liens du service"
HELP = "Aide"
API = "API"
STAFF = "Sollicitations"
"""The staff's pages; visible to all, opened by a key."""
NO_SCRIPT = "Cette page a besoin de JavaScript. Sans lui, l’API du service reste utilisable."
OFFLINE = (
    "La connexion avec le serveur est interrompue. La page se rechargera d’elle-même quand il répondra ; "
    "d’ici là, copiez ce que vous voulez garder."
)

FOOTER_SOURCES = (
    "Repères cite des résumés de publications de Fabrique Territoires Santé, du Conseil national des villes et "
    "d’autres organismes, rédigés pour lui. Ils ne remplacent pas les publications officielles : vérifiez-y un "
    "chiffre avant de le reprendre."
)
FOOTER_LICENCE = "Textes : Licence Ouverte 2.0. Logiciel libre : Apache 2.0."
FOOTER_PRIVACY = "Aucun traceur, aucun service tiers, aucune question conservée."
FOOTER_GAPS = (
    "Aucun traceur, aucun service tiers, aucune conversation conservée. Une question à laquelle aucune publication ne "
    "répond est notée, sans rien qui dise qui l’a posée, pour compléter les publications."
)
"""In place of the one before, where gaps are kept."""

# Help

HELP_TITLE = "Comment se servir de Repères"
HELP_POINTS = (
    "Écrivez votre question comme vous la diriez à un·e collègue, sigles compris. La touche Entrée l’envoie.",
    "Repères ne rédige pas : il cite, mot pour mot, les phrases des publications qui répondent.",
    "Chaque numéro entre crochets mène à la source : la publication, la page, et la phrase dans son passage.",
    "Quand les publications ne répondent pas, Repères le dit et montre les plus proches.",
    "Un filtre compris dans la question (« un avis du CNV », « à Lille ») s’affiche au-dessus de la réponse ; ✕ l’ôte.",
    "Vous pouvez enchaîner (« et en milieu rural ? ») ; « Nouvelle conversation » repart de zéro.",
    "N’écrivez aucune donnée personnelle ni information de santé sur quelqu’un.",
)
HELP_CONTACT = f"Une question restée sans réponse, une erreur dans un texte ? Écrivez à {CONTACT}."
CLOSE = "Fermer"

# Asking

INTRO_TITLE = "Que cherchez-vous ?"
INTRO = (
    "Repères répond par des phrases citées de publications, avec la source et la page. "
    "S’il n’y trouve pas la réponse, il le dit."
)
EXAMPLES_TITLE = "Par exemple"
EXAMPLES = (
    "Quelle part des QPV dispose d’un ASV ?",
    "À quoi sert un conseil local de santé mentale ?",
    "Qui signe un contrat local de santé ?",
    "Comment financer un poste de coordination ?",
    "Qu’est-ce qu’une PASS de ville ?",
    "Combien de personnes vivent en QPV ?",
)
QUESTION = "Votre question"
PLACEHOLDER = "Qui peut porter un CLS ?"
SEND = "Envoyer"
SENDING = "Recherche…"
NEW = "Nouvelle conversation"
BUSY = "Recherche dans les publications…"
CONVERSATION = "Conversation"

# What went wrong

UNAVAILABLE = (
    "Repères ne peut pas répondre pour le moment : ses publications ou son modèle sont indisponibles. Réessayez dans "
    "quelques minutes ; si cela dure, prévenez la personne qui administre le service."
)
UNEXPECTED = (
    "Une erreur imprévue a empêché de traiter votre question. Réessayez ; si elle revient, prévenez la personne qui "
    "administre le service."
)

# Answers

ASKED = "Question posée :"
SOURCES = "Sources"
SOURCES_OF_ANSWER = "Sources de la réponse"
CITATION = "Source {number} : {title}, {page}"
PAGE = "page {page}"
PRINTED_PAGE = "numérotée {label}"
RECOGNISED = "Page numérisée, lue par reconnaissance de caractères : vérifiez les chiffres sur l’image."
COMPUTED = "Chiffres calculés par Repères à partir des réponses individuelles, qui ne sont pas affichées."
NO_PAGE = "document sans pages"
ELLIPSIS = "[…]"
OFFICIAL = "Publication officielle"
BACK = "Retour à la réponse"
NEW_WINDOW = "nouvelle fenêtre"
SUPERSEDED = "Une publication plus récente remplace celle-ci :"
WHOLE_PASSAGE = "Lire tout le passage"
COPY = "Copier la réponse et ses sources"
COPIED = "Copié"

# What was understood

HEARD = "Filtres compris"
HEARD_FIELDS: dict[Field, str] = {
    "kind": "Type",
    "publisher": "Éditeur",
    "territory": "Territoire",
    "theme": "Thème",
    "year": "Parution",
}
HEARD_FILTER = "{field} : {label}"
HEARD_HARD = "seulement"
HEARD_SOFT = "d’abord"
TAKE_BACK = "Enlever « {what} » et chercher à nouveau"
TAKE_BACK_TITLE = "Enlever ce filtre"

# Refusals

NEAREST_TITLE = "Publications les plus proches"
FURTHER_TITLE = "Pour aller plus loin"
REFUSAL_TITLES: dict[Reason, str] = {
    Reason.NOT_DOCUMENTED: "Pas de réponse dans nos publications",
    Reason.OFF_TOPIC: "Hors du domaine de Repères",
    Reason.ABROAD: "Nos publications portent sur la France",
    Reason.MEDICAL: "Pas de conseil médical ici",
    Reason.EMERGENCY: "En cas d’urgence, appelez maintenant",
    Reason.DISTRESS: "Vous pouvez en parler, maintenant",
    Reason.PERSONAL_DATA: "Pas de donnée personnelle ici",
    Reason.INJECTION: "Repères ne fait que citer des publications",
    Reason.ABUSE: "Je ne peux pas aider à cela",
    Reason.SMALL_TALK: "Bienvenue",
}
NUMBERS_TITLE = "Numéros à appeler"
NUMBERS: dict[Reason, tuple[tuple[str, str], ...]] = {
    Reason.EMERGENCY: (
        ("15", "SAMU"),
        ("112", "toutes les urgences"),
        ("114", "par SMS, si vous ne pouvez pas parler ou entendre"),
    ),
    Reason.DISTRESS: (
        ("3114", "prévention du suicide"),
        ("15", "SAMU, en cas de danger immédiat"),
        ("3919", "violences faites aux femmes"),
        ("119", "enfance en danger"),
    ),
}
"""Emergency and help lines; the same as in `assistant.messages`, a test sees to it."""
