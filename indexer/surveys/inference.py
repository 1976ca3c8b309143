"""What the columns of microdata are when no codebook tells: which are questions, and which must be left alone.

Whoever answered must not be told: identifiers, names, addresses and free text are never aggregated, hence never
shown. In doubt a column is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.surveys.figures import plain
from indexer.surveys.model import Codebook, LeftOut, QuestionKind, Variable
from indexer.surveys.workbook import unique_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

NO_ANSWER = frozenset({"", "na", "n/a", "nan", "null", "."})
"""What an unanswered cell holds, lower case, whatever the codebook says. « none » is an answer."""
FEWEST_ROWS = 10
"""A shorter table is a list, or the answers of too few to tell anything of."""
FEWEST_QUESTIONS = 2
_MOST_MODALITIES = 30
_LONGEST_MODALITY = 60
_FEW_NUMBERS = 7
"""Distinct whole numbers that are still codes or grades rather than measures."""
_MOSTLY = 0.9
_SOME = 0.1
_IDENTIFIER = re.compile(
    r"(id|identifiant|uuid|token|cle|numero|num|n°)$|(resp|repondant|respondent|record|response)\w*id"
    r"|^(id|n°|numero|code) (de la |du |de l'|d'|de )?(repondant|reponse|participant|enquete|questionnaire)"
    r"|^(horodateur|horodatage|timestamp|submitdate|startdate|datestamp|derniere page|lastpage|tete de serie|seed)$"
    r"|^(serial|numero de serie|sid)$|^(date|heure)( et heure)? (de|du) (soumission|debut|fin|l'envoi|reponse)"
    r"|^(submitted|completed|modified|start|completion) time$"
)
_RESPONDENT = re.compile(r"(resp(ondent)?_?id|id_?resp\w*|id_?repondant|repondant_?id|response_?id|id_?reponse|resp)$")
_PERSONAL = re.compile(
    r"\b(nom|prenom|name|e?mail|courriel|mel|telephone|tel|phone|mobile|adresse|address|ip|rue|naissance|birth"
    r"|latitude|longitude|siret)\b"
)
_PERSONAL_VALUE = re.compile(r"[^\s@]+@[^\s@]+\.\w+|(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}|(?:\d{1,3}\.){3}\d{1,3}")
_WEIGHT = re.compile(r"(poids|weights?|ponderation|pond|coef(ficient)?)\b")
_MARK = re.compile(r"(synthetic|synthetique|fictif|fictive|factice)\b")
_TEXT = re.compile(r"(comment(aire)?s?|remarques?|precis(ez|ion|ions)?|autre_precisez|verbatim|texte|ouverte?)\b")
_MEASURE = re.compile(r"(nb|n|nombre|effectif|age|duree|montant|etp|fte|count)\b")
_SURVEY_NAME = re.compile(r"enquete|survey|sondage|questionnaire|reponses|responses|microdonnees|microdata|barometre")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_WHOLE = re.compile(r"[-+]?\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PREFIXED = re.compile(r"(.+?)[_.\[ /-]+([^\]]+)\]?")
_FLAGS = frozenset({"0", "1"})


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: how many lines hold each answer, and what its name says."""

    name: str
    words: str
    counts: Mapping[str, int]

    @property
    def answers(self) -> int:
        """How many lines hold something."""
        return sum(self.counts.values())

    def all_match(self, pattern: re.Pattern[str]) -> bool:
        return all(pattern.fullmatch(value) for value in self.counts)

    def share(self, holds: Callable[[str], bool]) -> float:
        """Share of the answers that something holds for."""
        return sum(count for value, count in self.counts.items() if holds(value)) / max(self.answers, 1)


def infer_codebook(frame: pd.DataFrame) -> Codebook:
    """The codebook that the columns of a table suggest.

    Args:
        frame: Texts; each line is known to be what somebody answered.

    Returns:
        Without a variable when the table has too few lines to tell anything of them.
    """
    if len(frame) < FEWEST_ROWS:
        return Codebook((), left_out=tuple((name, LeftOut.TOO_FEW) for name in frame.columns))
    columns = [_column(name, frame[name]) for name in frame.columns]
    grouped = _groups(columns)
    variables: list[Variable] = []
    left_out: list[tuple[str, LeftOut]] = []
    taken: set[str] = set()
    for column in columns:
        if column.name in grouped and grouped[column.name] is None:
            continue
        found = grouped.get(column.name) or _judge(column, len(frame))
        if isinstance(found, LeftOut):
            left_out.append((column.name, found))
        else:
            name = unique_name(found.name, taken)
            taken.add(name)
            variables.append(
                Variable(
                    name,
                    found.wording,
                    found.kind,
                    found.columns,
                    found.separator,
                    found.labels,
                    indicators=found.indicators,
                )
            )
    synthetic = any(_marks(column) for column in columns)
    return Codebook(tuple(variables), left_out=tuple(left_out), synthetic=synthetic)


