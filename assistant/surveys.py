"""Questions that a survey asked: their figures, quoted from the rows that print them.

```
Retrieval ─▶ the question of each survey that it asks about ─▶ its rows ─▶ statements, to stand first in the answer
```

A question is about a survey's when it says more of its wording than it leaves out, says nothing that is not of that
survey, singles it out among the survey's others, and the retrieval found its rows too. Words decide, and how rare they
are: there is no threshold to tune but "more than half". In doubt nothing is said, and the sentences found answer alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from assistant.answers import Citation, Role, Statement, SurveyFigure
from assistant.candidates import READ_HITS
from assistant.evidence import ANSWER_SORTS
from assistant.meanings import equivalents
from assistant.shapes import Shape, shape_of
from assistant.survey_rows import Entry, Row, entries_of, located, rows_of
from indexer.french import stem, term_set, words
from indexer.passages import SentenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from assistant.retrieval import Retrieval
    from indexer.index import Index
    from indexer.surveys import Survey
    from indexer.surveys.model import SurveyQuestion

MAX_ROWS = 8
"""Answers of one question that are quoted, as many as the items of a list."""
MOST = 0.5
"""A question is about a survey's when it says more than this share of its wording, each word as rare as it is."""
ROOT = 5
"""Stems of so many letters at least, one of which begins the other, are of one word (« répondu », « répondant »)."""
ENDING = 2
"""Most letters that the longer one may have in excess."""

NAMED = re.compile(
    r"\b(?:enquetes?|sondages?|barometres?|questionnaires?|repondantes?|repondants?|interroge[es]*|ont repondu|"
    r"repondent)\b"
)
"""Over levelled words: speaks of a survey."""
SPREAD = re.compile(
    r"\b(?:repartitions?|reparti(?:t|r|s|e|es|ssent)?|distribution|ventil\w+|quelles reponses|"
    r"(?:toutes les|detail des|quelles sont les) reponses)\b"
)
"""Over levelled words: asks for all the answers."""
HOW_MANY = re.compile(
    r"\b(?:tous|toutes|toujours|souvent|rarement|plupart|majorite|majoritairement|moitie|minorite|generalement|"
    r"regulierement|frequence|frequemment|moyenne)\b"
)
"""Over levelled words: asks how many or how often, without the word."""
UNASKING = frozenset({Shape.DEFINITION, Shape.METHOD})
"""What no figure answers, unless the question names a survey."""
PERIOD = re.compile(r"\b(?:periode|dates?) (?:de |d |du )?(?:la |l )?(?:collecte|enquete|terrain|passation|recueil)\b")
"""Over the levelled wording of an indicator: tells when the survey was carried out."""

HOLLOW = frozenset(
    stem(word)
    for word in (
        "disposer avoir exister posseder beneficier compter representer concerner trouver citer citee declarer "
        "indiquer relever montrer donner publier"
    ).split()
)
"""Stems of verbs of having and of reporting: a wording is told without them."""
LIGHT = (
    ANSWER_SORTS
    | HOLLOW
    | frozenset(
        stem(word)
        for word in (
            "enquete sondage questionnaire resultat repondant repondre reponse interroger personne total totalite "
            "majorite moitie minorite moyenne moyen principal tout tous toujours souvent rarement plupart selon "
            "repartir repartition distribution ventilation detail frequence generalement chiffrer mesurer estimer "
            "savoir connaitre apres dernier recent actuel actuellement aujourd hui vraiment reellement question"
        ).split()
    )
)
"""Stems that say how a question is put, or that a survey answers it: a closed list, not written for any question."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a survey, and the rows that print its figures.

    Attributes:
        survey: Its survey.
        question: It.
        rows: With what each tells, in the order of the file.
        wording: Stems of its wording.
        speaks_of: Stems of all that is printed of it: wording, answers, rows, caption, survey, publisher.
        otherwise: Expressions that say some of this in other words, each as its stems.
        title: Stems of the survey's title: told by whoever names the survey.
    """

    survey: Survey
    question: SurveyQuestion
    rows: tuple[tuple[Entry, Row], ...]
    wording: frozenset[str]
    speaks_of: frozenset[str]
    otherwise: frozenset[frozenset[str]]
    title: frozenset[str]

    def found_in(self, retrieval: Retrieval) -> bool:
        """Whether the retrieval would quote its rows."""
        found = {hit.passage.id for hit in retrieval.hits[:READ_HITS]}
        return any(row.passage.id in found for _, row in self.rows)


