"""A question and what was answered, as it was: what is kept, shared, judged and exported."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from assistant.contract import AnswerOut, AskIn, FiltersIn, TurnIn
from assistant.triage.stored import plain

if TYPE_CHECKING:
    import datetime as dt

    from assistant.questions import Question

TURNS: Final = 6
"""Earlier messages kept with a question, the last ones: what a follow-up leans on."""
TURN_CHARS: Final = 2000
"""Characters kept of each."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer or refusal.

    Attributes:
        asked: The question with what came with it: filters, those taken back, the last messages before it.
        outcome: What was given, without the identifier that it was given with.
        generation: Of the index that answered.
        at: When, in universal time.
    """

    asked: AskIn
    outcome: AnswerOut
    generation: str
    at: dt.datetime

    @classmethod
    def of(cls, question: Question, outcome: AnswerOut, generation: str, at: dt.datetime) -> Answered:
        """A question and its outcome, without what no database holds (null characters, halves of characters)."""
        asked = AskIn.model_validate(plain(_asked(question).model_dump(mode="json")))
        told = AnswerOut.model_validate(plain(outcome.model_dump(mode="json", exclude={"answer_id"})))
        return cls(asked, told, generation, at)

    def texts(self) -> list[str]:
        """All that somebody typed, as typed or as it was read."""
        said = [turn.content for turn in self.asked.history if turn.role == "user"]
        return [self.asked.question, self.outcome.understood.question, *said]


def _asked(question: Question) -> AskIn:
    """A question in the form in which it can be put again."""
    turns = [
        TurnIn(role=turn.role, content=turn.content[:TURN_CHARS], sources=list(turn.sources))
        for turn in question.history[-TURNS:]
    ]
    return AskIn(
        question=question.text,
        history=turns,
        filters=FiltersIn.model_validate(asdict(question.filters)),
        ignore=sorted(question.ignore),
    )


def asked_column(asked: AskIn, *, history: bool = True) -> dict[str, object]:
    """What came with a question, for the database."""
    return asked.model_dump(mode="json", exclude={"question"} if history else {"question", "history"})


def outcome_column(outcome: AnswerOut) -> dict[str, object]:
    """An outcome, for the database."""
    return outcome.model_dump(mode="json")


def answered_of(
    question: str, asked: dict[str, object], outcome: dict[str, object], generation: str, at: dt.datetime
) -> Answered:
    """What the database keeps of a question and its answer, read again."""
    return Answered(
        AskIn.model_validate({**asked, "question": question}), AnswerOut.model_validate(outcome), generation, at
    )
