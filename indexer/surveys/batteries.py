"""Batteries of questions printed as one table: an item a row, a modality a column (« Tout à fait », « Plutôt »…).

The same shape prints other things: groups in columns, years. It is taken for a battery only where each row adds up
to everybody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.surveys.checks import recompute
from indexer.surveys.columns import MOST_COLUMNS, Role, is_figures, role_of
from indexer.surveys.figures import parse_count, parse_figure, plain, whole
from indexer.surveys.model import Modality, QuestionKind, SurveyQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.surveys.captions import Told
    from indexer.surveys.figures import Figure
    from indexer.surveys.grids import Cell, Row

FEWEST_MODALITIES = 2
_TOTAL = re.compile(r"(total|ensemble)\b")
_FLOAT = 1e-9


def battery_of(rows: Sequence[Row], told: Told, *, in_survey: bool) -> list[SurveyQuestion]:
    """The questions of a battery.

    Args:
        rows: Of the table, its header first.
        told: By the lines around it.
        in_survey: Whether the file says elsewhere that it holds the results of a survey.

    Returns:
        One question a row, worded « title — item »; nothing when the table is no battery, or when nothing tells that
        it is one of a survey.
    """
    header, body = rows[0], rows[1:]
    if not body or not (in_survey or told.asked or told.of_respondents) or len(header) > MOST_COLUMNS:
        return []
    if any(parse_figure(cell.text) for cell in header):
        return []
    figures = [c for c in range(len(header)) if is_figures(body, c)]
    bases = [c for c in figures if role_of(header[c].text) in (Role.BASE, Role.COUNT)]
    modalities = [c for c in figures if c not in bases and header[c].text and not _TOTAL.match(plain(header[c].text))]
    items = [c for c in range(len(header)) if c not in figures]
    if len(modalities) < FEWEST_MODALITIES or len(items) != 1 or len(bases) > 1:
        return []
    if any(role_of(header[c].text) is Role.SHARE for c in modalities):
        return []
    found = []
    for row in body:
        base = parse_count(row[bases[0]].text) if bases else told.base
        question = _question(row[items[0]], [(header[c].text, row[c]) for c in modalities], base, told)
        if question is None:
            return []
        found.append(question)
    return found


def _question(item: Cell, cells: Sequence[tuple[str, Cell]], base: int | None, told: Told) -> SurveyQuestion | None:
    """The question of one row; `None` when the row does not add up to everybody."""
    figures = [figure for _, cell in cells if (figure := parse_figure(cell.text))]
    if not item.text or len(figures) < len(cells):
        return None
    modalities = _counts(cells, figures, base) or _shares(cells, figures)
    if not modalities:
        return None
    wording = " — ".join(filter(None, [told.wording, item.text]))
    question = SurveyQuestion(
        "", wording, base, QuestionKind.SINGLE, modalities, population=told.population, cell=item.address
    )
    return recompute(question)


def _counts(cells: Sequence[tuple[str, Cell]], figures: Sequence[Figure], base: int | None) -> tuple[Modality, ...]:
    """Bare numbers that add up to the base."""
    numbers = [figure.number for figure in figures if figure.number is not None]
    counts = [count for number in numbers if (count := whole(number)) is not None]
    if len(counts) < len(cells) or sum(counts) != base:
        return ()
    return tuple(
        Modality(label, count, printed=cell.text, cell=cell.address)
        for (label, cell), count in zip(cells, counts, strict=True)
    )


def _shares(cells: Sequence[tuple[str, Cell]], figures: Sequence[Figure]) -> tuple[Modality, ...]:
    """Shares that add up to 100 %, within the rounding of them all; bare numbers are fractions or percents."""
    for factor in (1.0, 0.01):
        shares = [_share(figure, factor) for figure in figures]
        rounding = sum(tolerance for _, tolerance in shares)
        if abs(sum(share for share, _ in shares) - 1) <= rounding + _FLOAT:
            return tuple(
                Modality(label, figure.count, share, None, cell.text, tolerance, cell.address)
                for (label, cell), figure, (share, tolerance) in zip(cells, figures, shares, strict=True)
            )
    return ()


def _share(figure: Figure, factor: float) -> tuple[float, float]:
    if figure.share is not None:
        return figure.share, figure.tolerance
    return (float(figure.number) * factor, figure.tolerance * factor) if figure.number is not None else (2.0, 0.0)
