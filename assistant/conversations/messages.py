"""What conversations, shared answers, feedback and exports say to readers, in French."""

from __future__ import annotations

from typing import Final

from assistant.answers import Reason
from assistant.conversations.kept import Why
from assistant.conversations.usage import Use

UNTITLED: Final = "Nouvelle conversation"
CUT: Final = "…"

SPEAKS_OF_SOMEBODY: Final = (
    "la question semble parler d’une personne (nom, coordonnées, santé, famille…), et le lien peut être ouvert par "
    "d’autres"
)
TOO_LONG: Final = (
    "la question, ou celle qu’elle prolonge, dépasse {most} caractères : elle raconte peut-être une situation"
)
NOT_ABOUT_THE_FIELD: Final = "elle ne porte pas sur les publications"

WHY: Final[dict[Why, str]] = {
    Why.WRONG: "Réponse fausse",
    Why.BESIDE: "Hors sujet",
    Why.INCOMPLETE: "Incomplète",
    Why.OUTDATED: "Source périmée",
    Why.MISPLACED: "Citation mal placée",
    Why.REFUSED: "Aurait dû répondre",
    Why.ANSWERED: "N’aurait pas dû répondre",
    Why.OTHER: "Autre",
}
"""Reasons of a 👎, in the order in which they are offered."""

USEFUL_HAS_NO_REASON: Final = "un avis favorable n’a pas de motif de défaut"
COMMENT_TOO_LONG: Final = "le commentaire dépasse {most} caractères"
QUESTION_NOT_KEPT: Final = (
    "la question n’a pas été gardée, car elle semblait parler d’une personne : elle ne peut pas servir d’évaluation"
)
EXPECTATION_WANTED: Final = (
    "dites ce qui était attendu : des passages qui répondent (publication, page, mots tels quels), ou un refus et son "
    "motif"
)
NO_SUCH_PLACE: Final = "« {quote} » ne se trouve pas dans la publication « {doc} », à la page donnée"
PLACE_WANTED: Final = "au moins un passage qui répond est attendu"

TAGS: Final[dict[Reason, str]] = {
    Reason.NOT_DOCUMENTED: "non documenté",
    Reason.OFF_TOPIC: "hors sujet",
    Reason.ABROAD: "autre pays",
    Reason.MEDICAL: "médical",
    Reason.EMERGENCY: "urgence",
    Reason.DISTRESS: "détresse",
    Reason.PERSONAL_DATA: "donnée personnelle",
    Reason.INJECTION: "injection",
    Reason.ABUSE: "abus",
    Reason.SMALL_TALK: "bavardage",
}
"""Why there is no answer, as the questions of evals/questions tell it."""

USES: Final[dict[Use, str]] = {
    Use.QUESTION: "Questions",
    Use.ANSWERED: "Réponses",
    Use.REFUSED: "Refus",
    Use.DRAFTED: "Réponses rédigées par un modèle",
    Use.SEARCH: "Recherches de passages",
    Use.OPENED: "Publications ouvertes",
    Use.SHARED: "Réponses partagées",
    Use.SHARED_READ: "Lectures de réponses partagées",
    Use.EXPORTED: "Exports",
    Use.FEEDBACK: "Avis",
    Use.API: "Demandes par clé d’API",
    Use.OPENAI: "Demandes par l’interface compatible OpenAI",
    Use.MCP: "Demandes par MCP",
}
SIGNS: Final = {"+": "favorable", "-": "défavorable"}
"""Of feedback."""


def use_label(name: str) -> str:
    """What a count is called: « Refus : hors sujet », « Avis : favorable »."""
    head, _, detail = name.partition(":")
    label = USES[Use(head)] if head in USES else head
    words = SIGNS.get(detail) or (TAGS[Reason(detail)] if detail in TAGS else detail)
    return f"{label}\u00a0: {words}" if words else label
