"""What each column of a table of results holds, from its header and from its cells."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.surveys.figures import find_base, parse_figure, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.surveys.grids import Row


MOST_COLUMNS = 25
"""Of a table of results; a wider one is a list or a database."""


class Role(enum.StrEnum):
    """What a column holds."""

    LABEL = "label"
    QUESTION = "question"
    REFERENCE = "reference"
    COUNT = "count"
    SHARE = "share"
    BASE = "base"
    TYPE = "type"


_WORDS: Mapping[Role, re.Pattern[str]] = {
    Role.BASE: re.compile(r"base\b|effectif total\b|(nombre|total)( total)?( de| des)? repondant|n total\b|n$"),
    Role.SHARE: re.compile(r"%|.*\b(parts?|pourcentages?|pour cent|proportions?|frequences?)\b|.*%"),
    Role.COUNT: re.compile(r"(effectifs?|nombre|nb|n|eff|citations?|reponses?|repondant\w*|total|occurrences)\b"),
    Role.QUESTION: re.compile(r"(questions?|intitule( de la question)?|libelle de la question|question posee|enonce)$"),
    Role.LABEL: re.compile(
        r"(modalites?|reponses?( possibles?| proposees?)?|choix|items?|options?|libelle|libelle de la reponse)"
        r"( de reponse)?$"
    ),
    Role.REFERENCE: re.compile(r"(ref(erence)?|code|n°|no|num(ero)?|id|variable)\b.*$"),
    Role.TYPE: re.compile(r"type( de (la )?question)?$"),
}
_FIGURES = (Role.COUNT, Role.SHARE, Role.BASE)
_MOSTLY = 0.6
"""Share of a column's filled cells that are figures, in a column of figures (others: « s. », « nd »)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, by position in its rows.

    Attributes:
        roles: The first column of each role.
        header: Texts of the header row; empty when there is none.
        survey_label: Whether the header calls the labels answers (« Modalité », « Réponse »).
        survey_words: Likewise, or calls them questions.
    """

    roles: Mapping[Role, int]
    header: tuple[str, ...] = ()
    survey_label: bool = False
    survey_words: bool = False


def columns_of(rows: Sequence[Row]) -> Columns | None:
    """The columns of a table whose first row may be a header.

    Returns:
        `None` when it has no column of labels, or none of counts or shares, or too many of any.
    """
    if len(rows[0]) > MOST_COLUMNS:
        return None
    header = tuple(cell.text for cell in rows[0])
    headed = len(rows) > 1 and not any(parse_figure(text) for text in header)
    roles = _by_header(header, rows[1:]) if headed else _by_content(rows)
    if Role.LABEL not in roles or not {Role.COUNT, Role.SHARE} & set(roles):
        return None
    words = {role for role, column in roles.items() if headed and _WORDS[role].match(_name(header[column]))}
    return Columns(roles, header if headed else (), Role.LABEL in words, bool(words & {Role.LABEL, Role.QUESTION}))


def _by_header(header: Sequence[str], body: Sequence[Row]) -> dict[Role, int]:
    roles: dict[Role, int] = {}
    for column, text in enumerate(header):
        figures = is_figures(body, column)
        for role, words in _WORDS.items():
            if (role in _FIGURES) == figures and role not in roles and words.match(_name(text)):
                roles[role] = column
                break
    if Role.BASE in roles and Role.COUNT not in roles and Role.SHARE not in roles:
        roles[Role.COUNT] = roles.pop(Role.BASE)  # « N » alone heads the counts
    free = [column for column in range(len(header)) if column not in roles.values()]
    words_in = [column for column in free if not is_figures(body, column) and any(row[column].text for row in body)]
    if Role.LABEL not in roles and words_in:
        roles[Role.LABEL] = words_in[0]
    for other in (Role.QUESTION, Role.TYPE, Role.REFERENCE):  # « Question | Effectif »: each row is an answer to it
        if Role.LABEL not in roles and other in roles:
            roles[Role.LABEL] = roles.pop(other)
    return roles


def _by_content(rows: Sequence[Row]) -> dict[Role, int]:
    """« Oui | 26 | 76,5 % » without a header: labels first, whole numbers are counts, percents are shares."""
    roles: dict[Role, int] = {}
    for column in range(len(rows[0])):
        figures = [figure for row in rows if (figure := parse_figure(row[column].text))]
        if not is_figures(rows, column):
            role = Role.LABEL
        elif all(figure.share is not None and figure.count is None for figure in figures):
            role = Role.SHARE
        else:
            role = Role.COUNT
        roles.setdefault(role, column)
    return roles


def role_of(header: str) -> Role | None:
    """What a header says that its column holds, whatever is in it."""
    return next((role for role, words in _WORDS.items() if words.match(_name(header))), None)


def is_figures(rows: Sequence[Row], column: int) -> bool:
    """Whether most filled cells of a column are figures."""
    texts = [row[column].text for row in rows if row[column].text]
    return bool(texts) and sum(parse_figure(text) is not None for text in texts) >= _MOSTLY * len(texts)


def _name(header: str) -> str:
    """A header's words without the base that it may tell: « Effectif (n = 34) »."""
    base = find_base(header)
    return plain(base.rest) if base and base.rest else plain(header)
