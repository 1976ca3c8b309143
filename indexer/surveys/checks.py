"""Printed shares against the counts beside them: what does not agree is told, never corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.surveys.model import Mismatch, MismatchReason, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.surveys.model import Modality, Survey, SurveyQuestion

_FLOAT = 1e-9
"""Room for binary fractions beside the rounding of what is printed."""


def recompute(question: SurveyQuestion) -> SurveyQuestion:
    """The question with each modality's `recomputed` share: its count over the base, where both are known."""
    if not question.base:
        return question
    base = question.base
    modalities = tuple(m if m.count is None else replace(m, recomputed=m.count / base) for m in question.modalities)
    return replace(question, modalities=modalities)


def check(survey: Survey) -> tuple[Mismatch, ...]:
    """The printed figures of a survey that do not agree with each other.

    Args:
        survey: Of published results. One computed from microdata prints nothing and gives nothing.

    Returns:
        In the order of the file. A share agrees when it is count over base within half a unit of its last printed
        digit (« 76,5 % » for 26/34 = 0.7647); counts never exceed the base; the shares of a single choice add up
        to 100 % at most, within the rounding of them all.
    """
    if survey.computed:
        return ()
    return tuple(found for question in survey.questions for found in _check_question(question))


def _check_question(question: SurveyQuestion) -> Iterator[Mismatch]:
    for modality in question.modalities:
        if modality.recomputed is None:
            continue
        if modality.recomputed > 1:
            yield _mismatch(question, modality, MismatchReason.COUNT)
        elif modality.share is not None and abs(modality.share - modality.recomputed) > modality.tolerance + _FLOAT:
            yield _mismatch(question, modality, MismatchReason.SHARE)
    if question.kind is QuestionKind.SINGLE:
        yield from _check_sum(question)


def _mismatch(question: SurveyQuestion, modality: Modality, reason: MismatchReason) -> Mismatch:
    recomputed = modality.recomputed or 0.0
    return Mismatch(question.id, modality.label, modality.cell, modality.printed, recomputed, reason)


def _check_sum(question: SurveyQuestion) -> Iterator[Mismatch]:
    shares = [(m.share, m.tolerance) for m in question.modalities if m.share is not None]
    total, rounding = sum(share for share, _ in shares), sum(tolerance for _, tolerance in shares)
    counts = [m.count for m in question.modalities if m.count is not None]
    if shares and total > 1 + rounding + _FLOAT:
        cell = next(m.cell for m in question.modalities if m.share is not None)
        printed = f"{100 * total:.1f}".replace(".", ",") + "\u00a0%"
        yield Mismatch(question.id, "", cell, printed, total, MismatchReason.SUM)
    elif not shares and question.base and sum(counts) > question.base:
        total = sum(counts) / question.base
        yield Mismatch(question.id, "", question.cell, f"{sum(counts)}/{question.base}", total, MismatchReason.SUM)
