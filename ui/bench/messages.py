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
SENTENCE_COLUMNS: Final = ("Score", "Publication", "Page", "Phrase")
ANSWERED: Final = "Réponse : {count} phrase(s) citée(s). Certitude {certainty:.2f}."
REFUSED: Final = "Refus : {reason}. Certitude {certainty:.2f}."
UNDERSTOOD: Final = "Question cherchée : {question}"
FILTERS: Final = "Filtres compris : {filters}"
UNREAD: Final = "non lu"
