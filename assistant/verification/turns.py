"""The small words that turn a sentence round: negations, quantifiers, hedges, opposites.

Heuristics over levelled words, each a closed list of French grammar or vocabulary, none tuned on questions.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from indexer.french import STOP_WORDS, stem, words

NEGATION = re.compile(
    r"\b(?:ne|n)\b(?: \w+){0,5}? (?:pas|plus|jamais|rien|aucune?|guere|personne|ni|nulle?)\b|\bpas\b|\baucune?s?\b|"
    r"\bjamais\b|\bsans\b|\bni\b|\bnulle?s?\b|\bdepourvue?s?\b|\bnon\b(?! seulement)"
)
ONLY_THAT = re.compile(r"\b(?:ne|n)\b(?! (?:\w+ ){0,4}(?:pas|plus|jamais|rien|aucune?)\b)(?: \w+){1,5}? (?:que|qu)\b")
"""« ne … que » restricts, it does not deny."""
QUANTIFIERS = {
    "all": r"\btou(?:s|tes)\b(?! les (?:\d+|deux|trois|quatre|cinq|six|ans|mois))|\bchaque\b|\bchacune?\b|\btoujours\b|"
    r"\bsystematique(?:s|ment)?\b|\bintegralite\b|\btotalite\b|\bl ensemble d|\bpartout\b|\bsans exception\b",
    "most": r"\bplupart\b|\bmajorites?\b|\bmajoritaire(?:s|ment)?\b|\bsouvent\b|\bgeneralement\b|\bfrequemment\b|"
    r"\blargement\b|\bprincipalement\b|\bnombreu(?:x|ses)\b|\bbeaucoup\b",
    "some": r"\bcertaine?s\b|\bquelques\b|\bparfois\b|\bplusieurs\b|\bune partie\b|\bd autres\b|\bdivers(?:es)?\b",
    "few": r"\bpeu\b|\brares?\b|\brarement\b|\bminorites?\b|\bminoritaires?\b|\bfaiblement\b",
    "only": r"\bseulement\b|\bseule?s?\b|\buniquement\b|\bexclusivement\b",
}
LOUD = frozenset({"all", "most", "few", "only"})
"""Quantifiers that a sentence may not add to its source; « certains » added says less, not more."""
MODAL = re.compile(
    r"\bpeu(?:t|vent)\b|\bpourrai(?:t|ent)\b|\bpourra(?:it|ient)?\b|\bdevrai(?:t|ent)\b|\bserai(?:t|ent)\b|"
    r"\bsemblent?\b|"
    r"\bparai(?:t|ssent)\b|\bprobable(?:ment)?\b|\beventuel(?:le|les|s|lement)?\b|\bpeut etre\b|\bpropose(?:nt)?\b|"
    r"\benvisage(?:nt)?\b|\bsouhaite(?:nt)?\b|\brecommande(?:nt)?\b|"
    r"\bpreconise(?:nt)?\b|\bdemande(?:nt)?\b|\ba verifier\b"
)
"""What is possible, wished or proposed is not so."""
OPPOSITES = """
hausse/augmenter/augmentation/croître/croissance/progresser/progression/accroître : \
baisse/baisser/diminuer/diminution/réduire/réduction/décroître/recul/reculer/chuter
supérieur : inférieur
plus : moins
avant : après
favorable : défavorable
obligatoire : facultatif
urbain : rural
homme/masculin : femme/féminin
premier : dernier
majorité/majoritaire : minorité/minoritaire
avantage/atout : inconvénient/frein/obstacle
facile/facilité : difficile/difficulté
fort/élevé : faible/bas
public : privé
gratuit : payant
ancien : nouveau/récent
favoriser/faciliter : empêcher/entraver/freiner
début/commencer : fin/terminer
accepter/autoriser : refuser/interdire
meilleur/mieux/améliorer/amélioration : pire/dégrader/dégradation
minimum : maximum
présence : absence
interne : externe
nord : sud
jeune : âgé
suffisant : insuffisant
possible : impossible
connu : méconnu
adapté : inadapté
égal : inégal
"""
"""Words that say the contrary of each other, a pair a line."""
NEAR = 4
"""Meaningful words on each side of a negation that tell what it denies."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A negation, or another small word, and the stems near it: `before`, then `after`."""

    before: frozenset[str]
    after: frozenset[str]

    @property
    def near(self) -> frozenset[str]:
        """Both sides."""
        return self.before | self.after


