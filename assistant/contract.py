"""The JSON that others read: batch lines and API answers. Field names here are a contract; see docs/exploitation.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from assistant.answers import Answer, Role, Unanswered
from assistant.columns import column_lines
from assistant.figure_contract import FigureOut, figure_out
from assistant.messages import NOTICES, VERDICTS, notices, withheld_sentences
from assistant.pieces import answer_pieces, words_of
from assistant.questions import Filters, Question, Turn
from assistant.survey_messages import figure_lines
from assistant.understood import Field as HeardField  # noqa: TC001 — pydantic reads the type of a field
from indexer.french import whole
from indexer.passages import SentenceKind  # noqa: TC001 — pydantic reads the type of a field
from indexer.vocabulary import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import Citation, Hit, Statement
    from assistant.understood import Understood
    from indexer.documents import Document

API = "/api/v1"
OPENAI_API = "/v1"
"""Where programs made for OpenAI's API find it, by its own addresses."""


class TurnIn(BaseModel):
    """An earlier message of the conversation."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)
    sources: list[str] = Field(default=[], max_length=50, description="Titres des publications citées, facultatifs.")

    def turn(self) -> Turn:
        """As the assistant wants it."""
        return Turn(self.role, self.content, tuple(map(whole, self.sources)))


class FiltersIn(BaseModel):
    """Restricts what may be cited."""

    model_config = ConfigDict(extra="forbid")

    themes: list[str] = Field(default=[], description="Slugs de thèmes ; une publication qui en porte un passe.")
    kinds: list[str] = Field(default=[], description="Slugs de types de publication.")
    year_from: int | None = Field(default=None, ge=1900, le=2100, description="Année de publication, comprise.")
    year_to: int | None = Field(default=None, ge=1900, le=2100, description="Année de publication, comprise.")
    publisher: str = Field(default="", max_length=200, description="Partie du nom de l’éditeur.")
    territory: str = Field(
        default="", max_length=200, description="Partie du nom du territoire, ou territoire qui le contient."
    )

    def filters(self) -> Filters:
        """As the assistant wants them.

        Raises:
            InvalidFilter: An unknown theme or kind.
        """
        return Filters(
            tuple(self.themes), tuple(self.kinds), self.year_from, self.year_to, self.publisher, self.territory
        )


class AskIn(BaseModel):
    """A question, as `POST /api/v1/ask` takes it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"question": "Quelle part des QPV dispose d’un ASV ?"}]},
    )

    question: str
    history: list[TurnIn] = Field(default=[], max_length=200)
    filters: FiltersIn = FiltersIn()
    ignore: list[HeardField] = Field(default=[], description="Filtres entendus dans la question à ne pas appliquer.")

    def checked(self, limit: int) -> Question:
        """As the assistant wants it, with all that came with it.

        Args:
            limit: Of its length, in characters.

        Raises:
            EmptyQuestion, QuestionTooLong, InvalidFilter: It cannot be put.
        """
        history = tuple(turn.turn() for turn in self.history)
        return Question.checked(self.question, history, self.filters.filters(), self.ignore, limit=limit)


