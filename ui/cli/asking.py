"""`reperes ask`: one question, or a file of them in one process."""

from __future__ import annotations

import json
import sys
import time
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field, ValidationError

from assistant.contract import AnswerOut, AskIn, TurnIn, answer_out
from assistant.questions import Question
from assistant.serving import Serving
from indexer.errors import InvalidBatchLine, ReperesError, SourceNotFound
from indexer.messages import sentence
from ui.cli import messages
from ui.cli.output import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assistant.service import Assistant
    from indexer.settings import Settings


class BatchLine(AskIn):
    """One line of `--batch`. Fields that are not ours are left alone: question files carry labels too."""

    model_config = ConfigDict(extra="ignore")

    id: str
    history: list[TurnIn] = Field(default=[])


def ask_one(text: str, settings: Settings, *, as_json: bool) -> None:
    """Prints the answer to one question.

    Raises:
        ReperesError: The question is not acceptable, or the index cannot be used.
    """
    question = Question.checked(text, limit=settings.max_question_chars)
    with Serving(settings) as serving:
        assistant = serving.assistant()
        began = time.perf_counter()
        told = answer_out(assistant.ask(question), time.perf_counter() - began, settings.public_url)
    print(json.dumps(told.model_dump(exclude={"answer_id"}), ensure_ascii=False) if as_json else answer_in_words(told))


def answer_in_words(told: AnswerOut) -> str:
    """An answer as the terminal shows it: the sentences, then the sources."""
    lines = [*told.understood.notices, *([told.notice, ""] if told.notice else []), told.answer]
    if told.citations:
        lines += ["", f"{messages.SOURCES} :"]
        for citation in told.citations:
            page = f"p. {citation.page}" if citation.page else messages.NO_PAGE
            known = ", ".join(filter(None, [citation.publisher, str(citation.year or "")]))
            named = f"{citation.title} ({known})" if known else citation.title
            lines.append(f"[{citation.number}] {named}, {page} — {citation.doc}")
    if told.further:
        lines += ["", f"{messages.FURTHER} :"]
        for more in told.further:
            page = messages.AT_PAGE.format(page=more.page) if more.page else ""
            lines.append(f"- {more.title}{page} — {more.doc}")
    if told.nearest:
        lines += ["", f"{messages.NEAREST} :"]
        lines += [f"- {near.title} — {near.doc}" for near in told.nearest]
    return "\n".join(lines)


def ask_batch(batch: Path, output: Path, settings: Settings) -> None:
    """Answers a file of questions; the output is complete or not there.

    A question that cannot be put (empty, too long) gets a line that says so, so that no line is lost. None is noted as
    a gap: such a file is made for measuring, and its answers tell which were refused.

    Raises:
        SourceNotFound: The input does not exist.
        InvalidBatchLine: A line is not what the contract says; nothing is written.
        WritingError: The output cannot be written.
        ReperesError: The index cannot be used.
    """
    lines = list(read_batch(batch))
    with written(output) as stream, Serving(settings.model_copy(update={"kept_gaps": 0})) as serving:
        assistant = serving.assistant()
        for line in lines:
            stream.write(json.dumps({"id": line.id, **answered(line, assistant)}, ensure_ascii=False) + "\n")
    told = messages.BATCH_DONE.format(count=len(lines), path=output)
    print(told, file=sys.stderr if stream is sys.stdout else sys.stdout)


def answered(line: BatchLine, assistant: Assistant) -> dict[str, object]:
    """The fields of one output line, `id` apart."""
    began = time.perf_counter()
    settings = assistant.settings
    try:
        question = line.checked(settings.max_question_chars)
    except ReperesError as error:
        empty = AnswerOut(
            answer=sentence(error),
            abstained=True,
            reason="invalid",
            citations=[],
            retrieved=[],
            nearest=[],
            latency_s=0.0,
        )
        return empty.model_dump(exclude={"answer_id"})
    outcome = assistant.ask(question)
    return answer_out(outcome, time.perf_counter() - began, settings.public_url).model_dump(exclude={"answer_id"})


def read_batch(path: Path) -> Iterator[BatchLine]:
    """The lines of a batch file; blank ones are passed over.

    Raises:
        SourceNotFound: No such file.
        InvalidBatchLine: A line is not a JSON object with the fields of the contract.
    """
    if not path.is_file():
        raise SourceNotFound(path=path)
    # Bytes, and not `splitlines`: a line that is not UTF-8 is named like any other, U+2028 in a question cuts nothing.
    for number, line in enumerate(path.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield BatchLine.model_validate_json(line)
        except ValidationError as exc:
            raise InvalidBatchLine(path=path, line=number, detail=messages.BAD_JSON) from exc
