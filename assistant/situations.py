"""Recognising what a question is before looking for an answer: about the field, or something else.

Some questions must never be answered from publications, however close the words: a person in distress, a
medical question, somebody's private data, a hidden instruction. Others have nothing to do with the field. A
linear classifier over the question's vector tells them apart; it is trained by `evals.calibration` on
questions written for that purpose, and shipped as `refusal_model.json` with the digest of what it was trained
on. It only fits the embedding model that it was trained with; with another, `evals.calibration` is to be run
again, and until then the rules of `RULES` alone decide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answers import Reason
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Mapping[Reason, re.Pattern[str]] = {
    # Over levelled words (no accents, no apostrophes). Short and sure on purpose: missing a person in distress
    # is the worst error here, so these words decide whatever the classifier thinks.
    Reason.DISTRESS: re.compile(
        r"\b(?:je|j) (?:veux|voudrais|vais|ai envie de|pense a|songe a) (?:mourir|me tuer|me suicider|en finir|"
        r"me foutre en l air|disparaitre)\b|\b(?:envie|idees?) (?:de mourir|de me tuer|d en finir|de suicide)\b|"
        r"\b(?:me suicider|me tuer|en finir avec la vie|mettre fin a mes jours)\b"
    ),
    # A social security number is neither read nor kept, whatever is asked about it.
    Reason.PERSONAL_DATA: re.compile(r"\b(?:secu|securite sociale|nir|carte vitale)\b.*\b[12] ?\d\d ?\d\d\b"),
    Reason.INJECTION: re.compile(
        r"\b(?:ignore|oublie|ne tiens? pas compte de|fais abstraction de)z? (?:toutes? )?(?:tes|vos|les|ces) "
        r"(?:\w+ )?(?:instructions?|consignes?|regles?)\b|\bprompt systeme\b|\bsystem prompt\b|\bmode (?:developpeur|"
        r"debug|dan)\b|^system\b|\b(?:tes|vos) (?:instructions|consignes) (?:internes|systeme|cachees)\b"
    ),
}


def ruled(text: str) -> Reason | None:
    """What the sure words of a question tell; `None` when there are none."""
    levelled = " ".join(words(text))
    return next((reason for reason, pattern in RULES.items() if pattern.search(levelled)), None)
