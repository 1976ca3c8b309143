"""What the evaluation says to those who run it, in French."""

from __future__ import annotations

BELOW = "{name} : {value:.3f}, sous le seuil de {floor:.3f}"
FELL = "{name} : {before:.3f} → {after:.3f}, baisse significative (p = {p:.3f}, n = {n})"
UNSUPPORTED = "Points attendus sans passage dans l’index : {count} sur {total}"
NO_BASELINE = "Aucune exécution acceptée : `reperes eval --accept` en garde une."
ACCEPTED = "Exécution acceptée : {path}"
OTHER_CORPUS = "L’exécution acceptée ({date}, {commit}) portait sur un autre état du corpus ou un autre modèle."
WRITTEN = "Rapport : {path}"
NO_PUBLIC_SETS = "Jeux publics absents de « {folder} » : rien n’a été mesuré (--public DOSSIER)."
INDEXING_PUBLIC = "Jeu public {name} : {count} documents."
NO_PLOTS = "matplotlib manque : le rapport est sans graphique (pip install -e .[evals])."

TITLE = "Qualité des réponses"
SUBTITLE = "{date} · {commit} · corpus {corpus} · {model}"
VERDICT_FINE = "Aucun seuil franchi, aucune baisse significative."
VERDICT_FAILED = "Échec :"
INTERVALS = "Les barres sont des intervalles de confiance à 95 % (rééchantillonnage des questions)."
MEASURES, COMPARED, SORTS, CALIBRATION, LATENCY, WORST, SUITE = (
    "Mesures",
    "Par rapport à l’exécution acceptée",
    "Par type de question",
    "Refus : ce qu’il vaut selon sa certitude",
    "Durée d’une réponse",
    "Questions les moins réussies",
    "Jeu « {suite} »",
)
COLUMNS = ("mesure", "valeur", "intervalle à 95 %", "n")
COMPARED_COLUMNS = ("mesure", "avant", "maintenant", "p", "n")
COMPARED_NOTE = "p : probabilité d’une baisse au moins aussi grande par le seul hasard (test de permutation apparié)."
LATENCY_AXIS = "fois la durée d’un calcul de vecteur"
CALIBRATION_AXES = ("probabilité annoncée d’une réponse", "part des questions qui en ont une")
CALIBRATION_NOTE = "Dix classes de même effectif ; la diagonale est la calibration parfaite."
EXPECTED, FOUND, ANSWERED, REFUSED, QUESTION, EARLIER = (
    "attendu",
    "passages trouvés",
    "réponse",
    "refus ({reason})",
    "question",
    "plus tôt : {text}",
)
PAGE = "p. {page}"
RIGHT = "attendu"
COVERED = "{covered} point(s) sur {points}"
UNNEEDED = "aucune réponse n’était attendue"
