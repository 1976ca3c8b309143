"""The suites: what is asked, and which measures are taken of it.

A split by its name (`dev`, `tuning`, `test`; `retours`, readers' feedback, where the data folder has any): every
measure of its questions. `retrieval`, `answers`, `citations`, `refusals`, `followups`: one sort of measures on a split.
`robustness`: a split's questions typed in six other ways. `injection`: hostile questions. `public`: public sets, when
they are at hand. `triage`, `triage-test`, `triage-pack`: sets of labelled messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evals.certainty import calibration
from evals.injection import injection, load_attempts
from evals.measures import SECTIONS, bounded, latency, tallies
from evals.messages import worst_way
from evals.public import DEFAULT as PUBLIC_SETS
from evals.public import public
from evals.questions import load_split, splits, splits_of
from evals.robustness import ask_variants, robustness
from evals.runs import Session
from evals.triage.suite import triage
from indexer.errors import UnknownSuite

if TYPE_CHECKING:
    from pathlib import Path

    from evals.runs import Run
    from evals.tallies import Measure, Tallies
    from indexer.build import Progress
    from indexer.settings import Settings

GUARD = ("dev", "robustness", "injection", "triage")
"""What runs when no suite is named, and in CI."""
TRIAGE = {"triage": "dev", "triage-test": "test", "triage-pack": "pack"}
"""Suites of triage, and the set of messages of each."""
OTHERS = ("robustness", "injection", "public", *TRIAGE)


@dataclass(frozen=True, slots=True)
class Options:
    """How suites are run.

    Attributes:
        split: Whose questions a suite that is not a split asks.
        whole: Every question in `robustness`, not a sample.
        public: Folder of the public sets.
    """

    split: str = "dev"
    whole: bool = False
    public: Path = PUBLIC_SETS


@dataclass(frozen=True, slots=True)
class Result:
    """What a suite gave.

    Attributes:
        suite: Its name.
        tallies: Measures, question by question.
        others: Measures that are no mean over questions.
        runs: Questions asked, in order; empty for public sets.
        note: What is to be known of them, in French: why nothing was measured, which way was the worst.
    """

    suite: str
    tallies: Tallies
    others: dict[str, Measure] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    note: str = ""

    def measures(self) -> dict[str, Measure]:
        """All of them, with their confidence intervals."""
        return {**bounded(self.tallies), **self.others}


def known(data_dir: Path) -> list[str]:
    """Names of all suites.

    Args:
        data_dir: Folder of the index, which may hold a split of its own.
    """
    return [*splits(), *splits_of(data_dir), *SECTIONS, *OTHERS]


def run(names: tuple[str, ...], settings: Settings, options: Options, progress: Progress | None = None) -> list[Result]:
    """Runs suites one after the other; a question that two of them ask is asked once.

    Args:
        names: Of the suites.
        settings: Index and model.
        options: How they are run.
        progress: Told of a step `evaluating` for each, in questions; of 0 questions where it is not known before.

    Raises:
        UnknownSuite: No such suite or split; told before anything is asked.
        ReperesError: The index or the model cannot be used.
    """
    every, asked = known(settings.data_dir), [*splits(), *splits_of(settings.data_dir)]
    for name, among in [*((name, every) for name in names), (options.split, asked)]:
        if name not in among:
            raise UnknownSuite(suite=name, known=", ".join(among))
    session = Session(settings) if set(names) != {"public"} else None
    if session is not None and progress is not None:
        session.each = lambda: progress.advance(1)
    results = []
    for name in names:
        if progress is not None:
            progress.start("evaluating", _questions(name, settings, options))
        results.append(_one(name, session, settings, options))
    return results


def _questions(name: str, settings: Settings, options: Options) -> int:
    """How many questions a suite asks; 0 where only running it tells."""
    if name == "injection":
        return len(load_attempts())
    if name in OTHERS or name == "followups":
        return 0
    return len(load_split(options.split if name in SECTIONS else name, settings.data_dir))


def _one(name: str, session: Session | None, settings: Settings, options: Options) -> Result:
    if name == "public" or session is None:
        found, note = public(options.public, settings)
        return Result(name, found, note=note)
    if name in TRIAGE:
        found, others = triage(TRIAGE[name], session)
        return Result(name, found, others)
    if name == "injection":
        attempts = load_attempts()
        runs = tuple(session.ask(attempt.asked) for attempt in attempts)
        return Result(name, injection(attempts, runs), runs=runs)
    if name == "robustness":
        pairs = ask_variants(load_split(options.split, settings.data_dir), session, whole=options.whole)
        found, worst = robustness(pairs)
        gains = {called: of.gain for called, of in worst.items()}
        runs = tuple(pair.varied for of_way in pairs.values() for pair in of_way)
        return Result(name, found, gains, runs, " ".join(worst_way(of) for of in worst.values()))
    asked = load_split(options.split if name in SECTIONS else name, settings.data_dir)
    if name == "followups":
        asked = [question for question in asked if question.question.history]
    runs = tuple(session.ask(question) for question in asked)
    if name in SECTIONS:
        return Result(name, SECTIONS[name](runs), calibration(runs) if name == "refusals" else {}, runs)
    return Result(name, tallies(runs), {**calibration(runs), **latency(runs)}, runs)
