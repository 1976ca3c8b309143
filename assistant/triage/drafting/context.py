"""What a template may use: every variable, its type and what it holds, in French for whoever edits templates."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from assistant.triage.drafting.marks import marked
from assistant.triage.model import Resource  # noqa: TC001 — read when the table of variables is made

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Suggested:
    """An organisation of the directory that may help."""

    name: Annotated[str, "Nom de l’organisme."]
    role: Annotated[str, "Ce qu’il fait."] = ""
    why: Annotated[str, "Pourquoi il est proposé."] = ""
    url: Annotated[str, "Sa page publique."] = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as French sentences want it."""

    text: Annotated[str, "Sans préposition : « 6 mars 2026 », « 8 et 9 octobre 2026 »."]
    on: Annotated[str, "Quand : « le 6 mars 2026 », « du 8 au 10 octobre 2026 », « vers le 31 mars 2026 »."]
    of: Annotated[str, "Après un nom : « du 6 mars 2026 », « des 8 et 9 octobre 2026 »."]
    near: Annotated[bool, "Vrai si elle tombe dans les cinq jours qui suivent le message."] = False
    past: Annotated[bool, "Vrai si elle était passée à l’arrivée du message."] = False


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that a draft cites or lists."""

    key: int
    resource: Resource
    title: Annotated[str, "Titre de la publication."]
    year: Annotated[int | None, "Année de publication ; vide si elle est inconnue."]
    page: Annotated[int | None, "Page du passage ; vide sans pages."]
    url: Annotated[str, "Adresse à donner, ou une mention à compléter."]
    quote: Annotated[str, "Phrase du passage, mot pour mot, si elle est courte ; vide sinon."]

    @property
    def mark(self) -> str:
        """Le numéro [n] de la publication."""
        return marked(self.key, "")

    @property
    def extract(self) -> str:
        """La phrase du passage entre guillemets, rattachée à sa publication."""
        return marked(self.key, f"«\u00a0{self.quote}\u00a0»", shown=False) if self.quote else ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that answers."""

    cited: Annotated[str, "La phrase citée entre guillemets, ou rédigée, suivie de son [n]."]
    item: Annotated[bool, "Vrai pour un élément de la liste que la phrase précédente annonce."] = False
    note: Annotated[str, "Comment lire le chiffre ou le tableau cité ; vide le plus souvent."] = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What publications answer to a question."""

    question: Annotated[str, "La question, dans les mots du message ; vide quand elle n’est pas à répéter."]
    statements: Annotated[tuple[Stated, ...], "Les phrases qui y répondent."]


@dataclass(frozen=True, slots=True)
class Helpline:
    """Whom to turn to."""

    name: Annotated[str, "Numéro ou organisme : « le 15 »."]
    role: Annotated[str, "À quoi il sert."]


@dataclass(frozen=True, slots=True)
class DraftContext:
    """Every variable that a template may use. Texts are plain values: nothing in them is read as a template."""

    category: Annotated[str, "Code de la catégorie : « A1 » à « C5 »."]
    subject: Annotated[str, "Objet du message, sur une ligne ; vide quand il n’est pas à répéter."] = ""
    questions: Annotated[tuple[str, ...], "Questions du message, dans ses mots."] = ()
    answers: Annotated[tuple[Answered, ...], "Ce que les publications répondent, question par question."] = ()
    unanswered: Annotated[tuple[str, ...], "Questions auxquelles les publications ne répondent pas."] = ()
    for_team: Annotated[tuple[str, ...], "Questions posées à l’équipe elle-même."] = ()
    sources: Annotated[tuple[Source, ...], "Publications citées dans les réponses."] = ()
    readings: Annotated[tuple[Source, ...], "Autres publications à lire, la plus proche d’abord."] = ()
    drafted: Annotated[bool, "Vrai si un modèle de langage a rédigé les réponses."] = False
    place: Annotated[str, "Territoire du message ; vide s’il n’est pas connu."] = ""
    local: Annotated[bool, "Vrai pour un territoire plus petit que le pays."] = False
    abroad: Annotated[bool, "Vrai pour un autre pays."] = False
    deadline: Annotated[Day | None, "Échéance du message ; vide sans échéance."] = None
    event: Annotated[Day | None, "Date de l’événement annoncé ; vide s’il n’y en a pas."] = None
    parution: Annotated[str, "Date de parution du relais, « 2 avril 2026 » ; vide si elle n’est pas fixée."] = ""
    parution_late: Annotated[bool, "Vrai si cette parution vient après l’échéance ou l’événement."] = False
    missing: Annotated[tuple[str, ...], "Ce que le message ne dit pas et qu’il faut demander."] = ()
    themes: Annotated[tuple[str, ...], "Thèmes du message."] = ()
    secondary: Annotated[tuple[str, ...], "Autres demandes du même message, restées sans réponse."] = ()
    suggestions: Annotated[tuple[Suggested, ...], "Organismes de l’annuaire qui peuvent aider."] = ()
    helplines: Annotated[tuple[Helpline, ...], "Numéros et organismes vers qui orienter."] = ()
    alerts: Annotated[
        tuple[str, ...],
        "Codes des alertes : danger, health, fraud, contacts, instruction, "
        "complaint, political, commitment, rights, language.",
    ] = ()
    discreet: Annotated[bool, "Vrai si rien du récit ne doit être répété."] = False

    def values(self) -> dict[str, object]:
        """Variables by name, as templates get them."""
        return {name.name: getattr(self, name.name) for name in dataclasses.fields(self)}


@dataclass(frozen=True, slots=True)
class Variable:
    """A line of the table of variables.

    Attributes:
        name: « subject », or « sources[].title » for what a list holds.
        type: In French.
        description: In French.
    """

    name: str
    type: str
    description: str


HIDDEN = frozenset({"key", "resource"})
"""Of a source: not for templates."""
TYPES = {str: "texte", bool: "vrai ou faux", int: "nombre"}


@functools.cache
def variables() -> tuple[Variable, ...]:
    """Every variable that a template may use, with what lists hold under each."""
    return tuple(_variables(DraftContext, ""))


@functools.cache
def attributes() -> frozenset[str]:
    """Names that may follow a full stop in a template."""
    return frozenset(variable.name.rpartition(".")[2] for variable in variables() if "." in variable.name)


def _variables(kind: type, under: str) -> Iterator[Variable]:
    hints = get_type_hints(kind, include_extras=True)
    for told in dataclasses.fields(kind):
        if told.name in HIDDEN:
            continue
        hint, description = get_args(hints[told.name])
        inner, several = _inner(hint)
        name = f"{under}{told.name}"
        made_of = dataclasses.is_dataclass(inner)
        word = "objet" if made_of else TYPES[inner]
        yield Variable(name, f"liste : {word}" if several else word, description)
        if made_of:
            yield from _variables(inner, f"{name}[]." if several else f"{name}.")
    for name, member in vars(kind).items():
        if isinstance(member, property):
            yield Variable(f"{under}{name}", "texte", str(member.__doc__))


def _inner(hint: Any) -> tuple[type, bool]:
    """The type that a hint is about, and whether there are several."""
    parts = [part for part in get_args(hint) if part not in (type(None), Ellipsis)]
    if not parts:
        return hint, False
    return parts[0], get_origin(hint) is tuple
