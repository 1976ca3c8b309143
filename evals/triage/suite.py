"""The suite: a set of labelled messages put to the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.triage.desk import Desk
from evals.triage.mails import load_mails
from evals.triage.measuring import judge_all, measures_of

if TYPE_CHECKING:
    from evals.runs import Session
    from evals.tallies import Measure, Tallies


def triage(name: str, session: Session) -> tuple[Tallies, dict[str, Measure]]:
    """Measures of a set, with the model that is shipped or the one of the data folder.

    Args:
        name: Of the set (`evals.triage.mails.SETS`).
        session: Whose index and model are used.
    """
    desk = Desk(session.settings, session.embedder, lambda: session.assistant)
    return measures_of(judge_all(desk, load_mails(name)))
