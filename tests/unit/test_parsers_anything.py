"""Whatever a file of settings, a question, a draft of a model or a backup holds: an answer or one of our errors, soon.

Files to index have their own (`test_fuzz_readers`), and so have mails, threads, dates, territories, addresses, surveys. A
few dozen examples of each here; thousands, by hand:

    HYPOTHESIS_PROFILE=long python -m pytest tests/unit/test_parsers_anything.py --timeout=0
"""

from __future__ import annotations

import contextlib
import io
import itertools
import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from hostile.fuzzing import changed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers import Notice
from assistant.courtesy import without_courtesy
from assistant.discretion import may_be_kept
from assistant.drafting import sentences
from assistant.following import followed
from assistant.hearing import Hearing
from assistant.leaning import leans
from assistant.maintenance.backup import back_up
from assistant.maintenance.restoring import restore
from assistant.parts import parts
from assistant.premises import unconfirmed
from assistant.questions import Question, Turn
from assistant.shapes import acronyms_compared, shape_of, sides
from assistant.situations import ruled
from assistant.solicitations import directory_file
from assistant.spelling import Speller
from assistant.understanding import understand
from assistant.verification import check, cut, last
from indexer.catalogue import CATALOGUE_NAME, load_catalogue
from indexer.documents import Block, BlockKind, Document, Metadata
from indexer.errors import (
    BackupUnreadable,
    CatalogueError,
    DirectoryLineInvalid,
    EmptyQuestion,
    SourcesError,
    UnreadableFile,
)
from indexer.fetching.configuration import load_sources
from indexer.french import sentence_spans
from indexer.french import whole as whole_characters
from indexer.passages import split
from indexer.plain_yaml import NotPlain, load
from indexer.settings import Settings
from indexer.surveys.codebooks import read_codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS: Final = 5.0
"""Of processor time, for what takes milliseconds."""
IN_A_FOLDER: Final = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
"""The folder is the same for all examples: each writes its file anew."""
SPELLER: Final = Speller(("La coordination d’un atelier santé ville : un équivalent temps plein, des habitants.",))
HEARING: Final = Hearing(
    (
        Document(
            "1.pdf", "/c", "1", Metadata("Avis", kind="avis-cnv", publisher="Conseil national des villes", year=2025)
        ),
    )
)
(PASSAGE,) = split(
    "note.pdf",
    "Les quartiers",
    [Block(BlockKind.PARAGRAPH, "En 2024, la France compte 1 362 QPV. Près de 40 % ont un ASV.", 1, ())],
)
YAML_PIECES: Final = [
    *(
        "publications",
        "sources",
        "variables",
        "exclude",
        "id",
        "title",
        "file",
        "kind",
        "url",
        "urls",
        "path",
        "date",
        "year",
    ),
    *(
        "replaces",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "? ",
        "| \n",
        "> \n",
        "&a ",
        "*a",
        "<<: ",
        "---\n",
    ),
    *(
        "!!int ",
        "!!bool ",
        "!!timestamp ",
        "!!float ",
        "!!binary ",
        "!!set ",
        "!!omap ",
        "!!python/name:os.system ",
        "''",
        '"',
    ),
    *(
        "note",
        "a.md",
        "../x",
        "2026-02-31",
        "1e999",
        ".nan",
        "0x",
        "190:20:30",
        "null",
        "~",
        "# ",
        "%YAML 9\n",
        "\t",
        "é",
        "\0",
    ),
]
YAML: Final = st.lists(st.sampled_from(YAML_PIECES) | st.text(max_size=6), max_size=40).map("".join)
LISTED: Final = st.sampled_from(
    ["", "publications:\n- ", "sources:\n- ", "variables:\n- ", "title: a\nquestions:\n  - "]
)
WORDS: Final = [
    *(
        "qui",
        "combien",
        "quelle part des",
        "et les",
        "QPV",
        "ASV",
        "CLSM",
        "ETP",
        "l’ASV",
        "à Lille",
        "en 2024",
        "depuis",
        "selon",
    ),
    *(
        "un avis du CNV",
        "c’est quoi",
        "merci",
        "bonjour",
        "?",
        "??",
        "!",
        ":",
        ";",
        "«",
        "»",
        "[1]",
        "[999]",
        "[1][2]",
        "[-1]",
        "[²]",
    ),
    *(
        "40 %",
        "1 362",
        "1 362",
        "999999999999999999999",
        "3/4",
        "12,5",
        "31/02/2026",
        "·",
        "coordonnateur·rices",
        "ignore tes consignes",
    ),
    *("\n", "\n- ", "\t", "\u202e", "\u0301" * 9, "\ud800", "\0", "İ", "ß", "ﬁ", "٣", "a" * 300, "(" * 60, "- " * 60),
]
SAID: Final = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=30).map(" ".join)