class SpanOut(BaseModel):
    """A sentence of a passage: `context[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    kind: SentenceKind = Field(description="Phrase, élément de liste, ligne ou en-tête de tableau, note.")


class CitationOut(BaseModel):
    """A citation: `quote` is on page `page` of `doc`, word for word."""

    number: int = Field(description="Le [n] de la réponse, à partir de 1.")
    doc: str = Field(description="Chemin de la publication dans le dossier indexé.")
    title: str
    page: int | None = Field(description="Page, à partir de 1, comme une visionneuse les compte ; null sans pages.")
    quote: str = Field(description="Mots cités, tels quels.")
    url: str = Field(description="Lien vers le document, ouvert à la page.")
    official_url: str = Field(description="Adresse de la publication officielle ; vide si elle n’en a pas de stable.")
    kind: str = Field(description="Slug du type de publication ; vide s’il est inconnu.")
    kind_label: str
    publisher: str
    year: int | None
    headings: list[str] = Field(description="Titres au-dessus du passage, du plus général au plus proche.")
    context: str = Field(description="Passage entier, dont `quote` est un extrait.")
    superseded_by: str = Field(description="Publication qui remplace celle-ci ; vide si elle est à jour.")
    computed: bool = Field(
        description="Vrai si Repères a calculé ces chiffres à partir de réponses individuelles : "
        "ils ne sont imprimés nulle part."
    )
    page_label: str = Field(description="Numéro imprimé sur la page, quand il diffère de `page` ; vide sinon.")
    spans: list[SpanOut] = Field(default=[], description="Les phrases de `context`, dans l’ordre.")
    recognised: bool = Field(
        default=False, description="Vrai si la page est une image, lue par reconnaissance de caractères."
    )
    territory: str = Field(default="", description="Territoire de la publication ; vide s’il est inconnu.")


class RetrievedOut(BaseModel):
    """A retrieved passage."""

    doc: str
    page: int | None
    text: str
    score: float
    title: str
    url: str
    also: list[str] = Field(default=[], description="Autres publications (`doc`) où se trouve le même texte.")
    kind_label: str = Field(default="", description="Type de publication ; vide s’il est inconnu.")
    publisher: str = ""
    year: int | None = None
    headings: list[str] = Field(default=[], description="Titres au-dessus du passage, du plus général au plus proche.")
    official_url: str = Field(default="", description="Adresse de la publication officielle ; vide sans elle.")
    page_label: str = Field(default="", description="Numéro imprimé sur la page, quand il diffère de `page`.")


class HeardOut(BaseModel):
    """A filter heard in a question."""

    field: HeardField
    value: str = Field(description="Slug, éditeur, code du territoire, ou années « 2023-2025 ».")
    label: str
    hard: bool = Field(description="Vrai si seules ces publications sont citées ; sinon, elles passent devant.")


class UnderstoodOut(BaseModel):
    """What was understood of a question beyond its words."""

    question: str = Field(description="La question complétée par celle qu’elle prolonge, telle qu’elle est cherchée.")
    filters: list[HeardOut]
    notices: list[str] = Field(description="Ce que le lecteur doit savoir : sens d’un sigle, mot lu autrement.")


class SentenceOut(BaseModel):
    """A sentence of an answer, and what its sources make of it."""

    text: str = Field(description="La phrase, sans ses [n].")
    citations: list[int] = Field(description="Numéros des citations sur lesquelles elle repose.")
    verdict: str = Field(
        description="« étayé » ou « partiellement étayé ». Une citation est étayée par nature ; une phrase rédigée, "
        "une fois vérifiée. Une phrase non étayée n’est jamais donnée."
    )
    figure: FigureOut | None = Field(default=None, description="Chiffre d’enquête que la phrase cite, et sa lecture.")
    role: Role = Field(
        default=Role.SENTENCE, description="Phrase isolée, annonce d’une liste, élément de liste, ligne de tableau."
    )
    under: str = Field(
        default="", description="À lire sous la phrase : lecture d’un chiffre d’enquête, colonnes d’un tableau."
    )


class AnswerOut(BaseModel):
    """What `POST /api/v1/ask` gives, and each line of `reperes ask --batch` (plus its `id`)."""

    answer_id: str = Field(
        default="", description="À donner pour partager, exporter ou juger cette réponse, pendant un jour ; vide sinon."
    )
    answer: str = Field(description="Réponse en français, chaque phrase suivie de son [n] ; ou le motif du refus.")
    abstained: bool
    reason: str | None = Field(description="Motif du refus ; null s’il y a une réponse.")
    citations: list[CitationOut]
    retrieved: list[RetrievedOut] = Field(description="Jusqu’à 10 passages, le meilleur d’abord.")
    nearest: list[RetrievedOut] = Field(
        description="En cas de refus, les publications les plus proches (une fois chacune)."
    )
    further: list[RetrievedOut] = Field(
        default=[], description="Après une réponse, d’autres publications à lire sur le sujet (une fois chacune)."
    )
    latency_s: float = Field(description="Secondes.")
    understood: UnderstoodOut = UnderstoodOut(question="", filters=[], notices=[])
    mode: Literal["extractive", "drafted"] = Field(
        default="extractive", description="Citations mot pour mot, ou phrases rédigées par un modèle de langage."
    )
    notice: str | None = Field(
        default=None, description="Ce qui a manqué à la rédaction, pour qui lit ; null sans modèle ou sans incident."
    )
    sentences: list[SentenceOut] = Field(default=[], description="Phrases de la réponse, dans l’ordre.")
    withheld: int = Field(default=0, description="Phrases rédigées que leurs sources n’étayaient pas, retirées.")


def document_url(document: Document, page: int | None, public_url: str = "") -> str:
    """Link to a document's file, opened at a page where it has pages."""
    fragment = f"#page={page}" if page else ""
    return f"{public_url.rstrip('/')}{API}/documents/{quote(document.doc)}/file{fragment}"


def answer_text(outcome: Answer | Unanswered) -> str:
    """An outcome as Markdown that also reads well as plain text; see `assistant.pieces`."""
    return "".join(piece.text for piece in answer_pieces(outcome))


