"""From a publication's words to a question in French; none where it would be awkward. Only words that ask are added.

« Mesurer la précarité alimentaire » → « Comment mesurer la précarité alimentaire ? »; « Ce qui freine les démarches
participatives » → « Qu’est-ce qui freine… »; « Les crédits de la politique de la ville » → « Que disent les
publications sur les crédits de la politique de la ville ? ».
"""

from __future__ import annotations

import enum
import functools
import re
from typing import Final

from assistant.leaning import leans
from indexer.french import is_known, terms, words

ABOUT: Final = "Que disent les publications sur {subject}\u00a0?"
HOW: Final = "Comment {what}\u00a0?"
DEFINITION: Final = "Qu’est-ce que {what}\u00a0?"
ELIDED_DEFINITION: Final = "Qu’est-ce qu’{what}\u00a0?"
ANSWERS: Final = "Quelles sont les réponses à la question «\u00a0{wording}\u00a0»\u00a0?"

LEAST_TERMS: Final = 2
"""Meaningful words of a question, at least: « Qui siège ? » asks of something that it does not name."""
SHORTEST, LONGEST = 20, 160
"""Characters of a question."""
UNNAMED: Final = frozenset(
    "essentiel bref phrase calendrier contexte cadre regle idee resultat suite initiative question chiffre methode "
    "niveau general projet regard rencontre journee reaction origine article note document publication fiche source "
    "dossier repere donnee exemple detail etape conclusion introduction presentation principe point texte reference "
    "portee limite annee depart ensemble general national local regional disponible publie cite pose utile premier "
    "deuxieme troisieme nouveau autre meme tel avis rapport invitation personne public travail piste "
    "dire demander vouloir comprendre reponse legal social touche levier proposer generalisation arrivee histoire "
    "acteur reunir cadrage programme action suivi part progression nombre conseil portrait population "
    "metropole sujet lier prioritaire moitie majorite moyenne reste taux place rang echelle croisee role frequence "
    "reponse proposition champ mesure manque minimisation ressource risque rapport element situation etre "
    "septembre consigne enquete".split()
)
"""Levelled words of headings that only make sense under their publication's title: a subject has others too."""
_NUMBERING: Final = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[IVX]+[.)])\s+")
_ASKING: Final = re.compile(
    r"^(?:pourquoi|comment|combien|qui|que|quels?|quelles?|lequel|"
    r"(?:à|de|avec|pour|par|sur|chez|dans) (?:qui|quoi|quels?|quelles?)|"
    r"qu[’']est-ce|en quoi|jusqu[’']où|où|faut-il|peut-on|existe-t-il)\b",
    re.IGNORECASE,
)
_INVERTED: Final = re.compile(r"\b\w+-(?:t-)?(?:ils?|elles?|on|ce)\b", re.IGNORECASE)
_INFINITIVE: Final = re.compile(
    r"^(?P<verb>\w+(?:er|ir|re|oir)) (?=(?:le|la|les|un|une|son|sa|ses|leurs?|ce|cette|ces) |l[’']|un·e)", re.IGNORECASE
)
_WHAT_IS: Final = re.compile(r"^ce qu[’'](?:est|sont) (?P<what>.+)$", re.IGNORECASE)
_WHAT: Final = re.compile(r"^ce (?P<which>qui |que |qu[’'])(?P<rest>.+)$", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"^(?:le|la|les|l[’']|un|une|des|ces|cette|ce|nos|notre|on|il|elle|ils|elles)\b|^[A-ZÀ-Ý]")
_NAMED: Final = re.compile(r"^(?:[Ll]es? |[Ll]a |[Ll][’'])(?![A-ZÀ-Ý][a-zà-ÿ])")
"""« La Réunion » is a name of its own, which keeps its capitals."""
_VERB: Final = re.compile(
    r"\b(?:ne|n[’']|est|sont|a|ont|était|étaient|peut|peuvent|doit|doivent|va|vont|fait|font|se|s[’']|qui|que|suit)\b"
)
"""A heading that says something of its subject is a statement, which no « sur » can stand before."""
_POINTING: Final = re.compile(r"\b(?:tels?|telles?|nouveaux?|nouvel|nouvelles?)\b(?! ?-)", re.IGNORECASE)
"""« Une telle démarche », « les nouveaux contrats »: which, only the publication says."""
_APART: Final = re.compile(r"[:;,()«»–—…]| - ")
_OTHERWISE: Final = r"(?!autre|premi|deuxi|derni|seule?\b)"
"""« La couverture complémentaire est un autre marqueur d’inégalité » says nothing of what it is."""
_DEFINED: Final = re.compile(
    r"^(?P<what>(?:le|la|l[’']|une?)\s?[^,;:.?!«»]{3,60}?) "
    rf"(?:est (?:une? |le |la |l[’']){_OTHERWISE}|désigne |consiste à )",
    re.IGNORECASE,
)
_ACRONYM: Final = re.compile(r"\s*\(([A-Z][\w’-]*)\)$")


