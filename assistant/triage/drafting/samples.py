"""Sample contexts, two a category: one that says everything, one that says as little as it may. Nobody is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.triage.deciding import RELAYS
from assistant.triage.drafting import wording
from assistant.triage.drafting.context import Answered, Day, DraftContext, Helpline, Source, Stated, Suggested
from assistant.triage.drafting.marks import marked
from assistant.triage.drafting.needs import NEEDS
from assistant.triage.model import Resource

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTES: Final = (
    "Un diagnostic local de santé croise des données et la parole des habitant·es.",
    "La coordination anime le contrat et en suit les actions.",
    "Les résultats sont partagés avec les partenaires.",
)


def samples(category: str) -> Sequence[DraftContext]:
    """The contexts that a template of a category is tried with."""
    return (_full(category), DraftContext(category=category))


def _full(category: str) -> DraftContext:
    relayed = category in RELAYS
    told = category != "C1"
    cited, readings = (_source(1), _source(2)), (_source(3),)
    statements = (
        Stated(_quoted(1)),
        Stated(_quoted(2), item=True, note=marked(2, "Enquête d’exemple — n = 100", shown=False)),
    )
    question = "Comment faire un diagnostic ?" if told else ""
    return DraftContext(
        category=category,
        subject="Un exemple d’objet" if told else "",
        questions=(question,) if told else (),
        answers=() if relayed or not told else (Answered(question, statements),),
        unanswered=("Combien cela coûte-t-il ?",) if told else (),
        for_team=("Pouvez-vous venir ?",) if told else (),
        sources=() if relayed or not told else cited,
        readings=() if relayed or not told else readings,
        place="Limousin",
        local=True,
        abroad=category == "C2",
        deadline=Day("6 mars 2026", "le 6 mars 2026", "du 6 mars 2026", near=True),
        event=Day("8 et 9 octobre 2026", "les 8 et 9 octobre 2026", "des 8 et 9 octobre 2026"),
        parution="2 avril 2026",
        missing=tuple(wording.NEEDS[key] for key in NEEDS.get(category, ())),
        themes=("Santé mentale", "Ruralité"),
        secondary=("adhésion, vie associative",),
        suggestions=(Suggested("Un réseau d’exemple", "Centre de ressources", "Même thème", "https://exemple.fr"),),
        helplines=tuple(Helpline(*line) for line in wording.HELPLINES.values()),
        alerts=("commitment", "complaint", "contacts", "danger", "health", "political", "rights"),
        discreet=not told,
    )


def _source(number: int) -> Source:
    quote = _QUOTES[number - 1]
    resource = Resource(f"exemple-{number}.md", f"Exemple {number}", 2, quote, quote, f"https://exemple.fr/{number}")
    return Source(number, resource, resource.title, 2025, resource.page, resource.url, quote)


def _quoted(number: int) -> str:
    return marked(number, f"«\u00a0{_QUOTES[number - 1]}\u00a0»")