class SurveyItems:
    """The questions of an index's surveys, those whose rows stand in passages."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.items = tuple(item for survey in index.surveys for item in _items(survey, index))

    def statements(self, retrieval: Retrieval) -> tuple[Statement, ...]:
        """The rows that answer, each cited with its figure; empty when no survey asked this.

        Surveys that asked the same come one after the other, the most recent first; made-up answers, only where no
        real ones are.
        """
        asked = self.asked(retrieval)
        real = [item for item in asked if not item.survey.synthetic] or asked
        said: list[Statement] = []
        for item in sorted(real, key=lambda item: -(item.survey.year or 0)):
            document, period = self._index.documents[item.survey.doc], _period(item.survey)
            for row, answers in _wanted(item, retrieval):
                citation = Citation(len(said) + 1, row.passage, document, row.quote)
                role = Role.ROW if row.sentence.kind is SentenceKind.ROW else Role.SENTENCE
                figure = SurveyFigure(item.survey, item.question, answers, period)
                said.append(Statement(citation, role, figure=figure))
        return tuple(said)

    def asked(self, retrieval: Retrieval) -> list[Item]:
        """The question of each survey that is asked about, at most one a survey."""
        query = retrieval.query
        typed = " ".join(words(query.text))
        named = bool(NAMED.search(typed))
        follows_without_a_word = query.own != query.topical and query.own <= LIGHT
        if follows_without_a_word or not (named or _asks_how_many(typed, shape_of(query.text))):
            return []
        otherwise = equivalents(query.text)
        told: dict[str, list[tuple[float, int, Item]]] = {}
        for item in self.items:
            weight, share, missing = self._told(item, query.topical, otherwise, named=named)
            if share > MOST:
                told.setdefault(item.survey.doc, []).append((weight, -missing, item))
        best = (_singled_out(of_survey) for of_survey in told.values())
        return [item for item in best if item and item.found_in(retrieval)]

    def _told(
        self, item: Item, asked: frozenset[str], otherwise: Iterable[frozenset[str]], *, named: bool
    ) -> tuple[float, float, int]:
        """Rarity of its wording that the question tells, as a sum and as a share; how many words of it are not told.

        All are 0 when the question is about something else too. The sum leaves out what naming the survey tells.
        """
        if not _holds_all(_with(item.speaks_of, item.otherwise, asked), asked - LIGHT):
            return 0.0, 0.0, 0
        said = _with(asked, otherwise, item.wording)
        told = {term for term in item.wording if _holds(said, term)}
        left = item.wording - told - HOLLOW
        # A survey's title alone asks for none of its questions.
        if left and told <= item.title:
            return 0.0, 0.0, 0
        by_title = left & item.title if named else frozenset()
        rarity = self._index.lexical.rarity
        weight, more, missing = (fsum(map(rarity, of)) for of in (told, by_title, left - by_title))
        return weight, (weight + more) / (weight + more + missing or 1.0), len(left)


def _asks_how_many(typed: str, shape: Shape) -> bool:
    if SPREAD.search(typed):
        return True
    return shape is Shape.FIGURE or (shape not in UNASKING and bool(HOW_MANY.search(typed)))


def _singled_out(told: list[tuple[float, int, Item]]) -> Item | None:
    """The one of which most is told, then with the fewest words left; `None` when two are told as well."""
    most = max((weight, left) for weight, left, _ in told)
    first = [item for weight, left, item in told if (weight, left) == most]
    return first[0] if len(first) == 1 else None


def _items(survey: Survey, index: Index) -> Iterator[Item]:
    rows = rows_of([index.passages[row] for row in index.rows_by_document.get(survey.doc, ())])
    publishers = survey.publisher, index.documents[survey.doc].metadata.publisher
    around = " ".join([survey.title, survey.population, *publishers, str(survey.year or "")])
    for question in survey.questions:
        entries = entries_of(question)
        places = located(question, entries, rows)
        if places:
            quoted = " ".join(row.told for row in dict.fromkeys(places))
            text = f"{question.wording} {question.population} {around} {quoted} {' '.join(e.label for e in entries)}"
            yield Item(
                survey,
                question,
                tuple(zip(entries, places, strict=True)),
                term_set(question.wording),
                term_set(text),
                equivalents(text),
                term_set(survey.title),
            )


def _wanted(item: Item, retrieval: Retrieval) -> list[tuple[Row, tuple[Entry, ...]]]:
    """The rows of the answers that the question names, else of all of them; each with the answers that it gives."""
    asked = retrieval.query.topical
    named = [(entry, row) for entry, row in item.rows if _names(asked, term_set(entry.label) - item.wording)]
    spread = SPREAD.search(" ".join(words(retrieval.query.text)))
    rows: dict[Row, list[Entry]] = {}
    for entry, row in item.rows if spread or not named else named:
        rows.setdefault(row, []).append(entry)
    return [(row, tuple(entries)) for row, entries in rows.items()][:MAX_ROWS]


def _names(asked: AbstractSet[str], label: AbstractSet[str]) -> bool:
    return any(term[0].isalpha() for term in label) and _holds_all(asked, label)


def _with(stems: frozenset[str], otherwise: Iterable[frozenset[str]], of: frozenset[str]) -> frozenset[str]:
    """Stems, and those of the expressions that stand whole in others."""
    return stems.union(*(said for said in otherwise if said <= of))


def _holds_all(held: AbstractSet[str], wanted: Iterable[str]) -> bool:
    return all(_holds(held, term) for term in wanted)


def _holds(held: AbstractSet[str], term: str) -> bool:
    return term in held or any(_same_word(term, other) for other in held)


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= ROOT and long.startswith(short) and len(long) - len(short) <= ENDING


def _period(survey: Survey) -> str:
    """When it was carried out, where one of its indicators tells; else empty."""
    told = (q for q in survey.questions if PERIOD.search(" ".join(words(q.wording))))
    return next((m.printed for q in told for m in q.modalities), "")
