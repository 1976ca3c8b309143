"""`python -m evals.triage`: trains the triage model that is shipped, and prints its figures out of fold.

`--write` puts it beside `assistant.triage.learnt`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import assistant.triage
from assistant.triage.examples import shipped_examples
from assistant.triage.learning import likeliest, put
from assistant.triage.learnt import MODEL_NAME, written
from assistant.triage.training import train
from assistant.triage.typology import categories, requesters
from indexer.embedder import indexing_threads, load_embedder
from indexer.settings import Settings


def main() -> None:
    """Trains on `assistant/triage/examples.jsonl`."""
    settings = Settings.load()
    examples = shipped_examples()
    trained = train(examples, load_embedder(settings, threads=indexing_threads(settings)))
    for name, value in trained.figures.items():
        print(f"{name:24} {value:.3f}")
    if "--write" in sys.argv:
        judged = {
            "categories": likeliest(trained.judged.categories, tuple(categories())),
            "requesters": likeliest(trained.judged.requesters, tuple(requesters())),
        }
        about = {
            "judged": judged,
            "shipped": len(examples),
            "figures": {name: round(v, 4) for name, v in trained.figures.items()},
        }
        path = Path(assistant.triage.__path__[0]) / MODEL_NAME
        put(written(replace(trained.model, about=about)), path)
        print(path.name)


if __name__ == "__main__":
    main()
