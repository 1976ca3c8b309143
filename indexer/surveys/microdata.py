"""Microdata, one line a respondent: read, and aggregated question by question with pandas.

Nothing of a single respondent leaves this module: identifiers and free text are not read further than their
column, numbers are told by their quartiles and mean from five answers on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from indexer.errors import UnreadableFile
from indexer.surveys import messages
from indexer.surveys.captions import year_in
from indexer.surveys.codebooks import codebook_path, read_codebook
from indexer.surveys.figures import plain
from indexer.surveys.frames import MOST_MEGABYTES, read_frame
from indexer.surveys.inference import infer_codebook, is_answer, marks_synthetic
from indexer.surveys.model import LeftOut, Modality, NumericSummary, QuestionKind, Survey, SurveyQuestion
from indexer.surveys.workbook import unique_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from indexer.documents import Metadata
    from indexer.surveys.model import Codebook, Variable

DISCLOSURE_THRESHOLD = 5
"""Fewer answers than this are not told together. The threshold rule of statistical disclosure control (Hundepool et
al., *Statistical Disclosure Control*, Wiley, 2012, ch. 4), with the k = 5 that the survey's own notice asks for."""
_MADE_UP = re.compile(r"synthetic|synthetique|fictif|fictives?\b")
_LAST = re.compile(r"(autres?|other|ne sait pas|nsp|sans (avis|opinion)|ne se prononce pas)\b")
_TRUE, _FALSE = frozenset({"1", "true", "vrai", "oui", "yes", "x"}), frozenset({"0", "false", "faux", "non", "no"})


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question, line by line.

    Attributes:
        labels: Of the modalities.
        chosen: `(n, modalities)` bool: which respondent chose which.
        answered: `(n,)` bool: who answered at all.
    """

    labels: tuple[str, ...]
    chosen: NDArray[np.bool_]
    answered: NDArray[np.bool_]


def read_microdata_survey(path: Path, doc: str, metadata: Metadata, megabytes: int = MOST_MEGABYTES) -> Survey:
    """The survey whose individual answers a CSV file holds.

    Args:
        path: The file, known to hold answers, its codebook beside it when there is one.
        doc: Its path among the documents.
        metadata: What is known of it.
        megabytes: Memory that reading it may take.

    Raises:
        SourceError: The file or its codebook cannot be read: it is refused rather than taken for another kind of
            table, whose lines would be shown.
    """
    beside = codebook_path(path)
    frame = read_frame(path, megabytes)
    return survey_of([("", frame, read_codebook(beside) if beside else None)], path, doc, metadata)


def survey_of(
    parts: Sequence[tuple[str, pd.DataFrame, Codebook | None]], path: Path, doc: str, metadata: Metadata
) -> Survey:
    """The survey whose answers are in the sheets of one file.

    Args:
        parts: Name of each sheet (empty for a CSV file), its answers, its codebook when one is declared.
        path: The file.
        doc: Its path among the documents.
        metadata: What is known of it.

    Raises:
        UnreadableFile: A declared codebook does not fit its sheet.
    """
    name = f"{path.stem} {metadata.title}"
    taken: set[str] = set()
    read: list[Codebook] = []
    questions: list[SurveyQuestion] = []
    for sheet, frame, declared in parts:
        codebook = _completed(declared, frame, path) if declared else infer_codebook(frame)
        if _MADE_UP.search(plain(name)) or marks_synthetic(frame):
            codebook = replace(codebook, synthetic=True)
        codebook = _placed(codebook, sheet, taken, several=len(parts) > 1)
        questions += aggregate(frame, codebook, path)
        read.append(codebook)
    whole = _together(read)
    year = whole.year or year_in(metadata.title) or metadata.year
    return Survey(
        doc=doc,
        title=whole.title or metadata.title,
        population=whole.population,
        year=year,
        publisher=whole.publisher or metadata.publisher,
        synthetic=whole.synthetic,
        questions=tuple(replace(q, year=year, population=whole.population) for q in questions),
        respondents=sum(len(frame) for _, frame, _ in parts),
        codebook=whole,
    )


def _placed(codebook: Codebook, sheet: str, taken: set[str], *, several: bool) -> Codebook:
    """A codebook whose variables know their sheet, each with a name of its own in the whole file."""
    variables = []
    for variable in codebook.variables:
        name = unique_name(variable.name, taken)
        taken.add(name)
        wording = messages.IN_SHEET.format(sheet=sheet, wording=variable.wording) if several else variable.wording
        variables.append(replace(variable, name=name, wording=wording, sheet=sheet))
    return replace(codebook, variables=tuple(variables))


def _together(codebooks: Sequence[Codebook]) -> Codebook:
    """One codebook for the sheets of a file: what the declared one tells holds for all."""
    first = next((codebook for codebook in codebooks if codebook.declared), codebooks[0])
    return replace(
        first,
        variables=tuple(variable for codebook in codebooks for variable in codebook.variables),
        left_out=tuple(column for codebook in codebooks for column in codebook.left_out),
        synthetic=any(codebook.synthetic for codebook in codebooks),
    )


def aggregate(frame: pd.DataFrame, codebook: Codebook, path: Path) -> list[SurveyQuestion]:
    """Each question of the codebook, with its base and the share of each answer.

    Args:
        frame: Of `read_frame`.
        codebook: Whose columns are all there.
        path: Named in errors.

    Raises:
        UnreadableFile: A weight is not a positive number.
    """
    weights = read_weights(frame, codebook, path)
    return [_question(frame, variable, weights, weighted=bool(codebook.weight)) for variable in codebook.variables]


def answers_to(frame: pd.DataFrame, variable: Variable) -> Answers:
    """Who answered what to a single or multiple choice.

    Modalities come in the order of the codebook's labels, those that nobody chose included; without labels, or when the
    codebook says so, the most frequent first, « autre » last, or in increasing order when all are numbers.
    """
    if variable.indicators:
        return _indicated(frame, variable)
    labels = dict(variable.labels)
    seen: dict[str, int] = {code: position for position, code in enumerate(labels)}
    pairs: list[tuple[NDArray[np.int_], int]] = []
    for column in variable.columns:
        for cell, rows in frame.groupby(column, sort=False).indices.items():
            ranks = [seen.setdefault(code, len(seen)) for code in _codes(variable, str(cell))]
            pairs += [(np.asarray(rows, dtype=np.int_), rank) for rank in ranks]
    chosen = np.zeros((len(frame), len(seen)), dtype=np.bool_)
    for lines, rank in pairs:
        chosen[lines, rank] = True
    if variable.by_frequency or not labels:
        codes = list(seen)
        order = _order(codes, chosen.sum(axis=0))
        chosen, seen = chosen[:, order], {codes[rank]: rank for rank in order}
    return Answers(
        tuple(labels.get(code, code) for code in seen), chosen, np.asarray(chosen.any(axis=1), dtype=np.bool_)
    )


def read_weights(frame: pd.DataFrame, codebook: Codebook, path: Path) -> NDArray[np.float64]:
    """`(n,)` float64: the weight of each respondent, 1 where the codebook declares none.

    Raises:
        UnreadableFile: A weight is not a positive finite number.
    """
    if not codebook.weight:
        return np.ones(len(frame))
    weights = _numbers(frame[codebook.weight].tolist())
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))
    if wrong.size:
        raise UnreadableFile(path=str(path), detail=f"{codebook.weight}, line {wrong[0] + 2}: not a weight")
    return weights


def _completed(codebook: Codebook, frame: pd.DataFrame, path: Path) -> Codebook:
    """A declared codebook, checked against the columns, with those that it does not name."""
    used = {column for variable in codebook.variables for column in variable.columns} | {codebook.weight} - {""}
    absent = sorted(used - set(frame.columns))
    if absent:
        raise UnreadableFile(path=str(path), detail=f"columns of the codebook that are not there: {', '.join(absent)}")
    rest = tuple((column, LeftOut.UNDECLARED) for column in frame.columns if column not in used)
    return replace(codebook, left_out=rest)


def _codes(variable: Variable, cell: str) -> list[str]:
    parts = [part.strip() for part in (cell.split(variable.separator) if variable.separator else [cell])]
    return list(dict.fromkeys(part for part in parts if is_answer(part) and part not in variable.missing))


def _indicated(frame: pd.DataFrame, variable: Variable) -> Answers:
    columns = [frame[name].str.casefold().tolist() for name in variable.columns]
    chosen = np.array([[cell in _TRUE for cell in column] for column in columns], dtype=np.bool_).T
    told = np.array(
        [[cell in _TRUE or (cell in _FALSE and cell not in variable.missing) for cell in column] for column in columns]
    )
    answered: NDArray[np.bool_] = np.asarray(told.any(axis=0), dtype=np.bool_)
    labels = dict(variable.labels)
    return Answers(tuple(labels.get(name, name) for name in variable.columns), chosen, answered)


def _order(codes: list[str], counts: NDArray[np.int_]) -> list[int]:
    """Ranks of codes that no codebook orders: numbers in increasing order, else the most frequent first.

    « Autre » and « ne sait pas » come last, as in any table of results.
    """
    numbers = _numbers(codes)
    if np.isfinite(numbers).all():
        return [int(rank) for rank in np.argsort(numbers, kind="stable")]
    return sorted(
        range(len(codes)), key=lambda rank: (bool(_LAST.match(plain(codes[rank]))), -int(counts[rank]), codes[rank])
    )


def _numbers(texts: list[str]) -> NDArray[np.float64]:
    """`(n,)` float64, not-a-number where a text is none; a decimal comma is read as a point."""
    import pandas as pd

    cleaned = [re.sub("[ \u00a0\u202f]", "", text).replace(",", ".") for text in texts]
    return np.asarray(pd.to_numeric(pd.Series(cleaned, dtype=object), errors="coerce"), dtype=np.float64)


def _question(
    frame: pd.DataFrame, variable: Variable, weights: NDArray[np.float64], *, weighted: bool
) -> SurveyQuestion:
    if variable.kind is QuestionKind.NUMERIC:
        return _numeric(frame, variable, weights, weighted=weighted)
    answers = answers_to(frame, variable)
    base = int(answers.answered.sum())
    counts = answers.chosen.sum(axis=0)
    total = weights[answers.answered].sum()
    modalities = tuple(
        Modality(
            label=label,
            count=int(counts[column]),
            share=float(weights[answers.chosen[:, column]].sum() / total),
            recomputed=int(counts[column]) / base,
        )
        for column, label in enumerate(answers.labels)
        if base >= DISCLOSURE_THRESHOLD
    )
    return SurveyQuestion(
        variable.name, variable.wording, base, variable.kind, modalities, missing=len(frame) - base, weighted=weighted
    )


def _numeric(
    frame: pd.DataFrame, variable: Variable, weights: NDArray[np.float64], *, weighted: bool
) -> SurveyQuestion:
    texts = [text if text not in variable.missing else "" for text in frame[variable.columns[0]].tolist()]
    values = _numbers(texts)
    answered = np.isfinite(values)
    base = int(answered.sum())
    summary = _summary(values[answered], weights[answered], weighted=weighted) if base >= DISCLOSURE_THRESHOLD else None
    return SurveyQuestion(
        variable.name,
        variable.wording,
        base,
        variable.kind,
        (),
        summary=summary,
        missing=len(frame) - base,
        weighted=weighted,
    )


def _summary(values: NDArray[np.float64], weights: NDArray[np.float64], *, weighted: bool) -> NumericSummary:
    levels = [0.25, 0.5, 0.75]
    # numpy 2.4 weighs quantiles by this method only.
    quartiles = (
        np.quantile(values, levels, weights=weights, method="inverted_cdf") if weighted else np.quantile(values, levels)
    )
    first, median, third = map(float, quartiles)
    return NumericSummary(float(np.average(values, weights=weights)), first, median, third)
