"""`reperes triage`: one message, or a file of them in one process. Nothing kept without `--save`; nothing is sent."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from codecs import BOM_UTF8
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.serving import Serving
from assistant.solicitations.directory_file import shipped
from assistant.solicitations.intake.taken import reason
from assistant.solicitations.kept import Source
from assistant.solicitations.pointing import suggested
from assistant.solicitations.reception import Reception, today
from assistant.triage.contract import EmailIn, TriageOut, triage_out
from assistant.triage.in_words import in_words
from assistant.triage.messages import from_email, from_text, read_files
from indexer.errors import (
    InvalidBatchLine,
    SourceError,
    SourceNotFound,
    UnreadableFile,
    UnsupportedType,
)
from indexer.reading.charset import decode
from ui.cli import triage_messages as words
from ui.cli.output import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.solicitations.reception import Triager
    from assistant.triage.drafting.context import Suggested
    from assistant.triage.model import Message
    from indexer.settings import Settings

STANDARD_INPUT = "-"


class BatchLine(BaseModel):
    """One line of `--batch`. Fields that are not ours are left alone: files of messages carry labels too."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    email: EmailIn


def triage_one(file: str, settings: Settings, *, as_json: bool, save: bool) -> None:
    """Prints what is understood of a message, or of those of a mailbox or folder.

    Raises:
        SourceError: It cannot be read.
        ReperesError: The index, the model or the queue cannot be used.
    """
    messages = read(file)
    with _serving(settings) as serving:
        reception = Reception.of(serving)
        with contextlib.closing(reception):
            desk = reception.desk if save else desk_over(serving)
            for number, message in enumerate(messages, 1):
                told = _triaged(desk, message)
                saved = _saved(reception, message) if save else ""
                if as_json:
                    print(json.dumps(told.model_dump(), ensure_ascii=False))
                else:
                    head = words.SEVERAL.format(number=number, count=len(messages)) if len(messages) > 1 else ""
                    print("\n\n".join(filter(None, (head, in_words(told), saved))))
                if saved and as_json:
                    print(saved, file=sys.stderr)


def triage_batch(batch: Path, output: Path, settings: Settings) -> None:
    """Triages a file of messages; the output is complete or not there, a line for each line of the input.

    A message that cannot be read gets a line that says so, for a person to look at.

    Raises:
        SourceNotFound: The input does not exist.
        InvalidBatchLine: A line is not what the contract says; nothing is written.
        WritingError: The output cannot be written.
        ReperesError: The index or the model cannot be used.
    """
    lines = list(read_batch(batch))
    with written(output) as stream, _serving(settings) as serving:
        desk = desk_over(serving)
        for line in lines:
            stream.write(json.dumps({"id": line.id, **answered(line, desk)}, ensure_ascii=False) + "\n")
    told = words.BATCH_DONE.format(count=len(lines), path=output)
    print(told, file=sys.stderr if stream is sys.stdout else sys.stdout)


def answered(line: BatchLine, desk: Triager) -> dict[str, object]:
    """The fields of one output line, `id` apart."""
    try:
        message = from_email(line.email, today())
    except SourceError as error:
        told = reason(error)
        return {**_unread(told).model_dump(), "error": told}
    return _triaged(desk, message).model_dump()


def read_batch(path: Path) -> Iterator[BatchLine]:
    """The lines of a batch file; blank ones are passed over.

    Raises:
        SourceNotFound: No such file.
        InvalidBatchLine: A line is not a JSON object with the fields of the contract.
    """
    if not path.is_file():
        raise SourceNotFound(path=path)
    # Bytes, and not `splitlines`: a line that is not UTF-8 is named like any other, U+2028 in a message cuts nothing.
    for number, line in enumerate(path.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield BatchLine.model_validate_json(line)
        except ValidationError as exc:
            raise InvalidBatchLine(path=path, line=number, detail=words.BAD_LINE) from exc


def read(file: str) -> list[Message]:
    """The messages of a file or a folder; of the standard input when it is « - ».

    Raises:
        SourceError: They cannot be read.
    """
    if file != STANDARD_INPUT:
        try:
            return read_files(Path(file), today())
        except UnsupportedType:
            raise
        except OSError as exc:
            raise UnreadableFile(path=file, detail=exc.strerror or "") from exc
    name = Path(words.STANDARD_INPUT)
    return [from_text(decode(sys.stdin.buffer.read(), name), today())]


def _triaged(desk: Triager, message: Message) -> TriageOut:
    began = time.perf_counter()
    triaged = desk.triage(message)
    return triage_out(triaged, time.perf_counter() - began)


def _saved(reception: Reception, message: Message) -> str:
    added = reception.receive(message, Source.CLI)
    return (words.KNOWN if added.known else words.SAVED).format(reference=added.stored.reference)


def _serving(settings: Settings) -> Serving:
    """None of its searches is noted as a gap: nothing is kept of a message that was not asked to be."""
    return Serving(settings.model_copy(update={"kept_gaps": 0}))


def desk_over(serving: Serving) -> Triager:
    """A desk that opens no database: it points to the organisations that come with Repères."""
    from assistant.triage.desk import Desk

    def suggesting(themes: Sequence[str], territory_code: str) -> Sequence[Suggested]:
        return suggested(shipped(), themes, territory_code)

    return Desk.of(serving, suggesting)


def _unread(told: str) -> TriageOut:
    return TriageOut(
        category="",
        secondary=[],
        confidence=0.0,
        requester_type="",
        themes=[],
        territory="",
        territory_code="",
        deadline=None,
        event_date=None,
        needs_human=True,
        summary=told,
        resources=[],
        draft="",
        latency_s=0.0,
        abstained=True,
        reasons=[told],
    )
