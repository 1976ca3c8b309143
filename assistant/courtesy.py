"""A question without the greetings around it: « Bonjour à toutes et tous, … merci d’avance » asks nothing."""

from __future__ import annotations

import re

from indexer.french import has_word

_DEAR = r"ch(?:er|ère)(?:s|[·.-]e?[·.-]?e?s?|\(e\)\(?s?\)?)?"
_ADDRESSED = (
    rf"(?:à|a|aux?|la|le|les|et|tou(?:s|te|tes|s\S?tes|te\S?s)|{_DEAR}|coll[èe]gues?|(?:l[’'])?[ée]quipe|"
    r"madame|monsieur|mesdames|messieurs|partenaires?|ami\S{0,3})"
)
_OPENING = re.compile(
    rf"^(?:\s*(?:re-?)?(?:bonjour|bonsoir|salut|coucou|hello|madame|monsieur|mesdames|messieurs|{_DEAR})(?![^\W\d_])"
    rf"(?:[\s,]*{_ADDRESSED}(?![^\W\d_]))*\s*[,.!:;…–-]*\s*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.;!–-]*\b(?:merci(?: (?:d[’']avance|par avance|beaucoup|bien|à vous|pour votre (?:aide|retour|réponse)))?|"
    r"s[’']il (?:vous|te) pla[iî]t|svp|stp|cordialement|bien à vous|bonne (?:journée|soirée))[\s.,!]*$",
    re.IGNORECASE,
)


def without_courtesy(text: str) -> str:
    """The text without its greeting and its thanks, or as it is when nothing else is in it.

    Only at its beginning and its end, and only words of greeting: « Bonjour combien de CLS ? » keeps its question.
    """
    kept = _OPENING.sub("", text, count=1)
    while (shorter := _CLOSING.sub("", kept)) != kept:
        kept = shorter
    kept = kept.strip()
    return kept if has_word(kept) else text
