"""The answering part of a draft: sentences of publications that answer, and the publications to read, numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.answers import Role
from assistant.columns import column_lines
from assistant.contract import document_url
from assistant.survey_messages import figure_lines
from assistant.triage.drafting import wording
from assistant.triage.drafting.context import Answered, Source, Stated
from assistant.triage.drafting.marks import marked, plain, verbatim
from assistant.triage.model import Resource
from indexer.passages import is_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import Citation, Statement
    from assistant.service import Found
    from assistant.triage.drafting.repeating import Repeating

QUESTION_CHARS: Final = 180
EXTRACT_CHARS: Final = 320
"""Longest sentence of a publication shown beside its title: a draft copies no long passage."""
MOST_LISTED: Final = 5
"""Publications of a draft, cited or to read."""
MOST_READINGS: Final = {"A4": 1, "B1": 2, "B3": 0}
"""By category; a proposal is answered by what the association may do, not by things to read."""
READINGS: Final = 3
MOST_STATEMENTS: Final = {"A4": 3}
STATEMENTS: Final = 5
"""Sentences quoted for a question; fewer for a simple one."""
LEAST_CERTAINTY: Final = 0.4
LEAST_JUDGED: Final = 0.0
"""What an answer takes to stand in a letter, which is more than on a page where its reader judges: the refusal's
certainty, and the selector's logit of its passage. Set on the association's sixty sample messages: of the questions
that the assistant would answer, this leaves those whose answer a person would send."""
_BOILERPLATE: Final = re.compile(
    r"^(?:Ce|Cette|Ces) (?:documents?|dossiers?|notes?|repères?|questions?)\b|rédigé\w{0,2} pour Repères|^Source"
)
_WHOLE: Final = re.compile(r"[A-ZÀ-Ý0-9].*[.!?]")


class Shelf:
    """The publications of a draft, numbered as they are taken."""

    def __init__(self, resources: Sequence[Resource], public_url: str) -> None:
        """Holds those that were found.

        Args:
            resources: Best first.
            public_url: Of the server, put before the links that are made here.
        """
        self._resources = resources
        self._public_url = public_url
        self.cited: list[Source] = []

    def cite(self, citation: Citation) -> Source:
        """The publication of a citation, on its page."""
        doc, page = citation.document.doc, citation.passage.page
        for source in self.cited:
            if (source.resource.doc, source.resource.page) == (doc, page):
                return source
        self.cited.append(_source(len(self.cited) + 1, self._resource(citation)))
        return self.cited[-1]

    def readings(self, category: str) -> tuple[Source, ...]:
        """Publications that are not cited, as many as a draft of a category may list besides those that are."""
        docs = {source.resource.doc for source in self.cited}
        left = [resource for resource in self._resources if resource.doc not in docs]
        first = len(self.cited) + 1
        most = min(MOST_READINGS.get(category, READINGS), MOST_LISTED - len(docs))
        return tuple(_source(key, resource) for key, resource in enumerate(left[: max(0, most)], first))

    def _resource(self, citation: Citation) -> Resource:
        document, page, told = citation.document, citation.passage.page, citation.document.metadata
        return Resource(
            doc=document.doc,
            title=told.title,
            page=page,
            quote=citation.quote,
            text=citation.passage.text,
            url=document_url(document, page, self._public_url),
            official_url=told.official_url,
            year=told.year,
        )


def answered(found: Sequence[Found], category: str, repeating: Repeating, shelf: Shelf) -> tuple[Answered, ...]:
    """What publications answer, question by question; a sentence is said once.

    Args:
        found: For each question.
        category: Code: a simple question gets fewer sentences.
        repeating: What of the questions may be repeated.
        shelf: Takes the publications that are cited.
    """
    most = MOST_STATEMENTS.get(category, STATEMENTS)
    said: set[str] = set()
    answers = []
    for each in found:
        new = [statement for statement in sound(each) if statement.citation.quote not in said]
        said.update(statement.citation.quote for statement in new)
        statements = stated(new, shelf, most)
        if statements:
            answers.append(Answered(repeating.of(each.question.text, QUESTION_CHARS), statements))
    return tuple(answers)


def sound(found: Found) -> tuple[Statement, ...]:
    """The sentences of an answer that may stand in a letter; survey figures always may, being asked for as such."""
    if found.reason is not None or found.certainty < LEAST_CERTAINTY:
        return ()
    judged = found.judgement
    if judged is None:
        return found.statements
    scores = {hit.passage.id: judged.best(hit) for hit in found.retrieval.hits}
    return tuple(
        statement
        for statement in found.statements
        if statement.figure or scores.get(statement.citation.passage.id, LEAST_JUDGED) >= LEAST_JUDGED
    )


def stated(statements: Sequence[Statement], shelf: Shelf, most: int = STATEMENTS) -> tuple[Stated, ...]:
    """Sentences that answer, each with the [n] of what it rests on: quoted, or drafted and verified."""
    kept = list(statements[:most])
    while kept and kept[-1].role is Role.LEAD:
        kept.pop()
    notes = figure_lines(kept) | column_lines(kept)
    return tuple(_stated(statement, shelf, notes.get(statement.citation.number, "")) for statement in kept)


def _stated(statement: Statement, shelf: Shelf, note: str) -> Stated:
    key = shelf.cite(statement.citation).key
    item = statement.role is Role.ITEM
    if statement.drafted is None:
        words = verbatim(" | ".join(_cells(statement)))
        said = marked(key, verbatim(note), shown=False) if note else ""
        return Stated(marked(key, f"«\u00a0{words}\u00a0»"), item, said)
    keys = dict.fromkeys(shelf.cite(citation).key for citation in statement.citations)
    marks = "".join(marked(other, "") for other in keys if other != key)
    partial = "" if statement.verdict.value == "supported" else wording.PARTIAL
    return Stated(f"{marked(key, verbatim(statement.drafted.text))}{marks}{partial}", item)


def _cells(statement: Statement) -> list[str]:
    """The cells of a quoted row; the sentence alone, where one of them says it all."""
    cells = statement.citation.quote.split("\t")
    sentences = [cell for cell in cells if is_sentence(cell)]
    return sentences[-1:] if sentences and statement.role is Role.ROW and statement.figure is None else cells


def _source(key: int, resource: Resource) -> Source:
    quote = "" if "\t" in resource.quote else verbatim(resource.quote)
    told = len(quote) <= EXTRACT_CHARS and _WHOLE.fullmatch(quote) and not _BOILERPLATE.search(quote)
    return Source(
        key=key,
        resource=resource,
        title=plain(resource.title, 300),
        year=resource.year,
        page=resource.page,
        url=_link(resource),
        quote=quote if told else "",
    )


def _link(resource: Resource) -> str:
    """The publisher's page first: whoever is answered may not reach this server."""
    for url in (resource.official_url, resource.url):
        if url.startswith(("https://", "http://")):
            return "".join(verbatim(url).split())
    return wording.NO_LINK
