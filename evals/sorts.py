"""What sort of thing a question asks for: the lines of the tables by type. A question's own « type » comes first."""

from __future__ import annotations

import re

from assistant.leaning import DEFINING
from indexer.french import words

FOLLOW_UP = "suite"
SORTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chiffre", re.compile(r"\b(?:combien|nombre|part|pourcentage|proportion|taux|chiffres?|effectifs?|montant)\b")),
    ("date", re.compile(r"\b(?:quand|dates?|depuis quand|quelle annee|echeance|delai)\b")),
    ("définition", DEFINING),
    ("comparaison", re.compile(r"\b(?:differences?|diff|compar\w+|plutot|versus|vs|par rapport)\b")),
    ("pourquoi", re.compile(r"\bpourquoi\b|\bpour quelles? raisons?\b")),
    ("comment", re.compile(r"\b(?:comment|etapes?|demarche|methode|faut il|je fais)\b")),
    ("qui, où", re.compile(r"\b(?:qui|ou|lequel|laquelle)\b")),
    ("liste", re.compile(r"\b(?:quels|quelles|liste[rsz]?|lesquels|lesquelles|exemples?|idees|pistes)\b")),
)
"""Over levelled words (no accents, no apostrophes); the first that matches names the sort."""
OTHER = "autre"
NO_ANSWER = "sans réponse"


def sort_of(question: str, *, history: bool, tag: str) -> str:
    """The sort of a question.

    Args:
        question: As typed.
        history: Whether it comes after other turns.
        tag: Why it has no answer; empty when it has one.
    """
    if tag:
        return f"{NO_ANSWER} : {tag}"
    if history:
        return FOLLOW_UP
    levelled = " ".join(words(question))
    return next((name for name, pattern in SORTS if pattern.search(levelled)), OTHER)
