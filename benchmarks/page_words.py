"""The screens that are measured, and the French words of the tables."""

from __future__ import annotations

from benchmarks.weighing import Part, Screen

ANSWERS_HEAD = ("de la question à", "p50, ms", "p95, ms", "p50 / API", "p95 / API", "n")
WAYS = {
    "first": "la première phrase à l’écran",
    "whole": "la réponse entière à l’écran, avec ses sources",
    "api": "la réponse entière par l’API, sans navigateur",
}
LOADS_HEAD = ("écran", "requêtes", "ko en tout", *(f"dont {part}" for part in Part), "interactif, ms", "axe")
EXAMPLE = "Qui signe un contrat local de santé ?"
NO_VIOLATION = "0 sur {passes} passages"
VIOLATIONS = "{counts} : {rules}"
SCREENS = (
    Screen("accueil", "/"),
    Screen("une réponse (accueil compris)", "/", question="…"),
    Screen("« Ressources »", "/ressources"),
    Screen("une publication", "/ressources/publications/{doc}"),
    Screen("un PDF, sa page dessinée", "/ressources/lire/{doc}?page=1", ready="[data-viewer] canvas"),
    Screen("passages cherchés", "/ressources/passages?q=contrat+local+de+santé"),
    Screen("connexion", "/connexion"),
    Screen("aide", "/aide"),
    Screen("« Administration »", "/administration", staff=True),
    Screen("… comptes", "/administration/comptes", staff=True),
    Screen("… qualité", "/administration/qualite", staff=True),
    Screen("… évaluations", "/administration/evaluations", staff=True),
    Screen("… usage", "/administration/usage", staff=True),
    Screen("« Sollicitations »", "/sollicitations/", staff=True),
    Screen("… statistiques", "/sollicitations/statistiques", staff=True),
    Screen("banc de la maintenance (Gradio)", "/administration/banc/", ready="gradio-app textarea", staff=True),
)
"""`{doc}` is a publication in PDF; a question stands for `EXAMPLE`."""
