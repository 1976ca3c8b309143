"""Known faults: each rule takes a true sentence and gives one that its passage does not support, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.verification.names import names
from indexer.french import term_set
from indexer.vocabulary import acronyms

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?(?![\w,-])")
YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-3]\d)\b")
CAPITAL = re.compile(r"(?<=[\w,] )(?:[dl]['’])?([A-ZÉÈÎ][a-zéèêîïôç]{3,}(?:-[A-ZÉÈÎ]?[a-zéèêîïôç]+)*)")
VERBS = (
    "est|sont|a|ont|permet|permettent|doit|doivent|fait|font|concerne|concernent|dispose|disposent|participe|"
    "participent|existe|existent|constitue|constituent|reste|restent|finance|financent|prévoit|prévoient"
)
AFFIRMED = re.compile(rf"(?<![\w’'])(?<!qui )({VERBS}) (?!pas\b|plus\b|-)")
DENIED = re.compile(r"\b(?:ne |n['’])(\w+) (?:pas|plus) ")
QUANTIFIED = (
    (re.compile(r"\b[Cc]ertaine?s "), "tous les "),
    (re.compile(r"\bplusieurs "), "tous les "),
    (re.compile(r"\b[Qq]uelques "), "la plupart des "),
    (re.compile(r"\bsouvent\b"), "toujours"),
    (re.compile(r"\bparfois\b"), "souvent"),
    (re.compile(r"\bla plupart des\b"), "peu de"),
    (re.compile(r"\bprès d(?=['’e])"), "plus d"),
    (re.compile(r"\bplus d(?=e \d|e la moitié|['’un])"), "moins d"),
    (re.compile(r"^Les "), "La plupart des "),
    (re.compile(r"^Les "), "Seuls les "),
    (re.compile(r"^Les "), "Tous les "),
)
OPPOSED = (
    ("augmente", "diminue"), ("augmentation", "diminution"), ("hausse", "baisse"), ("supérieur", "inférieur"),
    ("supérieure", "inférieure"), ("avant", "après"), ("favorise", "entrave"), ("difficile", "facile"),
    ("majorité", "minorité"), ("ruraux", "urbains"), ("rurales", "urbaines"), ("rural", "urbain"),
    ("publics", "privés"), ("obligatoire", "facultatif"), ("améliore", "dégrade"), ("premier", "dernier"),
    ("première", "dernière"), ("moins", "plus"), ("élevé", "faible"), ("élevée", "faible"), ("femmes", "hommes"),
)  # fmt: skip
INVENTED = (
    "Une évaluation indépendante a conclu à l’efficacité du dispositif.",
    "Le ministère a annoncé la généralisation de cette démarche.",
    "Les associations locales jugent ce bilan très décevant.",
    "Un numéro vert gratuit est ouvert aux familles chaque week-end.",
    "Cette action a reçu un prix de la Commission européenne.",
    "Les médecins libéraux y participent à titre bénévole.",
    "Le conseil départemental finance intégralement le poste de coordination.",
    "La démarche repose sur une application mobile développée par une jeune entreprise.",
    "Les habitants ont élu leurs représentants au suffrage direct.",
    "Les résultats ont été publiés dans une revue médicale internationale.",
    "Un comité d’éthique valide chaque projet avant son lancement.",
    "La fréquentation des permanences a fortement progressé depuis l’ouverture.",
    "Le dispositif s’appuie sur un partenariat avec les entreprises du territoire.",
    "Les professionnels de santé y sont formés par l’université.",
)
"""Sentences of the field that no publication of the corpus says."""


@dataclass(frozen=True, slots=True)
class Material:
    """What rules may borrow: sentences, names and acronyms of other publications."""

    sentences: Sequence[str]
    names: Sequence[str]
    acronyms: Sequence[str]


def figure(sentence: str, _: Material, rng: random.Random) -> str | None:
    """One figure, years apart, becomes another."""
    found = [m for m in NUMBER.finditer(sentence) if not YEAR.fullmatch(m.group())]
    if not found:
        return None
    match = rng.choice(found)
    position = rng.choice([i for i, c in enumerate(match.group()) if c.isdigit()])
    digit = rng.choice([d for d in "123456789" if d != match.group()[position]])
    changed = match.group()[:position] + digit + match.group()[position + 1 :]
    return sentence[: match.start()] + changed + sentence[match.end() :]


def year(sentence: str, _: Material, rng: random.Random) -> str | None:
    """One year becomes another."""
    found = list(YEAR.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    other = str(int(match.group()) + rng.choice([-3, -2, -1, 1, 2, 3]))
    if other in sentence:
        return None
    return sentence[: match.start()] + other + sentence[match.end() :]


def exchanged(sentence: str, _: Material, _rng: random.Random) -> str | None:
    """Two figures of the sentence change places."""
    found = [m for m in NUMBER.finditer(sentence) if not YEAR.fullmatch(m.group())]
    if len(found) != 2 or found[0].group() == found[1].group():
        return None
    one, other = found
    if re.fullmatch(r"[^.;]{0,3}(?:à|et|ou|sur)\s", sentence[one.end() : other.start()]):
        return None
    return (
        sentence[: one.start()] + other.group() + sentence[one.end() : other.start()] + one.group()
        + sentence[other.end() :]
    )  # fmt: skip


def name(sentence: str, material: Material, rng: random.Random) -> str | None:
    """One proper name becomes another."""
    found = list(CAPITAL.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    other = rng.choice([n for n in material.names if n not in sentence])
    return sentence[: match.start(1)] + other + sentence[match.end(1) :]


def acronym(sentence: str, material: Material, rng: random.Random) -> str | None:
    """One acronym becomes another."""
    found = list(re.finditer(r"\b[A-Z]{3,6}\b", sentence))
    if not found:
        return None
    match = rng.choice(found)
    meant = {e.expansion for e in acronyms() if e.acronym == match.group()}
    other = rng.choice([a for a in material.acronyms if a not in sentence and a not in meant])
    return sentence[: match.start()] + other + sentence[match.end() :]


def negation(sentence: str, _: Material, rng: random.Random) -> str | None:
    """A negation is added, or taken away."""
    denied = DENIED.search(sentence)
    if denied:
        return sentence[: denied.start()] + denied.group(1) + " " + sentence[denied.end() :]
    found = list(AFFIRMED.finditer(sentence))
    if not found:
        return None
    match = rng.choice(found)
    verb = match.group(1)
    deny = "n’" if verb[0] in "aeoéi" else "ne "
    return f"{sentence[: match.start()]}{deny}{verb} pas {sentence[match.end() :]}"


def quantifier(sentence: str, _: Material, rng: random.Random) -> str | None:
    """« certains » becomes « tous », « près de » becomes « plus de », « Les » becomes « La plupart des »."""
    fitting = [(pattern, other) for pattern, other in QUANTIFIED if pattern.search(sentence)]
    if not fitting:
        return None
    pattern, other = rng.choice(fitting)
    return pattern.sub(other, sentence, count=1)


def opposite(sentence: str, _: Material, rng: random.Random) -> str | None:
    """A word becomes its opposite."""
    both = [pair for one, other in OPPOSED for pair in ((one, other), (other, one))]
    fitting = [(a, b) for a, b in both if _has(a, sentence) and not _has(b, sentence)]
    if not fitting:
        return None
    one, other = rng.choice(fitting)
    return re.sub(rf"(?<![\w’'])(?<!ne ){one}\b", other, sentence, count=1)


def _has(word: str, sentence: str) -> bool:
    return re.search(rf"(?<![\w’'])(?<!ne ){word}\b", sentence) is not None


def invented(_sentence: str, material: Material, rng: random.Random) -> str | None:
    """A sentence that no publication says, or one of another publication."""
    return rng.choice(INVENTED) if rng.random() < 0.5 else rng.choice(material.sentences)


def spliced(sentence: str, material: Material, rng: random.Random) -> str | None:
    """The beginning of the sentence goes on with the end of another publication's."""
    words, others = sentence.split(), rng.choice(material.sentences).split()
    if min(len(words), len(others)) < 14:
        return None
    joined = " ".join(words[: len(words) // 2] + others[len(others) // 2 :])
    return joined if names(joined) and term_set(joined) else None


SPOILERS: dict[str, Callable[[str, Material, random.Random], str | None]] = {
    "figure": figure,
    "figures exchanged": exchanged,
    "year": year,
    "name": name,
    "acronym": acronym,
    "negation": negation,
    "quantifier": quantifier,
    "opposite": opposite,
    "invented": invented,
    "spliced": spliced,
}
"""What is done to a sentence; a citation moved, invented or missing is done to its `[n]`, in `drafts`."""