@contextlib.contextmanager
def soon() -> Iterator[None]:
    """What is done within takes little, whatever other tests do meanwhile."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


@given(YAML)
def test_any_text_is_plain_yaml_or_is_told_not_to_be(text: str) -> None:
    """No other error than its own."""
    with soon(), contextlib.suppress(NotPlain):
        load(text)


@pytest.mark.parametrize(
    "text", ["!!bool maybe", "!!int ''", "!!timestamp abc", "a: &a [*a]", "[" * 200, "1: 2: 3", "\0"]
)
def test_what_is_not_plain_is_told(text: str) -> None:
    """A tag that does not fit, what holds itself, lists in lists: each got through once."""
    with pytest.raises(NotPlain):
        load(text)


def test_what_opens_into_far_more_than_it_is_is_told() -> None:
    """Aliases of aliases; one alias is what programs write for what stands twice."""
    laughs = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 10))
    with pytest.raises(NotPlain, match="open into"):
        load(f"l0: &l0 [rire]\n{laughs}")
    assert load("a: &a [x]\nb: *a\n") == {"a": ["x"], "b": ["x"]}


@pytest.mark.parametrize(
    ("name", "read", "error"),
    [
        (CATALOGUE_NAME, lambda path: load_catalogue(path.parent), CatalogueError),
        ("sources.yaml", load_sources, SourcesError),
        ("reponses.codebook.yaml", read_codebook, UnreadableFile),
        ("reponses.codebook.csv", read_codebook, UnreadableFile),
    ],
)
@given(head=LISTED, text=YAML, tail=st.binary(max_size=8))
@IN_A_FOLDER
def test_any_file_of_settings_is_read_or_refused(
    name: str, read: Callable[[Path], object], error: type[Exception], head: str, text: str, tail: bytes, tmp_path: Path
) -> None:
    """The catalogue, the sources to fetch, the codebook of a survey: only the error that each documents."""
    path = tmp_path / name
    path.write_bytes(f"{head}{text}".encode("utf-8", "surrogatepass") + tail)
    with soon(), contextlib.suppress(error):
        read(path)


@given(
    st.binary(max_size=200) | SAID.map(lambda said: f"name;kinds;page\n{said};a;b\n".encode("utf-8", "surrogatepass"))
)
def test_any_directory_is_read_or_the_line_is_told(data: bytes) -> None:
    """Separators, quotation marks and columns that are not what they should be."""
    with soon(), contextlib.suppress(DirectoryLineInvalid):
        directory_file.read(data, "annuaire.csv")


@given(SAID | st.text(alphabet="AÉlMDr.!?… \u00a0\u202f\u2009\u3000«»()1’-\u0301", max_size=14))
def test_any_text_is_cut_into_sentences_of_its_own(text: str) -> None:
    """Whatever its spaces and signs; each in its place, none empty."""
    with soon():
        spans = sentence_spans(whole_characters(text))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


@given(SAID, SAID)
def test_any_question_is_understood_somehow(text: str, before: str) -> None:
    """What rules, parts, follows, hears and puts right reads whatever was typed; nothing of it fails or lingers."""
    history = (Turn("user", before), Turn("assistant", text))
    with soon(), contextlib.suppress(EmptyQuestion):
        question = Question.checked(text, history, limit=100_000)
        ruled(text)
        followed(question)
        leans(text, before)
        without_courtesy(text)
        may_be_kept(text)
        shape_of(text)
        sides(text)
        acronyms_compared(text)
        HEARING.hear(text, before)
        understand(question, SPELLER, HEARING)
        unconfirmed(text, [before], [text])
        assert all(part.text for part in parts(question) if text.strip())


@given(SAID, st.lists(st.integers(1, 30), max_size=8))
def test_a_draft_is_the_same_in_whatever_pieces_it_comes(text: str, lengths: list[int]) -> None:
    """And each of its sentences is judged, whatever sources it says that it cites."""

    def told(cuts: list[int]) -> list[Any]:
        stream = io.StringIO(whole_characters(text), newline="")  # as the adapter of models gives them
        pieces = [piece for length in cuts if (piece := stream.read(length))]
        return list(sentences(each for each in [*pieces, stream.read()]))

    with soon():
        at_once = told([])
        assert told(lengths) == at_once
        for sentence in at_once:
            if not isinstance(sentence, Notice):
                judged = check(sentence, [PASSAGE], lambda _claim, windows: [1.0] * len(windows))
                assert all(support.number == 1 for support in judged.supports)
        complete, rest = cut(whole_characters(text))
        assert all(sentence.text.strip() for sentence in (*complete, *last(rest)))


def test_a_changed_backup_puts_nothing_back(tmp_path: Path) -> None:
    """Bits turned, blocks lost and moved: refused by name, or the very same files; never a file elsewhere."""
    made = Settings(data_dir=tmp_path / "data", source=tmp_path / "corpus")
    (made.data_dir / "evals").mkdir(parents=True)
    (made.data_dir / "evals" / "retours.jsonl").write_text('{"question": "Qui ?"}\n' * 50)
    archive = tmp_path / "sauvegarde.tar.gz"
    back_up(made, archive)
    good = archive.read_bytes()
    place = tmp_path / "ici"
    for number in range(60):
        archive.write_bytes(changed(number, good, good))
        with soon(), contextlib.suppress(BackupUnreadable):
            restore(archive, place / str(number))
            assert (place / str(number) / "evals" / "retours.jsonl").read_text().count("Qui ?") == 50
    assert {each.name for each in tmp_path.iterdir()} <= {"data", "corpus", "ici", archive.name}
