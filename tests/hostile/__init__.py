"""Hostile and malformed files of every kind: `CASES` tells them, `sample` chooses some, `write_all` makes them.

Each module holds the cases of a few formats; `cases` says what a case is, and what may come of it.

May not enter: files that somebody received: each is made here, from bytes that can be read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hostile import (
    disguises,
    mailboxes,
    mails,
    markup,
    open_texts,
    pages,
    pdf_bombs,
    pdf_contents,
    pdf_structure,
    pdf_trees,
    places,
    sheets,
    tables,
    texts,
    word_packages,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hostile.cases import Bait, Case

CASES: tuple[Case, ...] = (
    *pdf_structure.CASES,
    *pdf_trees.CASES,
    *pdf_bombs.CASES,
    *pdf_contents.CASES,
    *words.CASES,
    *word_packages.CASES,
    *open_texts.CASES,
    *tables.CASES,
    *sheets.CASES,
    *pages.CASES,
    *texts.CASES,
    *markup.CASES,
    *mails.CASES,
    *mailboxes.CASES,
    *disguises.CASES,
    *places.CASES,
)


ONE_IN = 12
"""Of the files of a family, so many make one of the sample."""


def sample(cases: Iterable[Case] = CASES) -> tuple[Case, ...]:
    """An eighth of the files, always the same ones: of each family the first, and one in `ONE_IN` of those after it."""
    met: Counter[str] = Counter()
    chosen = []
    for case in cases:
        if met[case.family] % ONE_IN == 0:
            chosen.append(case)
        met[case.family] += 1
    return tuple(chosen)


def write_all(folder: Path, bait: Bait, cases: Iterable[Case] = CASES) -> None:
    """Makes the files.

    Args:
        folder: Where to; made if need be.
        bait: What they try to reach, outside the folder.
        cases: Which ones.
    """
    for case in cases:
        path = folder / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        case.make(path, bait)
