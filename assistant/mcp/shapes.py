"""What the tools take and give, in JSON."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.contract import FiltersIn
from assistant.mcp import messages_fr as words

MOST_CHARS = 200_000
"""Of a message; a longer one is a document."""
MOST_AROUND = 3


def _several(value: object) -> object:
    """A list, where a model sent the JSON of one in a string, or one value by itself: some do."""
    if not isinstance(value, str):
        return value
    try:
        read = json.loads(value)
    except ValueError:
        return [value] if value else []
    return read if isinstance(read, list) else [value]


Slugs = Annotated[list[str], BeforeValidator(_several)]


class Narrowed(FiltersIn):
    """Restricts what may be cited, as everywhere."""

    themes: Slugs = Field(default=[], description="Thèmes ; une publication qui en porte un passe.")
    kinds: Slugs = Field(default=[], description="Types de publication.")


class SearchIn(Narrowed):
    """Arguments of `search_passages`."""

    query: str = Field(description=words.QUERY)
    count: int = Field(default=5, ge=1, le=20, description=words.COUNT)


class QuestionIn(Narrowed):
    """Arguments of `ask_question`."""

    question: str = Field(description=words.QUESTION)


class OpenIn(BaseModel):
    """Arguments of `open_passage`."""

    model_config = ConfigDict(extra="forbid")

    doc: str = Field(max_length=2000, description=words.DOC)
    page: int | None = Field(default=None, ge=1, description=words.PAGE)
    quote: str = Field(default="", max_length=20_000, description=words.QUOTE)
    around: int = Field(default=1, ge=0, le=MOST_AROUND, description=words.AROUND)


class MessageIn(BaseModel):
    """Arguments of `triage_message`."""

    model_config = ConfigDict(extra="forbid")

    message: str = Field(max_length=MOST_CHARS, description=words.MESSAGE)


class PlaceOut(BaseModel):
    """A publication, and where in it."""

    doc: str = Field(description="Chemin de la publication, que prend open_passage.")
    title: str
    publisher: str
    year: int | None
    kind: str = Field(description="Type de publication, en clair.")
    page: int | None = Field(description="Page, à partir de 1 ; null sans pages.")
    page_label: str = Field(description="Numéro imprimé sur la page, quand il diffère ; vide sinon.")
    url: str = Field(description="Lien vers le document, ouvert à la page ; vide s’il ne s’ouvre pas.")
    official_url: str = Field(description="Adresse de la publication officielle ; vide si elle n’en a pas de stable.")
    superseded_by: str = Field(description="Publication (doc) qui la remplace ; vide si elle est à jour.")


class FoundOut(PlaceOut):
    """A passage that was found."""

    headings: list[str] = Field(description="Titres au-dessus du passage, du plus général au plus proche.")
    text: str = Field(description="Le passage, tel quel.")


class SearchOut(BaseModel):
    """Passages, best first."""

    passages: list[FoundOut]
    notices: list[str] = Field(description="Ce qu’il faut savoir de la manière dont la recherche a été comprise.")


class CitedOut(PlaceOut):
    """A citation."""

    number: int = Field(description="Le [n] de la réponse, à partir de 1.")
    quote: str = Field(description="Mots cités, tels quels.")


class AskedOut(BaseModel):
    """An answer, or a refusal."""

    answer: str = Field(description="Chaque phrase suivie de son [n] ; ou le motif du refus.")
    abstained: bool = Field(description="Vrai si Repères ne répond pas : voir `reason`.")
    reason: str | None = Field(description="Motif du refus ; null s’il y a une réponse.")
    citations: list[CitedOut]
    nearest: list[PlaceOut] = Field(description="En cas de refus, les publications les plus proches.")
    further: list[PlaceOut] = Field(description="Après une réponse, d’autres publications à lire.")
    notices: list[str] = Field(description="Ce qu’il faut savoir de la manière dont la question a été comprise.")
    mode: Literal["extractive", "drafted"] = Field(
        description="Citations mot pour mot, ou phrases rédigées par un modèle de langage puis vérifiées."
    )


class PartOut(BaseModel):
    """A page, or a passage of what has none."""

    page: int | None
    page_label: str
    headings: list[str] = Field(description="Titres au-dessus, pour un passage ; vide pour une page.")
    text: str = Field(description="Tel quel ; vide si rien n’a pu y être lu.")
    url: str
    asked: bool = Field(description="Vrai pour ce qui a été demandé, faux pour ses voisins.")


class OpenedOut(BaseModel):
    """Part of a publication."""

    place: PlaceOut
    pages: int | None = Field(description="Nombre de pages ; null sans pages.")
    parts: list[PartOut]
