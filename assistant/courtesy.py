"""A question without the greetings around it: « Bonjour à toutes et tous, … merci d’avance » asks nothing."""

from __future__ import annotations

import re

from indexer.french import has_word

_DEAR = r"ch(?:er|ère)(?:s|[·.-]e?[·.-]?e?s?|\(e\)\(?s?\)?)?"
_WHOM = (
    rf"(?:{_DEAR}|coll[èe]gues?|(?:l[’'])?[ée]quipe|(?:la |les )(?:team|compagnie|amis)|tou(?:s|te|tes|s\S?tes|te\S?s)|"
    r"tout le monde|mesdames|messieurs|madame|monsieur|ami\S{0,3}|partenaires?)"
)
_ADDRESSED = rf"(?:(?:à|a|aux?) )?(?:(?:la|le|les) )?{_WHOM}(?:(?: et |[\s,]+)(?:(?:à|aux?) )?{_WHOM})*"
_ALONE = r"(?=\s*(?:[,.!:;…–-]|\n|$))"
"""« Bonjour, madame la maire peut-elle refuser ? »: what follows a greeting is only addressed when it is set apart."""
_SHORTLY = r"(?:tout le monde|tou(?:s|te|tes|s\S?tes|te\S?s)|(?:l[’'])?[ée]quipe|coll[èe]gues?)"
_OPENING = re.compile(
    rf"^(?:\s*(?:(?:re-?)?(?:bonjour|bonsoir|salut|coucou|hello)(?![^\W\d_])(?:[\s,]+{_ADDRESSED}(?![^\W\d_]){_ALONE}|"
    rf"\s+(?:à |a )?{_SHORTLY}(?:(?: et |[\s,]+)(?:à )?{_SHORTLY})*(?![^\W\d_]))?|"
    rf"(?:mesdames|messieurs|madame|monsieur)(?:[\s,]+(?:et )?(?:mesdames|messieurs|madame|"
    rf"monsieur))*(?![^\W\d_]){_ALONE}|"
    rf"{_DEAR}[\s,]+(?:et )?{_ADDRESSED}(?![^\W\d_]){_ALONE})\s*[,.!:;…–-]*\s*)+",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"[\s,.;!–-]*\b(?:bien )?(?:cordialement|sinc[èe]rement|respectueusement|bien à vous|bonne (?:journée|soirée))[ "
    r",.!]*"
    r"(?:à (?:vous|toutes et tous|tous)[ ,.!]*)?(?:\n\s*[^\n?]{1,60}){0,4}\s*$",
    re.IGNORECASE,
)
"""A closing, then the lines of a signature: at most four, short, none of them a question."""
_CLOSING = re.compile(
    r"[\s,.;!–-]*\b(?:merci(?: (?:d[’']avance|par avance|beaucoup|bien|à vous|pour votre (?:aide|retour|réponse)))?|"
    r"s[’']il (?:vous|te) pla[iî]t|svp|stp|(?:bien )?cordialement|bien à vous|bonne (?:journée|soirée))[\s.,!]*$",
    re.IGNORECASE,
)


def without_courtesy(text: str) -> str:
    """The text without its greeting, its thanks and its signature, or as it is when nothing else is in it.

    Only at its beginning and its end, and only words of greeting: « Bonjour combien de CLS ? » keeps its question.
    """
    kept = _SIGNED.sub("", _OPENING.sub("", text, count=1))
    while (shorter := _CLOSING.sub("", kept)) != kept:
        kept = shorter
    kept = kept.strip()
    return kept if has_word(kept) else text
