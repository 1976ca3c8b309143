"""`reperes gaps`: what was asked and no publication answers; listed, or erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assistant.gaps import forget, noted
from ui.cli import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.gaps import Gap
    from indexer.settings import Settings


def show_gaps(settings: Settings, *, as_json: bool) -> None:
    """Prints the gaps, most often met first.

    Raises:
        GapsUnreadable: Their file is damaged.
    """
    gaps = noted(settings.data_dir)
    if as_json:
        told = [{"question": g.question, "count": g.count, "first": f"{g.first}", "last": f"{g.last}"} for g in gaps]
        print(json.dumps(told, ensure_ascii=False))
        return
    print(in_words(gaps))
    if not settings.kept_gaps:
        print(messages.GAPS_OFF)


def in_words(gaps: Sequence[Gap]) -> str:
    """A table: how many times, first and last days, the question; a sentence when there is none."""
    if not gaps:
        return messages.NO_GAPS
    rows = [messages.GAP_COLUMNS, *((f"{g.count}", f"{g.first}", f"{g.last}", g.question) for g in gaps)]
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    return "\n".join(
        f"{times:>{widths[0]}}  {first:<{widths[1]}}  {last:<{widths[2]}}  {question}"
        for times, first, last, question in rows
    )


def clear_gaps(settings: Settings) -> None:
    """Erases the gaps.

    Raises:
        GapsUnreadable: Their file is damaged.
        WritingError: It may not be written.
    """
    print(messages.GAPS_CLEARED.format(count=forget(settings.data_dir)))