def notice_text(outcome: Answer | Unanswered) -> str | None:
    """What readers are told of a draft that is missing, cut short, or shorter for its verification."""
    if isinstance(outcome, Unanswered):
        return None
    told = [NOTICES[outcome.notice]] if outcome.notice else []
    if outcome.drafted and outcome.withheld:
        told.append(withheld_sentences(outcome.withheld))
    return " ".join(told) or None


def sentence_out(statement: Statement, under: str = "") -> SentenceOut:
    """A statement as others read it, with what is to be read under it."""
    return SentenceOut(
        role=statement.role,
        under=under,
        text=words_of(statement),
        citations=[citation.number for citation in statement.citations],
        verdict=VERDICTS[statement.verdict],
        figure=figure_out(statement.figure) if statement.figure else None,
    )


def under_lines(statements: Sequence[Statement]) -> dict[int, str]:
    """What stands under the figures of a survey and the rows of a table, by the number of the citation above it."""
    return figure_lines(statements) | column_lines(statements)


def citation_out(citation: Citation, public_url: str) -> CitationOut:
    """A citation as others read it."""
    told = citation.document.metadata
    kind = kinds().get(told.kind)
    return CitationOut(
        number=citation.number,
        doc=citation.document.doc,
        title=told.title,
        page=citation.passage.page,
        quote=citation.quote,
        url=document_url(citation.document, citation.passage.page, public_url),
        official_url=told.official_url,
        kind=told.kind,
        kind_label=kind.label if kind else "",
        publisher=told.publisher,
        year=told.year,
        headings=list(citation.passage.headings),
        context=citation.passage.text,
        superseded_by=told.replaced_by,
        computed=citation.document.computes(citation.passage.number),
        page_label=page_label(citation.document, citation.passage.page),
        spans=[SpanOut(start=s.start, end=s.end, kind=s.kind) for s in citation.passage.sentences],
        recognised=citation.passage.page in citation.document.ocr_pages,
        territory=told.territory,
    )


def page_label(document: Document, page: int | None) -> str:
    """The number printed on a page (1-based) when it is another one; else empty."""
    label = document.labels[page - 1] if page and page <= len(document.labels) else ""
    return "" if label == str(page) else label


def retrieved_out(hit: Hit, public_url: str) -> RetrievedOut:
    """A hit as others read it."""
    told = hit.document.metadata
    kind = kinds().get(told.kind)
    return RetrievedOut(
        doc=hit.document.doc,
        page=hit.passage.page,
        text=hit.passage.text,
        score=round(hit.score, 4),
        title=hit.document.metadata.title,
        url=document_url(hit.document, hit.passage.page, public_url),
        also=[twin.doc for twin in hit.twins],
        kind_label=kind.label if kind else "",
        publisher=told.publisher,
        year=told.year,
        headings=list(hit.passage.headings),
        official_url=told.official_url,
        page_label=page_label(hit.document, hit.passage.page),
    )


def understood_out(understood: Understood) -> UnderstoodOut:
    """What was understood, as others read it."""
    return UnderstoodOut(
        question=understood.question,
        filters=[HeardOut(field=h.field, value=h.value, label=h.label, hard=h.hard) for h in understood.filters],
        notices=notices(understood),
    )


def answer_out(outcome: Answer | Unanswered, seconds: float, public_url: str = "") -> AnswerOut:
    """An outcome as others read it.

    Args:
        outcome: Of `Assistant.ask`.
        seconds: How long it took.
        public_url: Put before the links; empty for relative ones.
    """
    refusal = outcome if isinstance(outcome, Unanswered) else None
    statements = outcome.statements if isinstance(outcome, Answer) else ()
    under = {} if isinstance(outcome, Answer) and outcome.drafted else under_lines(statements)
    return AnswerOut(
        answer=answer_text(outcome),
        abstained=refusal is not None,
        reason=refusal.reason if refusal else None,
        citations=[citation_out(citation, public_url) for s in statements for citation in s.citations],
        retrieved=[retrieved_out(hit, public_url) for hit in outcome.hits],
        nearest=[retrieved_out(hit, public_url) for hit in refusal.nearest] if refusal else [],
        further=[retrieved_out(hit, public_url) for hit in outcome.further] if isinstance(outcome, Answer) else [],
        latency_s=round(seconds, 4),
        understood=understood_out(outcome.understood),
        mode="drafted" if isinstance(outcome, Answer) and outcome.drafted else "extractive",
        notice=notice_text(outcome),
        sentences=[sentence_out(s, under.get(s.citation.number, "")) for s in statements],
        withheld=outcome.withheld if isinstance(outcome, Answer) else 0,
    )
