"""`reperes generations` and `reperes rollback`: what was published, and going back to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assistant.maintenance.generations import put_back
from indexer.errors import IndexCorrupt
from indexer.index import current_generation
from indexer.publishing import generations
from ui.cli import messages

if TYPE_CHECKING:
    from indexer.settings import Settings


def show_generations(settings: Settings, *, as_json: bool) -> None:
    """Lists the generations that are kept, newest first, the one that serves marked.

    Raises:
        IndexMissing: Nothing was published.
        IndexCorrupt: What serves cannot be told; those that may be put back are listed first.
    """
    served, wrong = "", None
    try:
        served = current_generation(settings.data_dir)
    except IndexCorrupt as error:
        wrong = error
    told = [
        {
            "generation": manifest.generation,
            "served": manifest.generation == served,
            "built_at": manifest.built_at,
            "documents": len(manifest.documents),
            "passages": manifest.passages,
            "embedding_model": manifest.embedding_model,
        }
        for manifest in generations(settings.data_dir)
    ]
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for one in told:
            mark = messages.SERVING_MARK if one["served"] else ""
            print(messages.GENERATION_LINE.format(**one, mark=mark))
    if wrong is not None:
        raise wrong


def run_rollback(generation: str, settings: Settings) -> None:
    """Puts a former generation in service again; running servers follow at their next question.

    Args:
        generation: Its name; empty: the one before that which serves.
        settings: Where.

    Raises:
        GenerationNotFound: No such generation.
        IndexLocked: An indexing is under way.
        IndexStateError: It cannot be served; nothing has changed.
    """
    manifest = put_back(settings, generation)
    print(
        messages.ROLLED_BACK.format(
            generation=manifest.generation, documents=len(manifest.documents), passages=manifest.passages
        )
    )
