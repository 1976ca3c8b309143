"""What the bench says, in French."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Banc d’essai — Repères"
INTRO: Final = (
    "# Banc d’essai\n\nCe qui arrive à une question : les passages trouvés et leurs scores, les phrases que le "
    "sélecteur préfère, la décision de répondre. Rien n’en est gardé. [Revenir à l’administration]({back})"
)
QUESTION: Final = "Question"
RUN: Final = "Essayer"
DECISION: Final = "Décision"
PASSAGES: Final = "Passages, dans l’ordre où ils servent"
PASSAGE_COLUMNS: Final = ("Rang", "Publication", "Page", "Score", "Cosinus", "Lexical", "Sélecteur", "Début du passage")
SENTENCES: Final = "Phrases que le sélecteur préfère"
PASSAGE_WIDTHS: Final = ("6%", "25%", "6%", "7%", "8%", "8%", "9%", "31%")
SENTENCE_COLUMNS: Final = ("Score", "Publication", "Page", "Phrase")
SENTENCE_WIDTHS: Final = ("8%", "27%", "7%", "58%")
ONE: Final = "Réponse : une phrase citée. Certitude : {certainty}."
SEVERAL: Final = "Réponse : {count} phrases citées. Certitude : {certainty}."
REFUSED: Final = "Refus : {reason}. Certitude : {certainty}."
UNDERSTOOD: Final = "Question cherchée : {question}"
FILTERS: Final = "Filtres compris : {filters}"
UNFORESEEN: Final = "Une erreur imprévue est survenue. Elle est notée dans le journal."
UNREAD: Final = "non lu"
