"""Survey results as figures rather than as text: wording, base, modality, count, share, cell.

`sort_sheets`, then `survey_in`, are the way in: they recognise published results (XLSX, ODS, CSV) and individual
answers (XLS too, with a codebook beside them or without), and set aside the lines of people that are neither. What they
give:

- `check`: printed shares that their own counts contradict;
- `survey_blocks`: what is indexed of microdata, whose lines are never indexed;
- `crosstab`: a question by another, small cells masked;
- `save_surveys`, `load_surveys`: all surveys of a generation, in one file.

May not enter: the lines of people, once a figure is made of them.
"""

from __future__ import annotations

from indexer.surveys.answers import SortedSheets, sort_sheets, survey_in, without_people
from indexer.surveys.blocks import survey_blocks
from indexer.surveys.checks import check
from indexer.surveys.codebooks import codebook_path, is_codebook
from indexer.surveys.crosstabs import Crosstab, crosstab, find_question
from indexer.surveys.model import Survey, load_surveys, save_surveys

__all__ = [
    "Crosstab",
    "SortedSheets",
    "Survey",
    "check",
    "codebook_path",
    "crosstab",
    "find_question",
    "is_codebook",
    "load_surveys",
    "save_surveys",
    "sort_sheets",
    "survey_blocks",
    "survey_in",
    "without_people",
]
