"""The sure words of a question that must not be answered from publications, however close these come.

A person in distress, an emergency, somebody's private data, a hidden instruction. These rules decide before any model,
whatever embedding model is used. What they leave is told apart by `assistant.refusal`: from the question's vector and
its wording with the embedding model that `refusal_model.json` was trained with, from its wording alone with another
(until `evals.calibration` is run again).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answers import Reason
from assistant.situation_patterns import DISTRESS, EMERGENCY, IN_GENERAL, any_of
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPORTING = re.compile(rf"\b{any_of(*IN_GENERAL)} ")
"""Before such words in the same sentence, something is asked about people in general."""
_SENTENCE = re.compile(r"[.!?;\n]+")

REPORTED: Mapping[Reason, re.Pattern[str]] = {
    # What happens to somebody, told by who writes. Over one sentence at a time, and unless `_REPORTING` comes before.
    reason: re.compile(rf"\b{any_of(*ways)}\b")
    for reason, ways in ((Reason.EMERGENCY, EMERGENCY), (Reason.DISTRESS, DISTRESS))
}

RULES: Mapping[Reason, re.Pattern[str]] = {
    # Over levelled words (no accents, no apostrophes). Short and sure on purpose: missing a person in distress
    # is the worst error here, so these words decide whatever the classifier thinks.
    Reason.DISTRESS: re.compile(
        r"\b(?:je|j) (?:veux|voudrais|vais|ai envie de|pense a|songe a) "
        r"(?:mourir|me tuer|me suicider|en finir|me foutre en l air|disparaitre)\b"
        r"|\b(?:envie|idees?) (?:de mourir|de me tuer|d en finir|de suicide)\b"
        r"|\b(?:me suicider|me tuer|en finir avec la vie|mettre fin a mes jours)\b"
    ),
    # A social security number is neither read nor kept, whatever is asked about it.
    Reason.PERSONAL_DATA: re.compile(r"\b(?:secu|securite sociale|nir|carte vitale)\b.*\b[12] ?\d\d ?\d\d\b"),
    Reason.INJECTION: re.compile(
        r"\b(?:ignore|oublie|ne tiens? pas compte de|fais abstraction de)z? (?:toutes? )?(?:tes|vos|les|ces) "
        r"(?:\w+ )?(?:instructions?|consignes?|regles?)\b"
        r"|\bprompt systeme\b|\bsystem prompt\b|\bmode (?:developpeur|debug|dan)\b|^system\b"
        r"|\b(?:tes|vos) (?:instructions|consignes) (?:internes|systeme|cachees)\b"
    ),
}


def ruled(text: str) -> Reason | None:
    """What the sure words of a question tell; `None` when there are none."""
    levelled = " ".join(words(text))
    sure = next((reason for reason, pattern in RULES.items() if pattern.search(levelled)), None)
    return sure or _reported(text)


def _reported(text: str) -> Reason | None:
    """What somebody is told to live through; an emergency before distress, whichever comes first."""
    sentences = [" ".join(words(sentence)) for sentence in _SENTENCE.split(text)]
    for reason, pattern in REPORTED.items():
        found = ((sentence, pattern.search(sentence)) for sentence in sentences)
        if any(match and not _REPORTING.search(sentence[: match.start()]) for sentence, match in found):
            return reason
    return None
