"""What is said of the quality of a corpus, in French: each check, and what to do."""

from __future__ import annotations

from typing import Final

_IN_CATALOGUE = (
    "Complétez sa fiche : pour une publication ajoutée en ligne, dans « Publications » ; pour les autres, dans le "
    "catalogue.yaml de leur dossier. Puis indexez de nouveau."
)

CHECKS: Final[dict[str, tuple[str, str]]] = {
    "blind": (
        "Pages sans texte, invisibles pour la recherche",
        (
            "Remplacez le fichier par une version dont le texte se sélectionne, ou installez la reconnaissance de "
            "caractères (tesseract-ocr, tesseract-ocr-fra), puis indexez de nouveau."
        ),
    ),
    "garbled": (
        "Pages dont les caractères ne correspondent à aucune lettre",
        (
            "Remplacez le fichier par une version dont le texte se copie correctement, ou installez la reconnaissance "
            "de caractères, puis indexez de nouveau."
        ),
    ),
    "recognised": (
        "Pages numérisées, lues par reconnaissance de caractères",
        (
            "Relisez-en une citation : des lettres ou des chiffres peuvent être mal reconnus. Un fichier d’origine "
            "vaut mieux, s’il existe."
        ),
    ),
    "set_aside": (
        "Feuilles ou tableaux laissés de côté",
        "Suivez l’indication donnée pour chacun ; ce qui nomme des personnes n’est jamais indexé.",
    ),
    "lost_tables": (
        "Tableaux annoncés dont aucune ligne n’a été lue",
        (
            "Le tableau est sans doute une image : publiez-le aussi en texte (XLSX, CSV, ou un PDF dont le tableau se "
            "sélectionne)."
        ),
    ),
    "missing_date": ("Publications sans date", _IN_CATALOGUE),
    "missing_kind": ("Publications sans type", _IN_CATALOGUE),
    "missing_themes": ("Publications sans thème", _IN_CATALOGUE),
    "missing_publisher": ("Publications sans éditeur", _IN_CATALOGUE),
    "missing_url": (
        "Publications sans adresse officielle",
        (
            "Les réponses ne peuvent renvoyer qu’à la copie gardée ici. Indiquez l’adresse où la publication est en "
            "ligne, s’il y en a une."
        ),
    ),
    "inferred": (
        "Informations déduites du fichier",
        "Vérifiez-les, et confirmez-les dans la fiche : une date ou un thème déduit peut être faux.",
    ),
    "same_file": (
        "Fichiers identiques",
        "Retirez l’un des deux, ou gardez-les si les deux doivent figurer : chacun est cité sous son nom.",
    ),
    "same_text": (
        "Textes identiques dans deux fichiers",
        "Gardez le fichier qui se cite le mieux (celui qui a des pages).",
    ),
    "near": (
        "Textes presque identiques",
        (
            "Si l’un remplace l’autre, dites-le dans le catalogue (« replaces ») ; sinon, retirez celui qui fait "
            "double emploi."
        ),
    ),
    "broken_successor": (
        "« Remplacée par » qui ne mène à rien",
        "Corrigez le lien dans le catalogue, ou ajoutez la publication qui manque.",
    ),
    "superseded_cited": (
        "Publications remplacées, mais encore citées par d’autres",
        "Signalez la nouvelle version dans la publication qui cite l’ancienne, quand vous la mettrez à jour.",
    ),
    "long_passages": (
        "Passages très longs",
        (
            "Une phrase ou une ligne de tableau y est sans fin : le fichier a sans doute perdu sa ponctuation ou ses "
            "sauts de ligne. Exportez-le à nouveau depuis son document d’origine."
        ),
    ),
    "short_passages": (
        "Passages de quelques mots",
        (
            "Souvent une page de titre, ou un texte coupé par la mise en page. S’il y en a beaucoup dans une "
            "publication, exportez-la à nouveau."
        ),
    ),
}
"""Label and remedy of each check, by its code."""

FIELDS: Final = {
    "title": "titre",
    "kind": "type",
    "publisher": "éditeur",
    "year": "année",
    "date": "date",
    "themes": "thèmes",
    "territory": "territoire",
}
"""Fields that may be inferred, as people call them."""

PAGES: Final = "{count} sur {total} : {pages}"
SHARED: Final = "{share} % du texte en commun"
NO_SUCCESSOR: Final = "remplacée par « {doc} », qui n’est pas dans l’index"
CIRCLE: Final = "elle est remplacée, de proche en proche, par elle-même"
STILL_CITED: Final = "cite « {title} »"
_EXCERPT = 120


def excerpt(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT].rsplit(' ', 1)[0]}…"