def flat(text: str) -> str:
    """Levelled words apart by one space."""
    return " ".join(words(text))


def negations(levelled: str) -> list[Turn]:
    """The negations of a text, each with what it denies; « ne … que » is none."""
    masked = ONLY_THAT.sub(lambda m: re.sub(r"^(?:ne|n)\b", "", m.group()), levelled)
    return [_turn(masked, match) for match in NEGATION.finditer(masked)]


def modals(levelled: str) -> list[Turn]:
    """The words of a text that make it possible, wished or proposed."""
    return [_turn(levelled, match) for match in MODAL.finditer(levelled)]


def quantifiers(levelled: str) -> dict[str, list[Turn]]:
    """The quantifiers of a text, by kind; « ne … que » is one of « seulement »."""
    found = {
        kind: [_turn(levelled, match) for match in re.finditer(pattern, levelled)]
        for kind, pattern in QUANTIFIERS.items()
    }
    found["only"] += [_turn(levelled, match) for match in ONLY_THAT.finditer(levelled)]
    return {kind: turns for kind, turns in found.items() if turns}


def _turn(levelled: str, match: re.Match[str]) -> Turn:
    inside = match.group().split()[1:-1]
    before = _stems(levelled[: match.start()].split()[-2 * NEAR :])[-NEAR:]
    after = _stems([*inside, *levelled[match.end() :].split()[: 2 * NEAR]])[:NEAR]
    return Turn(frozenset(before), frozenset(after))


def _stems(levelled: list[str]) -> list[str]:
    return [stem(word) for word in levelled if word not in STOP_WORDS]


def opposed(claim: str, source: str) -> bool:
    """Whether, where a claim has a word, its source has the opposite.

    Args:
        claim: Levelled.
        source: Likewise.
    """
    ours, theirs = _occurrences(claim), _occurrences(source)
    for stem_of_word, near in ours:
        for one, other in _opposite_stems():
            here, there = (one, other) if stem_of_word in one else (other, one)
            if stem_of_word not in here:
                continue
            same = max((len(near & n) for s, n in theirs if s in here), default=-1)
            against = max((len(near & n) for s, n in theirs if s in there), default=-1)
            if against > max(same, 0) and not any(s in there and near & n for s, n in ours):
                return True
    return False


def _occurrences(levelled: str) -> list[tuple[str, frozenset[str]]]:
    """Each word's stem, with the stems around it; « d’après » has nothing to do with « après »."""
    said = levelled.replace("d apres", "selon").split()
    stems = [stem(word) for word in said]
    return [
        (s, frozenset(other for other in stems[max(0, i - NEAR) : i + NEAR + 1] if other != s))
        for i, s in enumerate(stems)
        if s in _all_opposites()
    ]


@functools.cache
def _opposite_stems() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = (line.split(" : ") for line in OPPOSITES.split("\n") if line)
    return tuple((_stems_of(one), _stems_of(other)) for one, other in pairs)


@functools.cache
def _all_opposites() -> frozenset[str]:
    return frozenset(s for pair in _opposite_stems() for side in pair for s in side)


def _stems_of(side: str) -> frozenset[str]:
    return frozenset(stem(words(word)[0]) for word in side.split("/"))


def in_order(levelled: str, phrase: str) -> bool:
    """Whether the words of a phrase follow each other in a text."""
    return times(levelled, phrase) > 0


def times(levelled: str, phrase: str) -> int:
    """How often they do."""
    return f" {levelled.replace(' ', '  ')} ".count(f" {phrase.replace(' ', '  ')} ")
