"""Survey results as figures rather than as text: wording, base, modality, count, share, cell.

`read_survey` is the way in: it recognises published results (XLSX, ODS, CSV) and individual answers (CSV, with a
codebook beside it or without), and gives `None` for everything else. What it gives:

- `check`: printed shares that their own counts contradict;
- `survey_blocks`: what is indexed of microdata, whose lines are never indexed;
- `crosstab`: a question by another, small cells masked;
- `save_surveys`, `load_surveys`: all surveys of a generation, in one file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.surveys.blocks import survey_blocks
from indexer.surveys.checks import check
from indexer.surveys.codebooks import codebook_path, is_codebook
from indexer.surveys.crosstabs import Crosstab, crosstab, find_question
from indexer.surveys.frames import MOST_MEGABYTES, numbers_respondents
from indexer.surveys.microdata import read_microdata_survey
from indexer.surveys.model import Survey, load_surveys, save_surveys
from indexer.surveys.workbook import read_workbook_survey

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.documents import Metadata

__all__ = [
    "SUFFIXES",
    "Crosstab",
    "Survey",
    "check",
    "codebook_path",
    "crosstab",
    "find_question",
    "is_codebook",
    "load_surveys",
    "read_survey",
    "save_surveys",
    "survey_blocks",
]

SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods", ".csv", ".tsv"})
"""Lower-case suffixes of the files that may hold the results of a survey."""
_TEXTS = frozenset({".csv", ".tsv"})


def read_survey(path: Path, doc: str, metadata: Metadata, megabytes: int = MOST_MEGABYTES) -> Survey | None:
    """The survey that a file holds, if it does.

    Args:
        path: Any file.
        doc: Its path among the documents.
        metadata: What is known of it: its title is the survey's, and helps to recognise it.
        megabytes: Memory that reading microdata may take.

    Returns:
        `None` for a file that is not recognised as one of a survey: a budget, a list of addresses, statistics.

    Raises:
        SourceError: The file, or the codebook beside it, cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES or is_codebook(path):
        return None
    if suffix in _TEXTS and (codebook_path(path) is not None or numbers_respondents(path)):
        return read_microdata_survey(path, doc, metadata, megabytes)
    published = read_workbook_survey(path, doc, metadata)
    if published is None and suffix in _TEXTS:
        return read_microdata_survey(path, doc, metadata, megabytes)
    return published
