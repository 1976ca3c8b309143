"""The JSON of publications: listed, read, found, new."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — pydantic reads the type of a field
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from assistant.api.paging import PartOut
from assistant.contract import RetrievedOut, UnderstoodOut, document_url, page_label, retrieved_out
from assistant.library.browsing import Sort  # noqa: TC001 — pydantic reads the type of a field
from assistant.library.messages import CHANGES, FACETS, where_from
from assistant.library.neighbours import By  # noqa: TC001 — likewise
from assistant.library.news import Change  # noqa: TC001 — likewise
from assistant.library.summary import Origin  # noqa: TC001 — likewise
from assistant.understood import Field as FacetField  # noqa: TC001 — likewise
from indexer.passages import SentenceKind
from indexer.vocabulary import kinds, themes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.library.facets import FacetValue
    from assistant.library.library import Library, Publication
    from assistant.library.news import News
    from assistant.library.searching import Marked
    from indexer.documents import Document
    from indexer.passages import Passage


class DocumentOut(BaseModel):
    """A publication, as the index knows it."""

    doc: str = Field(description="Chemin dans le dossier indexé : le nom de la publication pour l’API.")
    title: str
    kind: str = Field(description="Slug du type ; vide s’il est inconnu.")
    kind_label: str
    publisher: str
    year: int | None
    date: str = Field(description="Jour de publication (AAAA-MM-JJ) ; vide s’il est inconnu.")
    themes: list[str] = Field(description="Slugs.")
    theme_labels: list[str]
    territory: str
    territory_code: str = Field(description="Code officiel (« DEP-93 ») ; vide s’il n’est pas sûr.")
    official_url: str = Field(description="Adresse de la publication officielle ; vide si elle n’en a pas de stable.")
    licence: str
    replaced_by: str = Field(description="`doc` de la publication qui la remplace ; vide si elle est à jour.")
    pages: int | None = Field(description="null pour les formats sans pages.")
    inferred: list[str] = Field(description="Champs déduits du fichier, faute de catalogue.")
    url: str = Field(description="Le fichier, tel qu’il a été indexé.")
    summary: str = Field(description="Quelques phrases de la publication, choisies et non rédigées ; vide sans elles.")
    added: dt.datetime = Field(description="Quand elle est entrée dans l’index (UTC).")
    changed: dt.datetime | None = Field(description="Quand son contenu a changé depuis, la dernière fois ; null sinon.")


class FacetValueOut(BaseModel):
    """A value by which a list may be narrowed."""

    value: str = Field(description="À donner au filtre : slug, année ou nom.")
    label: str
    count: int = Field(description="Publications que ce filtre laisserait, les autres filtres restant en place.")
    selected: bool


class FacetOut(BaseModel):
    """The values of a field, the most frequent first; years, the latest first."""

    field: FacetField
    label: str
    values: list[FacetValueOut]


class DocumentsOut(PartOut):
    """A part of the list of publications."""

    documents: list[DocumentOut]
    sort: Sort = Field(description="Ordre de la liste.")
    facets: list[FacetOut] = Field(description="Vide si `facets` n’est pas demandé.")
    complete: bool = Field(description="Faux si aucune publication n’a tous les mots : celles-ci en ont le plus.")
    notices: list[str] = Field(description="Ce que le lecteur doit savoir : mot lu autrement.")


class LinkedOut(BaseModel):
    """A publication that another one is linked to."""

    doc: str
    title: str
    year: int | None
    url: str


class NeighbourOut(LinkedOut):
    """A publication near another one."""

    by: By = Field(description="`vectors` : par ce qu’elles disent ; `themes` : par leurs thèmes, faute de texte.")
    score: float = Field(description="Cosinus (-1 à 1), ou part des thèmes en commun (0 à 1).")
    themes: list[str] = Field(description="Thèmes en commun (slugs).")


class ContentsLineOut(BaseModel):
    """A line of the table of contents."""

    text: str
    level: int = Field(description="1 pour les titres les plus généraux.")
    page: int | None = Field(description="Page du premier passage sous ce titre ; null sans pages.")
    passage: int = Field(description="Numéro de ce passage.")


class ExtractOut(BaseModel):
    """A sentence of the summary, word for word."""

    text: str
    page: int | None
    passage: int


class SurveyLinkOut(BaseModel):
    """A survey whose results a publication holds."""

    title: str
    year: int | None
    respondents: int | None
    questions: int
    synthetic: bool


class PublicationOut(DocumentOut):
    """A publication's page."""

    summary_origin: Origin = Field(description="`section` : de sa partie de résumé ; `beginning` : ses premiers mots.")
    summary_heading: str = Field(description="Titre de cette partie ; vide sinon.")
    summary_notice: str = Field(description="D’où viennent les phrases du résumé, à dire avec elles.")
    extracts: list[ExtractOut] = Field(description="Les phrases du résumé, avec leur place.")
    contents: list[ContentsLineOut] = Field(description="Table des matières.")
    passages: int = Field(description="Nombre de passages.")
    replaced_by_document: LinkedOut | None
    replaces: list[LinkedOut]
    near: list[NeighbourOut] = Field(description="Publications proches, la plus proche d’abord.")
    surveys: list[SurveyLinkOut]
    unread_pages: list[int] = Field(description="Pages dont rien n’a pu être lu : numérisées, blanches ou illisibles.")
    recognised_pages: list[int] = Field(description="Pages numérisées, lues par reconnaissance de caractères.")
    withheld: bool = Field(description="Vrai si le fichier contient des réponses de personnes et ne s’ouvre pas.")
    former: list[str] = Field(description="Ses anciens chemins, qui la trouvent encore.")


