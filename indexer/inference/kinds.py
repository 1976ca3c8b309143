"""The kind of a publication, where its folder, its name, its first lines or its title say it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from indexer.french import without_accents
from indexer.inference.evidence import is_short_line
from indexer.vocabulary import kinds

if TYPE_CHECKING:
    from indexer.inference.evidence import Evidence

OTHER_FORMS: Final = {
    "note-de-synthese": ("notes de synthèses",),
    "dossier-ressources": ("dossier ressource", "dossier documentaire"),
    "enquete": ("résultats de l’enquête", "résultats d’enquête", "rapport d’enquête"),
    "avis-cnv": ("avis du cnv", "avis cnv", "cnv avis"),
    "fiche-experience": ("fiche d’expérience", "fiches d’expériences", "retour d’expérience", "inspir’action"),
    "repere-pratique": ("fiche pratique", "fiche repère", "aide-mémoire", "mode d’emploi"),
    "compte-rendu": ("relevé de décisions", "relevé de conclusions", "procès-verbal", "actes de la journée"),
}
"""Other names of the kinds of `vocabulary/kinds.csv`; usual ones."""
_LEADING = re.compile(r"^(?:le|la|les|l|notre|nos)\s+")


def kind_of(evidence: Evidence) -> str:
    """Slug of the kind; empty when nothing says it plainly.

    A kind that is only spoken of (« une note de synthèse mise en débat ») is not the file's own: it must stand as the
    name of a folder, at the beginning of the file's name, as a label of the first page, or at the beginning of the
    title or of what follows its colon.
    """
    for folder in reversed(evidence.folders):
        found = _whole(folder)
        if found:
            return found
    labels = [line for line in evidence.opening[:4] if is_short_line(line)]
    for text in (evidence.stem, *labels):
        found = _beginning(text)
        if found:
            return found
    parts = re.split(r"\s*[:?!–|]\s*", evidence.title)
    return next(filter(None, map(_beginning, parts)), "")


def _whole(name: str) -> str:
    levelled = _level(name)
    return next((slug for form, slug in _forms().items() if levelled == form), "")


def _beginning(text: str) -> str:
    levelled = _LEADING.sub("", re.sub(r"^[\d ]+", "", _level(text)))
    return next((slug for form, slug in _forms().items() if re.match(rf"{re.escape(form)}\b", levelled)), "")


@functools.cache
def _forms() -> dict[str, str]:
    """Levelled names of kinds → slug, the longest first."""
    names = {
        _level(name): kind.slug
        for kind in kinds().values()
        for name in (kind.label, kind.label_plural, kind.folder, kind.slug, *OTHER_FORMS.get(kind.slug, ()))
    }
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def _level(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", without_accents(text)))