class Wording(enum.StrEnum):
    """How a question came to be worded."""

    MEANING = "meaning"
    ASKED = "asked"
    HOW = "how"
    SURVEY = "survey"
    ABOUT = "about"


def question_of(heading: str) -> tuple[str, Wording]:
    """The question that a heading asks, or announces an answer to; empty where it makes none.

    Args:
        heading: As printed.
    """
    text = _NUMBERING.sub("", " ".join(heading.split())).rstrip(" .:")
    if text.endswith("?"):
        return standing(_tail(text)), Wording.ASKED
    if _APART.search(text):
        return "", Wording.ASKED
    return _made(text)


def question_in(sentence: str) -> str:
    """The question that a sentence of a publication asks; empty when it asks none, or one that leans on its context."""
    text = " ".join(sentence.split())
    return standing(_tail(text)) if text.endswith("?") else ""


def term_defined(sentence: str) -> str:
    """What a sentence says the meaning of, with its article; empty when it defines nothing by its name.

    « Le diagnostic local de santé est l’état des lieux… » → « le diagnostic local de santé ».
    """
    found = _DEFINED.match(" ".join(sentence.split()))
    if found is None:
        return ""
    what = _lower(found["what"])
    named = words(_ACRONYM.sub("", what))[1 if not what.startswith(("l’", "l'")) else 0 :]
    if _VERB.search(what.split(" ", 1)[-1]) or not has_a_subject(named) or len(named) > 7:  # noqa: PLR2004 — words of a name
        return ""
    return what


def standing(question: str, least: int = LEAST_TERMS) -> str:
    """A question that can be put by itself, well typed; empty for one that cannot."""
    asked = _typed(question)
    if not SHORTEST <= len(asked) <= LONGEST or len(set(terms(asked))) < least:
        return ""
    if leans(asked) or _POINTING.search(asked) or not has_a_subject(words(asked)):
        return ""
    return asked


def definition_of(what: str) -> str:
    """« un contrat local de santé » → « Qu’est-ce qu’un contrat local de santé ? »."""
    elided = what.startswith(("un ", "une "))
    return standing((ELIDED_DEFINITION if elided else DEFINITION).format(what=what), least=1)


def subject_of(question: str) -> str:
    """What a question that asks what is said of a subject is about; empty for any other."""
    opening, closing = ABOUT.split("{subject}")
    return question.removeprefix(opening).removesuffix(closing) if question.startswith(opening) else ""


def _made(text: str) -> tuple[str, Wording]:
    if _ASKING.match(text):
        return standing(f"{text}\u00a0?"), Wording.ASKED
    found = _WHAT_IS.match(text)
    if found:
        return definition_of(found["what"]), Wording.MEANING
    found = _WHAT.match(text)
    if found:
        return standing(_what(found["which"].lower(), found["rest"])), Wording.ASKED
    found = _INFINITIVE.match(text)
    if found and is_known(found["verb"].lower()):
        return standing(HOW.format(what=_lower(text))), Wording.HOW
    if _NAMED.match(text) and not _VERB.search(text.lower()) and has_a_subject(words(text)):
        return standing(ABOUT.format(subject=_lower(text))), Wording.ABOUT
    return "", Wording.ASKED


def is_vague(word: str) -> bool:
    """Whether a word only makes sense within its publication, or counts what follows it."""
    return any(term in _unnamed() for term in terms(word))


def has_a_subject(typed: list[str]) -> bool:
    """Whether words name something by themselves, and not only within a publication."""
    return any(term not in _unnamed() and not term.isdigit() for term in terms(" ".join(typed)))


@functools.cache
def _unnamed() -> frozenset[str]:
    return frozenset(
        term for word in UNNAMED for term in terms(f"{word} {word}s")
    )  # « résultats » has a stem of its own


def _what(which: str, rest: str) -> str:
    """« Ce que demande le CNV » → « Que demande le CNV ? »; « Ce que FTS a dit » → « Qu’est-ce que FTS a dit ? »."""
    if which == "qui ":
        return f"Qu’est-ce qui {rest}\u00a0?"
    if which == "que ":
        return f"Qu’est-ce que {rest}\u00a0?" if _SUBJECT.match(rest) else f"Que {rest}\u00a0?"
    return f"Qu’est-ce qu’{rest}\u00a0?"


def _tail(text: str) -> str:
    """What asks, in a sentence that announces it: « FTS pose la question : comment … ? »."""
    _, _, asked = text.rpartition(" : ")
    announced = (
        asked != text and len(text) - len(asked) > SHORTEST
    )  # « PASS et PASS de ville : à quoi servent-elles ? »
    if not (_ASKING.match(asked) or _INVERTED.search(asked)):
        return ""
    if announced:
        return "" if leans(asked) else asked
    return text


def _typed(question: str) -> str:
    """With an unbreakable space before its mark, as French has it, and a capital first."""
    body = question.strip().rstrip("?").rstrip()
    return f"{body[:1].upper()}{body[1:]}\u00a0?" if body else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
