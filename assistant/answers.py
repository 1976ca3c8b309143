"""What the assistant gives back: an `Answer` whose every sentence is cited, or `Unanswered` with a reason.

Both hold the passages that were retrieved, so that a reader can go on from a refusal too.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.understood import Understood

if TYPE_CHECKING:
    from assistant.survey_rows import Entry
    from indexer.documents import Document
    from indexer.passages import Passage
    from indexer.surveys import Survey
    from indexer.surveys.model import SurveyQuestion


class QuoteNotInPassage(ValueError):
    """A citation was about to quote words that its passage does not hold. A programming error, never mapped."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage.

    Attributes:
        passage: The passage.
        document: Its document.
        row: Its row in the index.
        score: Fused score, fraction 0–1 before the priors; only comparable within one question.
        cosine: Best cosine among its vectors, in [-1, 1]; 0 when the dense side did not return it.
        lexical: BM25 score, ≥ 0.
        twins: Passages of other publications that hold the same text.
    """

    passage: Passage
    document: Document
    row: int
    score: float
    cosine: float
    lexical: float
    twins: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote, located. One whose quote is not in its passage cannot be built.

    Attributes:
        number: 1-based; the `[n]` of the answer.
        passage: Where the quote stands.
        document: Its document.
        quote: Verbatim.

    Raises:
        QuoteNotInPassage: The quote is not in the passage.
    """

    number: int
    passage: Passage
    document: Document
    quote: str

    def __post_init__(self) -> None:
        if not self.quote or self.quote not in self.passage.text:
            raise QuoteNotInPassage(self.quote)


class Role(enum.StrEnum):
    """How a statement reads: by itself, announcing a list, or in one."""

    SENTENCE = "sentence"
    LEAD = "lead"
    ITEM = "item"
    ROW = "row"


class Verdict(enum.StrEnum):
    """How its passages support a drafted sentence. The French words are in `assistant.messages`."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a language model wrote, once verified.

    Attributes:
        text: Its words, without `[n]`.
        verdict: Never `UNSUPPORTED`: such a sentence is withheld.
        more: Further citations, when the sentence rests on several.
    """

    text: str
    verdict: Verdict
    more: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyFigure:
    """What a row of a survey's results tells, with what it takes to read it.

    Attributes:
        survey: Of which survey.
        question: What was asked, and of how many (`base`).
        answers: Those that the row gives, and their figures as printed; one, or all of them in a battery's row.
        period: When the survey was carried out, as printed; empty when only its year is known.
    """

    survey: Survey
    question: SurveyQuestion
    answers: tuple[Entry, ...]
    period: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer: its words are those of its citation's quote, unless a language model drafted it.

    `figure`: the survey's figure that it quotes, where the answer rests on one.
    """

    citation: Citation
    role: Role
    drafted: Drafted | None = None
    figure: SurveyFigure | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that it rests on, in order."""
        return (self.citation, *self.drafted.more) if self.drafted else (self.citation,)

    @property
    def verdict(self) -> Verdict:
        """How its passages support it; a quotation is supported by being one."""
        return self.drafted.verdict if self.drafted else Verdict.SUPPORTED


class Notice(enum.StrEnum):
    """Why a language model's answer is missing or cut short. The French words are in `assistant.messages`."""

    UNREACHABLE = "unreachable"
    KEY_REFUSED = "key_refused"
    BUSY = "busy"
    SERVER_FAILED = "server_failed"
    TOO_SLOW = "too_slow"
    UNREADABLE = "unreadable"
    ENDLESS = "endless"
    UNSUPPORTED = "unsupported"
    SILENT = "silent"
    CUT_SHORT = "cut_short"


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements in reading order; their citations, one after the other, are numbered from 1.

    Attributes:
        statements: All quoted, or all drafted by a language model.
        hits: What was retrieved, best first.
        notice: What readers are told of a draft that is missing or cut short.
        withheld: Drafted sentences that their passages did not support, and that nobody saw.
        further: Passages of publications that were not cited and are worth reading, one each.
        certainty: Chance in [0, 1] that the publications answer, as the refusal saw it; 1 where it was not asked.
    """

    statements: tuple[Statement, ...]
    hits: tuple[Hit, ...]
    understood: Understood = field(default_factory=Understood)
    notice: Notice | None = None
    withheld: int = 0
    further: tuple[Hit, ...] = ()
    certainty: float = 1.0

    @property
    def drafted(self) -> bool:
        """Whether a language model wrote it."""
        return any(statement.drafted for statement in self.statements)


class Reason(enum.StrEnum):
    """Why a question gets no answer. The French words are in `assistant.messages`."""

    NOT_DOCUMENTED = "not_documented"
    OFF_TOPIC = "off_topic"
    ABROAD = "abroad"
    MEDICAL = "medical"
    EMERGENCY = "emergency"
    DISTRESS = "distress"
    PERSONAL_DATA = "personal_data"
    INJECTION = "injection"
    ABUSE = "abuse"
    SMALL_TALK = "small_talk"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A refusal, and the nearest passages (best first) when the question was about the field at all.

    Attributes:
        reason: Why.
        hits: What was retrieved, best first.
        nearest: The best passage of each of the nearest publications.
        certainty: Chance in [0, 1] that the publications answer all the same; 0 where the refusal was not asked.
    """

    reason: Reason
    hits: tuple[Hit, ...]
    nearest: tuple[Hit, ...]
    understood: Understood = field(default_factory=Understood)
    certainty: float = 0.0