class PassageOut(BaseModel):
    """A passage, word for word."""

    number: int = Field(description="Rang dans la publication, à partir de 0.")
    page: int | None
    page_label: str = Field(description="Numéro imprimé sur la page, quand il diffère de `page` ; vide sinon.")
    headings: list[str] = Field(description="Titres au-dessus, du plus général au plus proche.")
    kind: Literal["text", "table", "note"] = Field(description="Dans un tableau, des tabulations séparent les cases.")
    text: str
    computed: bool = Field(description="Vrai si ces chiffres sont calculés et ne sont imprimés nulle part.")
    url: str


class PassagesOut(PartOut):
    """A part of the passages of a publication, in reading order."""

    doc: str
    passages: list[PassageOut]


class PageOut(BaseModel):
    """A page of a publication."""

    doc: str
    page: int
    page_label: str
    pages: int
    read: bool = Field(description="Faux si rien n’a pu être lu de la page.")
    recognised: bool = Field(description="Vrai si la page est une image, lue par reconnaissance de caractères.")
    text: str = Field(description="Les passages de la page, séparés par une ligne vide.")
    passages: list[PassageOut]
    url: str


class MarkOut(BaseModel):
    """Words searched for: `text[start:end]`, in Unicode characters."""

    start: int
    end: int


class FoundPassageOut(RetrievedOut):
    """A passage found."""

    score: float = Field(
        description="Note de la recherche ; l’ordre des premiers passages tient aussi compte de leurs phrases."
    )
    number: int = Field(description="Rang dans la publication, à partir de 0.")
    marks: list[MarkOut] = Field(description="Où sont les mots cherchés.")


class SearchOut(PartOut):
    """A part of the passages found, best first, and what was understood of what was searched for."""

    passages: list[FoundPassageOut]
    understood: UnderstoodOut


class NewsItemOut(BaseModel):
    """Something that happened to a publication."""

    change: Change
    change_label: str
    at: dt.datetime
    document: DocumentOut


class NewsOut(PartOut):
    """A part of what is new, the latest first."""

    news: list[NewsItemOut]


class TermOut(BaseModel):
    """A value that filters take."""

    value: str = Field(description="À donner au filtre.")
    label: str
    description: str
    documents: int = Field(description="Publications que le filtre laisserait.")


class TermsOut(BaseModel):
    """All the values that a filter takes."""

    total: int
    terms: list[TermOut]


def document_out(document: Document, library: Library, public_url: str) -> DocumentOut:
    """A publication as others read it."""
    return DocumentOut.model_validate(_told(document, library, public_url))


def _told(document: Document, library: Library, public_url: str) -> dict[str, object]:
    told = document.metadata
    kind = kinds().get(told.kind)
    return {
        "doc": document.doc,
        "title": told.title,
        "kind": told.kind,
        "kind_label": kind.label if kind else "",
        "publisher": told.publisher,
        "year": told.year,
        "date": told.date,
        "themes": list(told.themes),
        "theme_labels": [themes()[slug].label for slug in told.themes if slug in themes()],
        "territory": told.territory,
        "territory_code": told.territory_code,
        "official_url": told.official_url,
        "licence": told.licence,
        "replaced_by": told.replaced_by,
        "pages": document.pages,
        "inferred": list(told.inferred),
        "url": document_url(document, None, public_url),
        "summary": library.summary(document).text,
        "added": document.added or library.index.manifest.built_at,
        "changed": document.changed or None,
    }