def says_survey(named: str) -> bool:
    """Whether a file's name and title speak of a survey."""
    return bool(_SURVEY_NAME.search(plain(named)))


def has_respondents(header: str) -> bool:
    """Whether a column numbers the respondents, hence each line is what one of them answered."""
    columns = (re.sub(r"[\s-]+", "_", plain(name).strip('"')) for name in re.split("[;,\t|]", header))
    return any(map(_RESPONDENT.match, columns))


def is_long_text(cells: Sequence[str]) -> bool:
    """Whether cells hold sentences, nearly all distinct, rather than choices."""
    counts = Counter(cells)
    return len(counts) > _MOSTLY * len(cells) and _is_long(_Column("", "", counts))


def is_answer(value: str) -> bool:
    """Whether a cell holds something."""
    return value.strip().casefold() not in NO_ANSWER


def marks_synthetic(frame: pd.DataFrame) -> bool:
    """Whether a column « synthetic » says of some line that it is made up."""
    return any(_marks(_column(name, frame[name])) for name in frame.columns if _MARK.match(plain(str(name))))


def _marks(column: _Column) -> bool:
    return bool(_MARK.match(column.words)) and bool(
        {"1", "true", "vrai", "oui", "yes"} & set(map(plain, column.counts))
    )


def _column(name: str, values: pd.Series[str]) -> _Column:
    counts = {value: count for value, count in Counter(values.tolist()).items() if is_answer(value)}
    return _Column(name, plain(re.sub(r"[_\-.]+", " ", name)), counts)


def _groups(columns: Sequence[_Column]) -> dict[str, Variable | None]:
    """Columns of 0 and 1 that share a prefix are one multiple choice: held by its first column, `None` for the rest."""
    by_prefix: dict[str, list[tuple[_Column, str]]] = {}
    for column in columns:
        found = _PREFIXED.fullmatch(column.name)
        if found and column.counts and set(column.counts) <= _FLAGS and not _MARK.match(column.words):
            by_prefix.setdefault(found[1], []).append((column, found[2]))
    grouped: dict[str, Variable | None] = {}
    for prefix, members in by_prefix.items():
        if len(members) > 1:
            names = tuple(column.name for column, _ in members)
            labels = tuple((column.name, label) for column, label in members)
            grouped.update(dict.fromkeys(names))
            grouped[names[0]] = Variable(prefix, prefix, QuestionKind.MULTIPLE, names, labels=labels, indicators=True)
    return grouped


def _judge(column: _Column, rows: int) -> Variable | LeftOut:
    """What one column is."""
    if why := _why_left_out(column, rows):
        return why
    single = Variable(column.name, column.name, QuestionKind.SINGLE, (column.name,))
    numbers = column.all_match(_NUMBER)
    if numbers and not column.all_match(_YEAR):
        few = column.all_match(_WHOLE) and len(column.counts) <= _FEW_NUMBERS and not _MEASURE.match(column.words)
        if not few:
            return Variable(column.name, column.name, QuestionKind.NUMERIC, (column.name,))
    if separator := _separator(column):
        return Variable(column.name, column.name, QuestionKind.MULTIPLE, (column.name,), separator)
    if len(column.counts) > min(_MOST_MODALITIES, max(rows // 2, 2)):
        return LeftOut.FREE_TEXT
    return single


def _why_left_out(column: _Column, rows: int) -> LeftOut | None:
    distinct, words, long = len(column.counts), column.words, _is_long(column)
    personal = column.share(lambda value: bool(_PERSONAL_VALUE.search(value))) > 0
    unique = distinct == column.answers and distinct > _SOME * rows and not column.all_match(_NUMBER)
    signs = {
        LeftOut.MARK: _MARK.match(words),
        LeftOut.PERSONAL: personal or _PERSONAL.search(words),
        LeftOut.IDENTIFIER: _IDENTIFIER.search(words) or (unique and not long),
        LeftOut.WEIGHT: _WEIGHT.match(words),
        LeftOut.CONSTANT: distinct <= 1,
        LeftOut.FREE_TEXT: long or _TEXT.match(words),
    }
    return next((why for why, told in signs.items() if told), None)


def _is_long(column: _Column) -> bool:
    """Whether some answers are sentences rather than choices, lists of choices apart."""
    return _separator(column) == "" and column.share(lambda value: len(value) > _LONGEST_MODALITY) > _SOME


def _separator(column: _Column) -> str:
    """What parts the answers of a cell, when a few of them come again and again; empty when nothing does."""
    for separator in (";", "|", ", "):
        if column.share(lambda value, by=separator: by in value) <= _SOME:  # type: ignore[misc]  # mypy types no default of a lambda
            continue
        parts = Counter(
            part.strip() for value, n in column.counts.items() for part in value.split(separator) for _ in range(n)
        )
        again = sum(count for count in parts.values() if count > 1)
        short = all(len(part) <= _LONGEST_MODALITY for part in parts)
        if len(parts) <= _MOST_MODALITIES and short and again >= _MOSTLY * sum(parts.values()):
            return separator
    return ""
