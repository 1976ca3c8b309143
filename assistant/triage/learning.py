"""`reperes triage train`: learns from what the staff corrected, and says what it changes before and after.

The model before has read the shipped examples only; the model after has read the corrections too. Both are judged on
the same messages, each time by models that had not read them (the shipped ones out of fold, the corrections by the
model before, then out of fold). A model that does worse is not put in use unless it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assistant.privacy import mask_message
from assistant.triage.classifier import Classifier
from assistant.triage.examples import shipped_examples
from assistant.triage.learnt import MODEL_NAME, written
from assistant.triage.learnt import shipped as shipped_model
from assistant.triage.training import Example, Trained, train
from assistant.triage.typology import categories, requesters
from indexer.lasting import whole
from indexer.room import writing_error
from indexer.vocabulary import themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from assistant.solicitations.kept import Corrected, Stored
    from assistant.triage.learnt import TriageModel
    from indexer.embedder import Embedder

WORSE: Final = 0.01
"""Fall of the accuracy from which a model is worse: less than one message in a hundred is chance."""


@dataclass(frozen=True, slots=True)
class Share:
    """Right ones among so many."""

    right: int
    n: int

    @property
    def value(self) -> float:
        """Fraction 0–1; 0 of nothing."""
        return self.right / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One decision, before and after, on the same messages."""

    before: Share
    after: Share

    @property
    def worse(self) -> bool:
        """Whether it does worse by more than chance."""
        return self.after.value < self.before.value - WORSE


@dataclass(frozen=True, slots=True)
class Report:
    """What a training did.

    Attributes:
        shipped, corrected: Messages learnt from, of each sort.
        category, requester: On all of them.
        category_corrected: On those that the staff corrected alone.
        kept: Whether the new model is in use.
    """

    shipped: int
    corrected: int
    category: Comparison
    requester: Comparison
    category_corrected: Comparison
    kept: bool

    @property
    def worse(self) -> bool:
        """Whether a decision does worse."""
        return self.category.worse or self.requester.worse


def learn(corrections: Sequence[Example], embedder: Embedder, data_dir: Path, *, force: bool = False) -> Report:
    """Trains with the staff's corrections and puts the model in use where it is not worse.

    Args:
        corrections: From `corrected_examples`; none gives back the shipped model.
        embedder: Whose vectors are learnt with.
        data_dir: Where the model is put in use; every running program reads it at its next message.
        force: Put it in use even where it is worse.

    Raises:
        WritingError: The folder may not be written.
    """
    shipped = shipped_examples()
    after = train([*shipped, *corrections], embedder)
    report = _compared(shipped_model(), after, shipped, corrections, embedder)
    if report.worse and not force:
        return report
    model = replace(
        after.model,
        about={
            "trained_on": dt.datetime.now(dt.UTC).date().isoformat(),
            "shipped": len(shipped),
            "corrected": len(corrections),
            "figures": after.figures,
        },
    )
    put(written(model), data_dir / MODEL_NAME)
    return replace(report, kept=True)


def corrected_examples(corrections: Iterable[Corrected], stored: Iterable[Stored]) -> list[Example]:
    """What the staff corrected, as examples: each message once, as it stands now, personal data masked.

    The words that a model weighs stay in its file: nobody's name may be among them.

    Args:
        corrections: Of the store, oldest first.
        stored: The solicitations that they are of, with what they say today.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for line in corrections:
        told[line.reference].add(line.field)
    found = []
    for solicitation in stored:
        fields = told.get(solicitation.reference, set())
        if not fields or solicitation.message is None or solicitation.category not in categories():
            continue
        found.append(
            Example(
                message=mask_message(solicitation.message).message,
                category=solicitation.category,
                requester=solicitation.requester if solicitation.requester in requesters() else "inconnu",
                themes=tuple(slug for slug in solicitation.themes if slug in themes()),
                secondary=tuple(solicitation.secondary),
                corrected=True,
            )
        )
    return found


def put(content: bytes, path: Path) -> None:
    """Writes a file whole, or not at all.

    Raises:
        WritingError: It may not be written.
    """
    try:
        with whole(path) as aside:
            aside.write_bytes(content)
    except OSError as exc:
        raise writing_error(path, exc) from exc


def _compared(
    before: TriageModel, after: Trained, shipped: Sequence[Example], corrections: Sequence[Example], embedder: Embedder
) -> Report:
    classifier = Classifier(before, embedder)
    sorted_before = [classifier.sort(example.message) for example in corrections]
    codes, kinds = tuple(categories()), tuple(requesters())
    # What the shipped model made of its own examples, out of fold, is kept with it (`evals.triage`).
    category_before = [*judged_of(before, "categories"), *(s.categories[0].code for s in sorted_before)]
    requester_before = [*judged_of(before, "requesters"), *(s.requesters[0].code for s in sorted_before)]
    category_after = likeliest(after.judged.categories, codes)
    requester_after = likeliest(after.judged.requesters, kinds)
    examples = [*shipped, *corrections]
    wanted, asking = [e.category for e in examples], [e.requester for e in examples]
    own = slice(len(shipped), None)
    return Report(
        shipped=len(shipped),
        corrected=len(corrections),
        category=Comparison(_share(category_before, wanted), _share(category_after, wanted)),
        requester=Comparison(_share(requester_before, asking), _share(requester_after, asking)),
        category_corrected=Comparison(
            _share(category_before[own], wanted[own]), _share(category_after[own], wanted[own])
        ),
        kept=False,
    )


def likeliest(chances: NDArray[np.float64], names: Sequence[str]) -> list[str]:
    """The first label of each row of chances."""
    return [names[int(row.argmax())] for row in chances]


def judged_of(model: TriageModel, what: str) -> list[str]:
    """What the shipped model made of the shipped examples, each judged by models that had not read it.

    Args:
        model: That is shipped.
        what: `categories` or `requesters`.
    """
    judged = model.about["judged"]
    assert isinstance(judged, dict)
    return [str(code) for code in judged[what]]


def _share(guessed: Sequence[str], wanted: Sequence[str]) -> Share:
    return Share(sum(g == w for g, w in zip(guessed, wanted, strict=True)), len(wanted))
