"""What a survey says: questions, with their wording, their base and the share of each modality.

Two sorts of files give one: a workbook of published results, whose figures are quoted from their cells, and a
file of individual answers (microdata), whose figures are computed here and are written nowhere in the file.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from indexer.errors import IndexCorrupt, IndexNotReadable
from indexer.room import readable

if TYPE_CHECKING:
    from pathlib import Path

SURVEYS_NAME = "surveys.json"
"""File of a generation that holds its surveys, all in one list."""
SMALL_BASE = 30
"""Below so many answers a share says little: one answer more or less moves it by more than three points."""


class QuestionKind(enum.StrEnum):
    """How a question was answered, hence how its figures read."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMERIC = "numeric"
    INDICATOR = "indicator"


class MismatchReason(enum.StrEnum):
    """What is wrong with a printed figure."""

    SHARE = "share"
    SUM = "sum"
    COUNT = "count"


class LeftOut(enum.StrEnum):
    """Why a column of microdata is no question."""

    IDENTIFIER = "identifier"
    PERSONAL = "personal"
    FREE_TEXT = "free_text"
    CONSTANT = "constant"
    WEIGHT = "weight"
    MARK = "mark"
    UNDECLARED = "undeclared"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Modality:
    """A possible answer, and how many gave it.

    Attributes:
        label: As printed, or as the codebook words it.
        count: Answers, never weighted; `None` when the file does not tell.
        share: Fraction 0–1: as printed in a workbook; computed (and weighted when the codebook says so) from
            microdata. `None` when the file prints none.
        recomputed: Fraction 0–1, `count` over the question's base; `None` when either is unknown.
        printed: The figure as the file shows it (« 76,5 % », « près de la moitié »); empty for microdata.
        tolerance: Half a unit of the last printed digit of `share`, as a fraction (0.0005 for « 76,5 % »).
        cell: Where it is printed, « Sheet!C5 » (« C5 » in a CSV file); empty for microdata.
    """

    label: str
    count: int | None = None
    share: float | None = None
    recomputed: float | None = None
    printed: str = ""
    tolerance: float = 0.0
    cell: str = ""


@dataclass(frozen=True, slots=True)
class NumericSummary:
    """What is told of answers that are numbers, in their own unit.

    Neither the least nor the greatest: they are somebody's answer.

    Attributes:
        mean, first_quartile, median, third_quartile: Weighted when the codebook declares a weight.
    """

    mean: float
    first_quartile: float
    median: float
    third_quartile: float


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """A question of a survey.

    Attributes:
        id: Letters, digits, « _ », « - », « . »; unique in the survey.
        wording: As asked, or as printed above its figures.
        base: Number of those who answered (n), never weighted; `None` when the file does not tell.
        kind: How it was answered.
        modalities: In the order of the file; for microdata in the codebook's, else the most frequent first. None
            for microdata when fewer than five answered.
        year: Of the survey; `None` when unknown.
        population: Who was asked; empty when unknown.
        summary: For `NUMERIC` questions of at least five answers.
        missing: Respondents who did not answer; `None` when the file does not tell.
        base_stated: False when the base is the sum of the counts because the file, whose shares add up to 100 %,
            prints none.
        weighted: Whether the shares (or the summary) are weighted.
        cell: Where the wording stands in the file; empty for microdata.
    """

    id: str
    wording: str
    base: int | None
    kind: QuestionKind
    modalities: tuple[Modality, ...]
    year: int | None = None
    population: str = ""
    summary: NumericSummary | None = None
    missing: int | None = None
    base_stated: bool = True
    weighted: bool = False
    cell: str = ""

    @property
    def multiple_choice(self) -> bool:
        """Whether one respondent may have given several answers: shares then add up to more than 100 %."""
        return self.kind is QuestionKind.MULTIPLE

    @property
    def small_base(self) -> bool:
        """Whether the base is known and smaller than `SMALL_BASE`."""
        return self.base is not None and self.base < SMALL_BASE