def publication_out(publication: Publication, library: Library, public_url: str) -> PublicationOut:
    """A publication's page as others read it."""
    document, summary = publication.document, publication.summary
    successor = publication.replaced_by
    return PublicationOut.model_validate(
        _told(document, library, public_url)
        | {
            "summary_origin": summary.origin,
            "summary_heading": summary.heading,
            "summary_notice": where_from(summary),
            "extracts": [ExtractOut(text=e.text, page=e.page, passage=e.passage) for e in summary.extracts],
            "contents": [
                ContentsLineOut(text=h.text, level=h.level, page=h.page, passage=h.passage)
                for h in publication.contents
            ],
            "passages": len(publication.passages),
            "replaced_by_document": LinkedOut.model_validate(_link(successor, public_url)) if successor else None,
            "replaces": [LinkedOut.model_validate(_link(other, public_url)) for other in publication.replaces],
            "near": [
                NeighbourOut.model_validate(
                    _link(near.document, public_url)
                    | {"by": near.by, "score": round(near.score, 3), "themes": list(near.themes)}
                )
                for near in publication.near
            ],
            "surveys": [
                SurveyLinkOut(
                    title=survey.title,
                    year=survey.year,
                    respondents=survey.respondents,
                    questions=len(survey.questions),
                    synthetic=survey.synthetic,
                )
                for survey in publication.surveys
            ],
            "unread_pages": sorted({*document.blind_pages, *document.garbled_pages}),
            "recognised_pages": list(document.ocr_pages),
            "withheld": document.withheld,
            "former": list(document.former),
        }
    )


def _link(document: Document, public_url: str) -> dict[str, object]:
    told = document.metadata
    return {
        "doc": document.doc,
        "title": told.title,
        "year": told.year,
        "url": document_url(document, None, public_url),
    }


def facets_out(facets: Mapping[FacetField, tuple[FacetValue, ...]]) -> list[FacetOut]:
    """Facets as others read them."""
    return [
        FacetOut(
            field=field,
            label=FACETS[field],
            values=[FacetValueOut(value=v.value, label=v.label, count=v.count, selected=v.selected) for v in values],
        )
        for field, values in facets.items()
    ]


def passage_out(passage: Passage, document: Document, public_url: str) -> PassageOut:
    """A passage as others read it."""
    return PassageOut(
        number=passage.number,
        page=passage.page,
        page_label=page_label(document, passage.page),
        headings=list(passage.headings),
        kind=_kind(passage),
        text=passage.text,
        computed=document.computes(passage.number),
        url=document_url(document, passage.page, public_url),
    )


def _kind(passage: Passage) -> Literal["text", "table", "note"]:
    found = {sentence.kind for sentence in passage.sentences}
    if found & {SentenceKind.HEADER, SentenceKind.ROW}:
        return "table"
    return "note" if found == {SentenceKind.NOTE} else "text"


def page_out(document: Document, page: int, passages: tuple[Passage, ...], public_url: str) -> PageOut:
    """A page as others read it."""
    return PageOut(
        doc=document.doc,
        page=page,
        page_label=page_label(document, page),
        pages=document.pages or 0,
        read=bool(passages),
        recognised=page in document.ocr_pages,
        text="\n\n".join(passage.text for passage in passages),
        passages=[passage_out(passage, document, public_url) for passage in passages],
        url=document_url(document, page, public_url),
    )


def found_out(found: Marked, public_url: str) -> FoundPassageOut:
    """A passage found as others read it."""
    told = retrieved_out(found.hit, public_url).model_dump()
    marks = [MarkOut(start=mark.start, end=mark.end) for mark in found.marks]
    return FoundPassageOut(**told, number=found.hit.passage.number, marks=marks)


def news_out(news: News, library: Library, public_url: str) -> NewsItemOut:
    """Something that happened, as others read it."""
    return NewsItemOut(
        change=news.change,
        change_label=CHANGES[news.change],
        at=news.at,
        document=document_out(news.document, library, public_url),
    )
