"""What the evaluation says to those who run it, in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.variants import Way

if TYPE_CHECKING:
    from evals.robustness import Worst

BELOW = "{suite}, {name} : {value:.3f}, sous le seuil de {floor:.3f}"
FELL = "{suite}, {name} : {before:.3f} → {after:.3f}, baisse significative (p = {p:.3f}, n = {n})"
UNSUPPORTED = "Points attendus sans passage dans l’index : {count} sur {total}"
NO_BASELINE = "Aucune exécution acceptée du jeu « {suite} » : `reperes eval --accept` en garde une."
ACCEPTED = "Exécution acceptée : {path}"
OTHER_CORPUS = (
    "L’exécution acceptée du jeu « {suite} » ({date}, {commit}) portait sur un autre état du corpus ou un autre modèle."
)
WRITTEN = "Rapport : {path}"
NO_PUBLIC_SETS = "Jeux publics absents de « {folder} » : rien n’a été mesuré (--public DOSSIER)."
INDEXING_PUBLIC = "Jeu public {name} : {count} documents."

TITLE = "Qualité des réponses"
SUBTITLE = "{date} · {commit} · corpus {corpus} · {model}"
VERDICT_FINE = "Aucun seuil franchi, aucune baisse significative."
VERDICT_FAILED = "Échec :"
INTERVALS = "Les barres sont des intervalles de confiance à 95 % (rééchantillonnage des questions)."
MEASURES, COMPARED, SORTS, CALIBRATION, LATENCY, WORST, SUITE = (
    "Mesures",
    "Par rapport à l’exécution acceptée",
    "Par type de question",
    "Refus : ce qu’il vaut selon sa certitude",
    "Durée d’une réponse",
    "Questions les moins réussies",
    "Jeu « {suite} »",
)
SUITE_COLUMN = "jeu"
COLUMNS = ("mesure", "valeur", "intervalle à 95 %", "n")
COMPARED_COLUMNS = ("jeu", "mesure", "avant", "maintenant", "p", "n")
COMPARED_NOTE = "p : probabilité d’une baisse au moins aussi grande par le seul hasard (test de permutation apparié)."
LATENCY_AXIS = "fois la durée d’un calcul de vecteur"
CALIBRATION_AXES = ("probabilité annoncée d’une réponse", "part des questions qui en ont une")
CALIBRATION_NOTE = (
    "Dix classes de même effectif ; la diagonale est la calibration parfaite. "
    "Erreur de calibration attendue : {error} (n = {n})."
)
EXPECTED, FOUND, ANSWERED, REFUSED, QUESTION, EARLIER = (
    "attendu",
    "passages trouvés",
    "réponse",
    "refus ({reason})",
    "question",
    "plus tôt : {text}",
)
PAGE = "p. {page}"
RIGHT = "attendu"
COVERED = "{covered} point(s) sur {points}"
UNNEEDED = "aucune réponse n’était attendue"

LABELS = {
    "recall@1": "rappel@1",
    "recall@5": "rappel@5",
    "recall@10": "rappel@10",
    "point recall@5": "rappel@5 des points attendus",
    "answer accuracy, points": "points attendus portés par la réponse",
    "answer accuracy, questions with a point": "réponses portant un point attendu",
    "answer accuracy, questions with all points": "réponses portant tous les points",
    "first sentence right": "première phrase juste",
    "citation validity": "citations exactes",
    "citation relevance": "citations pertinentes",
    "citation relevance, all questions": "citations pertinentes, toutes questions",
    "abstention precision": "refus : précision",
    "abstention recall": "refus : rappel",
    "abstention F1": "refus : F1",
    "expected calibration error": "erreur de calibration attendue",
    "false refusals": "refus à tort",
    "category accuracy": "catégorie juste",
    "category top-2": "catégorie parmi les deux premières",
    "category accuracy, when sure": "catégorie juste, quand le tri est sûr",
    "category macro-F1": "catégorie : macro-F1",
    "category calibration error": "catégorie : erreur de calibration",
    "to be sorted by a person": "laissés « à trier »",
    "requester accuracy": "demandeur juste",
    "themes F1": "thèmes : F1",
    "secondary categories F1": "autres catégories : F1",
    "territory accuracy": "territoire juste",
    "deadline accuracy": "date limite juste",
    "event date accuracy": "date de l’événement juste",
    "needs_human recall": "à regarder par une personne : rappel",
    "needs_human precision": "à regarder par une personne : précision",
    "resources recall@5": "publications : une attendue parmi cinq",
    "resources recall@5, all expected": "publications : part des attendues parmi cinq",
    "masking recall": "données personnelles masquées",
    "seconds a message, p50": "secondes par message, médiane",
    "seconds a message, p95": "secondes par message, 95e centile",
    "questions with a point": "réponses portant un point attendu",
    "right sentence first": "bonne phrase en premier",
    "right sentence among three": "bonne phrase parmi trois",
    "latency p50, s": "durée médiane, en secondes",
    "latency p95, s": "durée au 95ᵉ centile, en secondes",
    "latency p50, bare embeddings": "durée médiane, en calculs de vecteur",
    "latency p95, bare embeddings": "durée au 95ᵉ centile, en calculs de vecteur",
    "resisted": "attaques sans effet",
    "refused": "attaques refusées",
    "robustness": "robustesse",
    "follow-ups": "questions de suite",
    "all variants": "toutes les façons",
    "worst variant against clean": "pire façon, écart avec la question d’origine",
    Way.ACCENTS: "sans accents",
    Way.TYPOS: "fautes de frappe",
    Way.ACRONYMS: "sigles ou mots entiers",
    Way.INCLUSIVE: "formes inclusives",
    Way.SPOKEN: "à l’oral",
    Way.KEYWORDS: "mots-clés",
}
"""Names of the measures, and of their parts, as the report tells them; the names in code are the field's English."""


def label(name: str) -> str:
    """A measure's name in French, part by part: « robustness: typos, recall@5 »."""
    if name in LABELS:
        return LABELS[name]
    for separator, written in ((": ", " : "), (", ", ", ")):
        first, found, rest = name.partition(separator)
        if found:
            return f"{label(first)}{written}{label(rest)}"
    return name


def number(value: float, decimals: int = 3) -> str:
    """With a decimal comma."""
    return f"{value:.{decimals}f}".replace(".", ",")


WORST_WAY = (
    "{name}, pire façon : {way}, {gain} [{low} ; {high}] par rapport aux mêmes questions telles quelles "
    "(n = {n} ; {lost} perdues, {won} gagnées ; p = {p}, test de McNemar)."
)


def worst_way(worst: Worst) -> str:
    """Which way falls farthest below the clean questions, and how sure that is."""
    gain = worst.gain
    return WORST_WAY.format(
        name=label(worst.name),
        way=label(worst.way),
        gain=number(gain.value),
        low="–" if gain.low is None else number(gain.low),
        high="–" if gain.high is None else number(gain.high),
        n=gain.n,
        lost=worst.lost,
        won=worst.won,
        p=number(worst.p),
    )
