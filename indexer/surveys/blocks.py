"""A survey as blocks to index: microdata only, one computed table a question, in place of their raw lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.documents import Block, BlockKind
from indexer.reading.pieces import table_text
from indexer.surveys import messages
from indexer.surveys.microdata import DISCLOSURE_THRESHOLD

if TYPE_CHECKING:
    from indexer.surveys.model import Survey


def survey_blocks(survey: Survey) -> tuple[Block, ...]:
    """What to index of a survey in place of its file's lines.

    Args:
        survey: As recognised.

    Returns:
        For microdata a sentence on the whole, then for each question a TABLE whose caption tells the wording, the
        base, that Repères computed it, and whether the answers are made up. None of these words stands in the
        file: a citation of them is presented as computed. Empty for published results, whose own cells are quoted.
    """
    if not survey.computed:
        return ()
    told = messages.INTRODUCTION.format(
        title=survey.title, respondents=survey.respondents, questions=len(survey.questions)
    )
    sentences = [told, messages.SYNTHETIC_WARNING] if survey.synthetic else [told]
    tables = (
        Block(
            BlockKind.TABLE,
            table_text(messages.table_rows(question, DISCLOSURE_THRESHOLD)),
            caption=messages.caption(survey, question),
        )
        for question in survey.questions
    )
    return (Block(BlockKind.PARAGRAPH, " ".join(sentences)), *tables)