@dataclass(frozen=True, slots=True)
class Variable:
    """How a question is written in the columns of microdata.

    Attributes:
        name: The question's `id`.
        wording: As asked; the column's name when no codebook tells.
        kind: `SINGLE`, `MULTIPLE` or `NUMERIC`.
        columns: One column; for a multiple choice, possibly several.
        separator: Between the answers of one cell; empty when a cell holds one.
        labels: `(code, label)`, in the order to show them; a code that is not there is its own label.
        missing: Codes that stand for no answer, besides an empty cell.
        indicators: Whether each column is one answer, its cells telling chosen (1) or not (0).
        sheet: Where they stand in a workbook; empty for a CSV file.
        by_frequency: Whether the most frequent answer is shown first, whatever the order of the labels.
    """

    name: str
    wording: str
    kind: QuestionKind
    columns: tuple[str, ...]
    separator: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    indicators: bool = False
    sheet: str = ""
    by_frequency: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """How to read microdata: declared in a file beside them, or inferred.

    Attributes:
        variables: The questions, in order.
        weight: Column of the weights; empty when there is none.
        left_out: `(column, why)` of the columns that are no question.
        declared: Whether a file tells it, rather than the columns themselves.
        title, population, publisher: As declared; empty otherwise.
        year: Of the survey, as declared.
        synthetic: Whether the answers are made up, as declared or as a column of the file tells.
    """

    variables: tuple[Variable, ...]
    weight: str = ""
    left_out: tuple[tuple[str, LeftOut], ...] = ()
    declared: bool = False
    title: str = ""
    population: str = ""
    publisher: str = ""
    year: int | None = None
    synthetic: bool = False


def columns_of(codebook: Codebook, sheet: str = "") -> frozenset[str]:
    """The columns that the variables of a sheet are written in."""
    there = (variable for variable in codebook.variables if variable.sheet == sheet)
    return frozenset(column for variable in there for column in variable.columns)


@dataclass(frozen=True, slots=True)
class Survey:
    """The results of one survey, as one file gives them.

    Attributes:
        doc: Path of the file among the documents.
        title: As shown to readers.
        population: Who was asked; empty when unknown.
        year: Of the survey when a title or the codebook tells it, else of publication; `None` when unknown.
        publisher: Who published it; empty when unknown.
        synthetic: The answers are made up; every figure must be shown with that word.
        questions: In the order of the file.
        respondents: How many answered the survey; `None` when the file does not tell.
        codebook: How the microdata are read; `None` for published results.
    """

    doc: str
    title: str
    population: str
    year: int | None
    publisher: str
    synthetic: bool
    questions: tuple[SurveyQuestion, ...]
    respondents: int | None = None
    codebook: Codebook | None = None

    @property
    def computed(self) -> bool:
        """Whether the figures are computed from microdata, hence quoted from nowhere."""
        return self.codebook is not None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A printed figure that does not agree with the others; told, never corrected.

    Attributes:
        question: The question's `id`.
        modality: Label; empty when the sum of the question is at fault.
        cell: Where the figure is printed.
        printed: As the file shows it; for a sum, the sum of the printed shares in percent.
        recomputed: Fraction 0–1: count over base; for a sum, the sum of the shares.
        reason: `SHARE`: the share is not count over base; `COUNT`: more answers than respondents; `SUM`: the
            shares of a single choice add up to more than 100 %.
    """

    question: str
    modality: str
    cell: str
    printed: str
    recomputed: float
    reason: MismatchReason


@cache
def _adapter() -> TypeAdapter[tuple[Survey, ...]]:
    return TypeAdapter(tuple[Survey, ...])


def surveys_to_json(surveys: tuple[Survey, ...]) -> bytes:
    """Surveys as the content of `SURVEYS_NAME`: UTF-8, one list."""
    return _adapter().dump_json(surveys, indent=1)


def surveys_from_json(content: bytes | str) -> tuple[Survey, ...]:
    """Surveys read back.

    Raises:
        ValueError: It is not what `surveys_to_json` writes.
    """
    return _adapter().validate_json(content)


def save_surveys(folder: Path, surveys: tuple[Survey, ...]) -> None:
    """Writes `surveys.json` under the folder of a generation.

    Raises:
        OSError: The folder cannot be written.
    """
    (folder / SURVEYS_NAME).write_bytes(surveys_to_json(surveys))


def load_surveys(folder: Path) -> tuple[Survey, ...]:
    """Reads `surveys.json` of a generation.

    Raises:
        IndexCorrupt: Missing, or damaged.
        IndexNotReadable: No right to read it.
    """
    path = folder / SURVEYS_NAME
    try:
        with readable(path, IndexNotReadable):
            return surveys_from_json(path.read_bytes())
    except (OSError, ValidationError) as exc:
        raise IndexCorrupt(path=folder, detail=SURVEYS_NAME) from exc
